//! [`ByTime`]: sorts what is spread over the whole period, without comparing most of it.

use alloc::vec::Vec;

/// Buffers for sorting, reused from cell to cell.
#[derive(Debug)]
pub(super) struct ByTime<T> {
    /// Where the next item of each bucket goes.
    next: Vec<u32>,
    sorted: Vec<T>,
}

impl<T> Default for ByTime<T> {
    fn default() -> Self {
        Self {
            next: Vec::new(),
            sorted: Vec::new(),
        }
    }
}

impl<T: Copy> ByTime<T> {
    /// Sorts items by `key`, which begins with their `time`: into about as many buckets of time as there are items,
    /// and then within each of them.
    pub(super) fn sort<K: Ord>(
        &mut self,
        items: &mut Vec<T>,
        time: impl Fn(&T) -> u64,
        key: impl Fn(&T) -> K,
    ) {
        let times = || items.iter().map(&time);
        let (Some(first), Some(last)) = (times().min(), times().max()) else {
            return;
        };
        let width = ((last - first) / items.len() as u64 + 1).ilog2();
        let bucket = |item: &T| ((time(item) - first) >> width) as usize;
        self.next.clear();
        self.next.resize(((last - first) >> width) as usize + 2, 0);
        for item in items.iter() {
            self.next[bucket(item) + 1] += 1;
        }
        let mut before = 0;
        for next in &mut self.next {
            before += *next;
            *next = before;
        }
        self.sorted.clear();
        self.sorted.resize(items.len(), items[0]);
        for item in items.iter() {
            let next = &mut self.next[bucket(item)];
            self.sorted[*next as usize] = *item;
            *next += 1;
        }
        core::mem::swap(items, &mut self.sorted);
        for items in items.chunk_by_mut(|a, b| bucket(a) == bucket(b)) {
            items.sort_unstable_by_key(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::{Purpose, Rng};

    #[test]
    fn items_are_in_the_order_that_comparing_gives() {
        let (mut rng, mut by_time) = (Rng::new(1, Purpose::Events, 0), ByTime::default());
        for (count, longest) in [(0, 1), (1, 1), (100, 1), (5_000, 20), (5_000, 1 << 40)] {
            let item = |number| (1_000 + rng.below(longest), number);
            let mut items: Vec<(u64, u32)> = (0..count).rev().map(item).collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            by_time.sort(&mut items, |item| item.0, |item| *item);
            assert_eq!(items, expected);
        }
    }
}
