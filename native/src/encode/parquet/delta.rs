//! [`Delta`]: integers in the encoding `DELTA_BINARY_PACKED`: differences, bit-packed in blocks.

use super::packing::{self, GROUP, put_packed, put_varint, put_zigzag};

/// Values of a miniblock, which is packed with its own bit width.
const MINIBLOCK: usize = GROUP;
/// Miniblocks of a block.
const MINIBLOCKS: usize = 4;
/// Differences that share a minimum.
const BLOCK: usize = MINIBLOCKS * MINIBLOCK;

/// An integer of 32 or 64 bits.
pub(super) trait Integer: Copy + Default + Ord + Into<i64> {
    /// The difference from another one, wrapping at their width.
    fn minus(self, other: Self) -> i64;
}

impl Integer for i32 {
    fn minus(self, other: Self) -> i64 {
        self.wrapping_sub(other).into()
    }
}

impl Integer for i64 {
    fn minus(self, other: Self) -> i64 {
        self.wrapping_sub(other)
    }
}

/// The integers of the current page.
#[derive(Debug)]
pub(super) struct Delta<T> {
    first: T,
    last: T,
    count: u64,
    /// The current block, and how many of its values are set.
    block: [u64; BLOCK],
    filled: usize,
    /// The blocks before it.
    packed: Vec<u8>,
}

impl<T: Integer> Default for Delta<T> {
    fn default() -> Self {
        Self {
            first: T::default(),
            last: T::default(),
            count: 0,
            block: [0; BLOCK],
            filled: 0,
            packed: Vec::new(),
        }
    }
}

impl<T: Integer> Delta<T> {
    pub(super) fn extend(&mut self, mut values: &[T]) {
        if self.count == 0
            && let Some((first, rest)) = values.split_first()
        {
            (self.first, self.last, self.count) = (*first, *first, 1);
            values = rest;
        }
        self.count += values.len() as u64;
        while !values.is_empty() {
            let (now, later) = values.split_at(values.len().min(BLOCK - self.filled));
            let mut last = self.last;
            for (delta, value) in self.block[self.filled..].iter_mut().zip(now) {
                *delta = value.minus(last) as u64;
                last = *value;
            }
            self.last = last;
            self.filled += now.len();
            if self.filled == BLOCK {
                self.end_block();
            }
            values = later;
        }
    }

    fn end_block(&mut self) {
        let (deltas, room) = self.block.split_at_mut(self.filled);
        let least = deltas
            .iter()
            .fold(i64::MAX, |least, delta| least.min(*delta as i64));
        room.fill(least as u64);
        for delta in &mut self.block {
            *delta = delta.wrapping_sub(least as u64);
        }
        let miniblocks = self.block.as_chunks::<MINIBLOCK>().0;
        let mut widths = [0; MINIBLOCKS];
        for (width, miniblock) in widths.iter_mut().zip(miniblocks) {
            *width = packing::width(miniblock);
        }
        put_zigzag(least, &mut self.packed);
        self.packed.extend(widths.map(|width| width as u8));
        for (miniblock, width) in miniblocks.iter().zip(widths) {
            put_packed(miniblock, width, &mut self.packed);
        }
        self.filled = 0;
    }

    /// Writes the page's values; the next page starts empty.
    pub(super) fn end_page(&mut self, out: &mut Vec<u8>) {
        if self.filled > 0 {
            self.end_block();
        }
        for size in [BLOCK as u64, MINIBLOCKS as u64, self.count] {
            put_varint(size, out);
        }
        put_zigzag(self.first.into(), out);
        out.append(&mut self.packed);
        self.first = T::default();
        self.count = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_do_not_depend_on_how_values_arrive() {
        let values: Vec<i64> = (0..1_000).map(|i| i * 7 % 1_000).collect();
        let (mut at_once, mut apart) = (Vec::new(), Vec::new());
        let mut delta = Delta::default();
        delta.extend(&values);
        delta.end_page(&mut at_once);
        for values in values.chunks(37) {
            delta.extend(values);
        }
        delta.end_page(&mut apart);
        assert_eq!(at_once, apart);
    }
}
