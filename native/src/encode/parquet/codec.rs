//! [`Codec`]: compresses pages, one after the other in the same memory.

use std::io;

use bytes::Bytes;
use parquet::basic::{Compression as ParquetCompression, ZstdLevel};
use zstd::bulk::Compressor;
use zstd::zstd_safe::{CParameter, compress_bound};

use crate::encode::Compression;

/// Compression must leave at most this percentage of the bytes: otherwise packing has already removed the
/// redundancy, and compressing only costs time, here and in every reader.
const WORTH_IT_PERCENT: usize = 90;

/// Compresses pages.
pub(super) struct Codec {
    zstd: Option<Compressor<'static>>,
    compression: ParquetCompression,
    /// The current page, raw and compressed.
    raw: Vec<u8>,
    compressed: Vec<u8>,
}

impl Codec {
    pub(super) fn new(compression: Compression) -> io::Result<Self> {
        let (zstd, compression) = match compression {
            Compression::None => (None, ParquetCompression::UNCOMPRESSED),
            Compression::Zstd(level) => {
                let parquet_level = ZstdLevel::try_new(level.into()).map_err(io::Error::other)?;
                let mut zstd = Compressor::new(level.into())?;
                if level == 1 {
                    // Numbers share their four highest bytes with a few that are near.
                    zstd.set_parameter(CParameter::MinMatch(4))?;
                    zstd.set_parameter(CParameter::HashLog(10))?;
                }
                (Some(zstd), ParquetCompression::ZSTD(parquet_level))
            }
        };
        Ok(Self {
            zstd,
            compression,
            raw: Vec::new(),
            compressed: Vec::new(),
        })
    }

    /// Its name in footers.
    pub(super) fn compression(&self) -> ParquetCompression {
        self.compression
    }

    /// A page as it is in the file, and its length before compression; `write` writes it raw.
    pub(super) fn page(
        &mut self,
        is_compressed: &mut Option<bool>,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> io::Result<(Bytes, usize)> {
        self.raw.clear();
        write(&mut self.raw);
        let is_worth_it = match &mut self.zstd {
            Some(zstd) if *is_compressed != Some(false) => {
                self.compressed.clear();
                self.compressed.reserve(compress_bound(self.raw.len()));
                zstd.compress_to_buffer(&self.raw, &mut self.compressed)?;
                100 * self.compressed.len() <= WORTH_IT_PERCENT * self.raw.len()
            }
            _ => false,
        };
        let page = match *is_compressed.get_or_insert(is_worth_it) {
            true => &self.compressed,
            false => &self.raw,
        };
        Ok((Bytes::copy_from_slice(page), self.raw.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_decides_for_the_rest() {
        let mut codec = Codec::new(Compression::Zstd(1)).expect("a codec");
        let noise: Vec<u8> = std::iter::repeat_with(|| fastrand::u8(..))
            .take(4096)
            .collect();
        let mut lens = |pages: [&[u8]; 2]| {
            let mut is_compressed = None;
            pages.map(|page| {
                let page = codec.page(&mut is_compressed, |raw| raw.extend_from_slice(page));
                page.expect("a page").0.len()
            })
        };
        assert_eq!(lens([&noise, &[0; 4096]]), [4096, 4096]);
        let [zeros, dense] = lens([&[0; 4096], &noise]);
        assert!(zeros < 50 && dense != 4096, "{zeros} {dense}");
    }
}
