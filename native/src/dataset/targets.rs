//! [`TargetFile`]: the targets of a run's objects, as JSON Lines: everything that a worker needs.
//!
//! The first line says what the run is; a line for each object follows; the last line counts and
//! hashes those before it, so that a truncated or edited file is refused. The file is a secret.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use fraudgen_core::{DATASET_VERSION, Generator};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, SUCCESS};
use crate::dataset::run::Run;
use crate::error::Error;
use crate::storage::hexadecimal;
use crate::storage::s3::Target;

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
        let mut text = String::new();
        if path == Path::new("-") {
            io::stdin().read_to_string(&mut text)
        } else {
            File::open(path).and_then(|mut file| file.read_to_string(&mut text))
        }
        .map_err(Error::io("read", path))?;
        Self::parse(&text).map_err(|reason| reason.of(path))
    }

    /// Writes a file that only its owner can read; one that is there is replaced only if `force` says so.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, path: &Path, force: bool) -> Result<(), Error> {
        if path == Path::new("-") {
            return io::stdout()
                .write_all(self.to_text().as_bytes())
                .map_err(Error::io("write", path));
        }
        if force {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io("replace", path)(error));
                }
                _ => {}
            }
        }
        let mut options = OpenOptions::new();
        // A new file: no link is followed, and nobody has it open.
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let write = || {
            let mut file = options.open(path)?;
            file.write_all(self.to_text().as_bytes())?;
            file.sync_all()
        };
        write().map_err(Error::io("write", path))
    }
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
