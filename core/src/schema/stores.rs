//! [`Store`]: storage of a column while its batch is filled.

use alloc::vec::Vec;
use core::marker::PhantomData;

use super::columns::{Bits, ColumnView, DataType, Dictionary, Text, Values};

/// Number of rows staged before they are appended to the columns. The staged rows of all columns stay in the
/// L1 cache; appending row by row would touch the end of every column in turn.
pub(crate) const STAGED: usize = 64;

/// Storage of one column while a batch is filled.
pub(crate) trait Store: Default {
    const TYPE: DataType;
    const NULLABLE: bool = false;
    type Value<'a>: Default;
    fn clear(&mut self);
    /// Sets the value of a staged row; rows are staged in order.
    fn stage(&mut self, row: usize, value: Self::Value<'_>);
    /// Leaves a staged row zero, false, code 0 or empty text.
    fn skip(&mut self) {}
    /// Appends the first staged rows: all of them, except at the end of the batch.
    fn append(&mut self, rows: usize);
    fn view(&self) -> ColumnView<'_>;
}

/// Fixed-width values, appended and staged.
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

impl<T: Copy + Default> Staged<T> {
    fn clear(&mut self) {
        self.values.clear();
    }

    fn stage(&mut self, row: usize, value: T) {
        self.staged[row] = value;
    }

    fn append(&mut self, rows: usize) {
        self.values.extend_from_slice(&self.staged[..rows]);
        self.staged = [T::default(); STAGED];
    }
}

/// Bits, appended and staged: a byte each, so that staging one leaves the others alone.
#[derive(Debug, Clone)]
struct StagedBits {
    bits: Bits,
    staged: [u8; STAGED],
}

impl Default for StagedBits {
    fn default() -> Self {
        Self {
            bits: Bits::default(),
            staged: [0; STAGED],
        }
    }
}

impl StagedBits {
    fn clear(&mut self) {
        self.bits.clear();
    }

    fn stage(&mut self, row: usize, bit: bool) {
        self.staged[row] = bit.into();
    }

    fn append(&mut self, rows: usize) {
        let eights = self.staged.as_chunks::<8>().0.iter();
        let word = eights.rev().fold(0, |word, eight| {
            // The product has the lowest bits of the bytes side by side at the top.
            let packed = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            word << 8 | packed
        });
        self.staged = [0; STAGED];
        self.bits.append(word, rows);
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
        self.truncate();
    }
    fn stage(&mut self, _: usize, value: &str) {
        self.push(value);
    }
    fn skip(&mut self) {
        self.push("");
    }
    fn append(&mut self, _: usize) {}
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Text(self),
            validity: None,
        }
    }
}

/// A closed set of values, each with a code.
pub(crate) trait Categorical: Copy + Default {
    const VALUES: &'static [&'static str];
    fn code(self) -> u16;
}

/// A column of values of a closed set.
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

/// A column whose values are specific to one batch: each value is added once, and rows stage its code.
#[derive(Debug, Clone, Default)]
pub(crate) struct LocalCategory {
    codes: Staged<u16>,
    values: Text,
}

impl LocalCategory {
    /// Adds a value and returns its code.
    pub(crate) fn add(&mut self, value: &str) -> u16 {
        self.values.push(value);
        (self.values.len() - 1) as u16
    }
}

impl Store for LocalCategory {
    const TYPE: DataType = DataType::Category;
    type Value<'a> = u16;
    fn clear(&mut self) {
        self.codes.clear();
        self.values.clear();
    }
    fn stage(&mut self, row: usize, code: u16) {
        self.codes.stage(row, code);
    }
    fn append(&mut self, rows: usize) {
        self.codes.append(rows);
    }
    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: Values::Codes(&self.codes.values, Dictionary::Local(&self.values)),
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
        match value {
            Some(value) => {
                self.valid.stage(row, true);
                self.values.stage(row, value);
            }
            None => self.values.skip(),
        }
    }
    #[inline]
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
        for row in 0..STAGED {
            bits.stage(row, row != 63);
        }
        bits.append(STAGED);
        for row in 0..10 {
            bits.stage(row, row % 3 == 0);
        }
        bits.append(10);
        let bits = bits.bits;
        assert_eq!(bits.as_bytes()[..8], (u64::MAX >> 1).to_le_bytes());
        assert_eq!(bits.as_bytes()[8..], [0b0100_1001, 0b10]);
        assert_eq!(
            (bits.len(), bits.count_ones(), bits.get(73), bits.get(72)),
            (74, 67, true, false)
        );
    }

    #[test]
    fn null_rows_hold_zero() {
        let (mut column, mut text) = (Nullable::<Id>::default(), Nullable::<Text>::default());
        for row in 0..STAGED + 2 {
            let is_null = row >= STAGED || row == 1;
            column.stage(row % STAGED, (!is_null).then_some(7));
            text.stage(row % STAGED, (!is_null).then_some("seven"));
            if row == STAGED - 1 {
                column.append(STAGED);
            }
        }
        column.append(2);
        let (Values::Int64(numbers), Values::Text(texts)) =
            (column.view().values, text.view().values)
        else {
            panic!("{column:?} {text:?}");
        };
        assert_eq!(numbers.len(), STAGED + 2);
        for (row, number) in numbers.iter().enumerate() {
            let is_null = row >= STAGED || row == 1;
            let expected = if is_null { (0, "") } else { (7, "seven") };
            assert_eq!((*number, texts.get(row)), expected, "{row}");
            let validity = column.view().validity.map(|bits| bits.get(row));
            assert_eq!(validity, Some(!is_null), "{row}");
        }
    }

    #[test]
    fn text_values_are_kept_separate() {
        let mut text = Text::default();
        for (row, value) in ["São Paulo", "", "Belém"].into_iter().enumerate() {
            text.stage(row, value);
        }
        text.append(3);
        assert_eq!(
            (text.len(), text.get(0), text.get(1), text.get(2)),
            (3, "São Paulo", "", "Belém")
        );
        text.clear();
        assert!(text.is_empty());
    }
    #[test]
    fn collected_columns_are_those_that_are_staged() {
        let (mut bits, mut text) = (StagedBits::default(), Text::default());
        let values = ["", "São Paulo", "a"];
        for row in 0..13 {
            bits.stage(row, row % 3 == 0);
            text.stage(row, values[row % 3]);
        }
        bits.append(13);
        assert_eq!((0..13).map(|row| row % 3 == 0).collect::<Bits>(), bits.bits);
        assert_eq!(values.into_iter().cycle().take(13).collect::<Text>(), text);
    }
}
