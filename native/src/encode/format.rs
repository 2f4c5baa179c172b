//! [`Format`]: the formats of files, and how their names end.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::compression::Compression;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// One JSON object per line.
    Jsonl,
    /// Comma-separated values with a header line (RFC 4180, with lines that end in LF)
    Csv,
    /// The same as Brazilian spreadsheets read it: semicolons, decimal commas, and a byte order mark
    #[serde(rename = "csv-pt-br")]
    CsvPtBr,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 4] = [Format::Parquet, Format::Jsonl, Format::Csv, Format::CsvPtBr];

    /// The format's name.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::CsvPtBr => "csv-pt-br",
        }
    }

    /// How many lines of a file precede its rows.
    pub const fn header_lines(self) -> u64 {
        match self {
            Format::Parquet | Format::Jsonl => 0,
            Format::Csv | Format::CsvPtBr => 1,
        }
    }

    /// How its files are compressed by default.
    pub const fn default_compression(self) -> Compression {
        match self {
            Format::Parquet => Compression::Zstd(1),
            Format::Jsonl | Format::Csv | Format::CsvPtBr => Compression::None,
        }
    }

    /// How its file names end.
    pub const fn suffix(self, compression: Compression) -> Suffix {
        Suffix(match (self, compression) {
            (Format::Parquet, _) => ".parquet",
            (Format::Jsonl, Compression::None) => ".jsonl",
            (Format::Jsonl, Compression::Zstd(_)) => ".jsonl.zst",
            (Format::Csv | Format::CsvPtBr, Compression::None) => ".csv",
            (Format::Csv | Format::CsvPtBr, Compression::Zstd(_)) => ".csv.zst",
        })
    }
}

/// How the names of a format's files end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suffix(&'static str);

impl fmt::Display for Suffix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Suffix {
    /// Every suffix that files may have.
    pub(crate) fn all() -> impl Iterator<Item = Suffix> {
        let compressions = [Compression::None, Compression::Zstd(1)];
        let of_format = move |format: Format| compressions.map(|how| format.suffix(how));
        Format::ALL.into_iter().flat_map(of_format)
    }

    /// The suffix as text, with its leading dot.
    pub(crate) const fn as_str(self) -> &'static str {
        self.0
    }
}
