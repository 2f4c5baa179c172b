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

    fn clear(&mut self) {
        self.bytes.clear();
        self.len = 0;
    }

    /// Appends the first bits of a word, after as many as fill whole bytes.
    fn append(&mut self, word: u64, count: usize) {
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

    fn push(&mut self, value: &str) {
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

/// Rows that are staged before they are appended to the columns: of all columns together they stay in
/// the first-level cache, where rows appended one by one would write to every column's end in turn.
pub(crate) const STAGED: usize = 64;

/// Storage of one column while a batch is filled.
pub(crate) trait Store: Default {
    const TYPE: DataType;
    const NULLABLE: bool = false;
    type Value<'a>: Default;
    fn clear(&mut self);
    /// Sets the value of a staged row, after those of all rows before.
    fn stage(&mut self, row: usize, value: Self::Value<'_>);
    /// Appends the first rows that are staged; all of them, but at the end.
    fn append(&mut self, rows: usize);
    fn view(&self) -> ColumnView<'_>;
}

/// Values of fixed width, and those that are staged.
#[derive(Debug, Clone)]
struct Staged<T> {
    values: Vec<T>,
    staged: [T; STAGED],
}

impl<T: Copy + Default> Default for Staged<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            staged: [T::default(); STAGED],
        }
    }
}

impl<T: Copy> Staged<T> {
    fn clear(&mut self) {
        self.values.clear();
    }

    fn stage(&mut self, row: usize, value: T) {
        self.staged[row] = value;
    }

    fn append(&mut self, rows: usize) {
        self.values.extend_from_slice(&self.staged[..rows]);
    }
}

/// Bits, and those that are staged.
#[derive(Debug, Clone, Default)]
struct StagedBits {
    bits: Bits,
    staged: u64,
}

impl StagedBits {
    fn clear(&mut self) {
        self.bits.clear();
        self.staged = 0;
    }

    fn stage(&mut self, row: usize, bit: bool) {
        self.staged |= u64::from(bit) << row;
    }

    fn append(&mut self, rows: usize) {
        self.bits.append(core::mem::take(&mut self.staged), rows);
    }
}

macro_rules! fixed_store {
    ($($(#[$doc:meta])* $name:ident($type:ty) = $variant:ident as $data_type:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub(crate) struct $name(Staged<$type>);

        impl Store for $name {
            const TYPE: DataType = DataType::$data_type;
            type Value<'a> = $type;
            fn clear(&mut self) {
                self.0.clear();
            }
            fn stage(&mut self, row: usize, value: $type) {
                self.0.stage(row, value);
            }
            fn append(&mut self, rows: usize) {
                self.0.append(rows);
            }
            fn view(&self) -> ColumnView<'_> {
                ColumnView { values: Values::$variant(&self.0.values), validity: None }
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
pub(crate) struct Flag(StagedBits);

impl Store for Flag {
    const TYPE: DataType = DataType::Bool;
    type Value<'a> = bool;
    fn clear(&mut self) {
        self.0.clear();
    }
    fn stage(&mut self, row: usize, value: bool) {
        self.0.stage(row, value);
    }
    fn append(&mut self, rows: usize) {
        self.0.append(rows);
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Bool(&self.0.bits),
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
    fn stage(&mut self, _: usize, value: &str) {
        self.push(value);
    }
    fn append(&mut self, _: usize) {}
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Text(self),
            validity: None,
        }
    }
}

/// A closed set of words, each with a code.
pub(crate) trait Categorical: Copy + Default {
    const VALUES: &'static [&'static str];
    fn code(self) -> u16;
}

/// Words of a closed set.
#[derive(Debug, Clone)]
pub(crate) struct Category<W>(Staged<u16>, PhantomData<W>);

impl<W> Default for Category<W> {
    fn default() -> Self {
        Self(Staged::default(), PhantomData)
    }
}

impl<W: Categorical> Store for Category<W> {
    const TYPE: DataType = DataType::Category;
    type Value<'a> = W;
    fn clear(&mut self) {
        self.0.clear();
    }
    fn stage(&mut self, row: usize, value: W) {
        self.0.stage(row, value.code());
    }
    fn append(&mut self, rows: usize) {
        self.0.append(rows);
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Codes(&self.0.values, Dictionary::Static(W::VALUES)),
            validity: None,
        }
    }
}

/// Words made for one batch: the filler adds a word once and then stages its code.
#[derive(Debug, Clone, Default)]
pub(crate) struct LocalCategory {
    codes: Staged<u16>,
    words: Text,
}

impl LocalCategory {
    /// Adds a word and returns its code.
    pub(crate) fn add(&mut self, word: &str) -> u16 {
        self.words.push(word);
        (self.words.len() - 1) as u16
    }
}

impl Store for LocalCategory {
    const TYPE: DataType = DataType::Category;
    type Value<'a> = u16;
    fn clear(&mut self) {
        self.codes.clear();
        self.words.clear();
    }
    fn stage(&mut self, row: usize, code: u16) {
        self.codes.stage(row, code);
    }
    fn append(&mut self, rows: usize) {
        self.codes.append(rows);
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Codes(&self.codes.values, Dictionary::Local(&self.words)),
            validity: None,
        }
    }
}

/// A column that may be null.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nullable<S> {
    pub(crate) values: S,
    valid: StagedBits,
}

impl<S: Store> Store for Nullable<S> {
    const TYPE: DataType = S::TYPE;
    const NULLABLE: bool = true;
    type Value<'a> = Option<S::Value<'a>>;
    fn clear(&mut self) {
        self.values.clear();
        self.valid.clear();
    }
    fn stage(&mut self, row: usize, value: Option<S::Value<'_>>) {
        self.valid.stage(row, value.is_some());
        self.values.stage(row, value.unwrap_or_default());
    }
    fn append(&mut self, rows: usize) {
        self.values.append(rows);
        self.valid.append(rows);
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            validity: Some(&self.valid.bits),
            ..self.values.view()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_pack_least_significant_first() {
        let mut bits = StagedBits::default();
        for row in 0..10 {
            bits.stage(row, row % 3 == 0);
        }
        bits.append(10);
        let bits = bits.bits;
        assert_eq!(bits.as_bytes(), [0b0100_1001, 0b10]);
        assert_eq!(
            (bits.len(), bits.count_ones(), bits.get(9), bits.get(8)),
            (10, 4, true, false)
        );
    }

    #[test]
    fn null_rows_hold_zero() {
        let mut column = Nullable::<Id>::default();
        column.stage(0, Some(7));
        column.stage(1, None);
        column.append(2);
        let view = column.view();
        assert!(matches!(view.values, Values::Int64([7, 0])));
        assert_eq!(view.validity.map(Bits::count_ones), Some(1));
    }

    #[test]
    fn text_keeps_its_values_apart() {
        let mut text = Text::default();
        for (row, word) in ["São Paulo", "", "Belém"].into_iter().enumerate() {
            text.stage(row, word);
        }
        text.append(3);
        assert_eq!(
            (text.len(), text.get(0), text.get(1), text.get(2)),
            (3, "São Paulo", "", "Belém")
        );
        text.clear();
        assert!(text.is_empty());
    }
}
