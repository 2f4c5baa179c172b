//! Integers packed into as few bits as they need, least significant first.

/// Values that are packed at a time.
pub(super) const GROUP: usize = 32;

/// The bits that the widest of some values needs.
pub(super) fn width(values: &[u64]) -> usize {
    let bits = values.iter().fold(0, |bits, value| bits | value);
    (u64::BITS - bits.leading_zeros()) as usize
}

/// Writes values of one width.
type Packer = fn(&[u64; GROUP], &mut Vec<u8>);

/// Writes values of at most `width` bits.
pub(super) fn put_packed(values: &[u64; GROUP], width: usize, out: &mut Vec<u8>) {
    PACKERS[width](values, out);
}

/// Writes the header of a run of packed values in the RLE hybrid encoding.
pub(super) fn put_packed_header(count: usize, out: &mut Vec<u8>) {
    put_varint(count.div_ceil(8) as u64 * 2 + 1, out);
}

/// Writes an LEB128 integer.
pub(super) fn put_varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Writes a signed integer as LEB128, small ones of either sign in few bytes.
pub(crate) fn put_zigzag(value: i64, out: &mut Vec<u8>) {
    put_varint((value << 1 ^ value >> 63) as u64, out);
}

/// Loops over literals, so that every shift and index is a constant: compilers do not unroll such loops
/// on their own.
macro_rules! packers {
    ($($width:literal)*) => { [$(pack::<$width>),*] };
}
macro_rules! for_each {
    ($index:ident in $($literal:literal)* $body:block) => {$({ let $index = $literal; $body })*};
}

const PACKERS: [Packer; 65] = packers!(
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
    33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64
);

fn pack<const WIDTH: usize>(values: &[u64; GROUP], out: &mut Vec<u8>) {
    let mut words = [0; GROUP + 1];
    for_each!(index in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 {
        let (word, shift) = (index * WIDTH / 64, index * WIDTH % 64);
        words[word] |= values[index] << shift;
        if shift + WIDTH > 64 {
            words[word + 1] = values[index] >> (64 - shift);
        }
    });
    let mut bytes = [[0; 8]; GROUP + 1];
    for (bytes, word) in bytes.iter_mut().zip(words) {
        *bytes = word.to_le_bytes();
    }
    out.extend_from_slice(&bytes.as_flattened()[..GROUP * WIDTH / 8]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_one_after_the_other_in_every_width() {
        for bits in 0..=64 {
            let mask = u64::MAX.checked_shr(64 - bits).unwrap_or(0);
            let values: [u64; GROUP] =
                std::array::from_fn(|i| (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) & mask);
            let mut packed = Vec::new();
            put_packed(&values, bits as usize, &mut packed);
            assert_eq!(packed.len(), GROUP * bits as usize / 8);
            let bit = |at: usize| u64::from(packed[at / 8] >> (at % 8) & 1);
            let width = bits as usize;
            for (i, value) in values.into_iter().enumerate() {
                let read = (0..width).fold(0, |read, at| read | bit(i * width + at) << at);
                assert_eq!(read, value, "value {i} in {bits} bits");
            }
        }
    }

    #[test]
    fn the_widest_value_sets_the_width() {
        assert_eq!(width(&[]), 0);
        assert_eq!(width(&[0, 0]), 0);
        assert_eq!(width(&[1, 4, 3]), 3);
        assert_eq!(width(&[u64::MAX]), 64);
    }
}
