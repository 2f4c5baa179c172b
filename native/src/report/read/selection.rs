//! [`Selection`]: the row groups of a dataset that a report reads.
//!
//! A part consists of whole cells of customers, and so does each of its row groups: of every customer in a
//! row group of transactions, all payments are in it. The selected row groups are spread evenly over the
//! dataset. A part of credits holds the same cells as that of transactions; of each selected row group, the
//! credits of the same cells are read.

use std::ops::Range;

use fraudgen_core::calendar::Date;
use fraudgen_core::plan::{CELL_CUSTOMERS, DISTRICT_CELLS};
use fraudgen_core::schema::Table;

use super::row_group::{RowGroup, row_groups};
use crate::dataset::manifest::{Manifest, PartRecord};
use crate::error::Error;
use crate::storage::Location;

/// The row groups of a dataset that a report reads.
#[derive(Debug)]
pub(in crate::report) struct Selection<'a> {
    place: &'a Location,
    manifest: &'a Manifest,
    /// Row groups of transactions, in order.
    pub(in crate::report) row_groups: Vec<Cells<'a>>,
    /// The ids of the customers of their parts, in ascending ranges.
    customers: Vec<Range<i64>>,
    /// The number of their parts.
    pub(in crate::report) parts: usize,
}

/// The cells of a row group of transactions.
#[derive(Debug, Clone)]
pub(in crate::report) struct Cells<'a> {
    pub(in crate::report) transactions: RowGroup<'a>,
    /// The row groups in which the credits of these cells are.
    pub(in crate::report) credits: Vec<RowGroup<'a>>,
    pub(in crate::report) cells: Range<i64>,
    /// All cells of its part.
    of_part: Range<i64>,
}

impl<'a> Selection<'a> {
    /// Selects about `rows` transactions in whole row groups, or all of them.
    pub(in crate::report) fn new(
        place: &'a Location,
        manifest: &'a Manifest,
        rows: Option<u64>,
    ) -> Result<Self, Error> {
        let parts: Vec<_> = parts_of(manifest, Table::Transactions).collect();
        let total: u64 = parts.iter().map(|part| part.rows).sum();
        let wanted = rows.unwrap_or(total);
        let parts = evenly(parts, wanted, total);
        let mut all = Vec::new();
        for part in &parts {
            all.extend(cells_of(place, manifest, part)?);
        }
        let available: u64 = all.iter().map(Cells::rows).sum();
        let first_customer = |cell: u64| (cell * CELL_CUSTOMERS) as i64 + 1;
        Ok(Self {
            place,
            manifest,
            row_groups: evenly(all, wanted, available),
            customers: parts
                .iter()
                .map(|part| first_customer(part.units[0])..first_customer(part.units[1]))
                .collect(),
            parts: parts.len(),
        })
    }

    /// The first day of the period.
    pub(in crate::report) fn start(&self) -> Date {
        self.manifest.spec.start
    }

    /// The number of its days.
    pub(in crate::report) fn days(&self) -> u32 {
        self.manifest.spec.days
    }

    /// The number of selected transactions.
    pub(in crate::report) fn rows(&self) -> u64 {
        self.row_groups.iter().map(Cells::rows).sum()
    }

    /// The indexes of selected row groups with about `rows` transactions, at least one row group.
    pub(in crate::report) fn some_row_groups(&self, rows: u64) -> Vec<usize> {
        evenly((0..self.row_groups.len()).collect(), rows, self.rows())
    }

    /// Whether a customer belongs to the selected parts.
    pub(in crate::report) fn has_customer(&self, customer: i64) -> bool {
        contains(&self.customers, customer)
    }

    /// Whether a customer may live in a district of the selected parts; the last one is up to twice as long.
    pub(in crate::report) fn has_neighbours_of(&self, customer: i64) -> bool {
        let districts = self.customers.iter();
        let mut districts =
            districts.map(|range| district(range.start) - 1..=district(range.end - 1) + 1);
        districts.any(|districts| districts.contains(&district(customer)))
    }

    /// The row groups of the parts of another table in which rows of the selected customers may be.
    pub(in crate::report) fn row_groups_of(
        &self,
        table: Table,
    ) -> Result<Vec<RowGroup<'a>>, Error> {
        let overlaps = |part: &&PartRecord| {
            self.customers.iter().any(|customers| {
                part.units[0] as i64 <= district(customers.end - 1)
                    && district(customers.start) < part.units[1] as i64
            })
        };
        self.all_row_groups(parts_of(self.manifest, table).filter(overlaps))
    }

    /// The row groups of some merchants: about `rows`, or all.
    pub(in crate::report) fn row_groups_of_merchants(
        &self,
        rows: u64,
    ) -> Result<Vec<RowGroup<'a>>, Error> {
        let parts: Vec<_> = parts_of(self.manifest, Table::Merchants).collect();
        let total = parts.iter().map(|part| part.rows).sum();
        self.all_row_groups(evenly(parts, rows, total))
    }

    fn all_row_groups(
        &self,
        parts: impl IntoIterator<Item = &'a PartRecord>,
    ) -> Result<Vec<RowGroup<'a>>, Error> {
        let mut all = Vec::new();
        for part in parts {
            all.extend(row_groups(self.place, part)?);
        }
        Ok(all)
    }
}

impl Cells<'_> {
    fn rows(&self) -> u64 {
        self.transactions.rows() as u64
    }

    /// Whether it has the credits of a customer: of one whom the part should not have, the first or last.
    pub(in crate::report) fn has_credits_of(&self, customer: i64) -> bool {
        let cell = cell_of(customer);
        let cell = cell.min(self.of_part.end - 1).max(self.of_part.start);
        self.cells.contains(&cell)
    }
}

fn district(customer: i64) -> i64 {
    (customer - 1).div_euclid((CELL_CUSTOMERS * DISTRICT_CELLS) as i64)
}

fn cell_of(customer: i64) -> i64 {
    (customer - 1).div_euclid(CELL_CUSTOMERS as i64)
}

/// The cells of each row group of a part of transactions, with their credits.
fn cells_of<'a>(
    place: &'a Location,
    manifest: &'a Manifest,
    part: &'a PartRecord,
) -> Result<Vec<Cells<'a>>, Error> {
    let mut credits = Vec::new();
    for credited in parts_of(manifest, Table::Credits).filter(|other| other.units == part.units) {
        credits.extend(row_groups(place, credited)?);
    }
    let groups = row_groups(place, part)?;
    let of_part = part.units[0] as i64..part.units[1] as i64;
    let first_cell = |groups: &[RowGroup<'_>], at: usize| match groups.get(at) {
        _ if at == 0 => of_part.start,
        None => of_part.end,
        Some(group) => group.first_customer().map_or(of_part.end, cell_of),
    };
    let cells = |at: usize| {
        let cells = first_cell(&groups, at)..first_cell(&groups, at + 1);
        let may_hold = |other: &usize| {
            first_cell(&credits, *other) < cells.end
                && cells.start < first_cell(&credits, other + 1)
        };
        let held = (0..credits.len()).filter(may_hold);
        Cells {
            transactions: groups[at].clone(),
            credits: held.map(|other| credits[other].clone()).collect(),
            cells: cells.clone(),
            of_part: of_part.clone(),
        }
    };
    Ok((0..groups.len()).map(cells).collect())
}

fn parts_of(manifest: &Manifest, table: Table) -> impl Iterator<Item = &PartRecord> + Clone {
    manifest
        .parts
        .iter()
        .filter(move |part| part.table == table)
}

/// Whether a number is in one of several ascending ranges.
fn contains(ranges: &[Range<i64>], number: i64) -> bool {
    let after = ranges.partition_point(|range| range.start <= number);
    after > 0 && ranges[after - 1].contains(&number)
}

/// Items of about equal size, spread evenly: the share `wanted` of `total`, rounded, and at least one.
fn evenly<T>(items: Vec<T>, wanted: u64, total: u64) -> Vec<T> {
    let count = items.len() as u128;
    let chosen = (count * u128::from(wanted) + u128::from(total) / 2) / u128::from(total.max(1));
    let chosen = chosen.clamp(1, count.max(1));
    // The middle item of each of `chosen` equal stretches.
    let mut picks = (0..chosen)
        .map(|pick| (2 * pick + 1) * count / (2 * chosen))
        .peekable();
    let is_picked = |(index, _): &(usize, T)| picks.next_if_eq(&(*index as u128)).is_some();
    items
        .into_iter()
        .enumerate()
        .filter(is_picked)
        .map(|(_, item)| item)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_picked_evenly() {
        let pick = |wanted, total| evenly((0..10).collect::<Vec<_>>(), wanted, total);
        assert_eq!(pick(100, 100), (0..10).collect::<Vec<_>>());
        assert_eq!(pick(900, 100), (0..10).collect::<Vec<_>>());
        assert_eq!(pick(20, 100), [2, 7]);
        assert_eq!(pick(0, 100), [5]);
        assert_eq!(pick(34, 100), [1, 5, 8]);
        assert!(evenly(Vec::<u8>::new(), 10, 0).is_empty());
    }

    #[test]
    fn numbers_are_in_ranges() {
        let ranges = [1..5, 9..10];
        let inside: Vec<_> = (0..12)
            .filter(|number| contains(&ranges, *number))
            .collect();
        assert_eq!(inside, [1, 2, 3, 4, 9]);
    }
}
