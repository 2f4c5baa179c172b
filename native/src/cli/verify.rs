//! `fraudgen verify`

use std::io::Write;
use std::path::PathBuf;

use fraudgen::progress::{Progress, Style};
use fraudgen::quantity::{bytes_text, count_text};
use fraudgen::verify::verify;
use serde_json::json;

use super::output::ThreadArgs;
use super::{Failed, stop_on_signal};

/// Check a dataset: manifest, hashes, schema, row counts and digests
///
/// Exits with 1 if anything is not as the manifest says.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder of the dataset
    dir: PathBuf,

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
  fraudgen verify data --deep --threads 8";

pub(super) fn run(args: Args) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    let mut progress = Progress::new(args.progress);
    let findings = verify(
        &args.dir,
        args.deep,
        args.threads.count(),
        &mut progress,
        &stop,
    )?;
    let mut stdout = std::io::stdout().lock();
    if args.json {
        let line = json!({
            "ok": findings.problems.is_empty(),
            "problems": findings.problems,
            "parts": findings.parts,
            "rows": findings.rows,
            "bytes": findings.bytes,
            "digest": findings.digest.to_string(),
        });
        writeln!(stdout, "{line}")?;
    } else {
        for problem in &findings.problems {
            writeln!(stdout, "{problem}")?;
        }
    }
    if !findings.problems.is_empty() {
        return Err(Failed(format!(
            "{}: {} problems found",
            args.dir.display(),
            findings.problems.len()
        ))
        .into());
    }
    if !args.json {
        let (rows, bytes) = (count_text(findings.rows), bytes_text(findings.bytes));
        writeln!(
            stdout,
            "whole: {} files, {rows} rows, {bytes}, digest {}",
            findings.parts, findings.digest
        )?;
    }
    Ok(())
}
