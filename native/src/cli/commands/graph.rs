//! `fraudgen graph`

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use fraudgen_core::schema::Table;
use fraudgen_core::{DATASET_VERSION, Generator};

use crate::cli::args::{DatasetArgs, NonEmptyPlace, ProgressStyle, ThreadArgs};
use crate::cli::failure::Usage;
use crate::cli::host::Host;
use crate::cli::table;
use crate::dataset::layout::{DEFAULT_ROWS_PER_FILE, Shard};
use crate::dataset::run::Run;
use crate::encode::Format;
use crate::generate::graph::{GraphFormat, Written, export};
use crate::parallel::Needs;
use crate::units::{bytes_text, count_text, time_text};

/// Write a dataset as a graph: nodes and edges, numbered, without keys to join by
///
/// Customers, accounts, devices, merchants and the accounts outside that pay or are paid are nodes; what customers own,
/// the devices that accounts were used from, and payments are edges. The folder appears when it is complete, with a
/// README.md that says what its files hold and how they are loaded.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Folder to write to; it must be empty or not exist, unless --force is given
    #[arg(long, value_name = "FOLDER", value_parser = NonEmptyPlace)]
    out: std::ffi::OsString,

    /// Format of the files
    #[arg(long, value_enum, default_value_t = GraphFormat::Parquet)]
    format: GraphFormat,

    /// Replace a graph that is there, and nothing else
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    dataset: DatasetArgs,

    #[command(flatten)]
    threads: ThreadArgs,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = ProgressStyle::Auto)]
    progress: ProgressStyle,
}

const EXAMPLES: &str = "Examples:
  fraudgen graph --out graph
  fraudgen graph --out graph --transactions 10M --fraud-rate 0.02
  fraudgen graph --out graph --spec data/_manifest.json      of a dataset that was generated
  fraudgen graph --out graph --format neo4j";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let began = Instant::now();
    let out = Path::new(&args.out);
    if args.out.to_string_lossy().starts_with("s3://") || args.out == "-" {
        let out = out.display();
        let text = format!("invalid value '{out}' for '--out': a graph is written to a folder");
        return Err(Usage(text).into());
    }
    let context = host.context(args.threads.count(Needs::MAKING), args.progress)?;
    args.threads
        .explain(context.threads, Needs::MAKING, "fewer --threads");
    // Sizes are those of the tables' files that hold the same records.
    let run = |spec| Run {
        dataset_version: DATASET_VERSION,
        spec,
        format: Format::Parquet,
        compression: Format::Parquet.default_compression(),
        rows_per_file: DEFAULT_ROWS_PER_FILE,
        tables: Table::ALL.to_vec(),
        shard: Shard::WHOLE,
    };
    let generator = Generator::new(&args.dataset.spec(&context, run)?)?.into();
    let files = export(&context, &generator, out, args.format, args.force)?;
    if args.progress != ProgressStyle::Json {
        let place = PathBuf::from(out);
        summarise(&files, &place, began, context.threads)?;
    }
    Ok(())
}

/// Prints what was made.
fn summarise(files: &[Written], out: &Path, began: Instant, threads: usize) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    let of = |folder: &'static str| {
        files
            .iter()
            .filter(move |file| file.kind.folder() == folder)
    };
    let rows = |folder| of(folder).map(|file| file.rows).sum();
    let line = |name: String, rows, what: &str, bytes| {
        vec![name, count_text(rows), what.to_owned(), bytes_text(bytes)]
    };
    let lines = files.iter().map(|file| {
        let what = file.kind.folder();
        line(file.kind.name(), file.rows, what, file.bytes)
    });
    table::print(&mut stderr, &lines.collect::<Vec<_>>(), |column| {
        column == 1 || column == 3
    })?;
    let bytes = files.iter().map(|file| file.bytes).sum();
    writeln!(
        stderr,
        "{} nodes and {} edges, {}, in {} in {} on {threads} threads",
        count_text(rows("nodes")),
        count_text(rows("edges")),
        bytes_text(bytes),
        out.display(),
        time_text(began.elapsed()),
    )
}
