//! [`View`]: columns of a unit by name.

use fraudgen_core::Batch;
use fraudgen_core::schema::columns::{Bits, ColumnView, Dictionary, Values};

/// A unit of a table, whose columns are read by name.
#[derive(Clone, Copy)]
pub(super) struct View<'a>(pub(super) &'a dyn Batch);

impl<'a> View<'a> {
    /// A column of the table, which must have it.
    fn column(self, name: &str) -> ColumnView<'a> {
        let index = self.0.table().position(name);
        self.0.column(index.expect("a column of the table"))
    }

    /// Ids, money or times; null rows are none.
    pub(super) fn numbers(self, name: &str) -> Numbers<'a> {
        let column = self.column(name);
        match column.values {
            Values::Int64(values) => Numbers {
                values,
                valid: column.validity,
            },
            _ => panic!("{name} has no numbers"),
        }
    }

    /// Flags.
    pub(super) fn flags(self, name: &str) -> &'a Bits {
        match self.column(name).values {
            Values::Bool(bits) => bits,
            _ => panic!("{name} has no flags"),
        }
    }

    /// Words of a category; null rows are none.
    pub(super) fn words(self, name: &str) -> Words<'a> {
        let column = self.column(name);
        match column.values {
            Values::Codes(codes, words) => Words {
                codes,
                words,
                valid: column.validity,
            },
            _ => panic!("{name} has no words"),
        }
    }
}

/// A column of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers<'a> {
    pub(super) values: &'a [i64],
    valid: Option<&'a Bits>,
}

impl Numbers<'_> {
    pub(super) fn get(&self, row: usize) -> Option<i64> {
        self.valid
            .is_none_or(|valid| valid.get(row))
            .then(|| self.values[row])
    }
}

/// A column of words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    codes: &'a [u16],
    words: Dictionary<'a>,
    valid: Option<&'a Bits>,
}

impl<'a> Words<'a> {
    pub(super) fn get(&self, row: usize) -> Option<&'a str> {
        self.valid
            .is_none_or(|valid| valid.get(row))
            .then(|| self.words.get(self.codes[row].into()))
    }
}
