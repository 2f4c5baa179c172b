//! [`Chunk`]: a column of a row group, page by page.

use std::mem;

use bytes::Bytes;
use fraudgen_core::schema::columns::ColumnView;
use parquet::basic::{Compression as ParquetCompression, Encoding, PageType};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{
    ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder, PageEncodingStats,
};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::page_index::offset_index::OffsetIndexMetaData;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::bits::PageBits;
use super::bounds::{Bounds, statistics};
use super::codec::Codec;
use super::values::Values;

/// Rows after which a page ends, rounded up to whole units.
pub(super) const PAGE_ROWS: usize = 16_384;
/// An upper bound on the bytes of a page's header.
const MOST_HEADER: usize = 64;

/// A column of the current row group.
pub(super) struct Chunk {
    descriptor: ColumnDescPtr,
    /// Whether the pages are compressed, the dictionary included: the first page decides.
    is_compressed: Option<bool>,
    /// The current page.
    values: Values,
    present: PageBits,
    rows: usize,
    nulls: usize,
    bounds: Option<Bounds>,
    /// The pages before it.
    pages: Vec<DataPage>,
}

/// A data page, ready to be written.
struct DataPage {
    page: CompressedPage,
    nulls: usize,
    bounds: Option<Bounds>,
}

impl Chunk {
    /// An empty chunk, with or without bounds of its integers.
    pub(super) fn new(descriptor: ColumnDescPtr, values: Values, is_bounded: bool) -> Self {
        Self {
            descriptor,
            is_compressed: None,
            values,
            present: PageBits::default(),
            rows: 0,
            nulls: 0,
            bounds: is_bounded.then(Bounds::default),
            pages: Vec::new(),
        }
    }

    /// Appends a column of a batch of this many rows.
    pub(super) fn write(
        &mut self,
        column: ColumnView<'_>,
        rows: usize,
        codec: &mut Codec,
    ) -> Result<(), ParquetError> {
        self.values.extend(column, self.bounds.as_mut())?;
        if let Some(validity) = column.validity {
            self.present.extend(validity.as_bytes(), rows);
            self.nulls += rows - validity.count_ones();
        }
        self.rows += rows;
        if self.rows >= PAGE_ROWS {
            self.end_page(codec)?;
        }
        Ok(())
    }

    fn end_page(&mut self, codec: &mut Codec) -> Result<(), ParquetError> {
        let mut encoding = Encoding::PLAIN;
        let (buf, raw_len) = codec.page(&mut self.is_compressed, |raw| {
            if self.descriptor.max_def_level() > 0 {
                self.present.put_levels(raw);
            }
            encoding = self.values.end_page(raw);
        })?;
        let page = Page::DataPage {
            buf,
            num_values: mem::take(&mut self.rows) as u32,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        self.pages.push(DataPage {
            page: CompressedPage::new(page, raw_len),
            nulls: mem::take(&mut self.nulls),
            bounds: self.bounds.as_mut().map(mem::take),
        });
        self.present.clear();
        Ok(())
    }

    /// The page of the chunk's dictionary, if it has one; the next chunk's starts empty.
    fn end_dictionary(
        &mut self,
        codec: &mut Codec,
    ) -> Result<Option<CompressedPage>, ParquetError> {
        if !self.values.has_dictionary() {
            return Ok(None);
        }
        let mut count = 0;
        let (buf, raw_len) = codec.page(&mut self.is_compressed, |raw| {
            count = self.values.end_dictionary(raw);
        })?;
        let page = Page::DictionaryPage {
            buf,
            num_values: count as u32,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        Ok(Some(CompressedPage::new(page, raw_len)))
    }

    /// Ends the chunk: its bytes, dictionary first, and what the footer says about it. It is then ready for
    /// the next row group.
    pub(super) fn close(
        &mut self,
        codec: &mut Codec,
    ) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
        if self.rows > 0 {
            self.end_page(codec)?;
        }
        let nulls = self.pages.iter().map(|page| page.nulls as u64).sum();
        let bounds = self.pages.iter().filter_map(|page| page.bounds);
        let statistics = statistics(
            self.descriptor.physical_type(),
            bounds.reduce(Bounds::and),
            self.values.word_bounds(),
            nulls,
        );
        let dictionary = self.end_dictionary(codec)?;
        let compression = match self.is_compressed.take() {
            Some(true) => codec.compression(),
            _ => ParquetCompression::UNCOMPRESSED,
        };
        let written = self.write_pages(dictionary)?;
        let metadata = ColumnChunkMetaData::builder(self.descriptor.clone())
            .set_compression(compression)
            .set_encodings(written.encodings)
            .set_page_encoding_stats(written.page_encodings)
            .set_total_compressed_size(written.bytes.len() as i64)
            .set_total_uncompressed_size(written.raw_len as i64)
            .set_num_values(written.rows as i64)
            .set_dictionary_page_offset(written.dictionary_offset)
            .set_data_page_offset(written.data_offset)
            .set_statistics(statistics)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: written.bytes.len() as u64,
            rows_written: written.rows,
            metadata,
            bloom_filter: None,
            column_index: written.column_index,
            offset_index: Some(written.offset_index),
        };
        Ok((written.bytes, close))
    }

    /// Writes the pages one after the other, the dictionary first.
    fn write_pages(
        &mut self,
        dictionary: Option<CompressedPage>,
    ) -> Result<WrittenPages, ParquetError> {
        let column = self.descriptor.physical_type();
        let mut page_encodings = Vec::new();
        for encoding in [
            Encoding::PLAIN,
            Encoding::DELTA_BINARY_PACKED,
            Encoding::RLE_DICTIONARY,
        ] {
            let pages = self
                .pages
                .iter()
                .filter(|page| page.page.encoding() == encoding);
            match pages.count() {
                0 => {}
                count => page_encodings.push(page_encoding(PageType::DATA_PAGE, encoding, count)),
            }
        }
        let mut encodings = vec![Encoding::RLE];
        encodings.extend(page_encodings.iter().map(|pages| pages.encoding));
        let (mut dictionary_offset, mut data_offset) = (None, 0);
        let (mut rows, mut raw_len) = (0, 0);
        let mut offsets = OffsetIndexBuilder::new();
        // The order of pages is left unset: it speeds up a search, and they are few.
        let mut index = ColumnIndexBuilder::new(column);
        let pages = self.pages.iter().map(|page| &page.page);
        let len = pages
            .chain(&dictionary)
            .map(|page| page.compressed_size() + MOST_HEADER);
        let mut sink = TrackedWrite::new(Vec::with_capacity(len.sum()));
        let mut writer = SerializedPageWriter::new(&mut sink);
        if let Some(page) = dictionary {
            let written = writer.write_page(page)?;
            encodings.push(Encoding::PLAIN);
            page_encodings.push(page_encoding(PageType::DICTIONARY_PAGE, Encoding::PLAIN, 1));
            dictionary_offset = Some(written.offset as i64);
            data_offset = written.compressed_size as i64;
            raw_len += written.uncompressed_size;
        }
        for page in self.pages.drain(..) {
            let written = writer.write_page(page.page)?;
            offsets.append_offset_and_size(written.offset as i64, written.compressed_size as i32);
            offsets.append_row_count(written.num_values.into());
            match page.bounds {
                Some(bounds) => {
                    let (min, max) = bounds.bytes(column);
                    index.append(bounds.is_empty(), min, max, page.nulls as i64, None);
                }
                None => index.to_invalid(),
            }
            rows += u64::from(written.num_values);
            raw_len += written.uncompressed_size;
        }
        writer.close()?;
        Ok(WrittenPages {
            bytes: sink.into_inner()?.into(),
            rows,
            raw_len,
            encodings,
            page_encodings,
            dictionary_offset,
            data_offset,
            column_index: index.valid().then(|| index.build()).transpose()?,
            offset_index: offsets.build(),
        })
    }
}

/// The pages of a chunk as they are in the file, and their metadata.
struct WrittenPages {
    bytes: Bytes,
    rows: u64,
    /// How long the pages are before compression.
    raw_len: usize,
    encodings: Vec<Encoding>,
    page_encodings: Vec<PageEncodingStats>,
    dictionary_offset: Option<i64>,
    data_offset: i64,
    column_index: Option<ColumnIndexMetaData>,
    offset_index: OffsetIndexMetaData,
}

fn page_encoding(page_type: PageType, encoding: Encoding, count: usize) -> PageEncodingStats {
    PageEncodingStats {
        page_type,
        encoding,
        count: count as i32,
    }
}
