//! [`Chunk`]: one column of a row group, as compressed pages.

use std::io;

use fraudgen_core::column::ColumnView;
use fraudgen_core::schema::Column;
use parquet::basic::{Compression as ParquetCompression, Encoding, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::bitpack::{packed_run, repeated_run};
use super::present::BitRun;
use super::values::PageValues;
use crate::format::Compression;

/// A page ends with the unit that brings it to this many rows.
const PAGE_ROWS: usize = 32_768;
/// A chunk whose first page compression shortens by less than this share is stored as it is.
const WORTHWHILE: f64 = 0.02;

/// Compresses pages.
pub(super) struct Codec {
    zstd: Option<zstd::bulk::Compressor<'static>>,
    compression: ParquetCompression,
}

impl Codec {
    pub(super) fn new(compression: Compression) -> io::Result<Self> {
        Ok(match compression {
            Compression::None => Self {
                zstd: None,
                compression: ParquetCompression::UNCOMPRESSED,
            },
            Compression::Zstd(level) => {
                let level = i32::from(level);
                let parquet_level = ZstdLevel::try_new(level).map_err(io::Error::other)?;
                let zstd = Some(zstd::bulk::Compressor::new(level)?);
                Self {
                    zstd,
                    compression: ParquetCompression::ZSTD(parquet_level),
                }
            }
        })
    }

    fn compress(&mut self, raw: &[u8]) -> io::Result<Vec<u8>> {
        match &mut self.zstd {
            Some(zstd) => zstd.compress(raw),
            None => Ok(raw.to_vec()),
        }
    }
}

/// A data page, compressed.
struct DataPage {
    bytes: Vec<u8>,
    raw_len: usize,
    rows: usize,
}

/// One column of a row group.
pub(super) struct Chunk {
    descriptor: ColumnDescPtr,
    values: PageValues,
    levels: Option<BitRun>,
    /// Whether pages are compressed: known after the first.
    compressed: Option<bool>,
    rows_in_page: usize,
    pages: Vec<DataPage>,
    nulls: u64,
    raw: Vec<u8>,
}

impl Chunk {
    pub(super) fn new(column: &Column, descriptor: ColumnDescPtr) -> Self {
        Self {
            descriptor,
            values: PageValues::new(column.data_type),
            levels: column.nullable.then(BitRun::default),
            compressed: None,
            rows_in_page: 0,
            pages: Vec::new(),
            nulls: 0,
            raw: Vec::new(),
        }
    }

    /// Appends the rows of a unit.
    pub(super) fn write(
        &mut self,
        column: ColumnView<'_>,
        rows: usize,
        codec: &mut Codec,
    ) -> io::Result<()> {
        if let (Some(levels), Some(validity)) = (&mut self.levels, column.validity) {
            levels.extend(validity);
        }
        self.values.extend(column);
        self.rows_in_page += rows;
        if self.rows_in_page >= PAGE_ROWS {
            self.end_page(codec)
        } else {
            Ok(())
        }
    }

    fn end_page(&mut self, codec: &mut Codec) -> io::Result<()> {
        self.raw.clear();
        if let Some(levels) = &mut self.levels {
            self.nulls += (levels.len() - levels.ones()) as u64;
            encode_levels(&mut self.raw, levels);
            levels.clear();
        }
        self.values.end_page(&mut self.raw);
        let mut bytes = Vec::new();
        if self.compressed != Some(false) {
            bytes = codec.compress(&self.raw)?;
        }
        let worthwhile = || (bytes.len() as f64) < (1.0 - WORTHWHILE) * self.raw.len() as f64;
        if !*self.compressed.get_or_insert_with(worthwhile) {
            bytes.clone_from(&self.raw);
        }
        self.pages.push(DataPage {
            bytes,
            raw_len: self.raw.len(),
            rows: self.rows_in_page,
        });
        self.rows_in_page = 0;
        Ok(())
    }

    /// Ends the chunk: its bytes, dictionary first, and what the footer says about it. The chunk is
    /// then ready for the next row group.
    pub(super) fn close(
        &mut self,
        codec: &mut Codec,
    ) -> Result<(bytes::Bytes, ColumnCloseResult), ParquetError> {
        if self.rows_in_page > 0 {
            self.end_page(codec)?;
        }
        let compressed = self.compressed.take().unwrap_or(false);
        let mut sink = TrackedWrite::new(Vec::with_capacity(
            self.pages.iter().map(|page| page.bytes.len() + 64).sum(),
        ));
        let mut writer = SerializedPageWriter::new(&mut sink);
        let mut raw_len = 0;
        let mut dictionary_at = None;
        if let Some((raw, count)) = self.values.dictionary() {
            let buf = if compressed {
                codec.compress(raw)?
            } else {
                raw.to_vec()
            };
            let num_values = count as u32;
            let page = Page::DictionaryPage {
                buf: buf.into(),
                num_values,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            };
            let written = writer.write_page(CompressedPage::new(page, raw.len()))?;
            raw_len += written.uncompressed_size;
            dictionary_at = Some(written.offset as i64);
        }
        let encoding = self.values.encoding();
        let mut data_at = None;
        let mut rows = 0;
        for page in self.pages.drain(..) {
            rows += page.rows;
            let data = Page::DataPage {
                buf: page.bytes.into(),
                num_values: page.rows as u32,
                encoding,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            };
            let written = writer.write_page(CompressedPage::new(data, page.raw_len))?;
            raw_len += written.uncompressed_size;
            data_at.get_or_insert(written.offset as i64);
        }
        writer.close()?;
        let bytes = sink.into_inner()?;
        let mut encodings = vec![encoding, Encoding::RLE];
        if dictionary_at.is_some() {
            encodings.push(Encoding::PLAIN);
        }
        let metadata = ColumnChunkMetaData::builder(self.descriptor.clone())
            .set_compression(if compressed {
                codec.compression
            } else {
                ParquetCompression::UNCOMPRESSED
            })
            .set_encodings(encodings)
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(raw_len as i64)
            .set_num_values(rows as i64)
            .set_dictionary_page_offset(dictionary_at)
            .set_data_page_offset(data_at.unwrap_or_default())
            .set_statistics(self.values.end_chunk(self.nulls))
            .build()?;
        self.nulls = 0;
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: rows as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((bytes.into(), close))
    }
}

/// Appends definition levels: length, then one run.
fn encode_levels(out: &mut Vec<u8>, levels: &BitRun) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    match levels.ones() {
        0 => repeated_run(out, levels.len(), 0),
        ones if ones == levels.len() => repeated_run(out, levels.len(), 1),
        _ => {
            packed_run(out, levels.len());
            out.extend_from_slice(levels.as_bytes());
        }
    }
    let len = (out.len() - start - 4) as u32;
    out[start..start + 4].copy_from_slice(&len.to_le_bytes());
}
