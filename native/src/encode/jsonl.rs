//! JSON Lines: one object per line, keys in the schema's order.

use std::io::Write;

use fraudgen_core::schema::{Column, Table};

use super::compression::CompressedSink;
use super::text::{Dialect, TextEncoder};

pub(crate) struct Json;

/// An encoder of JSON Lines.
pub(crate) fn encoder<W: Write>(table: Table, sink: CompressedSink<W>) -> TextEncoder<Json, W> {
    TextEncoder::new(table, sink)
}

impl Dialect for Json {
    const NULL: &'static [u8] = b"null";
    const QUOTE: &'static [u8] = b"\"";
    const ROW_END: &'static [u8] = b"}\n";

    fn header(_: &[Column]) -> Vec<u8> {
        Vec::new()
    }

    fn prefix(index: usize, column: &Column) -> Vec<u8> {
        let start = if index == 0 { '{' } else { ',' };
        format!("{start}\"{}\":", column.name).into_bytes()
    }

    fn text(out: &mut Vec<u8>, text: &str) {
        out.push(b'"');
        if text
            .bytes()
            .all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')
        {
            out.extend_from_slice(text.as_bytes());
        } else {
            escape(out, text);
        }
        out.push(b'"');
    }
}

fn escape(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0..b' ' => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_back_as_it_was() {
        for text in [
            "",
            "São Paulo",
            "say \"oi\"",
            "a\\b",
            "tab\tnew\nline\u{1}",
            "D'Ávila",
        ] {
            let mut out = Vec::new();
            Json::text(&mut out, text);
            assert_eq!(serde_json::from_slice::<String>(&out).expect("JSON"), text);
        }
    }
}
