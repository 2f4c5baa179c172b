//! Bits, 64 at a time: which rows of a column are present, and the values of Boolean columns.

use super::packing::{put_packed_header, put_varint};

/// Present values that are handed over at a time.
const BUFFER: usize = 1024;

/// Bytes of bits, least significant first, as words of 64, the last one padded with 0.
pub(super) fn words(bytes: &[u8]) -> impl Iterator<Item = u64> + '_ {
    bytes.chunks(8).map(|bytes| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    })
}

/// Hands over the values of the present rows, in order, many at a time.
pub(super) fn for_present<T: Copy + Default>(
    values: &[T],
    validity: Option<&[u8]>,
    mut take: impl FnMut(&[T]),
) {
    let Some(validity) = validity else {
        return take(values);
    };
    let mut dense = [T::default(); BUFFER];
    let mut filled = 0;
    for (rows, present) in values.chunks(64).zip(words(validity)) {
        if filled + 64 > BUFFER {
            take(&dense[..filled]);
            filled = 0;
        }
        if present == u64::MAX {
            dense[filled..filled + 64].copy_from_slice(rows);
            filled += 64;
            continue;
        }
        for row in ones(present) {
            dense[filled] = rows[row];
            filled += 1;
        }
    }
    take(&dense[..filled]);
}

/// The positions of the bits that are set.
fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let position = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(position)
    })
}

/// The bits of the current page, least significant first.
#[derive(Debug, Default)]
pub(super) struct PageBits {
    words: Vec<u64>,
    len: usize,
}

impl PageBits {
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.len = 0;
    }

    /// Appends the first `len` bits; those beyond are 0.
    pub(super) fn extend(&mut self, bits: &[u8], len: usize) {
        let mut left = len;
        for word in words(bits) {
            self.push(word, left.min(64));
            left -= left.min(64);
        }
    }

    /// Appends the bits of the rows that are present.
    pub(super) fn extend_present(&mut self, bits: &[u8], validity: &[u8]) {
        for (word, present) in words(bits).zip(words(validity)) {
            let (mut dense, mut len) = (0, 0);
            for position in ones(present) {
                dense |= (word >> position & 1) << len;
                len += 1;
            }
            self.push(dense, len);
        }
    }

    /// Appends the lowest `len` bits of a word, whose others are 0.
    fn push(&mut self, word: u64, len: usize) {
        let shift = self.len % 64;
        self.len += len;
        match self.words.last_mut() {
            Some(last) if shift > 0 => {
                *last |= word << shift;
                if shift + len > 64 {
                    self.words.push(word >> (64 - shift));
                }
            }
            _ if len > 0 => self.words.push(word),
            _ => {}
        }
    }

    /// Writes the bits, and nothing else, in whole bytes.
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        put_bits(&self.words, self.len, out);
    }

    /// Writes the bits as definition levels of 0 and 1: their length in bytes, then RLE runs of 64 equal
    /// levels or more, and bit-packed runs between them.
    pub(super) fn put_levels(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&[0; 4]);
        let mut left = self.len;
        for run in self.words.chunk_by(|a, b| level_of(*a) == level_of(*b)) {
            let len = left.min(64 * run.len());
            left -= len;
            match level_of(run[0]) {
                Some(level) => {
                    put_varint(len as u64 * 2, out);
                    out.push(level);
                }
                None => {
                    put_packed_header(len, out);
                    put_bits(run, len, out);
                }
            }
        }
        let len = (out.len() - start - 4) as u32;
        out[start..start + 4].copy_from_slice(&len.to_le_bytes());
    }
}

/// The level of all rows of a word, if they share one.
fn level_of(word: u64) -> Option<u8> {
    match word {
        0 => Some(0),
        u64::MAX => Some(1),
        _ => None,
    }
}

fn put_bits(words: &[u64], len: usize, out: &mut Vec<u8>) {
    let end = out.len() + len.div_ceil(8);
    out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    out.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits with long runs, and with none.
    fn bits(len: usize) -> Vec<bool> {
        let random = |i: u64| i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61;
        let bit = |i: usize| match i / 200 % 4 {
            0 => false,
            1 => true,
            2 => random(i as u64) == 0,
            _ => random(i as u64) != 0,
        };
        (0..len).map(bit).collect()
    }

    fn bytes(bits: &[bool]) -> Vec<u8> {
        let byte = |bits: &[bool]| {
            bits.iter()
                .rev()
                .fold(0, |byte, bit| byte << 1 | u8::from(*bit))
        };
        bits.chunks(8).map(byte).collect()
    }

    /// Levels as a reader sees them.
    fn levels(mut page: &[u8], count: usize) -> Vec<bool> {
        let (len, rest) = page.split_at(4);
        assert_eq!(len, (rest.len() as u32).to_le_bytes());
        page = rest;
        let mut levels = Vec::new();
        while !page.is_empty() {
            let end = page.iter().position(|byte| *byte < 0x80).expect("a header");
            let header = page[..=end]
                .iter()
                .rev()
                .fold(0, |header, byte| header << 7 | usize::from(byte & 0x7F));
            page = &page[end + 1..];
            let (run, rest) = page.split_at(if header & 1 == 1 { header >> 1 } else { 1 });
            match header & 1 {
                0 => levels.extend(vec![run[0] == 1; header >> 1]),
                _ => levels.extend((0..8 * run.len()).map(|i| run[i / 8] >> (i % 8) & 1 == 1)),
            }
            page = rest;
        }
        assert!((count..count + 8).contains(&levels.len()));
        levels.truncate(count);
        levels
    }

    #[test]
    fn only_present_values_are_handed_over() {
        for len in [0, 1, 63, 64, 65, 1_000, 5_000] {
            let (present, values) = (bits(len), (0..len as i32).collect::<Vec<_>>());
            let expected: Vec<_> = values
                .iter()
                .copied()
                .filter(|i| present[*i as usize])
                .collect();
            let mut seen = Vec::new();
            for_present(&values, Some(&bytes(&present)), |values| {
                seen.extend_from_slice(values)
            });
            assert_eq!(seen, expected);
            seen.clear();
            for_present(&values, None, |values| seen.extend_from_slice(values));
            assert_eq!(seen, values);
        }
    }

    #[test]
    fn bits_of_several_batches_follow_one_another() {
        let (mut page, mut flags) = (PageBits::default(), PageBits::default());
        let (mut all, mut set) = (Vec::new(), Vec::new());
        for len in [0, 3, 64, 61, 1, 130, 5_000, 7] {
            let (present, values) = (bits(len), bits(2 * len).split_off(len));
            page.extend(&bytes(&present), len);
            flags.extend_present(&bytes(&values), &bytes(&present));
            set.extend((0..len).filter(|i| present[*i]).map(|i| values[i]));
            all.extend(present);
        }
        let mut out = Vec::new();
        page.put_levels(&mut out);
        assert_eq!(levels(&out, all.len()), all);
        out.clear();
        flags.put(&mut out);
        assert_eq!(out, bytes(&set));
    }

    #[test]
    fn levels_of_one_kind_are_a_single_run() {
        for (bits, expected) in [
            (vec![false; 5], [2, 0, 0, 0, 10, 0]),
            (vec![true; 64], [3, 0, 0, 0, 0x80, 1]),
        ] {
            let mut page = PageBits::default();
            page.extend(&bytes(&bits), bits.len());
            let mut out = Vec::new();
            page.put_levels(&mut out);
            assert_eq!(out[..6], expected);
        }
    }
}
