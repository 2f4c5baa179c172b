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
    /// Writes integers one after the other.
    fn put_plain(values: &[Self], out: &mut Vec<u8>);
}

impl Integer for i32 {
    fn minus(self, other: Self) -> i64 {
        self.wrapping_sub(other).into()
    }

    fn put_plain(values: &[Self], out: &mut Vec<u8>) {
        out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }
}

impl Integer for i64 {
    fn minus(self, other: Self) -> i64 {
        self.wrapping_sub(other)
    }

    fn put_plain(values: &[Self], out: &mut Vec<u8>) {
        out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }
}

/// The most bits of a packed difference. More are read wrongly, without a word, by fastparquet, whose
/// accumulator of 64 bits takes in two values and a byte.
const MOST_BITS: usize = 28;

/// Writes integers as differences, unless some of these are wide: then nothing is written, and it returns false.
pub(super) fn put_delta<T: Integer>(values: &[T], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    for size in [BLOCK, MINIBLOCKS, values.len()] {
        put_varint(size as u64, out);
    }
    let mut last = values.first().copied().unwrap_or_default();
    put_zigzag(last.into(), out);
    for values in values.get(1..).unwrap_or_default().chunks(BLOCK) {
        let mut block = [0; BLOCK];
        for (delta, value) in block.iter_mut().zip(values) {
            *delta = value.minus(last) as u64;
            last = *value;
        }
        if !put_block(block, values.len(), out) {
            out.truncate(start);
            return false;
        }
    }
    true
}

/// Writes the first differences of a block, unless some are wide.
fn put_block(mut block: [u64; BLOCK], filled: usize, out: &mut Vec<u8>) -> bool {
    let (deltas, room) = block.split_at_mut(filled);
    // `i64::min` would become vector instructions, which are slower where none of them compares 64 bits.
    let mut least = i64::MAX;
    for delta in deltas.iter() {
        if (*delta as i64) < least {
            least = *delta as i64;
        }
    }
    room.fill(least as u64);
    for delta in &mut block {
        *delta = delta.wrapping_sub(least as u64);
    }
    let miniblocks = block.as_chunks::<MINIBLOCK>().0;
    let mut widths = [0; MINIBLOCKS];
    for (width, miniblock) in widths.iter_mut().zip(miniblocks) {
        *width = packing::width(miniblock);
    }
    if widths.iter().any(|width| *width > MOST_BITS) {
        return false;
    }
    put_zigzag(least, out);
    out.extend(widths.map(|width| width as u8));
    for (miniblock, width) in miniblocks.iter().zip(widths) {
        put_packed(miniblock, width, out);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_small_differences_are_written() {
        let most = 1 << MOST_BITS;
        for (values, is_written) in [
            (vec![0, 0, most - 1], true),
            (vec![0, 0, most], false),
            // The first value has any size; differences are from the least of their block.
            (vec![i64::MIN, i64::MIN], true),
            (vec![0, most, 2 * most], true),
            (vec![most, 0, 0], false),
            ((0..1_000).chain([i64::MAX]).collect(), false),
        ] {
            let mut out = vec![7];
            assert_eq!(put_delta(&values, &mut out), is_written, "{values:?}");
            assert_eq!(out.len() > 1, is_written, "{values:?}");
        }
    }
}
