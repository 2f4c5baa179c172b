//! Dictionaries of a chunk, their values in order of first appearance, and the indices of a page's rows.

use std::collections::HashMap;

use fraudgen_core::schema::columns::Dictionary;
use parquet::data_type::ByteArray;

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

/// Stands for the index of a word that has not occurred in the batch.
const UNKNOWN: u32 = u32::MAX;

/// A dictionary of words, which the core hands over as codes: a word is hashed once per batch instead of
/// once per row, which would cost more than everything else.
#[derive(Debug, Default)]
pub(super) struct WordDictionary {
    indices: HashMap<Box<str>, u32>,
    plain: Vec<u8>,
    /// The index of each code of the batch, or [`UNKNOWN`].
    by_code: Vec<u32>,
    pub(super) page: Indices,
}

impl WordDictionary {
    pub(super) fn is_empty(&self) -> bool {
        self.indices.is_empty()
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
        let word = words.get(code);
        let next = self.indices.len() as u32;
        let index = match self.indices.get(word) {
            Some(index) => *index,
            None => {
                self.indices.insert(word.into(), next);
                self.plain
                    .extend_from_slice(&(word.len() as u32).to_le_bytes());
                self.plain.extend_from_slice(word.as_bytes());
                next
            }
        };
        self.by_code[code] = index;
        index
    }

    /// The first and last word in the order of their bytes.
    pub(super) fn bounds(&self) -> Option<(ByteArray, ByteArray)> {
        let words = || self.indices.keys().map(AsRef::as_ref);
        Some((
            ByteArray::from(words().min()?),
            ByteArray::from(words().max()?),
        ))
    }

    /// Writes the words, and returns how many there are; the next chunk starts empty.
    pub(super) fn end_dictionary(&mut self, out: &mut Vec<u8>) -> usize {
        out.append(&mut self.plain);
        let count = self.indices.len();
        self.indices.clear();
        count
    }
}

/// A dictionary of numbers, as their bits.
#[derive(Debug)]
pub(super) struct ValueDictionary {
    /// Bytes per value.
    size: usize,
    values: Vec<u64>,
    /// An open-addressing hash table: one more than the index of a value, or 0 where a slot is free.
    slots: Vec<u32>,
    pub(super) page: Indices,
}

impl ValueDictionary {
    /// An empty dictionary of values of this many bytes.
    pub(super) fn new(size: usize) -> Self {
        Self {
            size,
            values: Vec::new(),
            slots: vec![0; 1024],
            page: Indices::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn extend(&mut self, values: impl Iterator<Item = u64>) {
        for value in values {
            let slot = self.slot(value);
            let index = match self.slots[slot] {
                0 => self.add(slot, value),
                next => next - 1,
            };
            self.page.0.push(index);
        }
    }

    /// The slot of a value, or the free one that it would take.
    fn slot(&self, value: u64) -> usize {
        let mask = self.slots.len() - 1;
        // Fibonacci hashing: the highest bits of the product depend on all bits of the value.
        let hash = value.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut slot = (hash >> (u64::BITS - mask.count_ones())) as usize;
        loop {
            match self.slots[slot] {
                0 => return slot,
                next if self.values[next as usize - 1] == value => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    #[cold]
    fn add(&mut self, slot: usize, value: u64) -> u32 {
        self.values.push(value);
        let count = self.values.len();
        self.slots[slot] = count as u32;
        if 2 * count > self.slots.len() {
            let room = 2 * self.slots.len();
            self.slots.clear();
            self.slots.resize(room, 0);
            for index in 0..count {
                let slot = self.slot(self.values[index]);
                self.slots[slot] = index as u32 + 1;
            }
        }
        count as u32 - 1
    }

    /// Writes the values, and returns how many there are; the next chunk starts empty.
    pub(super) fn end_dictionary(&mut self, out: &mut Vec<u8>) -> usize {
        let count = self.values.len();
        for value in self.values.drain(..) {
            out.extend_from_slice(&value.to_le_bytes()[..self.size]);
        }
        self.slots.fill(0);
        count
    }
}

#[cfg(test)]
mod tests {
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
}
