//! Columns in memory: typed vectors in Arrow's own layout, so that every writer, the digest and the page read
//! them without conversion.

use alloc::vec::Vec;

/// One bit per row, least significant bit first, as in Arrow's validity and boolean buffers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    bytes: Vec<u8>,
    len: usize,
}

impl Bits {
    /// Bit `row`; panics if out of bounds.
    pub fn get(&self, row: usize) -> bool {
        assert!(row < self.len, "row {row} of {}", self.len);
        self.bytes[row >> 3] >> (row & 7) & 1 == 1
    }

    /// The packed bytes; bits past the length are 0.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of set bits.
    pub fn count_ones(&self) -> usize {
        let (words, rest) = self.bytes.as_chunks::<8>();
        let words = words
            .iter()
            .map(|word| u64::from_le_bytes(*word).count_ones());
        let rest = rest.iter().map(|byte| byte.count_ones());
        words.chain(rest).map(|count| count as usize).sum()
    }

    /// The number of bits.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no bits.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.len = 0;
    }

    /// Appends the first `count` bits of a word; the length must be a multiple of 8.
    pub(super) fn append(&mut self, word: u64, count: usize) {
        self.bytes
            .extend_from_slice(&word.to_le_bytes()[..count.div_ceil(8)]);
        self.len += count;
    }
}

/// Text in Arrow's layout: all bytes in one buffer, and the offset at which each value ends.
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
    /// Value `row`; panics if out of bounds.
    pub fn get(&self, row: usize) -> &str {
        let range = self.offsets[row] as usize..self.offsets[row + 1] as usize;
        core::str::from_utf8(&self.bytes[range]).unwrap_or_default()
    }

    /// The number of values.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The offset of each value, and finally the end of the last: one more than there are values.
    pub fn offsets(&self) -> &[i32] {
        &self.offsets
    }

    /// The UTF-8 bytes of all values.
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

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(bits: I) -> Self {
        let mut packed = Self::default();
        for bit in bits {
            if packed.len.is_multiple_of(8) {
                packed.bytes.push(0);
            }
            packed.bytes[packed.len >> 3] |= u8::from(bit) << (packed.len & 7);
            packed.len += 1;
        }
        packed
    }
}

impl<'a> FromIterator<&'a str> for Text {
    fn from_iter<I: IntoIterator<Item = &'a str>>(values: I) -> Self {
        let mut text = Self::default();
        values.into_iter().for_each(|value| text.push(value));
        text
    }
}

/// The values that codes refer to.
#[derive(Debug, Clone, Copy)]
pub enum Dictionary<'a> {
    /// The same in every batch.
    Static(&'static [&'static str]),
    /// Specific to this batch.
    Local(&'a Text),
}

impl<'a> Dictionary<'a> {
    /// The value of `code`; panics if out of bounds.
    pub fn get(&self, code: usize) -> &'a str {
        match self {
            Dictionary::Static(words) => words[code],
            Dictionary::Local(text) => text.get(code),
        }
    }

    /// The number of values.
    pub fn len(&self) -> usize {
        match self {
            Dictionary::Static(words) => words.len(),
            Dictionary::Local(text) => text.len(),
        }
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The values of one column; null rows hold zero, false, code 0 or empty text.
#[derive(Debug, Clone, Copy)]
pub enum Values<'a> {
    /// Booleans.
    Bool(&'a Bits),
    /// 32-bit integers: counts, or dates as days since 1970-01-01.
    Int32(&'a [i32]),
    /// 64-bit integers: ids, money in centavos, or microseconds since 1970-01-01T00:00Z.
    Int64(&'a [i64]),
    /// Single-precision floating-point numbers.
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
    /// A set bit for every row with a value; `None` if the column is never null.
    pub validity: Option<&'a Bits>,
}

/// The type of a column in the schema (see [`crate::schema`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    /// True or false.
    Bool,
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
    /// Single-precision floating-point number.
    Float32,
    /// Money in reais, as 64-bit centavos: DECIMAL(15,2).
    Money,
    /// Microseconds since 1970-01-01T00:00 UTC.
    Timestamp,
    /// Days since 1970-01-01.
    Date,
    /// Text with few distinct values, stored as codes of a dictionary.
    Category,
    /// Text.
    Text,
}

impl DataType {
    /// The type's name, as shown to users.
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
