//! [`Compression`] of files, and of a stream of text.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Compression {
    /// Not at all.
    None,
    /// Zstandard, at a level from 1 to 22.
    Zstd(u8),
}

impl std::fmt::Display for Compression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Compression::None => f.write_str("none"),
            Compression::Zstd(level) => write!(f, "zstd({level})"),
        }
    }
}

/// Why a text names no compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give none, zstd or zstd(LEVEL) with a level from 1 to 22")]
pub struct InvalidCompression;

impl std::str::FromStr for Compression {
    type Err = InvalidCompression;

    fn from_str(text: &str) -> Result<Self, InvalidCompression> {
        match text {
            "none" => Ok(Compression::None),
            "zstd" => Ok(Compression::Zstd(1)),
            _ => text
                .strip_prefix("zstd(")
                .and_then(|rest| rest.strip_suffix(')')?.parse().ok())
                .filter(|level| (1..=22).contains(level))
                .map(Compression::Zstd)
                .ok_or(InvalidCompression),
        }
    }
}

impl From<Compression> for String {
    fn from(compression: Compression) -> String {
        compression.to_string()
    }
}

impl TryFrom<String> for Compression {
    type Error = InvalidCompression;

    fn try_from(text: String) -> Result<Self, InvalidCompression> {
        text.parse()
    }
}

/// A sink of text, compressed or not.
pub(crate) enum CompressedSink<W: Write> {
    Plain(W),
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> CompressedSink<W> {
    pub(crate) fn new(sink: W, compression: Compression) -> io::Result<Self> {
        Ok(match compression {
            Compression::None => Self::Plain(sink),
            Compression::Zstd(level) => Self::Zstd(zstd::Encoder::new(sink, i32::from(level))?),
        })
    }

    /// Ends the stream.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(mut sink) => sink.flush(),
            Self::Zstd(encoder) => encoder.finish()?.flush(),
        }
    }
}

impl<W: Write> Write for CompressedSink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(sink) => sink.write(bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(sink) => sink.flush(),
            Self::Zstd(encoder) => encoder.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_survives_the_round_trip() {
        for compression in [
            Compression::None,
            Compression::Zstd(1),
            Compression::Zstd(22),
        ] {
            assert_eq!(compression.to_string().parse(), Ok(compression));
        }
        for text in ["zstd(0)", "zstd(23)", "zstd(1", "gzip", "", "zstd()"] {
            assert_eq!(
                text.parse::<Compression>(),
                Err(InvalidCompression),
                "{text}"
            );
        }
    }
}
