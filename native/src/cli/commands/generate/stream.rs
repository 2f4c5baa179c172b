//! `fraudgen generate --format arrow-stream`

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use fraudgen_core::Generator;
use fraudgen_core::schema::Table;

use super::args::Args;
use crate::cli::args::ProgressStyle;
use crate::cli::failure::Usage;
use crate::cli::host::Host;
use crate::dataset::layout::Shard;
use crate::encode::batches::{Batches, Money};
use crate::encode::{Format, ipc};
use crate::error::{Error, PartError};
use crate::parallel::{Context, Needs};
use crate::units::count_text;

/// Bytes that are handed to the reader at a time, if they come in smaller pieces.
const PIECE: usize = 1 << 16;

pub(super) fn run(args: &Args, host: &Host) -> anyhow::Result<()> {
    let context = host.context(args.threads.count(Needs::MAKING), ProgressStyle::None)?;
    // Sizes are those of the Parquet files that hold the same records.
    let run = |spec| args.layout.run(Format::Parquet, spec, Shard::WHOLE);
    let generator = Generator::new(&args.dataset.spec(&context, run)?)?.into();
    let (table, batches) = batches(args, &context, &generator, Money::Decimal)?;
    let mut out = BufWriter::with_capacity(PIECE, host.stdout());
    let rows = ipc::write(batches, &mut out).map_err(|error| match error {
        PartError::Sink(error) => anyhow::Error::from(error),
        PartError::Cancelled(error) => Error::from(error).into(),
    })?;
    out.flush()?;
    if args.progress != ProgressStyle::None {
        let rows = count_text(rows);
        writeln!(io::stderr(), "{rows} rows of {}", table.name())?;
    }
    Ok(())
}

/// The table that flags ask for, and its record batches.
pub(in crate::cli) fn batches(
    args: &Args,
    context: &Context,
    generator: &Arc<Generator>,
    money: Money,
) -> anyhow::Result<(Table, Batches)> {
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
    // Parts are those of the Parquet files that hold the same records.
    let spec = generator.plan().spec().clone();
    let run = args.layout.run(Format::Parquet, spec, args.shard()?);
    let [table] = run.tables[..] else {
        return Err(
            Usage("'--format arrow-stream' is one table: name it with --tables".into()).into(),
        );
    };
    let columns = columns(table, &args.columns)?;
    let parts = run.parts(generator.plan());
    let batches = Batches::new(context, generator, table, &parts, &columns, money);
    Ok((table, batches))
}

/// The positions of columns by name; of all columns if none is named.
fn columns(table: Table, names: &[String]) -> Result<Vec<usize>, Usage> {
    let all = table.columns();
    if names.is_empty() {
        return Ok((0..all.len()).collect());
    }
    let mut columns = Vec::new();
    for name in names {
        let column = table.position(name).ok_or_else(|| {
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
