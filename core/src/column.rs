//! Columns as the core makes them: typed vectors in Arrow's own memory layout, so that every writer,
//! the digest and the page read them without a conversion.

use alloc::vec::Vec;
use core::marker::PhantomData;

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

    fn resize(&mut self, len: usize) {
        self.bytes.resize(len.div_ceil(8), 0);
        self.len = len;
    }

    /// Sets a bit that is 0.
    fn set(&mut self, row: usize, bit: bool) {
        self.bytes[row >> 3] |= u8::from(bit) << (row & 7);
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
}

/// The words that codes stand for.
#[derive(Debug, Clone, Copy)]
pub enum Words<'a> {
    /// The same in every batch.
    Static(&'static [&'static str]),
    /// Made for this batch.
    Local(&'a Text),
}

impl<'a> Words<'a> {
    /// The word of `code`; panics beyond the end.
    pub fn get(&self, code: usize) -> &'a str {
        match self {
            Words::Static(words) => words[code],
            Words::Local(text) => text.get(code),
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        match self {
            Words::Static(words) => words.len(),
            Words::Local(text) => text.len(),
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
    Codes(&'a [u16], Words<'a>),
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

/// Storage of one column while a batch is filled: room is made first, for all columns at once, so that
/// setting a value is a store and no more.
pub(crate) trait Store: Default {
    const TYPE: DataType;
    const NULLABLE: bool = false;
    type Value<'a>: Default;
    /// Empties it; values of fixed width stay until they are written over.
    fn clear(&mut self);
    /// Makes room for so many rows, or cuts off those that are too many.
    fn resize(&mut self, rows: usize);
    /// Sets the value of a row, once, after those of all rows before.
    fn set(&mut self, row: usize, value: Self::Value<'_>);
    fn view(&self) -> ColumnView<'_>;
}

macro_rules! fixed_store {
    ($($(#[$doc:meta])* $name:ident($type:ty) = $variant:ident as $data_type:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub(crate) struct $name(Vec<$type>);

        impl Store for $name {
            const TYPE: DataType = DataType::$data_type;
            type Value<'a> = $type;
            fn clear(&mut self) {}
            fn resize(&mut self, rows: usize) {
                self.0.resize(rows, <$type>::default());
            }
            fn set(&mut self, row: usize, value: $type) {
                self.0[row] = value;
            }
            fn view(&self) -> ColumnView<'_> {
                ColumnView { values: Values::$variant(&self.0), validity: None }
            }
        }
    )*};
}

fixed_store! {
    Id(i64) = Int64 as Int64;
    Count(i32) = Int32 as Int32;
    Float(f32) = Float32 as Float32;
    Money(i64) = Int64 as Money;
    Timestamp(i64) = Int64 as Timestamp;
    Date(i32) = Int32 as Date;
}

/// True or false.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flag(Bits);

impl Store for Flag {
    const TYPE: DataType = DataType::Bool;
    type Value<'a> = bool;
    fn clear(&mut self) {
        self.0.resize(0);
    }
    fn resize(&mut self, rows: usize) {
        self.0.resize(rows);
    }
    fn set(&mut self, row: usize, value: bool) {
        self.0.set(row, value);
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Bool(&self.0),
            validity: None,
        }
    }
}

impl Store for Text {
    const TYPE: DataType = DataType::Text;
    type Value<'a> = &'a str;
    fn clear(&mut self) {
        self.offsets.truncate(1);
        self.bytes.clear();
    }
    fn resize(&mut self, rows: usize) {
        self.offsets.resize(rows + 1, 0);
    }
    fn set(&mut self, row: usize, value: &str) {
        self.bytes.extend_from_slice(value.as_bytes());
        self.offsets[row + 1] = self.bytes.len() as i32;
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Text(self),
            validity: None,
        }
    }
}

/// A closed set of words, each with a code.
pub(crate) trait Word: Copy + Default {
    const WORDS: &'static [&'static str];
    fn code(self) -> u16;
}

/// Words of a closed set.
#[derive(Debug, Clone)]
pub(crate) struct Category<W>(Vec<u16>, PhantomData<W>);

impl<W> Default for Category<W> {
    fn default() -> Self {
        Self(Vec::new(), PhantomData)
    }
}

impl<W: Word> Store for Category<W> {
    const TYPE: DataType = DataType::Category;
    type Value<'a> = W;
    fn clear(&mut self) {}
    fn resize(&mut self, rows: usize) {
        self.0.resize(rows, 0);
    }
    fn set(&mut self, row: usize, value: W) {
        self.0[row] = value.code();
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Codes(&self.0, Words::Static(W::WORDS)),
            validity: None,
        }
    }
}

/// Words made for one batch: the filler adds a word once and then sets its code.
#[derive(Debug, Clone, Default)]
pub(crate) struct LocalCategory {
    codes: Vec<u16>,
    words: Text,
}

impl LocalCategory {
    /// Adds a word and returns its code.
    pub(crate) fn add(&mut self, word: &str) -> u16 {
        let code = self.words.len();
        self.words.resize(code + 1);
        self.words.set(code, word);
        code as u16
    }
}

impl Store for LocalCategory {
    const TYPE: DataType = DataType::Category;
    type Value<'a> = u16;
    fn clear(&mut self) {
        self.words.clear();
    }
    fn resize(&mut self, rows: usize) {
        self.codes.resize(rows, 0);
    }
    fn set(&mut self, row: usize, code: u16) {
        self.codes[row] = code;
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Codes(&self.codes, Words::Local(&self.words)),
            validity: None,
        }
    }
}

/// A column that may be null.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nullable<S> {
    pub(crate) values: S,
    valid: Bits,
}

impl<S: Store> Store for Nullable<S> {
    const TYPE: DataType = S::TYPE;
    const NULLABLE: bool = true;
    type Value<'a> = Option<S::Value<'a>>;
    fn clear(&mut self) {
        self.values.clear();
        self.valid.resize(0);
    }
    fn resize(&mut self, rows: usize) {
        self.values.resize(rows);
        self.valid.resize(rows);
    }
    fn set(&mut self, row: usize, value: Option<S::Value<'_>>) {
        self.valid.set(row, value.is_some());
        self.values.set(row, value.unwrap_or_default());
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            validity: Some(&self.valid),
            ..self.values.view()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_pack_least_significant_first() {
        let mut bits = Bits::default();
        bits.resize(20);
        for row in 0..10 {
            bits.set(row, row % 3 == 0);
        }
        bits.resize(10);
        assert_eq!(bits.as_bytes(), [0b0100_1001, 0b10]);
        assert_eq!(
            (bits.len(), bits.count_ones(), bits.get(9), bits.get(8)),
            (10, 4, true, false)
        );
    }

    #[test]
    fn null_rows_hold_zero() {
        let mut column = Nullable::<Id>::default();
        column.resize(2);
        column.set(0, Some(7));
        column.set(1, None);
        let view = column.view();
        assert!(matches!(view.values, Values::Int64([7, 0])));
        assert_eq!(view.validity.map(Bits::count_ones), Some(1));
    }

    #[test]
    fn text_keeps_its_values_apart() {
        let mut text = Text::default();
        text.resize(3);
        text.set(0, "São Paulo");
        text.set(1, "");
        text.set(2, "Belém");
        assert_eq!(
            (text.len(), text.get(0), text.get(1), text.get(2)),
            (3, "São Paulo", "", "Belém")
        );
        text.clear();
        assert!(text.is_empty());
    }
}
