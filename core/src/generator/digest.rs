//! [`Digest`]: a fingerprint of records, not of file bytes.
//!
//! The digest of a unit hashes the values and nulls of every column. The digests of units add up, in any
//! order, to the digest of a part, a table or the dataset, so the file layout does not affect it.

use core::fmt;
use core::ops::AddAssign;
use core::str::FromStr;

use twox_hash::xxhash3_128::Hasher;

use crate::schema::columns::{ColumnView, Dictionary, Text, Values};
use crate::schema::record::Batch;

/// A 128-bit sum of unit digests. Not cryptographic: it detects accidental changes, not tampering.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Digest(u128);

impl Digest {
    /// The digest of one unit of a table.
    pub fn of(batch: &dyn Batch, unit: u64) -> Self {
        let mut hasher = Hasher::with_seed(batch.table() as u64);
        hasher.write(&unit.to_le_bytes());
        hasher.write(&(batch.rows() as u64).to_le_bytes());
        for index in 0..batch.table().columns().len() {
            write_column(&mut hasher, batch.column(index));
        }
        Self(hasher.finish_128())
    }
}

fn write_column(hasher: &mut Hasher, column: ColumnView<'_>) {
    match column.values {
        Values::Bool(bits) => hasher.write(bits.as_bytes()),
        Values::Int32(values) => hasher.write(bytemuck::cast_slice(values)),
        Values::Int64(values) => hasher.write(bytemuck::cast_slice(values)),
        Values::Float32(values) => hasher.write(bytemuck::cast_slice(values)),
        Values::Codes(codes, dictionary) => {
            hasher.write(bytemuck::cast_slice(codes));
            if let Dictionary::Local(values) = dictionary {
                write_text(hasher, values);
            }
        }
        Values::Text(text) => write_text(hasher, text),
    }
    if let Some(validity) = column.validity {
        hasher.write(validity.as_bytes());
    }
}

fn write_text(hasher: &mut Hasher, text: &Text) {
    hasher.write(bytemuck::cast_slice(text.offsets()));
    hasher.write(text.as_bytes());
}

// The hash reads the columns' memory as bytes, and every supported target is little-endian.
#[cfg(target_endian = "big")]
compile_error!("fraudgen's content digest is defined on little-endian memory");

impl AddAssign for Digest {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.wrapping_add(other.0);
    }
}

impl core::iter::Sum for Digest {
    fn sum<I: Iterator<Item = Self>>(digests: I) -> Self {
        digests.fold(Self::default(), |mut sum, digest| {
            sum += digest;
            sum
        })
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Digest {
    type Err = core::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}
