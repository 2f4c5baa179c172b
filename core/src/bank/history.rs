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
#[derive(Debug, Clone)]
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
/// probing. It is small, so that it stays in the cache.
#[derive(Debug, Default)]
pub(crate) struct FirstPayments {
    /// Key (0 where empty) and time; at most three in four are taken.
    slots: Vec<(u64, i64)>,
    taken: usize,
}

impl FirstPayments {
    /// The fewest slots.
    const SLOTS: usize = 64;

    /// Empties the table.
    pub(crate) fn clear(&mut self) {
        self.slots.fill((0, 0));
        self.taken = 0;
    }

    /// When a key was first seen; records `time` if it never was.
    pub(crate) fn first(&mut self, key: u64, time: i64) -> Option<i64> {
        if self.taken >= self.slots.len() / 4 * 3 {
            self.grow();
        }
        let key = key.max(1);
        let position = self.position(key);
        match self.slots[position] {
            (0, _) => {
                self.slots[position] = (key, time);
                self.taken += 1;
                None
            }
            (_, first) => Some(first),
        }
    }

    /// The slot of a key, or where it would be.
    fn position(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut position = key as usize & mask;
        while self.slots[position].0 != key && self.slots[position].0 != 0 {
            position = (position + 1) & mask;
        }
        position
    }

    #[cold]
    fn grow(&mut self) {
        let slots = (2 * self.slots.len()).max(Self::SLOTS);
        let before = core::mem::replace(&mut self.slots, alloc::vec![(0, 0); slots]);
        for slot in before.into_iter().filter(|(key, _)| *key != 0) {
            let position = self.position(slot.0);
            self.slots[position] = slot;
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
        for _ in 0..2 {
            first.clear();
            for seen in [None, Some(10)] {
                let times = (0..1_000).map(|key| first.first(key * 64 + 1, 10));
                assert!(times.eq([seen; 1_000]));
            }
        }
    }
}
