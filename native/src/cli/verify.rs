//! `fraudgen verify`

use std::io::{self, Write};
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use fraudgen::generate::progress::{Progress, Style};
use fraudgen::units::{bytes_text, count_text};
use fraudgen::verify::{Findings, verify};
use serde_json::json;

use super::output::ThreadArgs;
use super::store::StoreArgs;
use super::{Failed, stop_on_signal};

/// Check a dataset: manifest, hashes, schema, row counts and digests
///
/// Exits with 1 if anything is not as the manifest says.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder or s3://BUCKET/PREFIX of the dataset
    #[arg(value_name = "PLACE", required_unless_present = "targets", value_parser = NonEmptyStringValueParser::new())]
    place: Option<String>,

    /// The target file of the run, instead of a place and credentials; `-` is standard input
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
    #[arg(long, value_enum, default_value_t = Style::Auto)]
    progress: Style,

    /// Print what was found as one line of JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  fraudgen verify data
  fraudgen verify data --deep --threads 8
  fraudgen verify s3://lake/fraud
  fraudgen verify --targets targets.jsonl";

pub(super) fn run(args: Args) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    let place =
        args.store
            .place_or_targets(args.place.as_deref(), args.targets.as_deref(), &stop)?;
    let mut progress = Progress::new(args.progress);
    let findings = verify(
        &place,
        args.deep,
        args.threads.count(),
        &mut progress,
        &stop,
    )?;
    // A reader that has seen enough changes nothing of what was found.
    let printed = print(&findings, args.json);
    if !findings.problems.is_empty() {
        return Err(Failed(format!(
            "{place}: {} problems found",
            findings.problems.len()
        ))
        .into());
    }
    Ok(printed?)
}

fn print(findings: &Findings, json: bool) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
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
        writeln!(stdout, "{problem}")?;
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
