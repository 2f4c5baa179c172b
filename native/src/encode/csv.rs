//! CSV as in RFC 4180: a header line, quotes where needed, an empty field for null.
//!
//! But lines end in `\n`, as in most readers and writers; those that expect `\r\n` take both.

use std::io::Write;

use fraudgen_core::schema::{Column, Table};

use super::compression::CompressedSink;
use super::text::{Dialect, TextEncoder};

/// What RFC 4180 says.
pub(crate) type Csv = Delimited<false>;

/// What spreadsheets in Brazil read.
pub(crate) type CsvPtBr = Delimited<true>;

/// A dialect of CSV.
pub(crate) struct Delimited<const PT_BR: bool>;

impl<const PT_BR: bool> Delimited<PT_BR> {
    const SEPARATOR: u8 = if PT_BR { b';' } else { b',' };
    /// A byte order mark, without which spreadsheets would not take the text for UTF-8.
    const START: &'static str = if PT_BR { "\u{feff}" } else { "" };
}

/// Appends text, quoted where RFC 4180 says so.
pub(crate) fn quoted(out: &mut Vec<u8>, text: &str) {
    Csv::text(out, text);
}

/// An encoder of a dialect of CSV.
pub(crate) fn encoder<D: Dialect, W: Write>(
    table: Table,
    sink: CompressedSink<W>,
) -> TextEncoder<D, W> {
    TextEncoder::new(table, sink)
}

impl<const PT_BR: bool> Dialect for Delimited<PT_BR> {
    const NULL: &'static [u8] = b"";
    const QUOTE: &'static [u8] = b"";
    const ROW_END: &'static [u8] = b"\n";
    const DECIMAL: u8 = if PT_BR { b',' } else { b'.' };

    fn header(columns: &[Column]) -> Vec<u8> {
        let names: Vec<_> = columns.iter().map(|column| column.name).collect();
        let separator = char::from(Self::SEPARATOR).to_string();
        format!("{}{}\n", Self::START, names.join(&separator)).into_bytes()
    }

    fn prefix(index: usize, _: &Column) -> Vec<u8> {
        if index == 0 {
            Vec::new()
        } else {
            vec![Self::SEPARATOR]
        }
    }

    fn text(out: &mut Vec<u8>, text: &str) {
        // An empty text is quoted, so that it differs from null.
        let plain = !text.is_empty()
            && text
                .bytes()
                .all(|byte| !matches!(byte, b'"' | b'\n' | b'\r') && byte != Self::SEPARATOR);
        if plain {
            out.extend_from_slice(text.as_bytes());
        } else {
            out.push(b'"');
            out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_where_it_must_be() {
        for (text, written) in [
            ("São Paulo", "São Paulo"),
            ("", "\"\""),
            ("a,b", "\"a,b\""),
            ("say \"oi\"", "\"say \"\"oi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            let mut out = Vec::new();
            Csv::text(&mut out, text);
            assert_eq!(String::from_utf8_lossy(&out), written);
        }
        for (text, written) in [("a,b", "a,b"), ("a;b", "\"a;b\"")] {
            let mut out = Vec::new();
            CsvPtBr::text(&mut out, text);
            assert_eq!(String::from_utf8_lossy(&out), written);
        }
    }
}
