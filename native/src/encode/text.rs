//! [`TextEncoder`]: rows as lines of text, straight from the core's columns.
//!
//! What JSON Lines and CSV have in common; a [`Dialect`] says where they differ.

use std::io::{self, Write};

use fraudgen_core::calendar::{DAY, Date, SECOND};
use fraudgen_core::schema::columns::{ColumnView, Dictionary, Values};
use fraudgen_core::schema::{Column, DataType, Table};
use fraudgen_core::{Batch, Digest};

use super::compression::CompressedSink;
use super::encoder::Encoder;

/// Lines are handed to the sink in pieces of about this many bytes.
const PIECE: usize = 1 << 18;

/// Where one text format differs from another.
pub(crate) trait Dialect {
    /// A null value.
    const NULL: &'static [u8];
    /// What surrounds times and dates.
    const QUOTE: &'static [u8];
    /// The end of a row.
    const ROW_END: &'static [u8];
    /// What separates the decimals of a number.
    const DECIMAL: u8 = b'.';

    /// The lines before the first row.
    fn header(columns: &[Column]) -> Vec<u8>;
    /// What precedes the value of column `index`.
    fn prefix(index: usize, column: &Column) -> Vec<u8>;
    /// Appends text, quoted where it must be.
    fn text(out: &mut Vec<u8>, text: &str);
}

/// Writes a part as lines of text.
pub(crate) struct TextEncoder<D, W: Write> {
    fields: Vec<Field<D>>,
    piece: Vec<u8>,
    sink: CompressedSink<W>,
}

impl<D: Dialect, W: Write> TextEncoder<D, W> {
    pub(crate) fn new(table: Table, sink: CompressedSink<W>) -> Self {
        let columns = table.columns();
        let fields = columns
            .iter()
            .enumerate()
            .map(|(index, column)| Field::new(index, column))
            .collect();
        Self {
            fields,
            piece: D::header(columns),
            sink,
        }
    }
}

impl<D: Dialect, W: Write> Encoder for TextEncoder<D, W> {
    fn write(&mut self, batch: &dyn Batch) -> io::Result<()> {
        let columns: Vec<_> = (0..self.fields.len())
            .map(|index| batch.column(index))
            .collect();
        for (field, column) in self.fields.iter_mut().zip(&columns) {
            field.prepare(column);
        }
        for row in 0..batch.rows() {
            for (field, column) in self.fields.iter_mut().zip(&columns) {
                field.write(&mut self.piece, column, row);
            }
            self.piece.extend_from_slice(D::ROW_END);
            if self.piece.len() >= PIECE {
                self.sink.write_all(&self.piece)?;
                self.piece.clear();
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _digest: Digest) -> io::Result<()> {
        self.sink.write_all(&self.piece)?;
        self.sink.finish()
    }
}

/// One column of a line.
struct Field<D> {
    data_type: DataType,
    prefix: Vec<u8>,
    null: Vec<u8>,
    words: EncodedWords<D>,
    day: Day,
}

impl<D: Dialect> Field<D> {
    fn new(index: usize, column: &Column) -> Self {
        let prefix = D::prefix(index, column);
        let null = [&prefix, D::NULL].concat();
        Self {
            data_type: column.data_type,
            prefix,
            null,
            words: EncodedWords::default(),
            day: Day::default(),
        }
    }

    /// Prepares the words of a batch.
    fn prepare(&mut self, column: &ColumnView<'_>) {
        if let Values::Codes(_, words) = column.values {
            self.words.prepare(&self.prefix, words);
        }
    }

    fn write(&mut self, out: &mut Vec<u8>, column: &ColumnView<'_>, row: usize) {
        if column.validity.is_some_and(|valid| !valid.get(row)) {
            out.extend_from_slice(&self.null);
        } else if let Values::Codes(codes, _) = column.values {
            out.extend_from_slice(self.words.get(codes[row]));
        } else {
            out.extend_from_slice(&self.prefix);
            value::<D>(out, &mut self.day, self.data_type, column, row);
        }
    }
}

/// Every word of a column as it is written in a line, after its prefix.
struct EncodedWords<D> {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    dialect: std::marker::PhantomData<fn() -> D>,
}

impl<D> Default for EncodedWords<D> {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            dialect: std::marker::PhantomData,
        }
    }
}

impl<D: Dialect> EncodedWords<D> {
    fn prepare(&mut self, prefix: &[u8], words: Dictionary<'_>) {
        match words {
            Dictionary::Static(words) if self.ends.len() == words.len() => return,
            _ => {}
        }
        self.bytes.clear();
        self.ends.clear();
        for code in 0..words.len() {
            self.bytes.extend_from_slice(prefix);
            D::text(&mut self.bytes, words.get(code));
            self.ends.push(self.bytes.len());
        }
    }

    fn get(&self, code: u16) -> &[u8] {
        let code = usize::from(code);
        let start = if code == 0 { 0 } else { self.ends[code - 1] };
        &self.bytes[start..self.ends[code]]
    }
}

/// Appends a value that is not null and not a word.
fn value<D: Dialect>(
    out: &mut Vec<u8>,
    day: &mut Day,
    data_type: DataType,
    column: &ColumnView<'_>,
    row: usize,
) {
    match (column.values, data_type) {
        (Values::Bool(bits), _) => {
            out.extend_from_slice(if bits.get(row) { b"true" } else { b"false" })
        }
        (Values::Int32(values), DataType::Date) => {
            out.extend_from_slice(D::QUOTE);
            out.extend_from_slice(day.text(values[row]));
            out.extend_from_slice(D::QUOTE);
        }
        (Values::Int32(values), _) => integer(out, values[row]),
        (Values::Int64(values), DataType::Timestamp) => {
            out.extend_from_slice(D::QUOTE);
            timestamp(out, day, values[row]);
            out.extend_from_slice(D::QUOTE);
        }
        (Values::Int64(values), DataType::Money) => money(out, values[row], D::DECIMAL),
        (Values::Int64(values), _) => integer(out, values[row]),
        (Values::Float32(values), _) => float(out, values[row], D::DECIMAL),
        (Values::Codes(codes, words), _) => D::text(out, words.get(usize::from(codes[row]))),
        (Values::Text(text), _) => D::text(out, text.get(row)),
    }
}

/// Appends a whole number.
pub(crate) fn integer(out: &mut Vec<u8>, value: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Reais with two decimals, from centavos.
fn money(out: &mut Vec<u8>, centavos: i64, decimal: u8) {
    if centavos < 0 {
        out.push(b'-');
    }
    let magnitude = centavos.unsigned_abs();
    integer(out, magnitude / 100);
    let cents = (magnitude % 100) as u8;
    out.extend_from_slice(&[decimal, b'0' + cents / 10, b'0' + cents % 10]);
}

/// The shortest decimal that reads back as the same number.
pub(crate) fn float(out: &mut Vec<u8>, value: impl zmij::Float + Into<f64>, decimal: u8) {
    debug_assert!(value.into().is_finite(), "records hold finite numbers only");
    let start = out.len();
    out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    let point = out[start..].iter_mut().find(|byte| **byte == b'.');
    if let (true, Some(point)) = (decimal != b'.', point) {
        *point = decimal;
    }
}

/// ISO 8601 in UTC, to the microsecond.
pub(crate) fn timestamp(out: &mut Vec<u8>, day: &mut Day, micros: i64) {
    let in_day = micros.rem_euclid(DAY);
    let (seconds, fraction) = ((in_day / SECOND) as u32, (in_day % SECOND) as u32);
    let mut text = *b"0000-00-00T00:00:00.000000Z";
    text[..10].copy_from_slice(day.text(micros.div_euclid(DAY) as i32));
    digits(&mut text[11..13], seconds / 3600);
    digits(&mut text[14..16], seconds / 60 % 60);
    digits(&mut text[17..19], seconds % 60);
    digits(&mut text[20..26], fraction);
    out.extend_from_slice(&text);
}

/// Writes a number into all of `text`, with leading zeros.
fn digits(text: &mut [u8], mut number: u32) {
    for digit in text.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// The text of the last date asked for: rows in order of time mostly have the same one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day {
    date: i32,
    text: [u8; 10],
}

impl Default for Day {
    fn default() -> Self {
        Self {
            date: 0,
            text: *b"1970-01-01",
        }
    }
}

impl Day {
    /// A date in ISO 8601.
    pub(crate) fn text(&mut self, date: i32) -> &[u8; 10] {
        if date != self.date {
            let (year, month, day) = Date(date).civil();
            digits(&mut self.text[..4], year.unsigned_abs());
            digits(&mut self.text[5..7], month);
            digits(&mut self.text[8..], day);
            self.date = date;
        }
        &self.text
    }
}

/// A time as in text formats: ISO 8601 in UTC, to the microsecond.
pub(crate) fn time_text(micros: i64) -> String {
    let mut out = Vec::new();
    timestamp(&mut out, &mut Day::default(), micros);
    String::from_utf8_lossy(&out).into_owned()
}

/// A date as in text formats: ISO 8601.
pub(crate) fn date_text(date: i32) -> String {
    String::from_utf8_lossy(Day::default().text(date)).into_owned()
}

/// A value as people read it: nothing quoted, null as an empty text.
pub fn plain_text(data_type: DataType, column: &ColumnView<'_>, row: usize) -> String {
    struct Plain;
    impl Dialect for Plain {
        const NULL: &'static [u8] = b"";
        const QUOTE: &'static [u8] = b"";
        const ROW_END: &'static [u8] = b"\n";
        fn header(_: &[Column]) -> Vec<u8> {
            Vec::new()
        }
        fn prefix(_: usize, _: &Column) -> Vec<u8> {
            Vec::new()
        }
        fn text(out: &mut Vec<u8>, text: &str) {
            out.extend_from_slice(text.as_bytes());
        }
    }
    let mut out = Vec::new();
    if column.validity.is_none_or(|valid| valid.get(row)) {
        value::<Plain>(&mut out, &mut Day::default(), data_type, column, row);
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn money_has_two_decimals() {
        for (centavos, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "-0.05"),
            (123_456, "1234.56"),
            (-100, "-1.00"),
        ] {
            assert_eq!(written(|out| money(out, centavos, b'.')), text);
        }
        assert_eq!(
            written(|out| money(out, i64::MIN, b'.')),
            "-92233720368547758.08"
        );
    }

    #[test]
    fn times_are_iso_8601_with_microseconds() {
        let mut day = Day::default();
        for (micros, text) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (1_735_700_400_000_001, "2025-01-01T03:00:00.000001Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
        ] {
            assert_eq!(written(|out| timestamp(out, &mut day, micros)), text);
        }
    }

    #[test]
    fn floats_are_as_short_as_they_can_be() {
        for (value, text) in [(-23.55, "-23.55"), (0.1, "0.1"), (3.0, "3.0"), (0.0, "0.0")] {
            assert_eq!(written(|out| float(out, value, b'.')), text);
            let comma = text.replace('.', ",");
            assert_eq!(written(|out| float(out, value, b',')), comma);
        }
    }
}
