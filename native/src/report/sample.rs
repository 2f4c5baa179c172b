//! [`Sample`]: which row groups of a dataset a report reads.
//!
//! A part is a run of whole cells of 64 customers, and so is each of its row groups: whatever is read of
//! transactions, the customers in it are complete. What is not read is spread evenly over the dataset.

use std::ops::Range;

use fraudgen_core::plan::{CELL_CUSTOMERS, DISTRICT_CELLS};
use fraudgen_core::schema::Table;

use super::read::{Group, groups};
use crate::dataset::layout::Shard;
use crate::dataset::manifest::{Manifest, PartRecord};
use crate::encode::Format;
use crate::error::Error;
use crate::storage::Location as Place;

/// What is read of a dataset.
#[derive(Debug)]
pub(super) struct Sample<'a> {
    place: &'a Place,
    manifest: &'a Manifest,
    /// Row groups of transactions, in order.
    pub(super) groups: Vec<Group<'a>>,
    /// The customers of the parts that they are of, by id.
    pub(super) customers: Vec<Range<i64>>,
    /// How many parts they are of.
    pub(super) parts: usize,
}

impl<'a> Sample<'a> {
    /// About as many rows of transactions as are asked for, in whole row groups; or all of them.
    pub(super) fn new(
        place: &'a Place,
        manifest: &'a Manifest,
        rows: Option<u64>,
    ) -> Result<Self, Error> {
        let parts: Vec<_> = parts_of(manifest, Table::Transactions).collect();
        let total: u64 = parts.iter().map(|part| part.rows).sum();
        let wanted = rows.unwrap_or(total);
        let parts = evenly(parts, wanted, total);
        let mut all = Vec::new();
        for part in &parts {
            all.extend(groups(place, part)?);
        }
        let read: u64 = all.iter().map(|group| group.rows() as u64).sum();
        let customer = |cell: u64| (cell * CELL_CUSTOMERS) as i64 + 1;
        Ok(Self {
            place,
            manifest,
            groups: evenly(all, wanted, read),
            customers: parts
                .iter()
                .map(|part| customer(part.units[0])..customer(part.units[1]))
                .collect(),
            parts: parts.len(),
        })
    }

    /// How many rows of transactions it has.
    pub(super) fn rows(&self) -> u64 {
        self.groups.iter().map(|group| group.rows() as u64).sum()
    }

    /// Some of its row groups, of no more rows than that in sum, but at least one.
    pub(super) fn some_groups(&self, rows: u64) -> Vec<usize> {
        evenly((0..self.groups.len()).collect(), rows, self.rows())
    }

    /// The row groups of another table's parts in which rows of the sample's customers are.
    pub(super) fn groups_of(&self, table: Table) -> Result<Vec<Group<'a>>, Error> {
        let district = |customer: i64| (customer - 1) as u64 / (CELL_CUSTOMERS * DISTRICT_CELLS);
        let overlaps = |part: &&PartRecord| {
            self.customers.iter().any(|customers| {
                part.units[0] <= district(customers.end - 1)
                    && district(customers.start) < part.units[1]
            })
        };
        let mut all = Vec::new();
        for part in parts_of(self.manifest, table).filter(overlaps) {
            all.extend(groups(self.place, part)?);
        }
        Ok(all)
    }
}

fn parts_of(manifest: &Manifest, table: Table) -> impl Iterator<Item = &PartRecord> {
    manifest
        .parts
        .iter()
        .filter(move |part| part.table == table)
}

/// So many of some things of about one size as come nearest to a share, at least one, spread evenly.
fn evenly<T>(things: Vec<T>, wanted: u64, total: u64) -> Vec<T> {
    let count = things.len() as u128;
    let chosen = (count * u128::from(wanted) + u128::from(total) / 2) / u128::from(total.max(1));
    let chosen = chosen.clamp(1, count.max(1));
    // The middle one of each of as many stretches.
    let mut picks = (0..chosen)
        .map(|pick| (2 * pick + 1) * count / (2 * chosen))
        .peekable();
    let is_picked = |(index, _): &(usize, T)| picks.next_if_eq(&(*index as u128)).is_some();
    things
        .into_iter()
        .enumerate()
        .filter(is_picked)
        .map(|(_, thing)| thing)
        .collect()
}

/// The manifest of a finished dataset that a report can be made of.
pub(super) fn manifest(place: &Place) -> Result<Manifest, Error> {
    if let Place::Folder(folder) = place {
        std::fs::read_dir(folder.root()).map_err(Error::io("read the folder", folder.root()))?;
    }
    let name = place.name_of(&Manifest::file_name(Shard::WHOLE));
    let unfit = |what, reason: String| Error::Invalid {
        location: name.clone(),
        what,
        reason: reason.into(),
    };
    let Some(manifest) = place.manifest(Shard::WHOLE)? else {
        let reason = "it is not there: the run is not over; continue it with --resume, or close it with `fraudgen finish`";
        return Err(unfit("manifest", reason.into()));
    };
    if manifest.format != Format::Parquet {
        let reason = format!(
            "its files are {}, and a report reads Parquet: make the same dataset in Parquet with `fraudgen generate --spec _manifest.json --format parquet --out FOLDER`",
            manifest.format.name()
        );
        return Err(unfit("manifest of Parquet files", reason));
    }
    let missing: Vec<_> = NEEDED
        .iter()
        .filter(|needed| manifest.tables.iter().all(|table| table.table != **needed))
        .map(|table| table.name())
        .collect();
    if !missing.is_empty() {
        let reason = format!(
            "the dataset has no {}: make it with all tables with `fraudgen generate --spec _manifest.json --out FOLDER`",
            missing.join(", ")
        );
        return Err(unfit("manifest of all tables", reason));
    }
    Ok(manifest)
}

/// Tables without which nothing can be compared.
const NEEDED: [Table; 7] = Table::ALL;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_spread_evenly() {
        let pick = |wanted, total| evenly((0..10).collect::<Vec<_>>(), wanted, total);
        assert_eq!(pick(100, 100), (0..10).collect::<Vec<_>>());
        assert_eq!(pick(900, 100), (0..10).collect::<Vec<_>>());
        assert_eq!(pick(20, 100), [2, 7]);
        assert_eq!(pick(0, 100), [5]);
        assert_eq!(pick(34, 100), [1, 5, 8]);
        assert!(evenly(Vec::<u8>::new(), 10, 0).is_empty());
    }
}
