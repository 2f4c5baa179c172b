//! `fraudgen finish`

use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::args::{NonEmptyPlace, ProgressStyle, StoreArgs, ThreadArgs};
use crate::dataset::manifest::Manifest;
use crate::error::Error;
use crate::generate::{TableFormat, finish};
use crate::storage::{Limit, MOST_JSON};
use crate::units::{bytes_text, count_text};
use serde_json::json;

use crate::cli::host::Host;
use crate::parallel::Needs;

/// Close a run made by several workers: check every part, write the manifest and _SUCCESS
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Folder or s3://BUCKET/PREFIX of the run
    #[arg(value_name = "PLACE", required_unless_present = "targets", value_parser = NonEmptyPlace)]
    place: Option<OsString>,

    /// The target file of the whole run, instead of a location and credentials; `-` is standard input
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "place",
        requires = "receipts"
    )]
    targets: Option<PathBuf>,

    /// The workers' receipts: files that they wrote, or lines that `generate --json` printed; `-` is
    /// standard input [default: the shards' manifests found at the location]
    #[arg(long, value_name = "FILES", num_args = 1..)]
    receipts: Vec<PathBuf>,

    /// Make the tables readable as tables of Delta Lake or Apache Iceberg, all at once; also of a dataset that
    /// is closed
    #[arg(
        long,
        value_enum,
        value_name = "FORMATS",
        value_delimiter = ',',
        conflicts_with = "targets"
    )]
    table_format: Vec<TableFormat>,

    #[command(flatten)]
    store: StoreArgs,

    #[command(flatten)]
    threads: ThreadArgs,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = ProgressStyle::Auto)]
    progress: ProgressStyle,

    /// Print a summary as one line of JSON on standard output
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  fraudgen finish data                                             shards in one folder
  fraudgen finish s3://lake/fraud                                  shards in one location of a store
  fraudgen finish s3://lake/fraud --receipts fraudgen-receipt-*.json
  fraudgen finish s3://lake/fraud --table-format delta,iceberg     and as tables of both
  fraudgen finish --targets targets.jsonl --receipts fraudgen-receipt-*.json
  cat task-*.out | fraudgen finish --targets targets.jsonl --receipts -";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let context = host.context(args.threads.count(Needs::MAKING), args.progress)?;
    let location = args.store.location_or_targets(
        args.place.as_deref(),
        args.targets.as_deref(),
        &context.cancel,
    )?;
    let mut receipts = Vec::new();
    for path in &args.receipts {
        receipts.extend(read_receipts(path)?);
    }
    let manifest = finish(&context, &location, receipts, &args.table_format)?;
    writeln!(
        std::io::stderr(),
        "{location}: {} files, {} rows, {}, digest {}",
        count_text(manifest.parts.len() as u64),
        count_text(manifest.rows),
        bytes_text(manifest.bytes),
        manifest.digest
    )?;
    if args.json {
        let line = json!({
            "out": location.to_string(),
            "rows": manifest.rows,
            "bytes": manifest.bytes,
            "digest": manifest.digest.to_string(),
            "tables": manifest.tables,
            "parts": manifest.parts.len(),
        });
        writeln!(host.stdout(), "{line}")?;
    }
    Ok(())
}

fn read_receipts(path: &Path) -> Result<Vec<Manifest>, Error> {
    let json = match path == Path::new("-") {
        true => Limit::json(MOST_JSON).read(std::io::stdin().lock()),
        false => File::open(path).and_then(|file| Limit::json(MOST_JSON).read(file)),
    };
    let json = json.map_err(|source| Error::Io {
        action: "read",
        path: path.into(),
        source,
    })?;
    Manifest::parse_receipts(&json, &path.display().to_string())
}
