//! [`Bounds`]: the statistics of integers.

use parquet::basic::Type;
use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;

/// Minimum and maximum of some integers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    min: i64,
    max: i64,
}

/// The bounds of no integers.
impl Default for Bounds {
    fn default() -> Self {
        Self {
            min: i64::MAX,
            max: i64::MIN,
        }
    }
}

impl Bounds {
    pub(super) fn is_empty(self) -> bool {
        self.min > self.max
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    pub(super) fn extend<T: Copy + Into<i64>>(&mut self, values: &[T]) {
        for value in values {
            let value = (*value).into();
            self.min = self.min.min(value);
            self.max = self.max.max(value);
        }
    }

    /// The bounds as the column index has them.
    pub(super) fn bytes(self, column: Type) -> (Vec<u8>, Vec<u8>) {
        let size = match column {
            _ if self.is_empty() => 0,
            Type::INT32 => 4,
            _ => 8,
        };
        let bytes = |bound: i64| bound.to_le_bytes()[..size].to_vec();
        (bytes(self.min), bytes(self.max))
    }
}

/// The statistics of a chunk: its null count, and the bounds of its integers or words.
pub(super) fn statistics(
    column: Type,
    bounds: Option<Bounds>,
    words: Option<(ByteArray, ByteArray)>,
    nulls: u64,
) -> Statistics {
    let bounds = bounds.filter(|bounds| !bounds.is_empty());
    let (min, max) = bounds.map(|bounds| (bounds.min, bounds.max)).unzip();
    let nulls = Some(nulls);
    match column {
        Type::BOOLEAN => Statistics::boolean(None, None, None, nulls, false),
        Type::FLOAT => Statistics::float(None, None, None, nulls, false),
        Type::INT32 => {
            let int = |bound: Option<i64>| bound.map(|bound| bound as i32);
            Statistics::int32(int(min), int(max), None, nulls, false)
        }
        Type::INT64 => Statistics::int64(min, max, None, nulls, false),
        _ => {
            let (min, max) = words.unzip();
            Statistics::byte_array(min, max, None, nulls, false)
        }
    }
}
