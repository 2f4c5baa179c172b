//! `fraudgen bench`

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use crate::bench::{Bench, BenchReport, Design, Program, page};
use crate::dataset::layout::DEFAULT_ROWS_PER_FILE;
use crate::error::Error;
use crate::parallel::{CancelToken, Needs};
use crate::storage::{Location, Readers};
use crate::units::count_text;
use anyhow::Context;
use fraudgen_core::Spec;

use crate::cli::args::{DatasetArgs, NonEmptyPlace, ProgressStyle, StoreArgs, ThreadArgs, output};
use crate::cli::failure::{Failed, Usage};
use crate::cli::host::Host;
use crate::cli::table;

/// What the authors of the previous Python generator called a gigabyte: 8 files.
const TRANSACTIONS: u64 = 8 * DEFAULT_ROWS_PER_FILE;
/// A larger dataset is made once by default.
const SMALL: u64 = 5_000_000;

/// Compare designs: the same dataset made in each way, measured here
///
/// Each design runs in its own processes, whose wall time, CPU time and peak memory are measured. The limits
/// of the machine are measured in the same run. Everything that is made is removed again, unless --keep is
/// given; the JSON lines of v1 stay on this machine (in TMPDIR) even if the others go to a store. By default
/// the dataset has 2,144,000 transactions, the gigabyte of the previous Python generator. Exits with 1 if any
/// design failed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Empty or new folder, or s3://BUCKET/PREFIX, to make datasets in; `null` keeps nothing
    #[arg(long, value_name = "PLACE", default_value = Location::NULL, value_parser = NonEmptyPlace)]
    to: OsString,

    /// Designs to compare [default: all]
    #[arg(long, value_enum, value_name = "NAMES", value_delimiter = ',')]
    designs: Vec<Design>,

    /// How many times each is run; medians are reported [default: 3, or 1 for more than 5 million transactions]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100))]
    repeat: Option<u64>,

    /// Processes of v4-c, which share the threads [default: one for each thread, and at least 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=256))]
    workers: Option<u64>,

    /// Keep what each design made last, below the location
    #[arg(long)]
    keep: bool,

    /// Also write the report as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Also write the report as a web page with a plot
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    #[command(flatten)]
    dataset: DatasetArgs,

    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    store: StoreArgs,
}

const EXAMPLES: &str = "Examples:
  fraudgen bench                                         how fast is this machine?
  fraudgen bench --to /mnt/disk/bench --designs v3,v4-a
  fraudgen bench --to s3://lake/bench --workers 4 --html bench.html";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let threads = args.threads.count(Needs::MAKING);
    let cancel = host.context(threads, ProgressStyle::None)?.cancel;
    let Some(program) = host.program() else {
        return Err(
            Usage("`fraudgen bench` measures processes: run it as a command".into()).into(),
        );
    };
    let spec = spec(&args, program)?;
    let bench = bench(&args, program.clone(), spec, threads)?;
    // Now rather than after all the work.
    let file = |flag: &str, path: &Option<PathBuf>| {
        let path = path.as_deref();
        path.map(|path| output(flag, path, true)).transpose()
    };
    let (json, html) = (file("--json", &args.json)?, file("--html", &args.html)?);
    let mut say = |text: &str| {
        // A failure to say so is no reason to stop.
        let _ = writeln!(std::io::stderr(), "{text}");
    };
    let report = bench.run(&mut say, &cancel).map_err(|error| match error {
        Error::NotEmpty { location, .. } => Usage(format!(
            "invalid value '{location}' for '--to': it is not empty; choose another location"
        ))
        .into(),
        error => anyhow::Error::from(error),
    })?;
    // A closed pipe does not change what is written.
    let printed = print(&report, &mut host.stdout());
    if let Some(json) = json {
        let text = serde_json::to_string_pretty(&report)? + "\n";
        json.write(text.as_bytes(), Readers::Usual)?;
    }
    if let Some(html) = html {
        html.write(page(&report).as_bytes(), Readers::Usual)?;
    }
    printed?;
    if cancel.is_cancelled() {
        return Err(Error::Cancelled.into());
    }
    match report.failed().count() {
        0 => Ok(()),
        failed => Err(Failed(format!("{failed} of them failed")).into()),
    }
}

/// The spec that the flags describe. Another process finds the number of transactions for a size: a process
/// begins as a copy of its parent, so that memory used here would count for those that are measured.
fn spec(args: &Args, program: &Program) -> anyhow::Result<Spec> {
    let (spec, size) = args.dataset.spec_and_size(TRANSACTIONS)?;
    let Some(size) = size else {
        return Ok(spec);
    };
    let mut plan = program
        .command()
        .args(["plan", "--json", "--spec=-", &format!("--size={size}B")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start fraudgen plan")?;
    if let Some(mut stdin) = plan.stdin.take() {
        stdin.write_all(&serde_json::to_vec(&spec)?)?;
    }
    let planned = plan
        .wait_with_output()
        .context("cannot run fraudgen plan")?;
    if !planned.status.success() {
        let said = String::from_utf8_lossy(&planned.stderr);
        return Err(Usage(said.trim().trim_start_matches("error: ").into()).into());
    }
    let mut planned: serde_json::Value = serde_json::from_slice(&planned.stdout)?;
    Ok(serde_json::from_value(planned["spec"].take())?)
}

fn bench(args: &Args, program: Program, spec: Spec, threads: usize) -> anyhow::Result<Bench> {
    // What was made is removed even when the run is cancelled.
    let never = CancelToken::default();
    let location = |name: &str| {
        let mut below = args.to.clone();
        if below != Location::NULL {
            let ends = below.as_encoded_bytes().ends_with(b"/");
            below.push(if ends { "" } else { "/" });
            below.push(name);
        }
        args.store.location(&below, "--to", &never)
    };
    let mut designs = args.designs.clone();
    if designs.is_empty() {
        designs.extend(Design::ALL);
    }
    designs.sort_unstable();
    designs.dedup();
    let repeat = args
        .repeat
        .unwrap_or(if spec.transactions <= SMALL { 3 } else { 1 });
    Ok(Bench {
        program,
        spec,
        root: args.store.location(&args.to, "--to", &never)?,
        designs: designs
            .into_iter()
            .map(|design| Ok((design, location(design.name())?)))
            .collect::<anyhow::Result<_>>()?,
        limits: location("limits")?,
        store_flags: args.store.as_flags(),
        retry_flags: args.store.retry.as_flags(),
        threads,
        workers: args
            .workers
            .map_or(threads.max(2), |workers| workers as usize),
        repeat: repeat as usize,
        keep: args.keep,
    })
}

fn print(report: &BenchReport, out: &mut dyn Write) -> anyhow::Result<()> {
    let spec = &report.spec;
    writeln!(
        out,
        "{} transactions to {}, {} threads, medians of {}\n",
        count_text(spec.transactions),
        report.location,
        report.threads,
        report.repeat
    )?;
    for table in report.tables() {
        table::print(out, &table.lines, |column| column > 1)?;
        for note in &table.notes {
            writeln!(out, "{note}")?;
        }
        writeln!(out)?;
    }
    if let Some(row) = report.designs.iter().find(|row| row.digest.is_some())
        && let (Some(digest), Some(median)) = (&row.digest, &row.median)
    {
        writeln!(
            out,
            "{} rows of all tables, digest {digest}",
            count_text(median.rows)
        )?;
    }
    Ok(())
}
