//! [`WordChunk`]: a column of dictionary codes as Parquet pages.
//!
//! The core hands over codes and words, where a general writer takes text: it would hash the text of
//! every row to find the codes again, which costs more than all else that it does. So the pages of
//! these columns are put together here, and spliced into the row group by the `parquet` crate.

use std::collections::HashMap;
use std::io;

use arrow::array::{Array, AsArray, BooleanBufferBuilder, DictionaryArray};
use arrow::datatypes::UInt16Type;
use bytes::Bytes;
use parquet::basic::{Compression as ParquetCompression, Encoding, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriteSpec, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::PAGE_ROWS;
use crate::format::Compression;

/// Compresses pages.
pub(super) struct Codec {
    zstd: Option<zstd::bulk::Compressor<'static>>,
    compression: ParquetCompression,
}

impl Codec {
    pub(super) fn new(compression: Compression) -> io::Result<Self> {
        let zstd = match compression {
            Compression::None => None,
            Compression::Zstd(level) => Some(zstd::bulk::Compressor::new(level.into())?),
        };
        let compression = parquet_compression(compression)?;
        Ok(Self { zstd, compression })
    }

    fn compress(&mut self, raw: &[u8]) -> io::Result<Vec<u8>> {
        match &mut self.zstd {
            Some(zstd) => zstd.compress(raw),
            None => Ok(raw.to_vec()),
        }
    }
}

/// The Parquet name of a compression.
pub(super) fn parquet_compression(compression: Compression) -> io::Result<ParquetCompression> {
    Ok(match compression {
        Compression::None => ParquetCompression::UNCOMPRESSED,
        Compression::Zstd(level) => {
            ParquetCompression::ZSTD(ZstdLevel::try_new(level.into()).map_err(io::Error::other)?)
        }
    })
}

/// A data page, compressed.
struct DataPage {
    bytes: Vec<u8>,
    raw_len: usize,
    rows: usize,
}

/// The column of a row group in the making.
pub(super) struct WordChunk {
    descriptor: ColumnDescPtr,
    dictionary: Dictionary,
    /// The page in hand: the numbers of the present rows' words, and which rows are present.
    numbers: Vec<u32>,
    present: BooleanBufferBuilder,
    pages: Vec<DataPage>,
    nulls: usize,
    raw: Vec<u8>,
}

impl WordChunk {
    pub(super) fn new(descriptor: ColumnDescPtr) -> Self {
        Self {
            descriptor,
            dictionary: Dictionary::default(),
            numbers: Vec::new(),
            present: BooleanBufferBuilder::new(0),
            pages: Vec::new(),
            nulls: 0,
            raw: Vec::new(),
        }
    }

    /// Appends the rows of a batch.
    pub(super) fn write(
        &mut self,
        words: &DictionaryArray<UInt16Type>,
        codec: &mut Codec,
    ) -> io::Result<()> {
        let codes = words.keys().values();
        let mut numbers = self.dictionary.batch(words);
        match words.nulls() {
            Some(present) => {
                self.nulls += present.null_count();
                self.present.append_buffer(present.inner());
                let codes = present.valid_indices().map(|row| codes[row]);
                self.numbers.extend(codes.map(|code| numbers.get(code)));
            }
            None => {
                self.present.append_n(words.len(), true);
                self.numbers
                    .extend(codes.iter().map(|&code| numbers.get(code)));
            }
        }
        if self.present.len() >= PAGE_ROWS {
            self.end_page(codec)?;
        }
        Ok(())
    }

    fn end_page(&mut self, codec: &mut Codec) -> io::Result<()> {
        self.raw.clear();
        if self.descriptor.max_def_level() > 0 {
            encode_levels(&mut self.raw, self.present.as_slice(), self.present.len());
        }
        encode_numbers(&mut self.raw, &self.numbers);
        self.pages.push(DataPage {
            bytes: codec.compress(&self.raw)?,
            raw_len: self.raw.len(),
            rows: self.present.len(),
        });
        self.numbers.clear();
        self.present.truncate(0);
        Ok(())
    }

    /// Ends the chunk: its bytes, dictionary first, and what the footer says of it. It is then ready for
    /// the next row group.
    pub(super) fn close(
        &mut self,
        codec: &mut Codec,
    ) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
        if !self.present.is_empty() {
            self.end_page(codec)?;
        }
        let mut sink = TrackedWrite::new(Vec::new());
        let mut writer = SerializedPageWriter::new(&mut sink);
        let dictionary = CompressedPage::new(
            Page::DictionaryPage {
                buf: codec.compress(&self.dictionary.plain)?.into(),
                num_values: self.dictionary.numbers.len() as u32,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            },
            self.dictionary.plain.len(),
        );
        let dictionary = writer.write_page(dictionary)?;
        let mut raw_len = dictionary.uncompressed_size;
        let mut first_data = None;
        let mut rows = 0;
        let mut index = OffsetIndexBuilder::new();
        for page in self.pages.drain(..) {
            let data = Page::DataPage {
                buf: page.bytes.into(),
                num_values: page.rows as u32,
                encoding: Encoding::RLE_DICTIONARY,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            };
            let PageWriteSpec {
                offset,
                compressed_size,
                uncompressed_size,
                ..
            } = writer.write_page(CompressedPage::new(data, page.raw_len))?;
            first_data.get_or_insert(offset as i64);
            index.append_offset_and_size(offset as i64, compressed_size as i32);
            index.append_row_count(page.rows as i64);
            raw_len += uncompressed_size;
            rows += page.rows;
        }
        writer.close()?;
        let bytes = sink.into_inner()?;
        let (min, max) = self.dictionary.bounds().unzip();
        let nulls = std::mem::take(&mut self.nulls) as u64;
        let statistics = Statistics::byte_array(min, max, None, Some(nulls), false);
        self.dictionary = Dictionary::default();
        let metadata = ColumnChunkMetaData::builder(self.descriptor.clone())
            .set_compression(codec.compression)
            .set_encodings(vec![
                Encoding::PLAIN,
                Encoding::RLE,
                Encoding::RLE_DICTIONARY,
            ])
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(raw_len as i64)
            .set_num_values(rows as i64)
            .set_dictionary_page_offset(Some(dictionary.offset as i64))
            .set_data_page_offset(first_data.unwrap_or_default())
            .set_statistics(statistics)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: rows as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: Some(index.build()),
        };
        Ok((bytes.into(), close))
    }
}

/// The words of a chunk, numbered by first appearance.
#[derive(Debug, Default)]
struct Dictionary {
    numbers: HashMap<Box<str>, u32>,
    /// The dictionary page, in PLAIN encoding.
    plain: Vec<u8>,
}

impl Dictionary {
    fn batch<'a>(&'a mut self, words: &'a DictionaryArray<UInt16Type>) -> BatchNumbers<'a> {
        BatchNumbers {
            by_code: vec![None; words.values().len()],
            dictionary: self,
            words,
        }
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(word.into(), number);
        self.plain
            .extend_from_slice(&(word.len() as u32).to_le_bytes());
        self.plain.extend_from_slice(word.as_bytes());
        number
    }

    /// The first and last word in the order of their bytes.
    fn bounds(&self) -> Option<(ByteArray, ByteArray)> {
        let words = || self.numbers.keys().map(AsRef::as_ref);
        Some((
            ByteArray::from(words().min()?),
            ByteArray::from(words().max()?),
        ))
    }
}

/// The numbers of a batch's codes, each looked up once.
struct BatchNumbers<'a> {
    by_code: Vec<Option<u32>>,
    dictionary: &'a mut Dictionary,
    words: &'a DictionaryArray<UInt16Type>,
}

impl BatchNumbers<'_> {
    fn get(&mut self, code: u16) -> u32 {
        let code = usize::from(code);
        match self.by_code[code] {
            Some(number) => number,
            None => self.look_up(code),
        }
    }

    #[cold]
    fn look_up(&mut self, code: usize) -> u32 {
        let word = self.words.values().as_string::<i32>().value(code);
        let number = self.dictionary.number(word);
        self.by_code[code] = Some(number);
        number
    }
}

/// Appends definition levels of 0 and 1: the length, then one bit-packed run, whose bits are those of
/// the validity.
fn encode_levels(out: &mut Vec<u8>, present: &[u8], rows: usize) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    packed_run(out, rows);
    out.extend_from_slice(present);
    let len = (out.len() - start - 4) as u32;
    out[start..start + 4].copy_from_slice(&len.to_le_bytes());
}

/// Appends dictionary numbers: their width in bits, then one bit-packed run.
fn encode_numbers(out: &mut Vec<u8>, numbers: &[u32]) {
    let bits = numbers.iter().fold(0, |bits, number| bits | number);
    let width = u32::BITS - bits.leading_zeros();
    out.push(width as u8);
    packed_run(out, numbers.len());
    let end = out.len() + numbers.len().div_ceil(8) * width as usize;
    let (mut word, mut filled) = (0u64, 0);
    for &number in numbers {
        word |= u64::from(number) << filled;
        filled += width;
        if filled >= 32 {
            out.extend_from_slice(&(word as u32).to_le_bytes());
            word >>= 32;
            filled -= 32;
        }
    }
    out.extend_from_slice(&word.to_le_bytes());
    out.resize(end, 0);
}

/// Appends the header of a bit-packed run of the RLE hybrid encoding: an LEB128 integer.
fn packed_run(out: &mut Vec<u8>, count: usize) {
    let mut header = count.div_ceil(8) << 1 | 1;
    while header >= 0x80 {
        out.push(header as u8 | 0x80);
        header >>= 7;
    }
    out.push(header as u8);
}
