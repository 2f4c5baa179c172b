//! Parquet files. Pages are made here, straight from the core's columns, which know words by codes and
//! nulls by bits; headers, indexes and footers are the `parquet` crate's.

mod bits;
mod bounds;
mod chunk;
mod codec;
mod delta;
mod dictionary;
mod error;
mod file;
mod footer;
mod packing;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod round_trip;
mod schema;
mod values;

pub(crate) use self::error::into_io;
pub use self::file::ParquetEncoder;
pub(crate) use self::footer::footer;
pub(crate) use self::packing::put_zigzag;
pub use self::schema::{DIGEST_KEY, SPEC_KEY, TABLE_KEY, UNITS_KEY, VERSION_KEY, parquet_schema};
