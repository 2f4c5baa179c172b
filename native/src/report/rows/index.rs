//! [`EntityIndex`]: rows of a table, found by their ids.

use super::entities::Entity;

/// Rows of a table, found by their ids.
#[derive(Debug)]
pub(in crate::report) struct EntityIndex<T> {
    rows: Vec<T>,
    /// For each run of consecutive ids, the first id and its position.
    runs: Vec<(i64, usize)>,
    /// The number of rows that were read, including those of other customers.
    pub(in crate::report) read: u64,
    /// The number of rows with the id of an earlier row, and the lowest such id.
    pub(in crate::report) duplicates: (u64, Option<i64>),
}

impl<T: Entity> EntityIndex<T> {
    /// An index of rows, out of `read` rows that were read.
    pub(in crate::report) fn new(mut rows: Vec<T>, read: u64) -> Self {
        rows.sort_by_key(T::id);
        let twins = rows.windows(2).filter(|pair| pair[0].id() == pair[1].id());
        let duplicates = (
            twins.clone().count() as u64,
            twins.map(|pair| pair[0].id()).next(),
        );
        rows.dedup_by_key(|row| row.id());
        let starts_run = |at: &usize| *at == 0 || rows[*at].id() != rows[at - 1].id() + 1;
        let runs = (0..rows.len())
            .filter(starts_run)
            .map(|at| (rows[at].id(), at))
            .collect();
        Self {
            rows,
            runs,
            read,
            duplicates,
        }
    }

    /// The row with an id.
    pub(in crate::report) fn get(&self, id: i64) -> Option<&T> {
        let run = self
            .runs
            .partition_point(|(first, _)| *first <= id)
            .checked_sub(1)?;
        let (first, start) = self.runs[run];
        let row = self.rows.get(start + (id - first) as usize)?;
        (row.id() == id).then_some(row)
    }

    /// All rows, by id.
    pub(in crate::report) fn rows(&self) -> &[T] {
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::super::entities::Card;
    use super::*;
    use crate::report::read::ShortText;

    fn card(id: i64) -> Card {
        let text = ShortText::new("");
        Card {
            id,
            account: 1,
            customer: id / 10,
            kind: text,
            brand: text,
            issued_on: 0,
            expires_on: 0,
            replaces: None,
            blocked: None,
        }
    }

    #[test]
    fn rows_are_found_by_their_ids() {
        let ids = [40, 7, 5, 6, 41, 90, 6];
        let index = EntityIndex::new(ids.map(card).into(), 7);
        for id in ids {
            assert_eq!(index.get(id).map(Card::id), Some(id));
        }
        for id in [i64::MIN, 0, 4, 8, 39, 42, 89, 91, i64::MAX] {
            assert!(index.get(id).is_none(), "{id}");
        }
        assert_eq!(index.duplicates, (1, Some(6)));
        assert_eq!(index.rows().len(), 6);
    }
}
