//! [`Form`]: the value of `--format`.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::encode::Format;

/// How records are written: as files of a format, or as a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Form {
    Files(Format),
    ArrowStream,
}

impl Default for Form {
    fn default() -> Self {
        Self::Files(Format::Parquet)
    }
}

impl ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        const FORMS: [Form; 5] = [
            Form::Files(Format::Parquet),
            Form::Files(Format::Jsonl),
            Form::Files(Format::Csv),
            Form::Files(Format::CsvPtBr),
            Form::ArrowStream,
        ];
        &FORMS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Files(format) => format.to_possible_value(),
            Self::ArrowStream => {
                let help = "One table as an Arrow IPC stream, with --out -";
                Some(PossibleValue::new("arrow-stream").help(help))
            }
        }
    }
}
