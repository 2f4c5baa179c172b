//! [`ObjectReader`]: an object read like a file, in pieces, each with its own request.

use std::io::{self, Read};
use std::sync::Arc;

use bytes::{Buf, Bytes};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use super::error::StoreError;
use super::store::{PIECE, Store};

/// An object, read from its start.
#[derive(Debug, Clone)]
pub struct ObjectReader {
    store: Arc<Store>,
    path: String,
    length: u64,
    at: u64,
    piece: Bytes,
}

impl ObjectReader {
    /// Opens an object; none if it does not exist.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn open(store: &Arc<Store>, path: &str) -> Result<Option<Self>, StoreError> {
        Ok(store.head(path)?.map(|object| Self {
            store: Arc::clone(store),
            path: path.to_owned(),
            length: object.length,
            at: 0,
            piece: Bytes::new(),
        }))
    }

    fn range(&self, start: u64, end: u64) -> io::Result<Bytes> {
        if start >= end {
            return Ok(Bytes::new());
        }
        let bytes = self
            .store
            .get(&self.path, Some(start..end))
            .map_err(io::Error::other)?;
        bytes
            .filter(|bytes| bytes.len() as u64 == end - start)
            .ok_or_else(|| {
                io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "the object changed while it was read",
                )
            })
    }
}

impl Read for ObjectReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() {
            let end = self.length.min(self.at + PIECE);
            self.piece = self.range(self.at, end)?;
            self.at = end;
        }
        let count = out.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut out[..count]);
        Ok(count)
    }
}

impl Length for ObjectReader {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for ObjectReader {
    type T = Self;

    fn get_read(&self, start: u64) -> Result<Self, ParquetError> {
        Ok(Self {
            at: start,
            piece: Bytes::new(),
            ..self.clone()
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        Ok(self.range(start, start + length as u64)?)
    }
}
