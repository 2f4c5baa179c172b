//! [`Destination`]: a place made ready for a run, empty or with the finished parts of a broken one.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use fraudgen_core::Plan;
use fraudgen_core::schema::Table;

use crate::dataset::journal::{Journal, Shelf};
use crate::dataset::layout::{Part, Shard};
use crate::dataset::manifest::{Manifest, PartRecord, SUCCESS};
use crate::dataset::run::Run;
use crate::error::Error;
use crate::generate::workers;
use crate::storage::draft_name;
use crate::storage::location::{Place, found};
use crate::storage::s3::PROBE;

/// What to do where a place is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Refuse it.
    Fresh,
    /// Continue the run that is there.
    Resume,
    /// Remove what fraudgen wrote, and nothing else, and start again.
    Force,
}

/// Where a run keeps its journal, and what it made of a shard in the end: the shard's manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// At the place itself.
    AtPlace,
    /// In a file of this machine, and the journal beside it: a worker has no targets for them.
    File(PathBuf),
    /// With the caller, who takes the manifest and does without a journal.
    Nowhere,
}

/// A place ready for a run, with the parts of it that are finished already.
#[derive(Debug)]
pub struct Destination {
    pub(crate) place: Place,
    pub(crate) journal: Journal,
    pub(crate) finished: Vec<PartRecord>,
    pub(crate) records: Records,
    /// Whether an object of another run must not be replaced.
    pub(crate) once: bool,
}

impl Destination {
    /// Readies a place. Nothing is changed where the run is refused.
    ///
    /// # Errors
    /// The place holds something that `mode` does not allow, or cannot be written.
    pub fn prepare(
        place: Place,
        records: Records,
        run: &Run,
        plan: &Plan,
        mode: Mode,
        threads: usize,
        stop: &AtomicBool,
    ) -> Result<Self, Error> {
        let site = Site {
            parts: run.parts(plan),
            place,
            records,
            run,
        };
        let finished = match mode {
            Mode::Fresh if site.is_taken()? => return Err(Error::NotEmpty { place: site.name() }),
            Mode::Fresh => Vec::new(),
            Mode::Resume => site.finished(threads, stop)?,
            Mode::Force => {
                site.clear()?;
                Vec::new()
            }
        };
        let is_whole = run.shard.is_whole();
        if let Place::Folder(folder) = &site.place {
            folder.create("")?;
        }
        if is_whole {
            // Another process that makes a shard may be at work on its drafts.
            sweep(&site.place)?;
        }
        // A shard that is all there takes nothing from a dataset that is closed.
        if site.records == Records::AtPlace && (is_whole || finished.len() < site.parts.len()) {
            site.place.remove(SUCCESS)?;
        }
        let journal = Journal::create(site.journal(), run, &finished)?;
        Ok(Self {
            place: site.place,
            journal,
            finished,
            records: site.records,
            once: mode != Mode::Force,
        })
    }

    /// How many parts are finished already.
    pub fn finished(&self) -> usize {
        self.finished.len()
    }
}

/// A place as it is found.
struct Site<'a> {
    place: Place,
    records: Records,
    run: &'a Run,
    parts: Vec<Part>,
}

impl Site<'_> {
    /// What messages call it.
    fn name(&self) -> String {
        match &self.records {
            Records::File(receipt) => receipt.display().to_string(),
            _ => self.place.to_string(),
        }
    }

    fn journal(&self) -> Shelf {
        let name = Journal::file_name(self.run.shard);
        match (&self.records, &self.place) {
            (Records::Nowhere, _) | (Records::AtPlace, Place::Null) => Shelf::Nowhere,
            (Records::File(receipt), _) => Shelf::File(receipt.with_extension("progress.jsonl")),
            (Records::AtPlace, Place::Folder(folder)) => Shelf::File(folder.path(&name)),
            (Records::AtPlace, Place::Store(store)) => Shelf::Object(Arc::clone(store), name),
        }
    }

    /// The manifest of an earlier run.
    fn manifest(&self) -> Result<Option<Manifest>, Error> {
        match &self.records {
            Records::Nowhere => Ok(None),
            Records::File(receipt) => found(std::fs::read(receipt), receipt)?
                .map(|bytes| Manifest::parse(&bytes, &self.name()))
                .transpose(),
            Records::AtPlace => match self.place.manifest(self.run.shard)? {
                None if !self.run.shard.is_whole() => self.closed(),
                manifest => Ok(manifest),
            },
        }
    }

    /// The manifest of the whole that this shard is of, if it was closed.
    fn closed(&self) -> Result<Option<Manifest>, Error> {
        if !self.place.has(SUCCESS)? {
            return Ok(None);
        }
        let whole = self.place.manifest(Shard::WHOLE)?;
        Ok(whole.map(|whole| Manifest {
            shard: self.run.shard,
            ..whole
        }))
    }

    /// Whether something is there that the run would mix with. Shards may share a place, so that one
    /// minds its own files only; in a store parts mind themselves.
    fn is_taken(&self) -> Result<bool, Error> {
        if self.records != Records::AtPlace {
            return Ok(self.manifest()?.is_some() || Journal::read(&self.journal())?.is_some());
        }
        if self.run.shard.is_whole() {
            return self.place.is_taken();
        }
        let own = [
            Manifest::file_name(self.run.shard),
            Journal::file_name(self.run.shard),
            SUCCESS.into(),
        ];
        for path in &own {
            if self.place.has(path)? {
                return Ok(true);
            }
        }
        match &self.place {
            Place::Folder(folder) => Ok(self
                .parts
                .iter()
                .any(|part| folder.path(&part.path).exists())),
            Place::Store(_) | Place::Null => Ok(false),
        }
    }

    /// The parts of the same run that are there and intact.
    fn finished(&self, threads: usize, stop: &AtomicBool) -> Result<Vec<PartRecord>, Error> {
        let found = match Journal::read(&self.journal())? {
            Some((run, parts)) => Some((self.journal().name(), run, parts)),
            None => self
                .manifest()?
                .map(|found| (self.name(), found.run(), found.parts)),
        };
        let Some((place, run, records)) = found else {
            // A run into a store may be broken before it has a journal there.
            let is_folder = matches!(self.place, Place::Folder(_));
            return if is_folder && self.is_taken()? {
                Err(Error::NothingToResume { place: self.name() })
            } else {
                Ok(Vec::new())
            };
        };
        if let Some((field, there, asked)) = run.difference(self.run) {
            return Err(Error::OtherRun {
                place,
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
            if self.place.holds(record)? {
                return Ok(Some(record.clone()));
            }
            // This run's own, and damaged: a store would keep it in the place of the one made again.
            self.place.remove(&record.path)?;
            Ok(None)
        };
        workers::run(
            &records,
            threads,
            stop,
            || (),
            |scratch, record, reply| reply.send(check(scratch, record)),
            |record| {
                intact.extend(record.flatten());
                Ok(())
            },
        )?;
        Ok(intact)
    }

    /// Removes what fraudgen wrote here: for a shard, its own files.
    fn clear(&self) -> Result<(), Error> {
        if self.records == Records::Nowhere {
            return Ok(());
        }
        if let Records::File(receipt) = &self.records {
            for path in [receipt.clone(), receipt.with_extension("progress.jsonl")] {
                match std::fs::remove_file(&path) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(Error::io("remove", path)(error));
                    }
                    _ => {}
                }
            }
            return Ok(());
        }
        self.place.remove(SUCCESS)?;
        if !self.run.shard.is_whole() {
            let own = [
                Manifest::file_name(self.run.shard),
                Journal::file_name(self.run.shard),
            ];
            let paths = self.parts.iter().map(|part| &part.path).chain(&own);
            return paths
                .into_iter()
                .try_for_each(|path| self.place.remove(path));
        }
        clear(&self.place)
    }
}

/// Removes what fraudgen wrote at a place, whatever run it was of, and nothing else.
///
/// # Errors
/// Something cannot be removed, or a store does not tell what is there.
pub fn clear(place: &Place) -> Result<(), Error> {
    place.remove(SUCCESS)?;
    let Some(paths) = place.paths()? else {
        let place = place.to_string();
        return Err(Error::CannotList { place });
    };
    let own = |path: &&String| match path.split_once('/') {
        None => is_own_record(path),
        Some((table, name)) => Table::from_name(table).is_some() && is_own_part(name),
    };
    paths
        .iter()
        .filter(own)
        .try_for_each(|path| place.remove(path))?;
    if let Place::Folder(folder) = place {
        // A folder that holds anything else stays.
        Table::ALL
            .iter()
            .for_each(|table| folder.remove_empty(table.name()));
    }
    Ok(())
}

/// Removes the drafts that killed runs left in a folder, at a time when no other is at work there.
///
/// # Errors
/// The folder cannot be read, or a draft not be removed.
pub(crate) fn sweep(place: &Place) -> Result<(), Error> {
    let Place::Folder(folder) = place else {
        return Ok(());
    };
    let folders = [("", is_own_record as fn(&str) -> bool)]
        .into_iter()
        .chain(Table::ALL.map(|table| (table.name(), is_own_part as fn(&str) -> bool)));
    for (below, is_own) in folders {
        for name in folder.names(below)? {
            if draft_name(&name).is_some() && is_own(&name) {
                let path = Path::new(below).join(name);
                folder.remove(&path.to_string_lossy())?;
            }
        }
    }
    Ok(())
}

/// Whether a file of the root has a name that fraudgen gives.
fn is_own_record(name: &str) -> bool {
    let name = draft_name(name).unwrap_or(name);
    name == SUCCESS
        || name == PROBE
        || (name.starts_with("_manifest") && name.ends_with(".json"))
        || (name.starts_with("_progress") && name.ends_with(".jsonl"))
}

/// Whether a file of a table's folder has a name that fraudgen gives.
fn is_own_part(name: &str) -> bool {
    let name = draft_name(name).unwrap_or(name);
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
            ".part-00007.jsonl.0a1b2c3d.tmp",
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
            "._manifest.json.0a1b2c3d.tmp",
            "._progress-0-of-2.jsonl.0a1b2c3d.tmp",
        ] {
            assert!(is_own_record(name), "{name}");
        }
        for name in ["README.md", "manifest.json", "_manifest.txt"] {
            assert!(!is_own_record(name), "{name}");
        }
    }
}
