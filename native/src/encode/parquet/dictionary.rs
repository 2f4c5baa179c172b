//! Dictionaries of a chunk, their values in order of first appearance, and the indices of a page's rows.

use std::ops::Range;

use fraudgen_core::schema::columns::Dictionary;
use parquet::data_type::ByteArray;

use super::bits;
use super::packing::{GROUP, put_packed, put_packed_header, width};

/// The dictionary indices of the current page.
#[derive(Debug, Default)]
pub(super) struct Indices(Vec<u32>);

impl Indices {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes their bit width and one bit-packed run; the next page starts empty.
    pub(super) fn end_page(&mut self, out: &mut Vec<u8>) {
        let count = self.0.len();
        let widest = self.0.iter().fold(0, |bits, index| bits | index);
        let width = width(&[widest.into()]);
        out.push(width as u8);
        put_packed_header(count, out);
        let end = out.len() + count.div_ceil(8) * width;
        for group in self.0.chunks(GROUP) {
            let mut padded = [0; GROUP];
            for (padded, index) in padded.iter_mut().zip(group) {
                *padded = u64::from(*index);
            }
            put_packed(&padded, width, out);
        }
        out.truncate(end);
        self.0.clear();
    }
}

/// The indices of a dictionary by the hashes of their keys: an open-addressing hash table of one more than an
/// index, or 0 where a slot is free.
#[derive(Debug)]
struct Slots(Vec<u32>);

impl Default for Slots {
    fn default() -> Self {
        Self(vec![0; 1024])
    }
}

impl Slots {
    /// The index of a key, or the free slot that it would take; `is_key` tells whether an index is the key's.
    fn find(&self, hash: u64, is_key: impl Fn(usize) -> bool) -> Result<u32, usize> {
        let mask = self.0.len() - 1;
        // The highest bits of a product depend on all bits of its factors.
        let mut slot = (hash >> (mask as u64).leading_zeros()) as usize;
        loop {
            match self.0[slot] {
                0 => return Err(slot),
                next if is_key(next as usize - 1) => return Ok(next - 1),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// Puts the next index into a free slot; `hash` is that of the key of each index so far.
    fn add(&mut self, slot: usize, index: u32, hash: impl Fn(usize) -> u64) {
        self.0[slot] = index + 1;
        if 2 * (index as usize + 1) > self.0.len() {
            let room = 2 * self.0.len();
            self.0.clear();
            self.0.resize(room, 0);
            for index in 0..=index {
                if let Err(slot) = self.find(hash(index as usize), |_| false) {
                    self.0[slot] = index + 1;
                }
            }
        }
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }
}

/// Adds 64 bits to a hash.
fn hash(hash: u64, bits: u64) -> u64 {
    (hash.rotate_left(5) ^ bits).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn hash_of(word: &[u8]) -> u64 {
    bits::words(word).fold(0, hash)
}

/// Stands for the index of a word that has not occurred in the batch.
const UNKNOWN: u32 = u32::MAX;

/// A dictionary of words, which the core hands over as codes: a word is hashed once per batch instead of
/// once per row, which would cost more than everything else.
#[derive(Debug, Default)]
pub(super) struct WordDictionary {
    /// The words, each after its length, and where each is.
    plain: Vec<u8>,
    places: Vec<Range<usize>>,
    slots: Slots,
    /// The index of each code of the batch, or [`UNKNOWN`].
    by_code: Vec<u32>,
    pub(super) page: Indices,
}

impl WordDictionary {
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The words of another batch follow.
    pub(super) fn start_batch(&mut self, words: &Dictionary<'_>) {
        self.by_code.clear();
        self.by_code.resize(words.len(), UNKNOWN);
    }

    pub(super) fn extend(&mut self, codes: &[u16], words: &Dictionary<'_>) {
        for code in codes {
            let code = usize::from(*code);
            let index = match self.by_code[code] {
                UNKNOWN => self.look_up(code, words),
                index => index,
            };
            self.page.0.push(index);
        }
    }

    #[cold]
    fn look_up(&mut self, code: usize, words: &Dictionary<'_>) -> u32 {
        let word = words.get(code).as_bytes();
        let found = self.slots.find(hash_of(word), |index| {
            self.plain[self.places[index].clone()] == *word
        });
        let index = found.unwrap_or_else(|slot| self.add(slot, word));
        self.by_code[code] = index;
        index
    }

    fn add(&mut self, slot: usize, word: &[u8]) -> u32 {
        let index = self.places.len() as u32;
        self.plain
            .extend_from_slice(&(word.len() as u32).to_le_bytes());
        let start = self.plain.len();
        self.plain.extend_from_slice(word);
        self.places.push(start..self.plain.len());
        self.slots.add(slot, index, |index| {
            hash_of(&self.plain[self.places[index].clone()])
        });
        index
    }

    /// The first and last word in the order of their bytes.
    pub(super) fn bounds(&self) -> Option<(ByteArray, ByteArray)> {
        let words = || self.places.iter().map(|place| &self.plain[place.clone()]);
        let bound = |word: &[u8]| ByteArray::from(word.to_vec());
        Some((bound(words().min()?), bound(words().max()?)))
    }

    /// Writes the words, and returns how many there are; the next chunk starts empty.
    pub(super) fn end_dictionary(&mut self, out: &mut Vec<u8>) -> usize {
        out.append(&mut self.plain);
        let count = self.places.len();
        self.places.clear();
        self.slots.clear();
        count
    }
}

/// A dictionary of numbers, as their bits.
#[derive(Debug)]
pub(super) struct ValueDictionary {
    /// Bytes per value.
    size: usize,
    values: Vec<u64>,
    slots: Slots,
    pub(super) page: Indices,
}

impl ValueDictionary {
    /// An empty dictionary of values of this many bytes.
    pub(super) fn new(size: usize) -> Self {
        Self {
            size,
            values: Vec::new(),
            slots: Slots::default(),
            page: Indices::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn extend(&mut self, values: impl Iterator<Item = u64>) {
        for value in values {
            let found = self
                .slots
                .find(hash(0, value), |index| self.values[index] == value);
            let index = found.unwrap_or_else(|slot| self.add(slot, value));
            self.page.0.push(index);
        }
    }

    #[cold]
    fn add(&mut self, slot: usize, value: u64) -> u32 {
        let index = self.values.len() as u32;
        self.values.push(value);
        self.slots
            .add(slot, index, |index| hash(0, self.values[index]));
        index
    }

    /// Writes the values, and returns how many there are; the next chunk starts empty.
    pub(super) fn end_dictionary(&mut self, out: &mut Vec<u8>) -> usize {
        let count = self.values.len();
        for value in self.values.drain(..) {
            out.extend_from_slice(&value.to_le_bytes()[..self.size]);
        }
        self.slots.clear();
        count
    }
}

#[cfg(test)]
mod tests {
    use fraudgen_core::schema::columns::Text;

    use super::*;

    #[test]
    fn every_value_is_stored_once_and_chunks_start_afresh() {
        let floats = [0.5, -0.0, 0.0, 0.5, f32::NAN, f32::NAN, -0.0];
        let mut dictionary = ValueDictionary::new(4);
        for _ in 0..2 {
            dictionary.extend(floats.iter().map(|float| float.to_bits().into()));
            assert_eq!(dictionary.page.0, [0, 1, 2, 0, 3, 3, 1]);
            dictionary.page.end_page(&mut Vec::new());
            let mut plain = Vec::new();
            assert_eq!(dictionary.end_dictionary(&mut plain), 4);
            let expected = [0.5f32, -0.0, 0.0, f32::NAN].map(f32::to_le_bytes);
            assert_eq!(plain, expected.as_flattened());
        }
    }

    #[test]
    fn words_keep_their_indices_from_batch_to_batch() {
        let mut dictionary = WordDictionary::default();
        for (words, codes) in [
            (&["b", "a", "c"][..], &[2, 0, 2][..]),
            (&["c", "d"], &[1, 0]),
        ] {
            // Words of a closed set are static.
            let words = Dictionary::Static(Box::leak(words.to_vec().into_boxed_slice()));
            dictionary.start_batch(&words);
            dictionary.extend(codes, &words);
        }
        assert_eq!(dictionary.page.0, [0, 1, 0, 2, 0]);
        assert_eq!(dictionary.bounds(), Some(("b".into(), "d".into())));
        let mut plain = Vec::new();
        assert_eq!(dictionary.end_dictionary(&mut plain), 3);
        assert_eq!(plain, b"\x01\0\0\0c\x01\0\0\0b\x01\0\0\0d");
        assert_eq!(dictionary.bounds(), None);
    }

    #[test]
    fn dictionaries_grow() {
        let text = |i: u64| format!("word {i}");
        let (mut words, mut values) = (WordDictionary::default(), ValueDictionary::new(8));
        // Each batch repeats half of the one before it.
        for first in (0..5_000).step_by(500) {
            let batch: Text = (first..first + 1_000)
                .map(text)
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect();
            let batch = Dictionary::Local(&batch);
            words.start_batch(&batch);
            words.extend(&Vec::from_iter(0..1_000), &batch);
            values.extend(first..first + 1_000);
        }
        let expected: Vec<u32> = (0..5_000)
            .step_by(500)
            .flat_map(|first| first..first + 1_000)
            .collect();
        assert_eq!(words.page.0, expected);
        assert_eq!(values.page.0, expected);
        assert_eq!(words.bounds(), Some(("word 0".into(), "word 999".into())));
        let (mut plain, mut numbers) = (Vec::new(), Vec::new());
        assert_eq!(words.end_dictionary(&mut plain), 5_500);
        assert_eq!(values.end_dictionary(&mut numbers), 5_500);
        let expected = (0..5_500).flat_map(|i| {
            let word = text(i).into_bytes();
            [&(word.len() as u32).to_le_bytes(), &word[..]].concat()
        });
        assert!(plain.into_iter().eq(expected));
        assert!(
            numbers
                .into_iter()
                .eq((0..5_500u64).flat_map(u64::to_le_bytes))
        );
    }
}
