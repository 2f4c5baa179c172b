//! [`Survey`]: what a location holds before a run, and which of it is whose.

use fraudgen_core::schema::Table;

use crate::dataset::describe::document::Found;
use crate::dataset::describe::names::is_document;
use crate::dataset::manifest::SUCCESS;
use crate::encode::Suffix;
use crate::error::Error;
use crate::generate::is_of_table_format;
use crate::storage::s3::{MARKER, PROBE};
use crate::storage::{Location, temp_target};

/// How many foreign files are named.
const NAMED: usize = 3;

/// Whose a path below a location is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Fraudgen's.
    Fraudgen,
    /// Someone else's, in a table's folder, where readers take it for data.
    Reader,
    /// Someone else's, which no reader takes for data: not in a table's folder, or hidden there as Hadoop hides
    /// files, by a dot or an underscore.
    Nobody,
    /// Fraudgen's if it says so: a document beside the manifest.
    Document,
    /// A folder, for which some stores and consoles keep an empty object, or a trace that says nothing.
    Folder,
}

impl Owner {
    /// The owner of a path.
    pub(crate) fn of(path: &str) -> Self {
        if is_of_table_format(path) {
            return Self::Fraudgen;
        }
        let Some((table, name)) = path.split_once('/') else {
            return match path {
                "" | MARKER => Self::Folder,
                name if name.starts_with(PROBE) => Self::Folder,
                // Left by a run that was killed at its very start.
                name if temp_target(name).is_some_and(|name| name.starts_with("_progress")) => {
                    Self::Folder
                }
                name if is_own_record(name) => Self::Fraudgen,
                name if is_document(name) => Self::Document,
                name if Table::from_name(name).is_some() => Self::Folder,
                _ => Self::Nobody,
            };
        };
        let is_hidden = || name.split('/').any(|name| name.starts_with(['.', '_']));
        match Table::from_name(table) {
            _ if path.ends_with('/') => Self::Folder,
            None => Self::Nobody,
            Some(_) if is_own_part(name) => Self::Fraudgen,
            Some(_) if is_hidden() => Self::Nobody,
            Some(_) => Self::Reader,
        }
    }
}

/// What a location holds that is not a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// A path that a run would mix with, if there is one: of another run, or where readers take it for data.
    pub taken: Option<String>,
    /// The first foreign paths that no reader takes for data.
    pub foreign: Vec<String>,
    /// How many foreign paths there are besides.
    pub more: usize,
}

impl Survey {
    /// Looks through a location, up to what takes it; a store that does not list its objects counts as empty.
    ///
    /// # Errors
    /// The location cannot be read.
    pub fn of(location: &Location) -> Result<Self, Error> {
        let (mut survey, mut documents) = (Self::default(), Vec::new());
        location.paths_until(|page| {
            for path in page {
                match Owner::of(path) {
                    Owner::Document => documents.push(path.clone()),
                    owner => survey.add(path, owner),
                }
            }
            survey.taken.is_some()
        })?;
        for path in documents {
            let owner = match Found::at(location, &path)?.is_own() {
                true => Owner::Fraudgen,
                false => Owner::Nobody,
            };
            survey.add(&path, owner);
        }
        Ok(survey)
    }

    /// Adds a path of an owner.
    pub(crate) fn add(&mut self, path: &str, owner: Owner) {
        match owner {
            Owner::Folder | Owner::Document => {}
            Owner::Nobody if self.foreign.len() < NAMED => self.foreign.push(path.to_owned()),
            Owner::Nobody => self.more += 1,
            Owner::Fraudgen | Owner::Reader => {
                self.taken.get_or_insert_with(|| path.to_owned());
            }
        }
    }

    /// What to tell about foreign paths at a location, if there are any.
    pub fn note(&self, location: &Location) -> Option<String> {
        if self.foreign.is_empty() {
            return None;
        }
        let more = match self.more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let names = self.foreign.join(", ");
        Some(format!(
            "{location} also holds {names}{more}, which is not fraudgen's and stays as it is"
        ))
    }
}

/// Whether a file of the root has a name that only fraudgen gives.
pub(crate) fn is_own_record(name: &str) -> bool {
    if temp_target(name).is_some_and(is_document) {
        return true;
    }
    let name = temp_target(name).unwrap_or(name);
    name == SUCCESS
        || name.starts_with(PROBE)
        || name == MARKER
        || (name.starts_with("_manifest") && name.ends_with(".json"))
        || (name.starts_with("_progress") && name.ends_with(".jsonl"))
}

/// Whether a file of a table's folder has a name that fraudgen gives.
pub(crate) fn is_own_part(name: &str) -> bool {
    let name = temp_target(name).unwrap_or(name);
    let Some((number, suffix)) = name
        .strip_prefix("part-")
        .and_then(|rest| rest.split_at_checked(rest.find('.')?))
    else {
        return false;
    };
    let known = Suffix::all().any(|known| known.as_str() == suffix);
    known && number.len() >= 5 && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_an_owner() {
        for (owner, paths) in [
            (
                Owner::Fraudgen,
                &[
                    "_SUCCESS",
                    "_manifest.json",
                    "_manifest-0-of-2.json",
                    "_progress.jsonl",
                    "._manifest.json.0a1b2c3d.tmp",
                    "transactions/part-00000.parquet",
                    "cards/part-000123.csv.zst",
                    "cards/.part-00007.jsonl.0a1b2c3d.tmp",
                    "cards/_delta_log/00000000000000000000.json",
                    ".README.md.0a1b2c3d.tmp",
                ][..],
            ),
            (
                Owner::Reader,
                &[
                    "transactions/part-1.parquet",
                    "transactions/mine.parquet",
                    "transactions/day=1/mine.parquet",
                    "transactions/part-00000.txt",
                    "cards/part-00000",
                    "cards/part-0000a.csv",
                ],
            ),
            (
                Owner::Nobody,
                &[
                    "README.txt",
                    ".DS_Store",
                    "lost+found",
                    "manifest.json",
                    "_manifest.txt",
                    "other/part-00000.parquet",
                    "transactions/.DS_Store",
                    "transactions/.part-00000.parquet.crc",
                    "transactions/_metadata",
                ],
            ),
            (
                Owner::Document,
                &["README.md", "croissant.json", "datapackage.json"],
            ),
            (
                Owner::Folder,
                &[
                    "",
                    "transactions",
                    "transactions/",
                    "transactions/day=1/",
                    "other/",
                    "_probe",
                    "_probe-twice",
                    "_run.json",
                    "._progress-0-of-2.jsonl.0a1b2c3d.tmp",
                ],
            ),
        ] {
            for path in paths {
                assert_eq!(Owner::of(path), owner, "{path}");
            }
        }
    }

    #[test]
    fn what_is_foreign_is_told_and_only_what_would_mix_takes_a_location() {
        let mut survey = Survey::default();
        for path in ["", "cards/", ".DS_Store", "a", "b", "c", "d"] {
            survey.add(path, Owner::of(path));
        }
        assert_eq!((&survey.taken, survey.more), (&None, 2));
        let note = survey.note(&Location::Null).expect("a note");
        assert!(note.contains("holds .DS_Store, a, b and 2 more,"), "{note}");
        survey.add("cards/mine.parquet", Owner::Reader);
        assert_eq!(survey.taken.as_deref(), Some("cards/mine.parquet"));
        assert_eq!(Survey::default().note(&Location::Null), None);
    }
}
