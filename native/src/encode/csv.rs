//! CSV as in RFC 4180: a header line, quotes where needed, an empty field for null.
//!
//! Lines end in `\n`, as in most readers and writers.

use std::io::Write;

use fraudgen_core::schema::{Column, Table};

use super::compression::CompressedSink;
use super::text::{Dialect, TextEncoder};

pub(crate) struct Csv;

/// An encoder of CSV.
pub(crate) fn encoder<W: Write>(table: Table, sink: CompressedSink<W>) -> TextEncoder<Csv, W> {
    TextEncoder::new(table, sink)
}

impl Dialect for Csv {
    const NULL: &'static [u8] = b"";
    const QUOTE: &'static [u8] = b"";
    const ROW_END: &'static [u8] = b"\n";

    fn header(columns: &[Column]) -> Vec<u8> {
        let names: Vec<_> = columns.iter().map(|column| column.name).collect();
        (names.join(",") + "\n").into_bytes()
    }

    fn prefix(index: usize, _: &Column) -> Vec<u8> {
        if index == 0 {
            Vec::new()
        } else {
            b",".to_vec()
        }
    }

    fn text(out: &mut Vec<u8>, text: &str) {
        // An empty text is quoted, so that it differs from null.
        let plain = !text.is_empty()
            && text
                .bytes()
                .all(|byte| !matches!(byte, b'"' | b',' | b'\n' | b'\r'));
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
    }
}
