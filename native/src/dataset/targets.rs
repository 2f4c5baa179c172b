//! [`TargetFile`]: the targets of a run's objects, as JSON Lines: everything that a worker needs.
//!
//! The first line says what the run is; a line for each object follows; the last line counts and
//! hashes those before it, so that a truncated or edited file is refused. The file is a secret.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use fraudgen_core::{DATASET_VERSION, Generator, Plan};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::dataset::describe::names;
use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, SUCCESS};
use crate::dataset::run::Run;
use crate::error::Error;
use crate::storage::s3::{Guard, Target};
use crate::storage::{Limit, OutputFile, Readers, hexadecimal};

/// Version of the file's format.
pub const TARGETS_VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Version of the file's format.
    pub fraudgen_targets: u32,
    /// Where the targets lead, as `s3://bucket/prefix`.
    pub location: String,
    /// The store's URL.
    pub endpoint: String,
    /// When they were signed.
    pub signed_at: Timestamp,
    /// When they expire.
    pub expires_at: Timestamp,
    /// What is made, and how it is laid out; `shard` says of which parts the file has targets.
    pub run: Run,
    /// What keeps other runs away, where the store does not refuse to replace objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard: Option<Guard>,
}

impl Header {
    /// The name of the receipt of a shard, unless another is asked for: receipts of several runs may lie in one
    /// folder, and renewed targets are of the same run.
    pub fn receipt_name(&self, shard: Shard) -> String {
        let run = Run {
            shard: Shard::WHOLE,
            ..self.run.clone()
        };
        let run = line(&(&self.location, run));
        let (Shard { index, count }, mark) = (shard, sha256(run.as_bytes()));
        format!("fraudgen-receipt-{index}-of-{count}-{}.json", &mark[..8])
    }
}

/// The targets of one object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectTargets {
    /// Its path below the location.
    pub path: String,
    /// Writes it.
    pub put: Target,
    /// Asks whether it is there.
    pub head: Target,
    /// Reads it.
    pub get: Target,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    /// How many objects there are.
    end: usize,
    /// SHA-256 of all lines before, in hexadecimal.
    sha256: String,
}

/// The targets of a run.
#[derive(Clone, PartialEq)]
pub struct TargetFile {
    /// What the run is.
    pub header: Header,
    /// The targets, by path.
    pub objects: BTreeMap<String, ObjectTargets>,
}

impl fmt::Debug for TargetFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TargetFile")
            .field("header", &self.header)
            .field("objects", &self.objects.len())
            .finish()
    }
}

impl TargetFile {
    /// The paths in the target file of a run: those of its parts, and of what closes a whole run.
    pub fn paths(run: &Run, generator: &Generator) -> Vec<String> {
        let mut paths: Vec<_> = run
            .parts(generator.plan())
            .into_iter()
            .map(|part| part.path)
            .collect();
        if run.shard.is_whole() {
            paths.extend(names::NAMES.map(String::from));
            paths.extend([Manifest::file_name(Shard::WHOLE), SUCCESS.into()]);
        }
        paths
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let mut text = line(&self.header);
        for object in self.objects.values() {
            text += &line(object);
        }
        let end = End {
            end: self.objects.len(),
            sha256: sha256(text.as_bytes()),
        };
        text + &line(&end)
    }

    /// Reads a file's text and checks that it is complete, unchanged, and of a run that this fraudgen makes.
    ///
    /// # Errors
    /// What is wrong with it, without the targets, which are secrets.
    pub fn parse(text: &str) -> Result<Self, InvalidTargets> {
        let (before, end) = checked_end(text)?;
        let mut lines = before.lines();
        let header = lines.next().unwrap_or_default();
        let header: Header = serde_json::from_str(header).map_err(InvalidTargets::Header)?;
        if header.fraudgen_targets != TARGETS_VERSION {
            return Err(InvalidTargets::Version(header.fraudgen_targets));
        }
        if header.run.dataset_version != DATASET_VERSION {
            return Err(InvalidTargets::DatasetVersion(header.run.dataset_version));
        }
        let mut objects = BTreeMap::new();
        for (number, line) in (2..).zip(lines) {
            // The error of serde would quote values, which are secrets.
            let object: ObjectTargets =
                serde_json::from_str(line).map_err(|_| InvalidTargets::Line(number))?;
            if objects.insert(object.path.clone(), object).is_some() {
                return Err(InvalidTargets::Twice(number));
            }
        }
        if objects.len() != end.end {
            return Err(InvalidTargets::Count {
                found: objects.len(),
                expected: end.end,
            });
        }
        Ok(Self { header, objects })
    }

    /// Whether the objects are those of the header's run, all of them and no other.
    ///
    /// # Errors
    /// They are not.
    pub fn check(&self, generator: &Generator) -> Result<(), InvalidTargets> {
        // Counted first: a spec of one line may have more parts than memory holds.
        let run = &self.header.run;
        if run.part_count(generator.plan()) <= self.objects.len() as u64 {
            let mut wanted = Self::paths(run, generator);
            wanted.sort();
            if self.objects.keys().eq(&wanted) {
                return Ok(());
            }
        }
        Err(InvalidTargets::OtherRun)
    }

    /// Reads a file; `-` is standard input.
    ///
    /// # Errors
    /// It cannot be read, or is not valid.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = match path == Path::new("-") {
            true => read_text(io::stdin().lock()),
            false => File::open(path).and_then(read_text),
        };
        let text = text.map_err(Error::io("read", path))?;
        Self::parse(&text).map_err(|reason| reason.of(path))
    }

    /// Writes a file that only its owner can read.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, file: &OutputFile) -> Result<(), Error> {
        file.write(self.to_text().as_bytes(), Readers::Owner)
    }
}

/// The longest line of a target file. A line has three URLs of up to some 6 kB: a key of 1,024 bytes, encoded,
/// and the token of a session.
const LONGEST_LINE: u64 = 64 << 10;

/// Reads a target file's text. Its first line says how long it can be; without one, it is short.
fn read_text(file: impl Read) -> io::Result<String> {
    let mut file = BufReader::new(file);
    let mut text = Vec::new();
    (&mut file)
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut text)?;
    let lines = match serde_json::from_slice::<Header>(&text) {
        Ok(header) => Plan::new(&header.run.spec).map_or(0, |plan| header.run.part_count(&plan)),
        Err(_) => 0,
    };
    // What closes a run is no part; and the last line.
    let most = lines
        .saturating_add(4 + names::NAMES.len() as u64)
        .saturating_mul(LONGEST_LINE);
    Limit::json(most).read_text(text.as_slice().chain(file))
}

/// Why a text is not a valid target file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTargets {
    /// There is nothing but the last line, or less.
    #[error("it has no lines of targets")]
    Empty,
    /// The last line is not the end of a target file.
    #[error("its last line is not the end that fraudgen writes: the file is cut short")]
    CutShort,
    /// Its hash differs.
    #[error("it was changed after it was made: its hash differs")]
    Changed,
    /// The first line is not a header.
    #[error("its first line is not a header")]
    Header(#[source] serde_json::Error),
    /// The file's format has another version.
    #[error("it has format version {0}, and this fraudgen reads version {TARGETS_VERSION}")]
    Version(u32),
    /// It is for another version of the dataset.
    #[error("it is for dataset version {0}, and this fraudgen makes version {DATASET_VERSION}")]
    DatasetVersion(u32),
    /// A line is not an object with its targets.
    #[error("its line {0} is not an object")]
    Line(usize),
    /// A line has the same object as one before.
    #[error("its line {0} names an object twice")]
    Twice(usize),
    /// The number of objects is not that of the last line.
    #[error("it has {found} objects, not {expected}")]
    Count {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// The objects are not those of the run.
    #[error("its objects are not those of its run: it was made by another fraudgen")]
    OtherRun,
}

impl InvalidTargets {
    /// The error of a file.
    pub(crate) fn of(self, path: &Path) -> Error {
        Error::Invalid {
            location: path.display().to_string(),
            what: "target file",
            reason: self.into(),
        }
    }
}

/// The text before the last line, and the last line, whose hash is that of the text.
fn checked_end(text: &str) -> Result<(&str, End), InvalidTargets> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let (before, last) = body.rsplit_once('\n').ok_or(InvalidTargets::Empty)?;
    let end: End = serde_json::from_str(last).map_err(|_| InvalidTargets::CutShort)?;
    let before = &text[..before.len() + 1];
    match sha256(before.as_bytes()) == end.sha256 {
        true => Ok((before, end)),
        false => Err(InvalidTargets::Changed),
    }
}

fn line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}
