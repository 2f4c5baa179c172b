//! [`Population`]: the customers of a sample, what they own, and the fraud cases on their accounts.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::measure::{Figure, Meter};
use super::read::Group;
use super::rows::{Account, Card, Case, Customer, Device, Entity};
use super::sample::Sample;
use crate::error::Error;
use crate::generate::workers;

/// The customers of a sample, and theirs.
#[derive(Debug)]
pub(super) struct Population {
    pub(super) customers: Register<Customer>,
    pub(super) accounts: Register<Account>,
    pub(super) cards: Register<Card>,
    pub(super) devices: Register<Device>,
    pub(super) cases: Register<Case>,
}

/// The rows of a table that belong to a sample's customers, found by their ids.
#[derive(Debug)]
pub(super) struct Register<T> {
    rows: Vec<T>,
    /// Where ids run on without a gap: the first one, and its place.
    runs: Vec<(i64, usize)>,
    /// Rows that were read for it, of all customers.
    pub(super) read: u64,
    /// How many rows have the id of another, and the id of one.
    pub(super) duplicates: (u64, Option<i64>),
}

impl<T: Entity> Register<T> {
    pub(super) fn new(mut rows: Vec<T>, read: u64) -> Self {
        rows.sort_by_key(T::id);
        let twins = rows.windows(2).filter(|pair| pair[0].id() == pair[1].id());
        let duplicates = (
            twins.clone().count() as u64,
            twins.map(|pair| pair[0].id()).next(),
        );
        rows.dedup_by_key(|row| row.id());
        let starts_run =
            |place: &usize| *place == 0 || rows[*place].id() != rows[place - 1].id() + 1;
        let runs = (0..rows.len())
            .filter(starts_run)
            .map(|place| (rows[place].id(), place))
            .collect();
        Self {
            rows,
            runs,
            read,
            duplicates,
        }
    }

    /// The row of an id.
    pub(super) fn get(&self, id: i64) -> Option<&T> {
        let run = self
            .runs
            .partition_point(|(first, _)| *first <= id)
            .checked_sub(1)?;
        let (first, place) = self.runs[run];
        let row = self.rows.get(place + (id - first) as usize)?;
        (row.id() == id).then_some(row)
    }

    /// All rows, by id.
    pub(super) fn rows(&self) -> &[T] {
        &self.rows
    }

    /// Reads the table's parts that hold the sample's customers; adds every row to the meter of its figures.
    pub(super) fn load(
        sample: &Sample<'_>,
        figures: &[Figure<T>],
        threads: usize,
        stop: &AtomicBool,
    ) -> Result<(Self, Meter), Error> {
        let groups = sample.groups_of(T::TABLE)?;
        let (mut rows, mut read, mut meter) = (Vec::new(), 0, Meter::new(figures));
        let one = |group: &Group<'_>| -> Result<_, Error> {
            let all = T::read(&group.read(T::COLUMNS)?)?;
            let mut meter = Meter::new(figures);
            for row in &all {
                meter.add(figures, row.customer(), row);
            }
            let count = all.len() as u64;
            let is_in = |row: &T| holds(&sample.customers, row.customer());
            Ok((
                all.into_iter().filter(is_in).collect::<Vec<_>>(),
                count,
                meter,
            ))
        };
        workers::run(
            &groups,
            threads,
            stop,
            || (),
            |(), group, reply| reply.send(one(group)),
            |result| {
                if let Some((found, count, measured)) = result {
                    rows.extend(found);
                    read += count;
                    meter.merge(measured);
                }
                Ok(())
            },
        )?;
        Ok((Self::new(rows, read), meter))
    }
}

/// Whether a number is in one of several ranges, which ascend.
fn holds(ranges: &[Range<i64>], number: i64) -> bool {
    let after = ranges.partition_point(|range| range.start <= number);
    after > 0 && ranges[after - 1].contains(&number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::word::Word;

    fn card(id: i64) -> Card {
        let word = Word::new("");
        Card {
            id,
            account: 1,
            customer: id / 10,
            kind: word,
            brand: word,
        }
    }

    #[test]
    fn rows_are_found_by_their_ids() {
        let ids = [40, 7, 5, 6, 41, 90, 6];
        let register = Register::new(ids.map(card).into(), 7);
        for id in ids {
            assert_eq!(register.get(id).map(Card::id), Some(id));
        }
        for id in [i64::MIN, 0, 4, 8, 39, 42, 89, 91, i64::MAX] {
            assert!(register.get(id).is_none(), "{id}");
        }
        assert_eq!(register.duplicates, (1, Some(6)));
        assert_eq!(register.rows().len(), 6);
    }

    #[test]
    fn numbers_are_in_ranges() {
        let ranges = [1..5, 9..10];
        let inside: Vec<_> = (0..12).filter(|number| holds(&ranges, *number)).collect();
        assert_eq!(inside, [1, 2, 3, 4, 9]);
    }
}
