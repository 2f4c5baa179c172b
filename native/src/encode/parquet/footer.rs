//! [`footer`]: the footer of a Parquet file, which is not trusted.
//!
//! Memory is in proportion to the bytes, whatever they are: a schema that claims two billion columns in a
//! hundred bytes, or is nested a million deep, never reaches the `parquet` crate, which would believe it. In
//! the result, offsets and lengths lie within the file.

use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::ChunkReader;

use super::file::GROUP_ROWS;

/// The most bytes of a footer: several times those of the largest file's.
const MOST_BYTES: u64 = 16 << 20;
/// The most columns of a table: several times those of the widest one.
const MOST_COLUMNS: usize = 1_000;
/// The most rows of a row group: several times the target, with room for a unit.
const MOST_ROWS: i64 = 4 * GROUP_ROWS as i64;
/// Length of the footer's length and of the magic bytes after it.
const TAIL: u64 = 8;
const MAGIC: &[u8] = b"PAR1";

/// Reads the footer of a file.
///
/// # Errors
/// The file cannot be read, or is not a Parquet file of a flat table.
pub(crate) fn footer(file: &impl ChunkReader) -> Result<ParquetMetaData, ParquetError> {
    let end = file
        .len()
        .checked_sub(TAIL)
        .ok_or_else(|| invalid("it is too short"))?;
    let tail = file.get_bytes(end, TAIL as usize)?;
    let (length, magic) = tail.split_at(4);
    if magic != MAGIC {
        return Err(invalid("it does not end as one"));
    }
    let length = length
        .iter()
        .rev()
        .fold(0, |length, byte| length << 8 | u64::from(*byte));
    let start = end.checked_sub(length).filter(|_| length <= MOST_BYTES);
    let start = start.ok_or_else(|| invalid("its footer is longer than it can be"))?;
    let bytes = file.get_bytes(start, length as usize)?;
    check_schema(&bytes)?;
    let footer = ParquetMetaDataReader::decode_metadata(&bytes)?;
    check_groups(&footer, start)?;
    Ok(footer)
}

fn invalid(reason: &str) -> ParquetError {
    ParquetError::General(reason.into())
}

/// Whether every row group has rows, and its columns bytes, that the file can hold.
fn check_groups(footer: &ParquetMetaData, end: u64) -> Result<(), ParquetError> {
    let mut rows: i64 = 0;
    for group in footer.row_groups() {
        if !(0..=MOST_ROWS).contains(&group.num_rows()) {
            return Err(invalid(
                "a row group has a negative number of rows, or more than it can have",
            ));
        }
        rows += group.num_rows();
        for column in group.columns() {
            let offset = column
                .dictionary_page_offset()
                .unwrap_or(column.data_page_offset());
            let start = u64::try_from(offset).ok();
            let length = u64::try_from(column.compressed_size()).ok();
            let is_within = |end_of_column| end_of_column <= end;
            if !start
                .zip(length)
                .and_then(|(start, length)| start.checked_add(length))
                .is_some_and(is_within)
            {
                return Err(invalid("a column lies outside of the file"));
            }
        }
    }
    match rows == footer.file_metadata().num_rows() {
        true => Ok(()),
        false => Err(invalid(
            "its row groups have more or fewer rows than it says",
        )),
    }
}

/// Whether the schema is that of a flat table, which is the second field of the footer.
fn check_schema(footer: &[u8]) -> Result<(), ParquetError> {
    let mut compact = Compact(footer);
    let mut field = 0;
    while let Some(kind) = compact.field(&mut field)? {
        match (field, kind) {
            (2, Kind::LIST) => check_elements(&mut compact)?,
            (2, _) => return Err(invalid("its schema is not a list")),
            _ => compact.skip(kind, 0)?,
        }
    }
    Ok(())
}

/// Whether the elements of a schema are a root and its columns.
fn check_elements(compact: &mut Compact<'_>) -> Result<(), ParquetError> {
    let (elements, kind) = compact.list()?;
    if elements > MOST_COLUMNS + 1 || kind != Kind::STRUCT {
        return Err(invalid("its schema has more columns than a table can have"));
    }
    for element in 0..elements {
        let children = if element == 0 { elements as i64 - 1 } else { 0 };
        let mut field = 0;
        while let Some(kind) = compact.field(&mut field)? {
            match (field, kind) {
                (5, Kind::I32) if compact.zigzag()? == children => {}
                (5, _) => return Err(invalid("its schema is not that of a flat table")),
                _ => compact.skip(kind, 0)?,
            }
        }
    }
    Ok(())
}

/// The types of Thrift's compact protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kind(u8);

impl Kind {
    const I32: Kind = Kind(5);
    const LIST: Kind = Kind(9);
    const STRUCT: Kind = Kind(12);
}

/// Bytes in Thrift's compact protocol, read from the front.
struct Compact<'a>(&'a [u8]);

impl Compact<'_> {
    /// The deepest nesting of structures; a footer's is half as deep.
    const MOST_DEPTH: usize = 16;

    fn take(&mut self, length: u64) -> Result<&[u8], ParquetError> {
        let length = usize::try_from(length).ok();
        let (taken, rest) = length
            .and_then(|length| self.0.split_at_checked(length))
            .ok_or_else(|| invalid("its footer is cut short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, ParquetError> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn varint(&mut self) -> Result<u64, ParquetError> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(invalid("its footer has an integer that does not end"))
    }

    fn zigzag(&mut self) -> Result<i64, ParquetError> {
        let value = self.varint()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The type of a structure's next field, whose number it sets; none at its end.
    fn field(&mut self, number: &mut i16) -> Result<Option<Kind>, ParquetError> {
        let byte = self.byte()?;
        if byte & 0xF == 0 {
            return Ok(None);
        }
        *number = match byte >> 4 {
            0 => self.zigzag()? as i16,
            step => number.wrapping_add(step.into()),
        };
        Ok(Some(Kind(byte & 0xF)))
    }

    /// The length of a list, and the type of what is in it.
    fn list(&mut self) -> Result<(usize, Kind), ParquetError> {
        let byte = self.byte()?;
        let length = match byte >> 4 {
            0xF => self.varint()?,
            length => length.into(),
        };
        // Every element takes at least a byte.
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= self.0.len());
        let length = length.ok_or_else(|| invalid("its footer has a list longer than itself"))?;
        Ok((length, Kind(byte & 0xF)))
    }

    fn skip(&mut self, kind: Kind, depth: usize) -> Result<(), ParquetError> {
        if depth > Self::MOST_DEPTH {
            return Err(invalid("its footer is nested too deep"));
        }
        match kind.0 {
            1 | 2 => {} // Their type is their value.
            3 => drop(self.byte()?),
            4..=6 => drop(self.varint()?),
            7 => drop(self.take(8)?),
            8 => {
                let length = self.varint()?;
                self.take(length)?;
            }
            9 | 10 => {
                let (length, kind) = self.list()?;
                // Readers differ on lists of booleans, and a footer has none.
                if matches!(kind.0, 1 | 2) {
                    return Err(invalid("its footer has a list of booleans"));
                }
                for _ in 0..length {
                    self.skip(kind, depth + 1)?;
                }
            }
            12 => {
                let mut field = 0;
                while let Some(kind) = self.field(&mut field)? {
                    self.skip(kind, depth + 1)?;
                }
            }
            _ => return Err(invalid("its footer has a value of unknown type")),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use fraudgen_core::schema::Table;
    use fraudgen_core::{DATASET_VERSION, Generator, Spec};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::{Run, Shard};
    use crate::encode::{Compression, Format};
    use crate::generate::make_part;

    /// A file that ends with a footer.
    fn file(pages: &[u8], footer: &[u8]) -> Bytes {
        let length = (footer.len() as u32).to_le_bytes();
        [pages, footer, &length, MAGIC].concat().into()
    }

    /// The pages and the footer of a real file.
    fn real() -> (Bytes, Bytes) {
        let spec = Spec {
            transactions: 1_000,
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let run = Run {
            dataset_version: DATASET_VERSION,
            spec: generator.plan().spec().clone(),
            format: Format::Parquet,
            compression: Compression::Zstd(1),
            rows_per_file: 10_000,
            tables: vec![Table::Devices],
            shard: Shard::WHOLE,
        };
        let part = run.layout(generator.plan()).part(Table::Devices, 0);
        let mut file = Vec::new();
        make_part(&mut generator.maker(), &run, &part, &mut file, |_| Ok(())).expect("made");
        let end = file.len() - TAIL as usize;
        let length = u32::from_le_bytes(*file[end..].first_chunk().expect("four bytes"));
        let file = Bytes::from(file);
        (
            file.slice(..end - length as usize),
            file.slice(end - length as usize..end),
        )
    }

    /// A footer with a schema of elements that have this many children each.
    fn nested(elements: usize, children: i64) -> Vec<u8> {
        let mut footer = vec![0x15, 2, 0x19, 0xFC];
        super::super::packing::put_varint(elements as u64, &mut footer);
        for _ in 0..elements {
            footer.extend([0x48, 1, b'm', 0x15]);
            super::super::packing::put_zigzag(children, &mut footer);
            footer.push(0);
        }
        footer.extend([0x16, 0, 0x19, 0x0C, 0]);
        footer
    }

    #[test]
    fn a_real_footer_is_read_as_the_parquet_crate_reads_it() {
        let (pages, bytes) = real();
        let file = file(&pages, &bytes);
        let other = SerializedFileReader::new(file.clone()).expect("a Parquet file");
        let read = footer(&file).expect("a footer");
        assert_eq!(read.row_groups(), other.metadata().row_groups());
        assert_eq!(
            read.file_metadata().num_rows(),
            other.metadata().file_metadata().num_rows()
        );
    }

    #[test]
    fn a_schema_is_refused_before_memory_is_taken_for_it() {
        // Sixteen gigabytes for the children of one element; a stack of calls as deep as the schema.
        for footer in [
            nested(1, i32::MAX.into()),
            nested(100_000, 1),
            nested(900, 1),
            nested(3, 1),
        ] {
            let error = super::footer(&file(&[], &footer))
                .expect_err("no table's")
                .to_string();
            assert!(error.contains("schema"), "{error}");
        }
    }

    #[test]
    fn what_lies_outside_of_the_file_is_refused() {
        let (pages, footer) = real();
        // Columns come first, then their indexes.
        let half = &pages[..pages.len() / 2];
        let error = super::footer(&file(half, &footer)).expect_err("cut");
        assert!(error.to_string().contains("outside"), "{error}");
        for cut in 0..TAIL as usize {
            assert!(super::footer(&Bytes::from(vec![b'1'; cut])).is_err());
        }
        for length in [5, u32::MAX] {
            let bytes = [&length.to_le_bytes()[..], MAGIC].concat();
            let error = super::footer(&Bytes::from(bytes)).expect_err("longer than the file");
            assert!(error.to_string().contains("longer"), "{error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

        #[test]
        fn a_damaged_footer_is_no_harm(at: prop::sample::Index, byte: u8, length: prop::sample::Index) {
            thread_local!(static REAL: (Bytes, Bytes) = real());
            REAL.with(|(pages, footer)| {
                let mut footer = footer.to_vec();
                let at = at.index(footer.len());
                footer[at] = byte;
                let _ = super::footer(&file(pages, &footer));
                footer.truncate(length.index(footer.len()));
                let _ = super::footer(&file(pages, &footer));
            });
        }
    }
}
