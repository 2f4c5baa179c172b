//! [`Values`]: the present values of a column, each type in an encoding that every reader knows.

use fraudgen_core::schema::columns::{Bits, ColumnView, Text, Values as View};
use parquet::basic::Encoding;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;

use super::bits::{PageBits, for_present};
use super::bounds::Bounds;
use super::delta::{Integer, put_delta};
use super::dictionary::{ValueDictionary, WordDictionary};

/// The values of the current page, and its chunk's dictionary.
#[derive(Debug)]
pub(super) enum Values {
    Flags(PageBits),
    /// As they are in memory: floats, integers that need many bits, text.
    Plain(Vec<u8>),
    Ints(Vec<i32>),
    Longs(Vec<i64>),
    Words(WordDictionary),
    Repeating(ValueDictionary),
}

impl Values {
    /// Appends a column of a batch, and widens the bounds of integers if they are kept.
    pub(super) fn extend(
        &mut self,
        column: ColumnView<'_>,
        bounds: Option<&mut Bounds>,
    ) -> Result<(), ParquetError> {
        let validity = column.validity.map(Bits::as_bytes);
        match (self, column.values) {
            (Self::Flags(page), View::Bool(bits)) => match validity {
                None => page.extend(bits.as_bytes(), bits.len()),
                Some(validity) => page.extend_present(bits.as_bytes(), validity),
            },
            (Self::Plain(page), View::Float32(floats)) => for_present(floats, validity, |floats| {
                page.extend(floats.iter().flat_map(|float| float.to_le_bytes()));
            }),
            (Self::Plain(page), View::Int64(longs)) => {
                let put = |longs: &[i64]| Integer::put_plain(longs, page);
                extend(longs, validity, bounds, put)
            }
            (Self::Plain(page), View::Text(text)) => extend_text(page, text, validity),
            (Self::Ints(page), View::Int32(ints)) => {
                extend(ints, validity, bounds, |ints| page.extend_from_slice(ints))
            }
            (Self::Longs(page), View::Int64(longs)) => extend(longs, validity, bounds, |longs| {
                page.extend_from_slice(longs)
            }),
            (Self::Words(page), View::Codes(codes, words)) => {
                page.start_batch(&words);
                for_present(codes, validity, |codes| page.extend(codes, &words));
            }
            (Self::Repeating(page), View::Float32(floats)) => {
                for_present(floats, validity, |floats| {
                    page.extend(floats.iter().map(|float| float.to_bits().into()));
                })
            }
            (Self::Repeating(page), View::Int64(longs)) => for_present(longs, validity, |longs| {
                page.extend(longs.iter().map(|long| *long as u64));
            }),
            _ => {
                return Err(ParquetError::General(
                    "a column is not of its declared type".into(),
                ));
            }
        }
        Ok(())
    }

    /// Writes the page's values, and returns how they are encoded; the next page starts empty.
    pub(super) fn end_page(&mut self, out: &mut Vec<u8>) -> Encoding {
        match self {
            Self::Flags(page) => {
                page.put(out);
                page.clear();
                Encoding::PLAIN
            }
            Self::Plain(page) => {
                out.append(page);
                Encoding::PLAIN
            }
            Self::Ints(page) => end_integers(page, out),
            Self::Longs(page) => end_integers(page, out),
            Self::Words(WordDictionary { page, .. })
            | Self::Repeating(ValueDictionary { page, .. }) => {
                page.end_page(out);
                Encoding::RLE_DICTIONARY
            }
        }
    }

    /// The first and last word of the chunk.
    pub(super) fn word_bounds(&self) -> Option<(ByteArray, ByteArray)> {
        match self {
            Self::Words(dictionary) => dictionary.bounds(),
            _ => None,
        }
    }

    /// Writes the dictionary of the chunk, and returns how many values it has; the next chunk starts empty.
    pub(super) fn end_dictionary(&mut self, out: &mut Vec<u8>) -> usize {
        match self {
            Self::Words(dictionary) => dictionary.end_dictionary(out),
            Self::Repeating(dictionary) => dictionary.end_dictionary(out),
            _ => 0,
        }
    }

    /// Whether the chunk has a dictionary.
    pub(super) fn has_dictionary(&self) -> bool {
        matches!(self, Self::Words(_) | Self::Repeating(_))
    }
}

/// Writes the integers of a page as differences if these are small.
fn end_integers<T: Integer>(page: &mut Vec<T>, out: &mut Vec<u8>) -> Encoding {
    let encoding = match put_delta(page, out) {
        true => Encoding::DELTA_BINARY_PACKED,
        false => {
            T::put_plain(page, out);
            Encoding::PLAIN
        }
    };
    page.clear();
    encoding
}

/// Hands over the integers of the present rows, and widens the bounds by them.
fn extend<T: Integer>(
    values: &[T],
    validity: Option<&[u8]>,
    mut bounds: Option<&mut Bounds>,
    mut put: impl FnMut(&[T]),
) {
    for_present(values, validity, |values| {
        put(values);
        if let Some(bounds) = &mut bounds {
            bounds.extend(values);
        }
    });
}

/// Writes the texts of the present rows, each after its length. Nulls have no bytes.
fn extend_text(page: &mut Vec<u8>, text: &Text, validity: Option<&[u8]>) {
    let ends = text.offsets().windows(2);
    let all: Vec<i32> = ends.map(|ends| ends[1] - ends[0]).collect();
    let mut bytes = text.as_bytes();
    for_present(&all, validity, |lengths| {
        for length in lengths {
            let (text, rest) = bytes.split_at(*length as usize);
            page.extend_from_slice(&length.to_le_bytes());
            page.extend_from_slice(text);
            bytes = rest;
        }
    });
}
