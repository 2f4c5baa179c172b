//! Dictionaries: the distinct values of a column chunk, numbered by first appearance.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use fraudgen_core::column::{Bits, Words};

use super::bitpack::{pack, packed_run, width};
use super::present::for_each_present;

const UNSEEN: u32 = u32::MAX;

/// Words seen so far, as they will stand in the dictionary page.
#[derive(Debug, Default)]
pub(super) struct WordDictionary {
    numbers: HashMap<Box<str>, u32>,
    /// The number of each code of the batch in hand, once seen.
    by_code: Vec<u32>,
    page: Vec<u8>,
}

impl WordDictionary {
    /// Appends the numbers of the present rows' words.
    pub(super) fn number(
        &mut self,
        out: &mut Vec<u32>,
        codes: &[u16],
        words: Words<'_>,
        validity: Option<&Bits>,
    ) {
        if matches!(words, Words::Local(_)) {
            self.by_code.clear();
        }
        self.by_code.resize(words.len(), UNSEEN);
        for_each_present(codes.len(), validity, |row| {
            let code = usize::from(codes[row]);
            let number = match self.by_code[code] {
                UNSEEN => self.add(code, words),
                number => number,
            };
            out.push(number);
        });
    }

    #[cold]
    fn add(&mut self, code: usize, words: Words<'_>) -> u32 {
        let word = words.get(code);
        let number = match self.numbers.get(word) {
            Some(&number) => number,
            None => {
                let number = self.numbers.len() as u32;
                self.numbers.insert(word.into(), number);
                self.page
                    .extend_from_slice(&(word.len() as u32).to_le_bytes());
                self.page.extend_from_slice(word.as_bytes());
                number
            }
        };
        self.by_code[code] = number;
        number
    }

    /// The dictionary page, in PLAIN encoding, and how many words it has.
    pub(super) fn page(&self) -> (&[u8], usize) {
        (&self.page, self.numbers.len())
    }

    /// The first and last word in the order of their bytes.
    pub(super) fn bounds(&self) -> Option<(&str, &str)> {
        let words = || self.numbers.keys().map(AsRef::as_ref);
        Some((words().min()?, words().max()?))
    }

    pub(super) fn clear(&mut self) {
        self.numbers.clear();
        self.by_code.clear();
        self.page.clear();
    }
}

/// A number that a dictionary can hold.
pub(super) trait Number: Copy {
    /// Its bits, which are equal for equal numbers.
    fn bits(self) -> u64;
    /// Appends it in PLAIN encoding.
    fn plain(self, out: &mut Vec<u8>);
}

impl Number for i64 {
    fn bits(self) -> u64 {
        self as u64
    }
    fn plain(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }
}

impl Number for f32 {
    fn bits(self) -> u64 {
        u64::from(self.to_bits())
    }
    fn plain(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }
}

/// Numbers seen so far, as they will stand in the dictionary page.
#[derive(Debug, Default)]
pub(super) struct NumberDictionary {
    numbers: HashMap<u64, u32, BuildHasherDefault<BitMixer>>,
    page: Vec<u8>,
}

impl NumberDictionary {
    /// Appends the numbers of values.
    pub(super) fn number<T: Number>(
        &mut self,
        out: &mut Vec<u32>,
        values: impl Iterator<Item = T>,
    ) {
        for value in values {
            let next = self.numbers.len() as u32;
            let number = *self.numbers.entry(value.bits()).or_insert_with(|| {
                value.plain(&mut self.page);
                next
            });
            out.push(number);
        }
    }

    /// The dictionary page, in PLAIN encoding, and how many numbers it has.
    pub(super) fn page(&self) -> (&[u8], usize) {
        (&self.page, self.numbers.len())
    }

    pub(super) fn clear(&mut self) {
        self.numbers.clear();
        self.page.clear();
    }
}

/// Hashes one number: its bits times an odd constant, the well mixed upper half folded onto the lower.
#[derive(Debug, Default)]
struct BitMixer(u64);

impl Hasher for BitMixer {
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|&byte| self.write_u64(self.0 ^ u64::from(byte)));
    }

    fn write_u64(&mut self, bits: u64) {
        let product = u128::from(bits ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Appends numbers as RLE_DICTIONARY: their width, then one bit-packed run.
pub(super) fn encode(out: &mut Vec<u8>, numbers: &[u32]) {
    let width = width(u64::from(
        numbers
            .iter()
            .copied()
            .fold(0, |bits, number| bits | number),
    ));
    out.push(width as u8);
    if numbers.is_empty() {
        return;
    }
    packed_run(out, numbers.len());
    let end = out.len() + numbers.len().div_ceil(8) * width as usize;
    pack(out, width, numbers.iter().map(|&number| u64::from(number)));
    out.resize(end, 0);
}
