//! [`Destination`]: a folder made ready for a run, empty or with the finished parts of a broken one.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use fraudgen_core::Plan;
use fraudgen_core::schema::Table;

use crate::error::Error;
use crate::journal::Journal;
use crate::layout::Part;
use crate::manifest::{Manifest, PartRecord, SUCCESS};
use crate::run::Run;
use crate::sink::{Folder, Receipt};
use crate::workers;

/// What to do where a folder is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Refuse it.
    Fresh,
    /// Continue the run that is there.
    Resume,
    /// Remove what fraudgen wrote, and nothing else, and start again.
    Force,
}

/// A folder ready for a run, with the parts of it that are finished already.
#[derive(Debug)]
pub struct Destination {
    pub(crate) folder: Folder,
    pub(crate) journal: Journal,
    pub(crate) finished: Vec<PartRecord>,
}

impl Destination {
    /// Readies a folder. Nothing is changed where the run is refused.
    ///
    /// # Errors
    /// The folder holds something that `mode` does not allow, or cannot be written.
    pub fn prepare(
        root: impl Into<PathBuf>,
        run: &Run,
        plan: &Plan,
        mode: Mode,
        threads: usize,
        stop: &AtomicBool,
    ) -> Result<Self, Error> {
        let place = Place {
            folder: Folder::new(root),
            run,
            parts: run.parts(plan),
        };
        let finished = match mode {
            Mode::Fresh if place.is_taken()? => {
                return Err(Error::NotEmpty {
                    path: place.folder.root().into(),
                });
            }
            Mode::Fresh => Vec::new(),
            Mode::Resume => place.finished(threads, stop)?,
            Mode::Force => {
                place.clear()?;
                Vec::new()
            }
        };
        place.folder.create("")?;
        place.folder.remove(SUCCESS)?;
        place.remove_drafts()?;
        let journal = Journal::create(place.journal(), run, &finished)?;
        Ok(Self {
            folder: place.folder,
            journal,
            finished,
        })
    }

    /// How many parts are finished already.
    pub fn finished(&self) -> usize {
        self.finished.len()
    }
}

/// A folder as it is found.
struct Place<'a> {
    folder: Folder,
    run: &'a Run,
    parts: Vec<Part>,
}

impl Place<'_> {
    fn manifest(&self) -> PathBuf {
        self.folder.path(&Manifest::file_name(self.run.shard))
    }

    fn journal(&self) -> PathBuf {
        self.folder.path(&Journal::file_name(self.run.shard))
    }

    /// Whether something is there that the run would mix with. Shards may share a folder, so that one
    /// minds its own files only.
    fn is_taken(&self) -> Result<bool, Error> {
        if self.run.shard.is_whole() {
            return Ok(!self.names("")?.is_empty());
        }
        let parts = self.parts.iter().map(|part| self.folder.path(&part.path));
        Ok([self.manifest(), self.journal()]
            .into_iter()
            .chain(parts)
            .any(|path| path.exists()))
    }

    /// The parts of the same run that are there and intact.
    fn finished(&self, threads: usize, stop: &AtomicBool) -> Result<Vec<PartRecord>, Error> {
        let found = match Journal::read(&self.journal())? {
            Some((run, parts)) => Some((self.journal(), run, parts)),
            None => Manifest::read(&self.manifest())?
                .map(|found| (self.manifest(), found.run(), found.parts)),
        };
        let Some((path, run, records)) = found else {
            return if self.is_taken()? {
                Err(Error::NothingToResume {
                    path: self.folder.root().into(),
                })
            } else {
                Ok(Vec::new())
            };
        };
        if let Some((field, there, asked)) = run.difference(self.run) {
            return Err(Error::OtherRun {
                path,
                field,
                there,
                asked,
            });
        }
        let own: HashSet<_> = self.parts.iter().map(|part| part.path.as_str()).collect();
        let records: Vec<_> = records
            .into_iter()
            .filter(|record| own.contains(record.path.as_str()))
            .collect();
        let mut intact = Vec::new();
        let check = |(): &mut (), record: &PartRecord| -> Result<Option<PartRecord>, Error> {
            Ok(self.is_intact(record)?.then(|| record.clone()))
        };
        workers::run(
            &records,
            threads,
            stop,
            || (),
            check,
            |record| {
                intact.extend(record.flatten());
                Ok(())
            },
        )?;
        Ok(intact)
    }

    /// Whether a part is as it was recorded.
    fn is_intact(&self, record: &PartRecord) -> Result<bool, Error> {
        let path = self.folder.path(&record.path);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.len() == record.bytes => {
                let receipt = Receipt::of(&path).map_err(Error::io("read", &path))?;
                Ok(receipt.sha256 == record.sha256)
            }
            Ok(_) => Ok(false),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Error::io("read", &path)(error)),
        }
    }

    /// Removes what a killed run left half done.
    fn remove_drafts(&self) -> Result<(), Error> {
        let closing = [Manifest::file_name(self.run.shard), SUCCESS.into()];
        let paths = self.parts.iter().map(|part| &part.path).chain(&closing);
        paths
            .into_iter()
            .try_for_each(|path| self.folder.remove_draft(path))
    }

    /// Removes what fraudgen wrote here: for a shard, its own files.
    fn clear(&self) -> Result<(), Error> {
        self.folder.remove(SUCCESS)?;
        if !self.run.shard.is_whole() {
            let own = [
                Manifest::file_name(self.run.shard),
                Journal::file_name(self.run.shard),
            ];
            let paths = self.parts.iter().map(|part| &part.path).chain(&own);
            return paths
                .into_iter()
                .try_for_each(|path| self.folder.remove(path));
        }
        for name in self.names("")?.iter().filter(|name| is_own_record(name)) {
            self.folder.remove(name)?;
        }
        for table in Table::ALL {
            for name in self
                .names(table.name())?
                .iter()
                .filter(|name| is_own_part(name))
            {
                self.folder.remove(&format!("{}/{name}", table.name()))?;
            }
            // A folder that holds anything else stays.
            let _ = fs::remove_dir(self.folder.path(table.name()));
        }
        Ok(())
    }

    /// The names in a folder below the root; none where it is not there.
    fn names(&self, below: &str) -> Result<Vec<String>, Error> {
        let path = self.folder.path(below);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(Error::io("read the folder", &path))?,
        };
        let name =
            |entry: io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
        // The journal's draft of a run that was killed at its very start is nothing to mind.
        let names = entries
            .map(name)
            .filter(|name| !matches!(name, Ok(name) if name == "_progress.tmp"));
        names
            .collect::<io::Result<_>>()
            .map_err(Error::io("read the folder", &path))
    }
}

/// Whether a file of the root has a name that fraudgen gives.
fn is_own_record(name: &str) -> bool {
    let name = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(".tmp"))
        .unwrap_or(name);
    name == SUCCESS
        || (name.starts_with("_manifest") && name.ends_with(".json"))
        || (name.starts_with("_progress") && name.ends_with(".jsonl"))
}

/// Whether a file of a table's folder has a name that fraudgen gives.
fn is_own_part(name: &str) -> bool {
    let name = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(".tmp"))
        .unwrap_or(name);
    let Some((number, suffix)) = name
        .strip_prefix("part-")
        .and_then(|rest| rest.split_once('.'))
    else {
        return false;
    };
    let known = ["parquet", "jsonl", "csv", "jsonl.zst", "csv.zst"].contains(&suffix);
    known && number.len() >= 5 && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_names_are_known() {
        for name in [
            "part-00000.parquet",
            "part-000123.csv.zst",
            ".part-00007.jsonl.tmp",
        ] {
            assert!(is_own_part(name), "{name}");
        }
        for name in [
            "part-1.parquet",
            "part-00000.txt",
            "notes.csv",
            "part-00000",
            "part-0000a.csv",
            "",
        ] {
            assert!(!is_own_part(name), "{name}");
        }
        for name in [
            "_SUCCESS",
            "_manifest.json",
            "_manifest-0-of-2.json",
            "_progress.jsonl",
            "._manifest.json.tmp",
        ] {
            assert!(is_own_record(name), "{name}");
        }
        for name in ["README.md", "manifest.json", "_manifest.txt"] {
            assert!(!is_own_record(name), "{name}");
        }
    }
}
