//! [`Delta`]: integers in the encoding `DELTA_BINARY_PACKED`, as differences in blocks that are packed.

use super::packing::{self, LOT, put_packed, put_varint, put_zigzag};

/// Lots that are packed by widths of their own, in a block.
const LOTS: usize = 4;
/// Differences that are packed with one least value.
const BLOCK: usize = LOTS * LOT;

/// An integer that differences are made of.
pub(super) trait Integer: Copy + Default + Ord + Into<i64> {
    /// This less another one, in as many bits as they have.
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

/// Integers of a page in the making.
#[derive(Debug)]
pub(super) struct Delta<T> {
    first: T,
    last: T,
    count: u64,
    /// The block in hand, and how much of it there is.
    block: [u64; BLOCK],
    filled: usize,
    /// The blocks before.
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
        let lots = self.block.as_chunks::<LOT>().0;
        let mut widths = [0; LOTS];
        for (width, lot) in widths.iter_mut().zip(lots) {
            *width = packing::width(lot);
        }
        put_zigzag(least, &mut self.packed);
        self.packed.extend(widths.map(|width| width as u8));
        for (lot, width) in lots.iter().zip(widths) {
            put_packed(lot, width, &mut self.packed);
        }
        self.filled = 0;
    }

    /// Writes the page's values; the next one starts anew.
    pub(super) fn end_page(&mut self, out: &mut Vec<u8>) {
        if self.filled > 0 {
            self.end_block();
        }
        for size in [BLOCK as u64, LOTS as u64, self.count] {
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
    use fraudgen_core::column::Values as View;
    use parquet::record::Field;

    use super::super::chunk::tests::read_back;
    use super::super::values::Values;
    use super::*;

    fn assert_longs(values: &[i64]) {
        let read = read_back(
            "INT64",
            Values::Longs(Delta::default()),
            View::Int64(values),
        );
        let expected: Vec<_> = values.iter().map(|value| Field::Long(*value)).collect();
        assert_eq!(read, expected);
    }

    fn assert_ints(values: &[i32]) {
        let read = read_back("INT32", Values::Ints(Delta::default()), View::Int32(values));
        let expected: Vec<_> = values.iter().map(|value| Field::Int(*value)).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn another_reader_reads_as_many_as_were_written() {
        for len in [0, 1, 2, 31, 32, 33, 128, 129, 130, 160, 161, 257, 1_000] {
            assert_longs(&(0..len).map(|i| i * i % 97 - 40).collect::<Vec<_>>());
            assert_ints(&vec![7; len as usize]);
        }
    }

    #[test]
    fn another_reader_reads_extremes() {
        assert_longs(&[
            i64::MIN,
            i64::MAX,
            0,
            i64::MAX,
            i64::MIN,
            -1,
            1,
            i64::MIN,
            i64::MIN,
        ]);
        assert_ints(&[
            i32::MAX,
            i32::MIN,
            0,
            i32::MIN,
            i32::MAX,
            1,
            -1,
            i32::MAX,
            i32::MAX,
        ]);
    }

    #[test]
    fn another_reader_reads_differences_of_every_width() {
        for bits in 0..64 {
            let random = |i: i64| i.wrapping_mul(0x1E37_79B9_7F4A_7C15) >> (63 - bits);
            assert_longs(&(0..300).map(random).collect::<Vec<_>>());
            assert_ints(&(0..300).map(|i| random(i) as i32).collect::<Vec<_>>());
        }
    }

    #[test]
    fn lots_of_values_end_blocks_wherever_they_end() {
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
