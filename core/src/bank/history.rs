//! [`History`]: history features of a customer, computed from the earlier rows themselves.

use alloc::vec::Vec;

use crate::calendar::{DAY, HOUR};

/// The windows of the history columns, in microseconds.
const WINDOWS: [i64; 3] = [HOUR, DAY, 7 * DAY];

/// Counts and sums of a customer's earlier transactions in the windows before a time.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recent {
    /// In the last hour, 24 hours and 7 days.
    pub(crate) counts: [i32; 3],
    /// In centavos.
    pub(crate) sums: [i64; 3],
}

/// One customer's transactions so far.
#[derive(Debug)]
pub(crate) struct History {
    /// Time of each transaction and the total amount before it, and at the end a sentinel with the total of
    /// all.
    rows: Vec<(i64, i64)>,
    /// The first transaction inside each window.
    tails: [usize; 3],
}

impl History {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        let mut history = Vec::with_capacity(rows + 1);
        history.push((i64::MAX, 0));
        Self {
            rows: history,
            tails: [0; 3],
        }
    }

    /// Counts and sums at `time`, of transactions at `time − window` or later and before `time`.
    pub(crate) fn recent(&mut self, time: i64) -> Recent {
        let mut recent = Recent::default();
        let end = self.rows.len() - 1;
        for (window, length) in WINDOWS.into_iter().enumerate() {
            let mut tail = self.tails[window];
            let left = |tail: usize| usize::from(self.rows[tail].0 < time - length);
            // On average one transaction leaves the window: two steps without a branch, which would be
            // mispredicted.
            tail += left(tail);
            tail += left(tail);
            while left(tail) > 0 {
                tail += 1;
            }
            self.tails[window] = tail;
            recent.counts[window] = (end - tail) as i32;
            recent.sums[window] = self.rows[end].1 - self.rows[tail].1;
        }
        recent
    }

    /// The time of the latest transaction.
    pub(crate) fn last(&self) -> Option<i64> {
        let last = self.rows.len().checked_sub(2)?;
        Some(self.rows[last].0)
    }

    /// Adds a transaction, which must be the latest so far.
    pub(crate) fn push(&mut self, time: i64, amount: i64) {
        let end = self.rows.len() - 1;
        let total = self.rows[end].1;
        self.rows[end].0 = time;
        self.rows.push((i64::MAX, total + amount));
    }
}

/// When each customer of a cell first paid each beneficiary or used each device: a hash table with linear
/// probing.
#[derive(Debug, Default)]
pub(crate) struct FirstPayments {
    /// Key (0 where empty) and time.
    slots: Vec<(u64, i64)>,
}

impl FirstPayments {
    /// Empties the table and makes room for `payments`.
    pub(crate) fn reset(&mut self, payments: usize) {
        self.slots.clear();
        self.slots
            .resize((payments + payments / 4 + 1).next_power_of_two(), (0, 0));
    }

    /// When a key was first seen; records `time` if it never was.
    pub(crate) fn first(&mut self, key: u64, time: i64) -> Option<i64> {
        let mask = self.slots.len() - 1;
        let key = key.max(1);
        let mut position = key as usize & mask;
        loop {
            match self.slots[position] {
                (0, _) => {
                    self.slots[position] = (key, time);
                    return None;
                }
                (known, first) if known == key => return Some(first),
                _ => position = (position + 1) & mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_match_a_full_scan() {
        let mut history = History::with_capacity(0);
        let mut rows: Vec<(i64, i64)> = Vec::new();
        let mut time = 0;
        for step in 0..500i64 {
            time += (step * 7919 % 97) * HOUR / 20 + 1;
            let recent = history.recent(time);
            for (window, length) in WINDOWS.into_iter().enumerate() {
                let inside = rows.iter().filter(|(at, _)| *at >= time - length);
                assert_eq!(recent.counts[window], inside.clone().count() as i32);
                assert_eq!(
                    recent.sums[window],
                    inside.map(|(_, amount)| amount).sum::<i64>()
                );
            }
            history.push(time, step);
            rows.push((time, step));
        }
    }

    #[test]
    fn a_key_is_new_only_once() {
        let mut first = FirstPayments::default();
        first.reset(2);
        assert_eq!(first.first(5, 10), None);
        assert_eq!(first.first(9, 11), None);
        assert_eq!(
            (first.first(5, 12), first.first(9, 12)),
            (Some(10), Some(11))
        );
    }
}
