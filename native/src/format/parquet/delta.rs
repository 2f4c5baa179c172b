//! DELTA_BINARY_PACKED: differences of successive integers, packed in as few bits as each 32 of them
//! need.

use super::bitpack::{pack, varint, width};

/// Differences of a block, which share one smallest difference.
const BLOCK: usize = 128;
/// Runs of a block, each packed in its own width.
const RUNS: usize = 4;
const RUN: usize = BLOCK / RUNS;

/// An integer whose differences wrap around in its own width, as the format wants it.
pub(super) trait Integer: Copy + Into<i64> {
    fn minus(self, other: Self) -> Self;
    fn from_i64(value: i64) -> Self;
    /// The bits as an unsigned number.
    fn unsigned(self) -> u64;
}

impl Integer for i32 {
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
    fn from_i64(value: i64) -> Self {
        value as i32
    }
    fn unsigned(self) -> u64 {
        u64::from(self as u32)
    }
}

impl Integer for i64 {
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
    fn from_i64(value: i64) -> Self {
        value
    }
    fn unsigned(self) -> u64 {
        self as u64
    }
}

/// Appends values.
pub(super) fn encode<T: Integer>(out: &mut Vec<u8>, values: &[T]) {
    varint(out, BLOCK as u64);
    varint(out, RUNS as u64);
    varint(out, values.len() as u64);
    let Some(&first) = values.first() else {
        varint(out, 0);
        return;
    };
    zigzag(out, first.into());
    let mut at = 1;
    while at < values.len() {
        let count = BLOCK.min(values.len() - at);
        let mut deltas = [0u64; BLOCK];
        encode_block(out, &values[at - 1..at + count], &mut deltas);
        at += count;
    }
}

/// Appends the differences of up to a block of values; the first value is the one before them.
fn encode_block<T: Integer>(out: &mut Vec<u8>, values: &[T], deltas: &mut [u64; BLOCK]) {
    let smallest = values
        .windows(2)
        .map(|pair| pair[1].minus(pair[0]).into())
        .min()
        .unwrap_or(0);
    zigzag(out, smallest);
    let smallest = T::from_i64(smallest);
    for (delta, pair) in deltas.iter_mut().zip(values.windows(2)) {
        *delta = pair[1].minus(pair[0]).minus(smallest).unsigned();
    }
    let widths = std::array::from_fn::<u32, RUNS, _>(|run| {
        width(
            deltas[run * RUN..][..RUN]
                .iter()
                .fold(0, |bits, delta| bits | delta),
        )
    });
    out.extend(widths.map(|width| width as u8));
    let used = (values.len() - 1).div_ceil(RUN);
    for (run, width) in deltas.chunks(RUN).zip(widths).take(used) {
        if width > 0 {
            pack(out, width, run.iter().copied());
        }
    }
}

fn zigzag(out: &mut Vec<u8>, value: i64) {
    varint(out, (value << 1 ^ value >> 63) as u64);
}
