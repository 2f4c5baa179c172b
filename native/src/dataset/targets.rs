//! [`TargetFile`]: the targets of a run's objects, as JSON Lines: all that a worker needs.
//!
//! The first line says what the run is; then comes a line for each object; the last line counts and
//! hashes those before it, so that a torn or edited file is refused. The file is a secret.

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

/// Version of the file's own form.
pub const TARGETS_VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Version of the file's own form.
    pub fraudgen_targets: u32,
    /// Where the targets lead, as `s3://bucket/prefix`.
    pub location: String,
    /// The store's URL.
    pub endpoint: String,
    /// When they were signed.
    pub signed_at: Timestamp,
    /// When the store begins to refuse them.
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
    /// Tells whether it is there.
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
    /// The paths that the target file of a run names: those of its parts, and what closes a whole run.
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

    /// Reads a file's text and checks that it is whole, unchanged, and of a run that this fraudgen makes.
    ///
    /// # Errors
    /// What is wrong with it; no target is told.
    pub fn parse(text: &str) -> Result<Self, String> {
        let body = text.strip_suffix('\n').unwrap_or(text);
        let (before, last) = body.rsplit_once('\n').ok_or("it has no lines of targets")?;
        let end: End = serde_json::from_str(last).map_err(
            |_| "its last line is not the end that fraudgen writes: the file is cut short",
        )?;
        let before = &text[..before.len() + 1];
        if sha256(before.as_bytes()) != end.sha256 {
            return Err("it was changed after it was made: its hash is another".into());
        }
        let mut lines = before.lines();
        let header = lines.next().unwrap_or_default();
        let header: Header = serde_json::from_str(header)
            .map_err(|error| format!("its first line is no header: {error}"))?;
        if header.fraudgen_targets != TARGETS_VERSION {
            return Err(format!(
                "it is of form {}, and this fraudgen reads form {TARGETS_VERSION}",
                header.fraudgen_targets
            ));
        }
        let made = header.run.dataset_version;
        if made != DATASET_VERSION {
            return Err(format!(
                "it is for dataset version {made}, and this fraudgen makes version {DATASET_VERSION}"
            ));
        }
        let mut objects = BTreeMap::new();
        for (number, line) in lines.enumerate() {
            // What serde says of a value quotes it, and the value is a secret.
            let object: ObjectTargets = serde_json::from_str(line)
                .map_err(|_| format!("its line {} is no object", number + 2))?;
            if objects.insert(object.path.clone(), object).is_some() {
                return Err(format!("its line {} names an object twice", number + 2));
            }
        }
        if objects.len() != end.end {
            return Err(format!("it has {} objects, not {}", objects.len(), end.end));
        }
        Ok(Self { header, objects })
    }

    /// Whether the objects are those of the header's run, all of them and no other.
    ///
    /// # Errors
    /// What differs.
    pub fn check(&self, generator: &Generator) -> Result<(), String> {
        let mut wanted = Self::paths(&self.header.run, generator);
        wanted.sort();
        if !self.objects.keys().eq(&wanted) {
            return Err(
                "its objects are not those of its run: it was made by another fraudgen".into(),
            );
        }
        Ok(())
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
        Self::parse(&text).map_err(|reason| Error::Invalid {
            place: path.display().to_string(),
            what: "target file",
            reason,
        })
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
        // A new file: no link is followed, and no one has it open.
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

fn line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}
