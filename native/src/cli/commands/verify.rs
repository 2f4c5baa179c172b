//! `fraudgen verify`

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::cli::args::{NonEmptyPlace, ProgressStyle, StoreArgs, ThreadArgs};
use crate::storage::printable;
use crate::units::{bytes_text, count_text};
use crate::verify::{Findings, verify};
use serde_json::json;

use crate::cli::failure::Failed;
use crate::cli::host::Host;
use crate::cli::note::note;
use crate::parallel::Needs;

/// Check a dataset: manifest, hashes, schema, row counts and digests
///
/// Exits with 1 if anything is not as the manifest says.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Folder or s3://BUCKET/PREFIX of the dataset
    #[arg(value_name = "PLACE", required_unless_present = "targets", value_parser = NonEmptyPlace)]
    place: Option<OsString>,

    /// The target file of the run, instead of a location and credentials; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "place")]
    targets: Option<PathBuf>,

    #[command(flatten)]
    store: StoreArgs,

    /// Make every part again, and compare records and bytes
    #[arg(long)]
    deep: bool,

    #[command(flatten)]
    threads: ThreadArgs,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = ProgressStyle::Auto)]
    progress: ProgressStyle,

    /// Print what was found as one line of JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  fraudgen verify data
  fraudgen verify data --deep --threads 8
  fraudgen verify s3://lake/fraud
  fraudgen verify --targets targets.jsonl";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let context = host.context(args.threads.count(Needs::MAKING), args.progress)?;
    if args.deep {
        args.threads
            .explain(context.threads, Needs::MAKING, "fewer --threads");
    }
    let location = args.store.location_or_targets(
        args.place.as_deref(),
        args.targets.as_deref(),
        &context.cancel,
    )?;
    let findings = verify(&context, &location, args.deep)?;
    if let Some(text) = &findings.note {
        note(text);
    }
    // A closed pipe does not change what was found.
    let printed = print(&findings, args.json, &mut host.stdout());
    if !findings.problems.is_empty() {
        return Err(Failed(format!(
            "{location}: {} problems found",
            findings.problems.len()
        ))
        .into());
    }
    Ok(printed?)
}

fn print(findings: &Findings, json: bool, stdout: &mut dyn Write) -> io::Result<()> {
    if json {
        let line = json!({
            "ok": findings.problems.is_empty(),
            "problems": findings.problems,
            "parts": findings.parts,
            "rows": findings.rows,
            "bytes": findings.bytes,
            "digest": findings.digest.to_string(),
        });
        return writeln!(stdout, "{line}");
    }
    for problem in &findings.problems {
        writeln!(stdout, "{}", printable(problem))?;
    }
    if findings.problems.is_empty() {
        let (rows, bytes) = (count_text(findings.rows), bytes_text(findings.bytes));
        writeln!(
            stdout,
            "whole: {} files, {rows} rows, {bytes}, digest {}",
            findings.parts, findings.digest
        )?;
    }
    Ok(())
}
