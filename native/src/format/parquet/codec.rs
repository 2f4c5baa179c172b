//! [`Codec`]: pages compressed, one after the other in the same memory.

use std::io;

use bytes::Bytes;
use parquet::basic::{Compression as ParquetCompression, ZstdLevel};
use zstd::bulk::Compressor;
use zstd::zstd_safe::compress_bound;

use crate::format::Compression;

/// Compresses pages.
pub(super) struct Codec {
    zstd: Option<Compressor<'static>>,
    compression: ParquetCompression,
    /// The page in hand, as it is and compressed.
    raw: Vec<u8>,
    packed: Vec<u8>,
}

impl Codec {
    pub(super) fn new(compression: Compression) -> io::Result<Self> {
        let (zstd, compression) = match compression {
            Compression::None => (None, ParquetCompression::UNCOMPRESSED),
            Compression::Zstd(level) => {
                let parquet_level = ZstdLevel::try_new(level.into()).map_err(io::Error::other)?;
                let zstd = Compressor::new(level.into())?;
                (Some(zstd), ParquetCompression::ZSTD(parquet_level))
            }
        };
        Ok(Self {
            zstd,
            compression,
            raw: Vec::new(),
            packed: Vec::new(),
        })
    }

    /// What the footer calls it.
    pub(super) fn compression(&self) -> ParquetCompression {
        self.compression
    }

    /// A page as it goes into the file, and how long it was before, given what writes it.
    pub(super) fn page(
        &mut self,
        is_compressed: bool,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> io::Result<(Bytes, usize)> {
        self.raw.clear();
        write(&mut self.raw);
        let page = match &mut self.zstd {
            Some(zstd) if is_compressed => {
                self.packed.clear();
                self.packed.reserve(compress_bound(self.raw.len()));
                zstd.compress_to_buffer(&self.raw, &mut self.packed)?;
                &self.packed
            }
            _ => &self.raw,
        };
        Ok((Bytes::copy_from_slice(page), self.raw.len()))
    }
}
