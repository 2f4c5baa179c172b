//! [`Values`]: the present values of a column, each type in its encoding.

use fraudgen_core::schema::columns::{Bits, ColumnView, Values as View};
use parquet::basic::Encoding;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;

use super::bits::{PageBits, for_present};
use super::bounds::Bounds;
use super::delta::{Delta, Integer};
use super::dictionary::{ValueDictionary, WordDictionary};

/// The values of the current page, and its chunk's dictionary.
#[derive(Debug)]
pub(super) enum Values {
    Flags(PageBits),
    Floats(Vec<u8>),
    Ints(Delta<i32>),
    Longs(Delta<i64>),
    Texts { lengths: Delta<i32>, bytes: Vec<u8> },
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
            (Self::Floats(page), View::Float32(floats)) => {
                for_present(floats, validity, |floats| {
                    page.extend(floats.iter().flat_map(|float| float.to_le_bytes()));
                })
            }
            (Self::Ints(page), View::Int32(ints)) => extend(page, ints, validity, bounds),
            (Self::Longs(page), View::Int64(longs)) => extend(page, longs, validity, bounds),
            (Self::Texts { lengths, bytes }, View::Text(text)) => {
                let ends = text.offsets().windows(2);
                let all: Vec<i32> = ends.map(|ends| ends[1] - ends[0]).collect();
                for_present(&all, validity, |present| lengths.extend(present));
                // Nulls have no bytes.
                bytes.extend_from_slice(text.as_bytes());
            }
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

    /// Writes the page's values; the next page starts empty.
    pub(super) fn end_page(&mut self, out: &mut Vec<u8>) {
        match self {
            Self::Flags(page) => {
                page.put(out);
                page.clear();
            }
            Self::Floats(page) => out.append(page),
            Self::Ints(page) => page.end_page(out),
            Self::Longs(page) => page.end_page(out),
            Self::Texts { lengths, bytes } => {
                lengths.end_page(out);
                out.append(bytes);
            }
            Self::Words(dictionary) => dictionary.page.end_page(out),
            Self::Repeating(dictionary) => dictionary.page.end_page(out),
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

    /// How data pages are encoded.
    pub(super) fn encoding(&self) -> Encoding {
        match self {
            Self::Flags(_) | Self::Floats(_) => Encoding::PLAIN,
            Self::Ints(_) | Self::Longs(_) => Encoding::DELTA_BINARY_PACKED,
            Self::Texts { .. } => Encoding::DELTA_LENGTH_BYTE_ARRAY,
            Self::Words(_) | Self::Repeating(_) => Encoding::RLE_DICTIONARY,
        }
    }
}

fn extend<T: Integer>(
    page: &mut Delta<T>,
    values: &[T],
    validity: Option<&[u8]>,
    mut bounds: Option<&mut Bounds>,
) {
    for_present(values, validity, |values| {
        page.extend(values);
        if let Some(bounds) = &mut bounds {
            bounds.extend(values);
        }
    });
}
