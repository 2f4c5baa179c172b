//! [`PageValues`]: the present values of a page, in the encoding of their type.
//!
//! Integers are stored as differences (DELTA_BINARY_PACKED), words and the numbers of [`REPEATING`] as
//! numbers of a dictionary (RLE_DICTIONARY), the rest as it is (PLAIN): each the best of those that
//! every usual reader knows, by measured bytes and time.

use fraudgen_core::column::{ColumnView, Values};
use fraudgen_core::schema::{Column, DataType, Table};
use parquet::basic::Encoding;
use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;

use super::delta;
use super::dictionary::{self, Number, NumberDictionary, WordDictionary};
use super::present::{BitRun, extend_present, for_each_present};

/// Numbers of which a row group holds few different ones, without an order: a dictionary takes half the
/// bytes of the other encodings.
const REPEATING: [&str; 5] = [
    "geolocation_lat",
    "geolocation_lon",
    "distance_from_last_txn_km",
    "card_number_hash",
    "pix_key_destination",
];

/// The values of a page in the making, and the bounds of the chunk so far.
pub(super) enum PageValues {
    Bools {
        page: BitRun,
        bounds: Bounds<bool>,
    },
    Int32s {
        page: Vec<i32>,
        bounds: Bounds<i32>,
    },
    Int64s {
        page: Vec<i64>,
        bounds: Bounds<i64>,
    },
    Floats {
        page: Vec<f32>,
        bounds: Bounds<f32>,
    },
    Words {
        page: Vec<u32>,
        dictionary: Dictionary,
    },
    Texts {
        page: Vec<u8>,
    },
}

impl PageValues {
    pub(super) fn new(table: Table, column: &Column) -> Self {
        let repeating = table == Table::Transactions && REPEATING.contains(&column.name);
        match column.data_type {
            DataType::Bool => Self::Bools {
                page: BitRun::default(),
                bounds: Bounds::default(),
            },
            DataType::Int32 | DataType::Date => Self::Int32s {
                page: Vec::new(),
                bounds: Bounds::default(),
            },
            DataType::Int64 if repeating => Self::RepeatingInt64s {
                page: Vec::new(),
                dictionary: NumberDictionary::default(),
                bounds: Bounds::default(),
            },
            DataType::Int64 | DataType::Money | DataType::Timestamp => Self::Int64s {
                page: Vec::new(),
                bounds: Bounds::default(),
            },
            DataType::Float32 if repeating => Self::RepeatingFloats {
                page: Vec::new(),
                dictionary: NumberDictionary::default(),
                bounds: Bounds::default(),
            },
            DataType::Float32 => Self::Floats {
                page: Vec::new(),
                bounds: Bounds::default(),
            },
            DataType::Category => Self::Words {
                page: Vec::new(),
                dictionary: WordDictionary::default(),
            },
            DataType::Text => Self::Texts { page: Vec::new() },
        }
    }

    pub(super) fn encoding(&self) -> Encoding {
        match self {
            Self::Int32s { .. } | Self::Int64s { .. } => Encoding::DELTA_BINARY_PACKED,
            Self::Words { .. } | Self::RepeatingInt64s { .. } | Self::RepeatingFloats { .. } => {
                Encoding::RLE_DICTIONARY
            }
            Self::Bools { .. } | Self::Floats { .. } | Self::Texts { .. } => Encoding::PLAIN,
        }
    }

    /// Appends the present values of a unit.
    pub(super) fn extend(&mut self, column: ColumnView<'_>) {
        let validity = column.validity;
        match (self, column.values) {
            (Self::Bools { page, .. }, Values::Bool(bits)) => match validity {
                None => page.extend(bits),
                Some(_) => for_each_present(bits.len(), validity, |row| page.push(bits.get(row))),
            },
            (Self::Int32s { page, .. }, Values::Int32(values)) => {
                extend_present(page, values, validity)
            }
            (Self::Int64s { page, .. }, Values::Int64(values)) => {
                extend_present(page, values, validity)
            }
            (Self::Floats { page, .. }, Values::Float32(values)) => {
                extend_present(page, values, validity)
            }
            (Self::Words { page, dictionary }, Values::Codes(codes, words)) => {
                dictionary.number(page, codes, words, validity);
            }
            (Self::Texts { page }, Values::Text(text)) => {
                for_each_present(text.len(), validity, |row| {
                    let value = text.get(row).as_bytes();
                    page.extend_from_slice(&(value.len() as u32).to_le_bytes());
                    page.extend_from_slice(value);
                })
            }
            _ => unreachable!("a column holds values of its type in the schema"),
        }
    }

    /// Appends the page to `out` and starts the next one.
    pub(super) fn end_page(&mut self, out: &mut Vec<u8>) {
        match self {
            Self::Bools { page, bounds } => {
                bounds.widen(
                    [page.ones() == page.len(), page.ones() > 0]
                        .into_iter()
                        .take(2 * page.len()),
                );
                out.extend_from_slice(page.as_bytes());
                page.clear();
            }
            Self::Int32s { page, bounds } => {
                bounds.widen(page.iter().copied());
                delta::encode(out, page);
                page.clear();
            }
            Self::Int64s { page, bounds } => {
                bounds.widen(page.iter().copied());
                delta::encode(out, page);
                page.clear();
            }
            Self::Floats { page, bounds } => {
                bounds.widen(page.iter().copied());
                out.extend(page.iter().flat_map(|value| value.to_le_bytes()));
                page.clear();
            }
            Self::Words { page, .. } => {
                dictionary::encode(out, page);
                page.clear();
            }
            Self::Texts { page } => out.append(page),
        }
    }

    /// The dictionary page and how many words it has.
    pub(super) fn dictionary(&self) -> Option<(&[u8], usize)> {
        match self {
            Self::Words { dictionary, .. } => Some((dictionary.page(), dictionary.len())),
            _ => None,
        }
    }

    /// The chunk's statistics; the next chunk starts afresh. Text has no bounds: no one looks for a
    /// range of names.
    pub(super) fn end_chunk(&mut self, nulls: u64) -> Statistics {
        let nulls = Some(nulls);
        match self {
            Self::Bools { bounds, .. } => {
                let (min, max) = bounds.take();
                Statistics::boolean(min, max, None, nulls, false)
            }
            Self::Int32s { bounds, .. } => {
                let (min, max) = bounds.take();
                Statistics::int32(min, max, None, nulls, false)
            }
            Self::Int64s { bounds, .. } => {
                let (min, max) = bounds.take();
                Statistics::int64(min, max, None, nulls, false)
            }
            Self::Floats { bounds, .. } => {
                // The format wants zero bounds signed outwards.
                let (min, max) = bounds.take();
                let (min, max) = (
                    min.map(|min| if min == 0.0 { -0.0 } else { min }),
                    max.map(|max| max + 0.0),
                );
                Statistics::float(min, max, None, nulls, false)
            }
            Self::Words { dictionary, .. } => {
                let bounds = dictionary.bounds();
                let bytes = |word: &str| ByteArray::from(word);
                let (min, max) = (
                    bounds.map(|(min, _)| bytes(min)),
                    bounds.map(|(_, max)| bytes(max)),
                );
                let statistics = Statistics::byte_array(min, max, None, nulls, false);
                dictionary.clear();
                statistics
            }
            Self::Texts { .. } => Statistics::byte_array(None, None, None, nulls, false),
        }
    }
}

/// The smallest and largest value seen.
#[derive(Debug)]
pub(super) struct Bounds<T>(Option<(T, T)>);

impl<T> Default for Bounds<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Copy + PartialOrd> Bounds<T> {
    fn widen(&mut self, values: impl Iterator<Item = T>) {
        for value in values {
            let (min, max) = self.0.get_or_insert((value, value));
            if value < *min {
                *min = value;
            }
            if value > *max {
                *max = value;
            }
        }
    }

    fn take(&mut self) -> (Option<T>, Option<T>) {
        self.0.take().unzip()
    }
}
