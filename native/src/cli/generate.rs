//! `fraudgen generate`

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use cpu_time::ProcessTime;
use fraudgen::destination::{Destination, Mode};
use fraudgen::layout::Shard;
use fraudgen::manifest::Manifest;
use fraudgen::pipeline;
use fraudgen::progress::{Progress, Style};
use fraudgen::quantity::{bytes_text, count_text};
use fraudgen_core::Generator;
use serde_json::json;

use super::dataset::DatasetArgs;
use super::output::{OutputArgs, ThreadArgs};
use super::{stop_on_signal, table};

/// Make a dataset into a folder
///
/// Files appear whole or not at all, `_manifest.json` after them and `_SUCCESS` last. A run that was
/// broken off is continued with --resume, to the same bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder to write to; it must be empty, or not there, unless --resume or --force is given
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    #[command(flatten)]
    dataset: DatasetArgs,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    threads: ThreadArgs,

    /// Make parts k with k mod N = I only, such as 0/8: several runs make a dataset together
    #[arg(long, value_name = "I/N", default_value = "0/1")]
    shard: Shard,

    /// Continue a broken run: parts that are there and intact are kept
    #[arg(long, conflicts_with = "force")]
    resume: bool,

    /// Remove what fraudgen wrote to the folder before, and nothing else, and start again
    #[arg(long)]
    force: bool,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = Style::Auto)]
    progress: Style,

    /// Print a receipt as one line of JSON on standard output
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  fraudgen generate --out data
  fraudgen generate --out data --transactions 64.3M --threads 8
  fraudgen generate --out data --size 30GB --format parquet --compression 'zstd(3)'
  fraudgen generate --out data --format jsonl --tables transactions,customers --days 31
  fraudgen generate --out data --spec old/_manifest.json --seed 43
  fraudgen generate --out data --shard 0/8        one of eight machines";

pub(super) fn run(args: Args) -> anyhow::Result<()> {
    let began = (Instant::now(), ProcessTime::now());
    let stop = stop_on_signal()?;
    let threads = args.threads.count();
    let spec = args
        .dataset
        .spec(|spec| args.output.run(spec, args.shard), threads)?;
    let generator = Generator::new(&spec)?;
    let run = args.output.run(generator.plan().spec().clone(), args.shard);
    let mode = match (args.resume, args.force) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Force,
        _ => Mode::Fresh,
    };
    let destination =
        Destination::prepare(&args.out, &run, generator.plan(), mode, threads, &stop)?;
    let kept = destination.finished();
    let mut progress = Progress::new(args.progress);
    let manifest =
        pipeline::generate(&generator, &run, destination, threads, &mut progress, &stop)?;
    let seconds = began.0.elapsed().as_secs_f64();
    let cpu_seconds = began.1.elapsed().as_secs_f64();
    let speed = Speed {
        seconds,
        cpu_seconds,
        threads,
    };
    if args.progress != Style::Json {
        summarise(&args.out, &manifest, kept, &speed)?;
    }
    if args.json {
        writeln!(
            std::io::stdout(),
            "{}",
            receipt(&args.out, &manifest, kept, &speed)
        )?;
    }
    Ok(())
}

struct Speed {
    seconds: f64,
    cpu_seconds: f64,
    threads: usize,
}

fn summarise(
    out: &std::path::Path,
    manifest: &Manifest,
    kept: usize,
    speed: &Speed,
) -> anyhow::Result<()> {
    let mut stderr = std::io::stderr().lock();
    let row = |name: &str, rows, bytes| {
        vec![
            name.to_owned(),
            count_text(rows),
            "rows".into(),
            bytes_text(bytes),
        ]
    };
    let mut rows: Vec<_> = manifest
        .tables
        .iter()
        .map(|table| row(table.table.name(), table.rows, table.bytes))
        .collect();
    rows.push(row("total", manifest.rows, manifest.bytes));
    table::print(&mut stderr, &rows, |column| column == 1 || column == 3)?;
    let parts = match kept {
        0 => format!("{} files", manifest.parts.len()),
        kept => format!("{} files, {kept} of them kept", manifest.parts.len()),
    };
    writeln!(
        stderr,
        "{parts} in {} in {:.1} s on {} threads ({:.1} CPU s): {} rows/s, {}/s",
        out.display(),
        speed.seconds,
        speed.threads,
        speed.cpu_seconds,
        count_text((manifest.rows as f64 / speed.seconds) as u64),
        bytes_text((manifest.bytes as f64 / speed.seconds) as u64),
    )?;
    writeln!(stderr, "digest {}", manifest.digest)?;
    Ok(())
}

fn receipt(
    out: &std::path::Path,
    manifest: &Manifest,
    kept: usize,
    speed: &Speed,
) -> serde_json::Value {
    json!({
        "out": out.to_string_lossy(),
        "rows": manifest.rows,
        "bytes": manifest.bytes,
        "digest": manifest.digest.to_string(),
        "tables": manifest.tables,
        "parts": manifest.parts.len(),
        "kept": kept,
        "seconds": speed.seconds,
        "cpu_seconds": speed.cpu_seconds,
        "threads": speed.threads,
    })
}
