//! [`into_io`]: errors of the `parquet` crate as I/O errors.

use std::io;

use parquet::errors::ParquetError;

/// The sink's own error, if it is the cause: a failure of the disk, not of the format.
pub(crate) fn into_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => *source,
            Err(source) => io::Error::other(source),
        },
        other => io::Error::other(other),
    }
}
