//! Columns as the core makes them: typed vectors in Arrow's own memory layout, so that every writer,
//! the digest and the page read them without a conversion.

use alloc::vec::Vec;

/// A bit per row, least significant bit first, as Arrow lays validity and booleans out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    bytes: Vec<u8>,
    len: usize,
}

impl Bits {
    /// Bit `row`; panics beyond the end.
    pub fn get(&self, row: usize) -> bool {
        assert!(row < self.len, "row {row} of {}", self.len);
        self.bytes[row >> 3] >> (row & 7) & 1 == 1
    }

    /// The packed bytes; bits beyond the length are 0.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many bits are set.
    pub fn count_ones(&self) -> usize {
        self.bytes
            .iter()
            .map(|byte| byte.count_ones() as usize)
            .sum()
    }

    /// How many bits there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no bit.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.len = 0;
    }

    /// Appends the first bits of a word, after as many as fill whole bytes.
    pub(super) fn append(&mut self, word: u64, count: usize) {
        self.bytes
            .extend_from_slice(&word.to_le_bytes()[..count.div_ceil(8)]);
        self.len += count;
    }
}

/// Text as Arrow lays it out: all bytes in one run, and where each value ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    offsets: Vec<i32>,
    bytes: Vec<u8>,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            offsets: alloc::vec![0],
            bytes: Vec::new(),
        }
    }
}

impl Text {
    /// Value `row`; panics beyond the end.
    pub fn get(&self, row: usize) -> &str {
        let range = self.offsets[row] as usize..self.offsets[row + 1] as usize;
        core::str::from_utf8(&self.bytes[range]).unwrap_or_default()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where each value starts, and at last where the last one ends: one more than values.
    pub fn offsets(&self) -> &[i32] {
        &self.offsets
    }

    /// All values' UTF-8 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn truncate(&mut self) {
        self.offsets.truncate(1);
        self.bytes.clear();
    }

    pub(super) fn push(&mut self, value: &str) {
        self.bytes.extend_from_slice(value.as_bytes());
        self.offsets.push(self.bytes.len() as i32);
    }
}

/// The words that codes stand for.
#[derive(Debug, Clone, Copy)]
pub enum Dictionary<'a> {
    /// The same in every batch.
    Static(&'static [&'static str]),
    /// Made for this batch.
    Local(&'a Text),
}

impl<'a> Dictionary<'a> {
    /// The word of `code`; panics beyond the end.
    pub fn get(&self, code: usize) -> &'a str {
        match self {
            Dictionary::Static(words) => words[code],
            Dictionary::Local(text) => text.get(code),
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        match self {
            Dictionary::Static(words) => words.len(),
            Dictionary::Local(text) => text.len(),
        }
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The values of one column; those of null rows are zero, false, code 0 or empty.
#[derive(Debug, Clone, Copy)]
pub enum Values<'a> {
    /// Booleans.
    Bool(&'a Bits),
    /// 32-bit integers: counts, or dates as days since 1970-01-01.
    Int32(&'a [i32]),
    /// 64-bit integers: ids, money in centavos, or microseconds since 1970-01-01T00:00Z.
    Int64(&'a [i64]),
    /// Single-precision numbers.
    Float32(&'a [f32]),
    /// Codes into a dictionary.
    Codes(&'a [u16], Dictionary<'a>),
    /// Text of high cardinality.
    Text(&'a Text),
}

/// One column of a batch.
#[derive(Debug, Clone, Copy)]
pub struct ColumnView<'a> {
    /// The values.
    pub values: Values<'a>,
    /// Set where a value is present; none where the column is never null.
    pub validity: Option<&'a Bits>,
}

/// How a column's cells are typed in the schema (see [`crate::schema`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    /// True or false.
    Bool,
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
    /// Single-precision number.
    Float32,
    /// Money in reais, as 64-bit centavos: DECIMAL(15,2).
    Money,
    /// Microseconds since 1970-01-01T00:00 UTC.
    Timestamp,
    /// Days since 1970-01-01.
    Date,
    /// Text of few distinct values, held as codes of a dictionary.
    Category,
    /// Text.
    Text,
}

impl DataType {
    /// The type's name for users.
    pub const fn as_str(self) -> &'static str {
        match self {
            DataType::Bool => "boolean",
            DataType::Int32 => "int32",
            DataType::Int64 => "int64",
            DataType::Float32 => "float32",
            DataType::Money => "decimal(15,2)",
            DataType::Timestamp => "timestamp(us, UTC)",
            DataType::Date => "date",
            DataType::Category => "category",
            DataType::Text => "string",
        }
    }
}
