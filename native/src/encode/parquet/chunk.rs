//! [`Chunk`]: a column of a row group, page by page.

use std::mem;

use bytes::Bytes;
use fraudgen_core::column::ColumnView;
use parquet::basic::{Compression as ParquetCompression, Encoding, PageType};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{
    ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder, PageEncodingStats,
};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::PAGE_ROWS;
use super::bits::PageBits;
use super::bounds::{Bounds, statistics};
use super::codec::Codec;
use super::values::Values;

/// More bytes than a page's header has.
const MOST_HEADER: usize = 64;

/// The column of a row group in the making.
pub(super) struct Chunk {
    descriptor: ColumnDescPtr,
    /// Whether the pages are compressed, the dictionary too: the first one tells whether it is worth it.
    is_compressed: Option<bool>,
    /// The page in hand.
    values: Values,
    present: PageBits,
    rows: usize,
    nulls: usize,
    bounds: Option<Bounds>,
    /// The pages before.
    pages: Vec<DataPage>,
}

/// A data page, ready to be written.
struct DataPage {
    page: CompressedPage,
    nulls: usize,
    bounds: Option<Bounds>,
}

impl Chunk {
    /// An empty one, with or without bounds of its integers.
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

    /// Appends a column of a batch of so many rows.
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
        let (buf, raw_len) = codec.page(&mut self.is_compressed, |raw| {
            if self.descriptor.max_def_level() > 0 {
                self.present.put_levels(raw);
            }
            self.values.end_page(raw);
        })?;
        let page = Page::DataPage {
            buf,
            num_values: mem::take(&mut self.rows) as u32,
            encoding: self.values.encoding(),
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

    /// The page of the chunk's dictionary, if it has one; the next chunk starts anew.
    fn end_dictionary(
        &mut self,
        codec: &mut Codec,
    ) -> Result<Option<CompressedPage>, ParquetError> {
        if self.values.encoding() != Encoding::RLE_DICTIONARY {
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

    /// Ends the chunk: its bytes, dictionary first, and what the footer says of it. It is then ready for
    /// the next row group.
    pub(super) fn close(
        &mut self,
        codec: &mut Codec,
    ) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
        if self.rows > 0 {
            self.end_page(codec)?;
        }
        let column = self.descriptor.physical_type();
        let nulls = self.pages.iter().map(|page| page.nulls as u64).sum();
        let bounds = self.pages.iter().filter_map(|page| page.bounds);
        let statistics = statistics(
            column,
            bounds.reduce(Bounds::and),
            self.values.word_bounds(),
            nulls,
        );
        let encoding = self.values.encoding();
        let dictionary = self.end_dictionary(codec)?;
        let compression = match self.is_compressed.take() {
            Some(true) => codec.compression(),
            _ => ParquetCompression::UNCOMPRESSED,
        };

        let mut encodings = vec![Encoding::RLE, encoding];
        let mut kinds = vec![PageEncodingStats {
            page_type: PageType::DATA_PAGE,
            encoding,
            count: self.pages.len() as i32,
        }];
        let (mut dictionary_offset, mut data_offset) = (None, 0);
        let (mut rows, mut raw_len) = (0, 0);
        let mut offsets = OffsetIndexBuilder::new();
        // The order of pages is left unsaid: they are too few for a search that it would speed up.
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
            kinds.push(PageEncodingStats {
                page_type: PageType::DICTIONARY_PAGE,
                encoding: Encoding::PLAIN,
                count: 1,
            });
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
                    index.append(bounds.is_none(), min, max, page.nulls as i64, None);
                }
                None => index.to_invalid(),
            }
            rows += u64::from(written.num_values);
            raw_len += written.uncompressed_size;
        }
        writer.close()?;
        let bytes = sink.into_inner()?;

        let metadata = ColumnChunkMetaData::builder(self.descriptor.clone())
            .set_compression(compression)
            .set_encodings(encodings)
            .set_page_encoding_stats(kinds)
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(raw_len as i64)
            .set_num_values(rows as i64)
            .set_dictionary_page_offset(dictionary_offset)
            .set_data_page_offset(data_offset)
            .set_statistics(statistics)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: rows,
            metadata,
            bloom_filter: None,
            column_index: index.valid().then(|| index.build()).transpose()?,
            offset_index: Some(offsets.build()),
        };
        Ok((bytes.into(), close))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use fraudgen_core::column::Values as View;
    use parquet::file::properties::WriterProperties;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::record::Field;
    use parquet::schema::parser::parse_message_type;

    use super::*;
    use crate::encode::Compression;

    /// A column of a Parquet type as the `parquet` crate reads it.
    pub(in super::super) fn read_back(
        parquet_type: &str,
        values: Values,
        view: View<'_>,
    ) -> Vec<Field> {
        let schema = parse_message_type(&format!("message m {{ required {parquet_type} c; }}"))
            .expect("a schema");
        let mut file = Vec::new();
        let properties = Arc::new(WriterProperties::default());
        let mut writer =
            SerializedFileWriter::new(&mut file, Arc::new(schema), properties).expect("a file");
        let rows = match view {
            View::Int32(values) => values.len(),
            View::Int64(values) => values.len(),
            _ => unreachable!("no other type is asked for"),
        };
        let mut chunk = Chunk::new(writer.schema_descr().column(0), values, false);
        let mut codec = Codec::new(Compression::Zstd(1)).expect("a codec");
        let column = ColumnView {
            values: view,
            validity: None,
        };
        chunk.write(column, rows, &mut codec).expect("written");
        let (bytes, close) = chunk.close(&mut codec).expect("closed");
        let mut group = writer.next_row_group().expect("a row group");
        group.append_column(&bytes, close).expect("appended");
        group.close().expect("closed");
        writer.close().expect("closed");
        let reader = SerializedFileReader::new(Bytes::from(file)).expect("a Parquet file");
        let rows = reader.get_row_iter(None).expect("rows");
        rows.map(|row| {
            row.expect("a row")
                .get_column_iter()
                .next()
                .expect("a column")
                .1
                .clone()
        })
        .collect()
    }
}
