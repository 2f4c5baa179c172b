//! [`Values`]: the present values of a column, each type in its encoding.

use fraudgen_core::column::{Bits, ColumnView, Values as View};
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::file::statistics::Statistics;

use super::bits::{PageBits, for_present};
use super::delta::Delta;
use super::dictionary::{Dictionary, WordDictionary};

/// The values of a page in the making, and of its chunk's dictionary.
#[derive(Debug)]
pub(super) enum Values {
    Flags(PageBits),
    Floats(Vec<u8>),
    Ints(Delta<i32>),
    Longs(Delta<i64>),
    Texts { lengths: Delta<i32>, bytes: Vec<u8> },
    Words(WordDictionary),
    RepeatingFloats(Dictionary<f32>),
    RepeatingLongs(Dictionary<i64>),
}

/// The least and the greatest of some integers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    min: i64,
    max: i64,
}

/// Those of nothing.
impl Default for Bounds {
    fn default() -> Self {
        Self {
            min: i64::MAX,
            max: i64::MIN,
        }
    }
}

impl Bounds {
    pub(super) fn is_none(self) -> bool {
        self.min > self.max
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    fn extend<T: Copy + Into<i64>>(&mut self, values: &[T]) {
        for value in values {
            let value = (*value).into();
            self.min = self.min.min(value);
            self.max = self.max.max(value);
        }
    }
}

impl Values {
    /// Appends a column of a batch, and widens the bounds of integers where they are asked for.
    pub(super) fn extend(
        &mut self,
        column: ColumnView<'_>,
        mut bounds: Option<&mut Bounds>,
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
            (Self::Ints(page), View::Int32(ints)) => for_present(ints, validity, |ints| {
                page.extend(ints);
                if let Some(bounds) = &mut bounds {
                    bounds.extend(ints);
                }
            }),
            (Self::Longs(page), View::Int64(longs)) => for_present(longs, validity, |longs| {
                page.extend(longs);
                if let Some(bounds) = &mut bounds {
                    bounds.extend(longs);
                }
            }),
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
            (Self::RepeatingFloats(page), View::Float32(floats)) => {
                for_present(floats, validity, |floats| page.extend(floats));
            }
            (Self::RepeatingLongs(page), View::Int64(longs)) => {
                for_present(longs, validity, |longs| page.extend(longs));
            }
            _ => return Err(ParquetError::General("a column is not of its type".into())),
        }
        Ok(())
    }

    /// Writes the page's values; the next one starts anew.
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
            Self::Words(page) => page.end_page(out),
            Self::RepeatingFloats(page) => page.end_page(out),
            Self::RepeatingLongs(page) => page.end_page(out),
        }
    }

    /// What the footer says of the chunk: its nulls, and the bounds where they are known.
    pub(super) fn statistics(&self, bounds: Option<Bounds>, nulls: u64) -> Statistics {
        let bounds = bounds.filter(|bounds| !bounds.is_none());
        let (min, max) = bounds.map(|bounds| (bounds.min, bounds.max)).unzip();
        let nulls = Some(nulls);
        match self {
            Self::Flags(_) => Statistics::boolean(None, None, None, nulls, false),
            Self::Floats(_) | Self::RepeatingFloats(_) => {
                Statistics::float(None, None, None, nulls, false)
            }
            Self::Ints(_) => {
                let int = |bound: Option<i64>| bound.map(|bound| bound as i32);
                Statistics::int32(int(min), int(max), None, nulls, false)
            }
            Self::Longs(_) | Self::RepeatingLongs(_) => {
                Statistics::int64(min, max, None, nulls, false)
            }
            Self::Texts { .. } => Statistics::byte_array(None, None, None, nulls, false),
            Self::Words(page) => {
                let (min, max) = page.bounds().unzip();
                Statistics::byte_array(min, max, None, nulls, false)
            }
        }
    }

    /// Bounds of integers as the index of pages has them.
    pub(super) fn bound_bytes(&self, bounds: Bounds) -> (Vec<u8>, Vec<u8>) {
        let bytes = |bound: i64| match self {
            _ if bounds.is_none() => Vec::new(),
            Self::Ints(_) => (bound as i32).to_le_bytes().into(),
            _ => bound.to_le_bytes().into(),
        };
        (bytes(bounds.min), bytes(bounds.max))
    }

    /// Writes the dictionary of the chunk and says how many values are in it; the next chunk starts anew.
    pub(super) fn end_dictionary(&mut self, out: &mut Vec<u8>) -> usize {
        match self {
            Self::Words(page) => page.end_dictionary(out),
            Self::RepeatingFloats(page) => page.end_dictionary(out),
            Self::RepeatingLongs(page) => page.end_dictionary(out),
            _ => 0,
        }
    }

    /// How data pages are encoded.
    pub(super) fn encoding(&self) -> Encoding {
        match self {
            Self::Flags(_) | Self::Floats(_) => Encoding::PLAIN,
            Self::Ints(_) | Self::Longs(_) => Encoding::DELTA_BINARY_PACKED,
            Self::Texts { .. } => Encoding::DELTA_LENGTH_BYTE_ARRAY,
            Self::Words(_) | Self::RepeatingFloats(_) | Self::RepeatingLongs(_) => {
                Encoding::RLE_DICTIONARY
            }
        }
    }
}
