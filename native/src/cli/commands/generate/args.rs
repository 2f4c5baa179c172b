//! The flags of `fraudgen generate`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ArgGroup;

use crate::cli::args::{
    DatasetArgs, Form, LayoutArgs, Memory, NonEmptyPlace, ProgressStyle, ShardArg, StoreArgs,
    ThreadArgs, parse_bandwidth, parse_memory,
};
use crate::cli::failure::Usage;
use crate::dataset::layout::Shard;
use crate::encode::Format;
use crate::generate::TableFormat;
use crate::parallel::Needs;
use crate::storage::Spooling;

/// Generate a dataset into a folder, a store, or presigned targets
///
/// Files appear complete or not at all, then `_manifest.json`, and `_SUCCESS` last. An interrupted run is
/// continued with --resume, to the same bytes.
///
/// Into a store, finished parts are uploaded while the next ones are made. Credentials are found as described
/// in `fraudgen presign --help`; with --targets none are needed, and none are used.
///
/// With --shard several runs make a dataset together, on one machine or many; then `fraudgen finish` closes
/// it. A shard touches only its own files, and may be run again with --resume, or twice at once.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group(ArgGroup::new("destination").required(true).args(["out", "targets"])))]
pub(in crate::cli) struct Args {
    /// Folder or s3://BUCKET/PREFIX to write to; it must be empty or not exist, unless --resume or --force
    /// is given. `null` makes everything and keeps nothing, to measure the speed; `-` is standard output,
    /// for --format arrow-stream
    #[arg(long, value_name = "PLACE", value_parser = NonEmptyPlace)]
    pub(super) out: Option<OsString>,

    /// Target file that `fraudgen presign` made, which describes the whole dataset; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["DatasetArgs", "LayoutArgs", "format", "columns", "endpoint", "region", "addressing"])]
    pub(super) targets: Option<PathBuf>,

    /// With --targets: receipt to write, for `fraudgen finish`; `-` writes none, and prints what --json
    /// prints [default: fraudgen-receipt-I-of-N-RUN.json]
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub(super) receipt: Option<PathBuf>,

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

    /// Make the tables readable as tables of Delta Lake or Apache Iceberg too, all at once at the end
    #[arg(
        long,
        value_enum,
        value_name = "FORMATS",
        value_delimiter = ',',
        conflicts_with = "targets",
        help_heading = "Output"
    )]
    pub(super) table_format: Vec<TableFormat>,

    #[command(flatten)]
    pub(super) threads: ThreadArgs,

    #[command(flatten)]
    pub(super) store: StoreArgs,

    /// Where finished parts wait to be sent to a store; spool is a temporary folder (in TMPDIR, up to
    /// 4 GiB), for slow connections
    #[arg(long, value_enum, default_value_t = Spooling::Memory)]
    pub(super) upload: Spooling,

    /// The most bytes to send to a store per second
    #[arg(long, value_name = "SIZE", value_parser = parse_bandwidth, help_heading = "Store")]
    pub(super) bandwidth: Option<u64>,

    /// Bytes of finished parts that wait in memory, in addition to what each thread works on [default: 64MiB,
    /// or an eighth of a container's memory if that is less]
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    pub(super) memory: Option<Memory>,

    /// Create the bucket if it does not exist
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
    pub(super) shard: ShardArg,

    /// Continue an interrupted run: parts that are there and intact are kept
    #[arg(long, conflicts_with = "force")]
    pub(super) resume: bool,

    /// Remove what fraudgen wrote there before, and nothing else, and start again
    #[arg(long)]
    pub(super) force: bool,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = ProgressStyle::Auto)]
    pub(super) progress: ProgressStyle,

    /// Print a receipt as one line of JSON on standard output; `fraudgen finish` takes those of shards
    #[arg(long)]
    pub(super) json: bool,
}

impl Args {
    /// The format of the files to be made; none for a stream.
    ///
    /// # Errors
    /// Flags that are for the other kind.
    pub(super) fn file_format(&self) -> Result<Option<Format>, Usage> {
        let usage = |text: &str| Err(Usage(text.into()));
        let is_to_stdout = self.out.as_deref().is_some_and(|out| out == "-");
        match self.format {
            Form::ArrowStream if !is_to_stdout => {
                usage("'--format arrow-stream' is for standard output: give --out -")
            }
            Form::ArrowStream if !self.table_format.is_empty() => {
                usage("'--table-format' is for Parquet files")
            }
            Form::ArrowStream => Ok(None),
            Form::Files(_) if is_to_stdout => usage(
                "'--out -' is for '--format arrow-stream'; for a look at some records there is `fraudgen sample`",
            ),
            Form::Files(_) if !self.columns.is_empty() => {
                usage("'--columns' is for '--format arrow-stream': files have every column")
            }
            Form::Files(format) if format != Format::Parquet && !self.table_format.is_empty() => {
                usage("'--table-format' is for Parquet files: leave out --format")
            }
            Form::Files(format) => Ok(Some(format)),
        }
    }

    /// Whether a run that stops midway can be resumed, which a stream cannot.
    pub(in crate::cli) fn is_resumable(&self) -> bool {
        self.format != Form::ArrowStream
    }

    /// How many threads work.
    pub(in crate::cli) fn threads(&self) -> usize {
        self.threads.count(Needs::MAKING)
    }

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
