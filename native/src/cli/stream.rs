//! `fraudgen generate --format arrow-stream`

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use clap::builder::PossibleValue;
use fraudgen::encode::Format;
use fraudgen::encode::ipc;
use fraudgen::generate::progress::Style;
use fraudgen::units::count_text;
use fraudgen_core::Generator;
use fraudgen_core::schema::Table;

use super::Usage;
use super::generate::Args;

/// Bytes that are handed to the reader at a time, where they come in smaller pieces.
const PIECE: usize = 1 << 16;

/// In what form records are made: files of a format, or a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
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
        const FORMS: [Form; 4] = [
            Form::Files(Format::Parquet),
            Form::Files(Format::Jsonl),
            Form::Files(Format::Csv),
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

/// The format of the files to be made; none for a stream.
///
/// # Errors
/// Flags that are for the other of the two.
pub(super) fn file_format(args: &Args) -> Result<Option<Format>, Usage> {
    let usage = |text: &str| Err(Usage(text.into()));
    let is_to_stdout = args.out.as_deref() == Some("-");
    match args.format {
        Form::ArrowStream if !is_to_stdout => {
            usage("'--format arrow-stream' is for standard output: give --out -")
        }
        Form::ArrowStream => Ok(None),
        Form::Files(_) if is_to_stdout => usage(
            "'--out -' is for '--format arrow-stream'; for a look at some records there is `fraudgen sample`",
        ),
        Form::Files(_) if !args.columns.is_empty() => {
            usage("'--columns' is for '--format arrow-stream': files have every column")
        }
        Form::Files(format) => Ok(Some(format)),
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    for (flag, is_given) in [
        ("resume", args.resume),
        ("force", args.force),
        ("create-bucket", args.create_bucket),
        ("json", args.json),
        ("compression", args.layout.compression.is_some()),
    ] {
        if is_given {
            let text = format!("'--{flag}' is not for '--format arrow-stream'");
            return Err(Usage(text).into());
        }
    }
    let threads = args.threads.count();
    let shard = args.shard()?;
    // Sizes and parts are those of the Parquet files that hold the same records.
    let run = |spec| args.layout.run(Format::Parquet, spec, shard);
    let generator = Generator::new(&args.dataset.spec(run, threads)?)?;
    let run = run(generator.plan().spec().clone());
    let [table] = run.tables[..] else {
        return Err(
            Usage("'--format arrow-stream' is one table: name it with --tables".into()).into(),
        );
    };
    let columns = columns(table, &args.columns)?;
    let parts = run.parts(generator.plan());
    let mut out = BufWriter::with_capacity(PIECE, io::stdout().lock());
    let rows = ipc::write(&generator, table, &parts, &columns, threads, &mut out)?;
    out.flush()?;
    if args.progress != Style::None {
        let rows = count_text(rows);
        writeln!(io::stderr(), "{rows} rows of {}", table.name())?;
    }
    Ok(())
}

/// The numbers of columns by name; of all, where none is named.
fn columns(table: Table, names: &[String]) -> Result<Vec<usize>, Usage> {
    let all = table.columns();
    if names.is_empty() {
        return Ok((0..all.len()).collect());
    }
    let mut columns = Vec::new();
    for name in names {
        let found = all.iter().position(|column| column.name == name);
        let column = found.ok_or_else(|| {
            let known: Vec<_> = all.iter().map(|column| column.name).collect();
            Usage(format!(
                "invalid value '{name}' for '--columns': the columns of {} are {}",
                table.name(),
                known.join(", ")
            ))
        })?;
        if columns.contains(&column) {
            return Err(Usage(format!(
                "invalid value '{name}' for '--columns': it is given twice"
            )));
        }
        columns.push(column);
    }
    Ok(columns)
}
