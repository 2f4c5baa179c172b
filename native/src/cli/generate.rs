//! `fraudgen generate`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::ArgGroup;
use clap::builder::NonEmptyStringValueParser;
use cpu_time::ProcessTime;
use fraudgen::Error;
use fraudgen::dataset::layout::Shard;
use fraudgen::dataset::manifest::Manifest;
use fraudgen::dataset::run::Run;
use fraudgen::dataset::targets::TargetFile;
use fraudgen::encode::Format;
use fraudgen::generate::destination::{Destination, Mode, Records};
use fraudgen::generate::pipeline::{self, Waiting};
use fraudgen::generate::progress::{Progress, Style};
use fraudgen::storage::location::Place;
use fraudgen::storage::upload::Spooling;
use fraudgen::units::{bytes_text, count_text};
use fraudgen_core::Generator;
use jiff::Timestamp;
use serde_json::json;

use super::dataset::DatasetArgs;
use super::output::{LayoutArgs, ThreadArgs};
use super::shard::ShardArg;
use super::store::{StoreArgs, parse_memory};
use super::stream::Form;
use super::{Usage, stop_on_signal, stream, table};

/// Make a dataset into a folder, a store, or presigned targets
///
/// Files appear whole or not at all, `_manifest.json` after them and `_SUCCESS` last. A run that was
/// broken off is continued with --resume, to the same bytes.
///
/// Into a store, finished parts are sent while the next ones are made. Credentials are looked for as
/// `fraudgen presign --help` says; with --targets none are needed, and none are used.
///
/// With --shard several runs make a dataset together, on one machine or many; then `fraudgen finish` closes
/// it. A shard touches its own files only, and may be run again with --resume, or twice at once.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group(ArgGroup::new("destination").required(true).args(["out", "targets"])))]
pub(super) struct Args {
    /// Folder or s3://BUCKET/PREFIX to write to; it must be empty, or not there, unless --resume or
    /// --force is given. `null` makes all and keeps nothing, to see how fast that is; `-` is standard
    /// output, for --format arrow-stream
    #[arg(long, value_name = "PLACE", value_parser = NonEmptyStringValueParser::new())]
    pub(super) out: Option<String>,

    /// Target file that `fraudgen presign` made, which says all about the dataset; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["DatasetArgs", "LayoutArgs", "format", "columns", "endpoint", "region", "addressing"])]
    targets: Option<PathBuf>,

    /// With --targets: file that says what was made, for `fraudgen finish`; `-` writes none, and prints
    /// what --json prints [default: fraudgen-receipt-I-of-N.json]
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    receipt: Option<PathBuf>,

    #[command(flatten)]
    pub(super) dataset: DatasetArgs,

    /// Format of the files; arrow-stream is one table on standard output
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(super) format: Form,

    #[command(flatten)]
    pub(super) layout: LayoutArgs,

    /// With --format arrow-stream: columns to make, in that order [default: all]
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        help_heading = "Output"
    )]
    pub(super) columns: Vec<String>,

    #[command(flatten)]
    pub(super) threads: ThreadArgs,

    #[command(flatten)]
    store: StoreArgs,

    /// Where finished parts wait to be sent to a store; spool is a temporary folder (in TMPDIR, up to
    /// 4 GiB), for slow lines
    #[arg(long, value_enum, default_value_t = Spooling::Memory)]
    upload: Spooling,

    /// Bytes of finished parts that wait in memory, beside what each thread works on
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = parse_memory)]
    memory: u64,

    /// Make the bucket, if it is not there
    #[arg(long, conflicts_with = "targets")]
    pub(super) create_bucket: bool,

    /// Make parts k with k mod N = I only, such as 0/8: several runs make a dataset together. auto and
    /// auto/N take I, and N where it is not given, from the variables of a Slurm job array, a Kubernetes
    /// Indexed Job or an AWS Batch array job
    #[arg(
        long,
        allow_hyphen_values = true,
        value_name = "I/N",
        default_value = "0/1"
    )]
    shard: ShardArg,

    /// Continue a broken run: parts that are there and intact are kept
    #[arg(long, conflicts_with = "force")]
    pub(super) resume: bool,

    /// Remove what fraudgen wrote there before, and nothing else, and start again
    #[arg(long)]
    pub(super) force: bool,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = Style::Auto)]
    pub(super) progress: Style,

    /// Print a receipt as one line of JSON on standard output; that of a shard is what `fraudgen finish`
    /// takes
    #[arg(long)]
    pub(super) json: bool,
}

impl Args {
    /// The shard that is asked for; it may be the whole.
    pub(super) fn shard(&self) -> Result<Shard, Usage> {
        self.shard.resolve(|name| std::env::var(name).ok())
    }
}

const EXAMPLES: &str = "Examples:
  fraudgen generate --out data
  fraudgen generate --out data --transactions 64.3M --threads 8
  fraudgen generate --out data --size 30GB --format parquet --compression 'zstd(3)'
  fraudgen generate --out data --format jsonl --tables transactions,customers --days 31
  fraudgen generate --out data --spec old/_manifest.json --seed 43
  fraudgen generate --out data --shard 0/8               one of eight machines
  fraudgen generate --out data --shard auto --resume     one task of a Slurm job array
  fraudgen generate --out s3://lake/fraud --size 30GB    straight into a store
  fraudgen generate --targets targets-0-of-8.jsonl       a worker without credentials
  fraudgen generate --format arrow-stream --tables cards --columns card_id,brand --out - | reader";

pub(super) fn run(args: Args) -> anyhow::Result<()> {
    let Some(format) = stream::file_format(&args)? else {
        return stream::run(&args);
    };
    let began = (Instant::now(), ProcessTime::now());
    let stop = stop_on_signal()?;
    let threads = args.threads.count();
    let Job {
        place,
        run,
        generator,
        records,
    } = job(&args, format, threads, &stop)?;
    let mode = match (args.resume, args.force) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Force,
        _ => Mode::Fresh,
    };
    let to = place.clone();
    let is_printed = args.json || records == Records::Nowhere;
    let destination =
        Destination::prepare(place, records, &run, generator.plan(), mode, threads, &stop)?;
    let kept = destination.finished();
    let mut progress = Progress::new(args.progress);
    let waiting = Waiting {
        spooling: args.upload,
        memory: args.memory,
    };
    let manifest = pipeline::generate(
        &generator,
        &run,
        destination,
        waiting,
        threads,
        &mut progress,
        &stop,
    )?;
    let speed = Speed {
        seconds: began.0.elapsed().as_secs_f64(),
        cpu_seconds: began.1.elapsed().as_secs_f64(),
        threads,
    };
    if args.progress != Style::Json {
        summarise(&to, &manifest, kept, &speed)?;
    }
    if is_printed {
        let line = receipt_line(&to, &manifest, kept, &speed);
        writeln!(std::io::stdout(), "{line}")?;
    }
    Ok(())
}

/// What is to be made, and where.
struct Job {
    place: Place,
    run: Run,
    generator: Generator,
    records: Records,
}

fn job(args: &Args, format: Format, threads: usize, stop: &Arc<AtomicBool>) -> anyhow::Result<Job> {
    let shard = args.shard()?;
    let Some(out) = &args.out else {
        return given_job(args, shard, stop);
    };
    let run = |spec| args.layout.run(format, spec, shard);
    let spec = args.dataset.spec(run, threads)?;
    let generator = Generator::new(&spec)?;
    let run = run(generator.plan().spec().clone());
    run.check(generator.plan())?;
    let place = args.store.place(out, "--out", stop)?;
    if let (true, Place::Store(store)) = (args.create_bucket, &place) {
        store.create_bucket().map_err(Error::from)?;
    }
    Ok(Job {
        run,
        generator,
        place,
        records: Records::AtPlace,
    })
}

/// The job that a target file describes.
fn given_job(args: &Args, shard: Shard, stop: &Arc<AtomicBool>) -> anyhow::Result<Job> {
    let path = args.targets.as_deref().unwrap_or(Path::new("-"));
    warn_of_readers(path);
    let targets = TargetFile::read(path)?;
    let place = path.display().to_string();
    if targets.header.expires_at <= Timestamp::now() {
        let ended = targets
            .header
            .expires_at
            .strftime("%Y-%m-%d %H:%M:%SZ")
            .to_string();
        return Err(Error::Expired { place, ended }.into());
    }
    let invalid = |reason| Error::Invalid {
        place: place.clone(),
        what: "target file",
        reason,
    };
    let generator =
        Generator::new(&targets.header.run.spec).map_err(|error| invalid(error.to_string()))?;
    targets.check(&generator).map_err(invalid)?;
    let mut run = targets.header.run.clone();
    if !shard.is_whole() {
        if !run.shard.is_whole() && run.shard != shard {
            return Err(Usage(format!(
                "invalid value '{shard}' for '--shard': the target file is for shard {}",
                run.shard
            ))
            .into());
        }
        run.shard = shard;
    }
    let records = match &args.receipt {
        Some(path) if path == Path::new("-") => Records::Nowhere,
        Some(path) => Records::File(path.clone()),
        None => {
            let Shard { index, count } = run.shard;
            Records::File(format!("fraudgen-receipt-{index}-of-{count}.json").into())
        }
    };
    Ok(Job {
        place: Place::Store(args.store.patience.given(targets, stop)?),
        run,
        generator,
        records,
    })
}

/// Warns where others can read the file: it is a secret.
#[cfg(unix)]
fn warn_of_readers(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode());
    if path != Path::new("-") && mode & 0o077 != 0 {
        let _ = writeln!(
            std::io::stderr(),
            "warning: others on this machine can read {}, which is a secret: chmod 600 it",
            path.display()
        );
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &Path) {}

struct Speed {
    seconds: f64,
    cpu_seconds: f64,
    threads: usize,
}

fn summarise(out: &Place, manifest: &Manifest, kept: usize, speed: &Speed) -> anyhow::Result<()> {
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
        "{parts} in {out} in {:.1} s on {} threads ({:.1} CPU s): {} rows/s, {}/s",
        speed.seconds,
        speed.threads,
        speed.cpu_seconds,
        count_text((manifest.rows as f64 / speed.seconds) as u64),
        bytes_text((manifest.bytes as f64 / speed.seconds) as u64),
    )?;
    writeln!(stderr, "digest {}", manifest.digest)?;
    Ok(())
}

fn receipt_line(out: &Place, manifest: &Manifest, kept: usize, speed: &Speed) -> serde_json::Value {
    let tries = match out {
        Place::Folder(_) | Place::Null => None,
        Place::Store(store) => Some(store.puts()),
    };
    json!({
        "out": out.to_string(),
        "shard": manifest.shard.to_string(),
        "rows": manifest.rows,
        "bytes": manifest.bytes,
        "digest": manifest.digest.to_string(),
        "tables": manifest.tables,
        "parts": manifest.parts.len(),
        "kept": kept,
        "tries": tries,
        "seconds": speed.seconds,
        "cpu_seconds": speed.cpu_seconds,
        "threads": speed.threads,
        // That of a whole run is where its files are.
        "manifest": (!manifest.shard.is_whole()).then_some(manifest),
    })
}
