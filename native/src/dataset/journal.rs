//! [`Journal`]: the finished parts of a run that is not over, one line each, so that an interrupted run can
//! be continued. The first line is the run itself.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::dataset::layout::Shard;
use crate::dataset::manifest::PartRecord;
use crate::dataset::run::Run;
use crate::error::Error;
use crate::storage::s3::Store;
use crate::storage::{Limit, Location, MOST_JSON, check_replaceable, open, remove, temp_path};

/// How often a journal in a store is rewritten. If a run is killed, parts that are not in it are made again.
const SAVE_EVERY: Duration = Duration::from_secs(10);

/// Where a journal is kept.
#[derive(Debug, Clone)]
pub(crate) enum JournalLocation {
    /// In a file.
    File(PathBuf),
    /// In a store, under a path.
    Object(Arc<Store>, String),
    /// Nowhere: what is made is not kept either.
    Nowhere,
}

impl JournalLocation {
    /// Its name, for messages.
    pub(crate) fn name(&self) -> String {
        match self {
            JournalLocation::File(path) => path.display().to_string(),
            JournalLocation::Object(store, path) => format!("{}/{path}", store.location()),
            JournalLocation::Nowhere => Location::NULL.into(),
        }
    }

    fn read(&self) -> Result<Option<Vec<u8>>, Error> {
        match self {
            JournalLocation::File(path) => open(path)?
                .map(|file| Limit::json(MOST_JSON).read(file))
                .transpose()
                .map_err(Error::io("read", path)),
            JournalLocation::Object(store, path) => Location::Store(Arc::clone(store)).read(path),
            JournalLocation::Nowhere => Ok(None),
        }
    }
}

/// A journal open for writing.
#[derive(Debug)]
pub(crate) enum Journal {
    /// In a file, which grows.
    File {
        /// Where it is.
        path: PathBuf,
        /// The file.
        file: File,
    },
    /// In a store, where it is rewritten from time to time.
    Object {
        /// The store.
        store: Arc<Store>,
        /// Where it is.
        path: String,
        /// What it holds.
        text: Vec<u8>,
        /// When it was written.
        saved: Instant,
    },
    /// Not kept.
    Nowhere,
}

impl Journal {
    /// The file name of a shard's journal.
    pub(crate) fn file_name(shard: Shard) -> String {
        if shard.is_whole() {
            "_progress.jsonl".into()
        } else {
            format!("_progress-{}-of-{}.jsonl", shard.index, shard.count)
        }
    }

    /// Reads a journal, if there is one. A last line that was cut off, as by a crash, is left out.
    pub(crate) fn read(
        location: &JournalLocation,
    ) -> Result<Option<(Run, Vec<PartRecord>)>, Error> {
        let Some(bytes) = location.read()? else {
            return Ok(None);
        };
        let invalid = |error: serde_json::Error| Error::Invalid {
            location: location.name(),
            what: "journal",
            reason: error.into(),
        };
        let mut lines = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .filter(|line| line.ends_with(b"\n"));
        let Some(header) = lines.next() else {
            return Ok(None);
        };
        let run = serde_json::from_slice(header).map_err(invalid)?;
        let parts = lines
            .map(serde_json::from_slice)
            .collect::<Result<_, _>>()
            .map_err(invalid)?;
        Ok(Some((run, parts)))
    }

    /// Starts a journal with the parts that are finished already, replacing an earlier one.
    pub(crate) fn create(
        location: JournalLocation,
        run: &Run,
        parts: &[PartRecord],
    ) -> Result<Self, Error> {
        let mut text = line(run);
        parts.iter().for_each(|part| text.extend(line(part)));
        match location {
            JournalLocation::File(path) => {
                check_replaceable(&path)?;
                let temp = temp_path(&path);
                let write = || -> io::Result<File> {
                    let mut file = File::create(&temp)?;
                    file.write_all(&text)?;
                    file.sync_all()?;
                    std::fs::rename(&temp, &path)?;
                    Ok(file)
                };
                let file = write().map_err(Error::io("write", &path))?;
                Ok(Self::File { path, file })
            }
            JournalLocation::Object(store, path) => {
                store.put_small(&path, &text)?;
                Ok(Self::Object {
                    store,
                    path,
                    text,
                    saved: Instant::now(),
                })
            }
            JournalLocation::Nowhere => Ok(Self::Nowhere),
        }
    }

    /// Adds a finished part.
    pub(crate) fn add(&mut self, part: &PartRecord) -> Result<(), Error> {
        match self {
            // In one write, so that a crash cuts off at most the last line.
            Self::File { path, file } => file
                .write_all(&line(part))
                .map_err(Error::io("write", path)),
            Self::Object {
                store,
                path,
                text,
                saved,
            } => {
                text.extend(line(part));
                if saved.elapsed() >= SAVE_EVERY {
                    store.put_small(path, text)?;
                    *saved = Instant::now();
                }
                Ok(())
            }
            Self::Nowhere => Ok(()),
        }
    }

    /// Saves everything that was added: the run stops here, unfinished.
    pub(crate) fn keep(self) {
        if let Self::Object {
            store, path, text, ..
        } = self
        {
            // Parts that are missing from it are made again, and found to be there already.
            let _ = store.put_after_cancel(&path, &text);
        }
    }

    /// Removes the journal: the run is over.
    pub(crate) fn remove(self) -> Result<(), Error> {
        match self {
            // Another process that made the same shard may have removed it.
            Self::File { path, .. } => remove(&path),
            Self::Object { store, path, .. } => Ok(store.remove(&path)?),
            Self::Nowhere => Ok(()),
        }
    }
}

fn line(value: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(value).unwrap_or_default();
    line.push(b'\n');
    line
}
