//! Bit packing as Parquet lays it out: least significant bit first.

/// Appends the low `width` bits of each value, and then zeros to the next whole byte.
pub(super) fn pack(out: &mut Vec<u8>, width: u32, values: impl Iterator<Item = u64>) {
    let (mut word, mut filled) = (0u64, 0);
    for value in values {
        word |= value << filled;
        filled += width;
        if filled >= 64 {
            out.extend_from_slice(&word.to_le_bytes());
            filled -= 64;
            word = if filled == 0 {
                0
            } else {
                value >> (width - filled)
            };
        }
    }
    out.extend_from_slice(&word.to_le_bytes()[..filled.div_ceil(8) as usize]);
}

/// Appends an unsigned LEB128 integer.
pub(super) fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends the header of a bit-packed run of the RLE hybrid encoding, of `count` values.
pub(super) fn packed_run(out: &mut Vec<u8>, count: usize) {
    varint(out, (count.div_ceil(8) as u64) << 1 | 1);
}

/// Appends a repeated run of the RLE hybrid encoding: `count` times a value of at most one byte.
pub(super) fn repeated_run(out: &mut Vec<u8>, count: usize, value: u8) {
    varint(out, (count as u64) << 1);
    out.push(value);
}

/// Bits that the largest value needs.
pub(super) fn width(largest: u64) -> u32 {
    u64::BITS - largest.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_unpacks_to_what_was_packed() {
        for bits in 1..=64u32 {
            let mask = u64::MAX >> (64 - bits);
            let values: Vec<u64> = (0..77u64)
                .map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15) & mask)
                .collect();
            let mut packed = Vec::new();
            pack(&mut packed, bits, values.iter().copied());
            assert_eq!(packed.len(), (77 * bits as usize).div_ceil(8));
            let bit = |at: usize| u64::from(packed[at / 8] >> (at % 8) & 1);
            for (index, &value) in values.iter().enumerate() {
                let start = index * bits as usize;
                let unpacked =
                    (0..bits as usize).fold(0, |sum, place| sum | bit(start + place) << place);
                assert_eq!(unpacked, value, "width {bits}");
            }
        }
    }

    #[test]
    fn widths_fit() {
        assert_eq!(
            [0, 1, 2, 255, 256, u64::MAX].map(width),
            [0, 1, 2, 8, 9, 64]
        );
    }
}
