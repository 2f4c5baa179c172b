//! [`Destination`]: a location prepared for a run, empty or with the finished parts of an interrupted one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fraudgen_core::Plan;
use fraudgen_core::schema::Table;

use super::lakehouse::{self, TableFormat};
use crate::dataset::describe::document::Found;
use crate::dataset::describe::names::is_document;
use crate::dataset::journal::{Journal, JournalLocation};
use crate::dataset::layout::{Part, Shard};
use crate::dataset::manifest::{Manifest, PartRecord, SUCCESS};
use crate::dataset::run::Run;
use crate::dataset::survey::{Survey, is_own_part, is_own_record};
use crate::error::Error;
use crate::parallel::{Context, workers};
use crate::storage::s3::MARKER;
use crate::storage::{FolderLock, Limit, Location, MOST_JSON, Sharing, open, remove, temp_target};

/// What to do if a location is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Refuse it.
    Fresh,
    /// Continue the run that is there.
    Resume,
    /// Remove what fraudgen wrote, and nothing else, and start again.
    Force,
}

/// Where a run keeps its journal, and in the end the manifest of a shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// At the destination itself.
    AtDestination,
    /// In a local file, and the journal next to it: a worker has no targets for them.
    File(PathBuf),
    /// Nowhere: the caller takes the manifest and does without a journal.
    Nowhere,
}

/// A location that is ready for a run, with the parts of it that are finished already.
#[derive(Debug)]
pub struct Destination {
    pub(super) location: Location,
    pub(super) journal: Journal,
    pub(super) finished: Vec<PartRecord>,
    pub(super) records: Records,
    /// Held until the run is over.
    pub(super) _lock: Option<FolderLock>,
    /// Whether the objects of another run must not be replaced.
    pub(super) create_only: bool,
    notes: Vec<String>,
    /// As what tables are published when all parts are there.
    pub(super) formats: Vec<TableFormat>,
}

impl Destination {
    /// Prepares a location. Nothing is changed if the run is refused.
    ///
    /// # Errors
    /// The location holds something that `mode` does not allow, is in use, or cannot be written.
    pub fn prepare(
        context: &Context,
        location: Location,
        records: Records,
        run: &Run,
        plan: &Plan,
        mode: Mode,
    ) -> Result<Self, Error> {
        let state = State {
            parts: run.parts(plan),
            location,
            records,
            run,
        };
        let mut notes = Vec::new();
        let lock = state.lock()?;
        let finished = match mode {
            Mode::Fresh => {
                let survey = state.survey()?;
                if let Some(holds) = survey.taken {
                    return Err(Error::NotEmpty {
                        location: state.name(),
                        holds,
                    });
                }
                notes.extend(survey.note(&state.location));
                Vec::new()
            }
            Mode::Resume => state.finished(context)?,
            Mode::Force => {
                state.clear()?;
                Vec::new()
            }
        };
        let is_at_destination = state.records == Records::AtDestination;
        if let (true, Location::Store(store)) = (is_at_destination, &state.location)
            && store.claim(&run.marker(), mode == Mode::Force)?.is_some()
        {
            notes.push(guard_note(&state.location));
        }
        let is_whole = run.shard.is_whole();
        if is_whole {
            // Otherwise a process that makes another shard may be writing its temporary files.
            remove_temp_files(&state.location)?;
        }
        // A complete shard does not reopen a closed dataset.
        if is_at_destination && (is_whole || finished.len() < state.parts.len()) {
            state.location.remove(SUCCESS)?;
        }
        let journal = Journal::create(state.journal(), run, &finished)?;
        Ok(Self {
            location: state.location,
            journal,
            finished,
            records: state.records,
            _lock: lock,
            create_only: mode != Mode::Force,
            notes,
            formats: Vec::new(),
        })
    }

    /// What to tell about the location although nothing is wrong, a sentence each.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The same, to be published as tables of these formats at the end.
    pub fn published_as(self, formats: Vec<TableFormat>) -> Self {
        Self { formats, ..self }
    }

    /// How many parts are finished already.
    pub fn finished(&self) -> usize {
        self.finished.len()
    }
}

/// A location before it is prepared.
struct State<'a> {
    location: Location,
    records: Records,
    run: &'a Run,
    parts: Vec<Part>,
}

impl State<'_> {
    /// Its name, for messages.
    fn name(&self) -> String {
        match &self.records {
            Records::File(receipt) => receipt.display().to_string(),
            _ => self.location.to_string(),
        }
    }

    /// Makes the folder, and sees to it that no other run is at work there: none at all, or while a shard is
    /// made, none of the whole. The same shard may be made twice at once.
    fn lock(&self) -> Result<Option<FolderLock>, Error> {
        let Location::Folder(folder) = &self.location else {
            return Ok(None);
        };
        // What is no folder is named as such.
        folder.names("")?;
        folder.create("")?;
        let sharing = match self.run.shard.is_whole() {
            true => Sharing::Alone,
            false => Sharing::Shared,
        };
        let lock = FolderLock::take(folder.root(), sharing);
        lock.map(Some).ok_or_else(|| Error::InUse {
            location: self.name(),
        })
    }

    fn journal(&self) -> JournalLocation {
        let name = Journal::file_name(self.run.shard);
        match (&self.records, &self.location) {
            (Records::Nowhere, _) | (Records::AtDestination, Location::Null) => {
                JournalLocation::Nowhere
            }
            (Records::File(receipt), _) => {
                JournalLocation::File(receipt.with_extension("progress.jsonl"))
            }
            (Records::AtDestination, Location::Folder(folder)) => {
                JournalLocation::File(folder.path(&name))
            }
            (Records::AtDestination, Location::Store(store)) => {
                JournalLocation::Object(Arc::clone(store), name)
            }
        }
    }

    /// The manifest of an earlier run.
    fn manifest(&self) -> Result<Option<Manifest>, Error> {
        match &self.records {
            Records::Nowhere => Ok(None),
            Records::File(receipt) => open(receipt)?
                .map(|file| Limit::json(MOST_JSON).read(file))
                .transpose()
                .map_err(Error::io("read", receipt))?
                .map(|bytes| Manifest::parse(&bytes, &self.name()))
                .transpose(),
            Records::AtDestination => match self.location.manifest(self.run.shard)? {
                None if !self.run.shard.is_whole() => self.closed(),
                manifest => Ok(manifest),
            },
        }
    }

    /// The manifest of the whole dataset, as this shard's, if it was closed.
    fn closed(&self) -> Result<Option<Manifest>, Error> {
        if !self.location.has(SUCCESS)? {
            return Ok(None);
        }
        let whole = self.location.manifest(Shard::WHOLE)?;
        Ok(whole.map(|whole| Manifest {
            shard: self.run.shard,
            ..whole
        }))
    }

    /// What is there that the run would mix with. Shards may share a location, so that each looks at its own
    /// files only; in a store, parts are checked when they are written.
    fn survey(&self) -> Result<Survey, Error> {
        let taken = |holds: Option<String>| {
            Ok(Survey {
                taken: holds,
                ..Survey::default()
            })
        };
        if self.records != Records::AtDestination {
            let journal = self.journal();
            let is_taken = self.manifest()?.is_some() || Journal::read(&journal)?.is_some();
            return taken(is_taken.then(|| journal.name()));
        }
        if self.run.shard.is_whole() {
            return Survey::of(&self.location);
        }
        let own = [
            Manifest::file_name(self.run.shard),
            Journal::file_name(self.run.shard),
            SUCCESS.into(),
        ];
        let is_folder = matches!(self.location, Location::Folder(_));
        let parts = self.parts.iter().filter(|_| is_folder);
        for path in own.iter().chain(parts.map(|part| &part.path)) {
            if self.location.has(path)? {
                return taken(Some(path.clone()));
            }
        }
        taken(None)
    }

    /// The parts of the same run that are there and intact.
    fn finished(&self, context: &Context) -> Result<Vec<PartRecord>, Error> {
        let found = match Journal::read(&self.journal())? {
            Some((run, parts)) => Some((self.journal().name(), run, parts)),
            None => self
                .manifest()?
                .map(|found| (self.name(), found.run(), found.parts)),
        };
        let Some((location, run, records)) = found else {
            // A run into a store may be interrupted before it has a journal there.
            let is_folder = matches!(self.location, Location::Folder(_));
            return if is_folder && self.survey()?.taken.is_some() {
                Err(Error::NothingToResume {
                    location: self.name(),
                })
            } else {
                Ok(Vec::new())
            };
        };
        if let Some((field, there, asked)) = run.difference(self.run) {
            return Err(Error::OtherRun {
                location,
                field,
                there,
                asked,
            });
        }
        self.withdraw()?;
        // Each part once, and as it is planned.
        let mut own: HashMap<_, _> = self
            .parts
            .iter()
            .map(|part| (part.path.as_str(), part))
            .collect();
        let is_own = |record: &PartRecord| {
            own.remove(record.path.as_str())
                .is_some_and(|part| record.is_of(part))
        };
        let records: Vec<_> = records.into_iter().filter(is_own).collect();
        let mut intact = Vec::new();
        let check = |(): &mut (), record: &PartRecord| -> Result<Option<PartRecord>, Error> {
            if self.location.holds(record, &context.cancel)? {
                return Ok(Some(record.clone()));
            }
            // Damaged, and of this run: a store would refuse to replace it with the part made again.
            self.location.remove(&record.path)?;
            Ok(None)
        };
        workers::run(
            context,
            &records,
            || (),
            |scratch, record, reply| reply.send(check(scratch, record)),
            |record| {
                intact.extend(record.flatten());
                Ok(())
            },
        )?;
        Ok(intact)
    }

    /// Takes the tables away from readers, before a part changes.
    fn withdraw(&self) -> Result<(), Error> {
        match self.records {
            Records::AtDestination => lakehouse::withdraw(&self.location, &self.run.tables),
            _ => Ok(()),
        }
    }

    /// Removes what fraudgen wrote here: for a shard, its own files.
    fn clear(&self) -> Result<(), Error> {
        if self.records == Records::Nowhere {
            return Ok(());
        }
        if let Records::File(receipt) = &self.records {
            for path in [receipt.clone(), receipt.with_extension("progress.jsonl")] {
                remove(&path)?;
            }
            return Ok(());
        }
        self.location.remove(SUCCESS)?;
        self.withdraw()?;
        if !self.run.shard.is_whole() {
            let own = [
                Manifest::file_name(self.run.shard),
                Journal::file_name(self.run.shard),
            ];
            let paths = self.parts.iter().map(|part| &part.path).chain(&own);
            return paths
                .into_iter()
                .try_for_each(|path| self.location.remove(path));
        }
        clear(&self.location)
    }
}

/// What to tell about a store that does not keep runs apart.
pub fn guard_note(location: &Location) -> String {
    format!(
        "{location}: the store replaces objects although it is asked not to (If-None-Match), so that {MARKER} says \
         which run the location is for"
    )
}

/// Removes what fraudgen wrote at a location in any run, and nothing else.
///
/// # Errors
/// Something cannot be removed, or a store does not list its objects.
pub fn clear(location: &Location) -> Result<(), Error> {
    location.remove(SUCCESS)?;
    lakehouse::clear(location)?;
    let Some(paths) = location.paths()? else {
        let location = location.to_string();
        return Err(Error::CannotList { location });
    };
    for path in &paths {
        let is_own = match path.split_once('/') {
            None if is_document(path) => Found::at(location, path)?.is_own(),
            None => is_own_record(path),
            Some((table, name)) => Table::from_name(table).is_some() && is_own_part(name),
        };
        if is_own {
            location.remove(path)?;
        }
    }
    if let Location::Folder(folder) = location {
        // A folder that holds anything else stays.
        Table::ALL
            .iter()
            .for_each(|table| folder.remove_empty(table.name()));
    }
    Ok(())
}

/// Removes the temporary files that killed runs left in a folder, while no other run is writing there.
///
/// # Errors
/// The folder cannot be read, or a file not be removed.
pub(crate) fn remove_temp_files(location: &Location) -> Result<(), Error> {
    let Location::Folder(folder) = location else {
        return Ok(());
    };
    let folders = [("", is_own_record as fn(&str) -> bool)]
        .into_iter()
        .chain(Table::ALL.map(|table| (table.name(), is_own_part as fn(&str) -> bool)));
    for (below, is_own) in folders {
        for name in folder.names(below)? {
            if temp_target(&name).is_some() && is_own(&name) {
                let path = Path::new(below).join(name);
                folder.remove(&path.to_string_lossy())?;
            }
        }
    }
    Ok(())
}
