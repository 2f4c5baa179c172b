//! The flags that say how a dataset is laid out, and how many threads make it.

use super::numbers::parse_count;
use crate::cli::note::note;
use crate::dataset::layout::{DEFAULT_ROWS_PER_FILE, ROWS_PER_FILE, Shard};
use crate::dataset::run::Run;
use crate::encode::{Compression, Format};
use crate::parallel::{Context, Needs, THREADS, memory_limit};
use crate::units::bytes_text;
use clap::Args;
use fraudgen_core::schema::Table;
use fraudgen_core::{DATASET_VERSION, Spec};

/// How the dataset is laid out, in files of a format.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(in crate::cli) struct OutputArgs {
    /// Format of the files
    #[arg(long, value_enum, default_value_t = Format::Parquet)]
    format: Format,

    #[command(flatten)]
    layout: LayoutArgs,
}

impl OutputArgs {
    /// A run of a spec, laid out as the flags say.
    pub(in crate::cli) fn run(&self, spec: Spec, shard: Shard) -> Run {
        self.layout.run(self.format, spec, shard)
    }
}

/// How the dataset is laid out, in any format.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(in crate::cli) struct LayoutArgs {
    /// Tables to make [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = parse_table)]
    tables: Vec<Table>,

    /// Target number of rows per file, in whole units
    #[arg(long, value_name = "N", default_value_t = DEFAULT_ROWS_PER_FILE, value_parser = parse_rows_per_file)]
    rows_per_file: u64,

    /// Compression: none, or zstd(LEVEL) from 1 to 22 [default: zstd(1) for Parquet, none for text]
    #[arg(long)]
    pub(in crate::cli) compression: Option<Compression>,
}

impl LayoutArgs {
    /// A run of a spec, laid out as the flags say.
    pub(in crate::cli) fn run(&self, format: Format, spec: Spec, shard: Shard) -> Run {
        let wanted = |table: &Table| self.tables.is_empty() || self.tables.contains(table);
        Run {
            dataset_version: DATASET_VERSION,
            spec,
            format,
            compression: self.compression.unwrap_or(format.default_compression()),
            rows_per_file: self.rows_per_file,
            tables: Table::ALL.into_iter().filter(wanted).collect(),
            shard,
        }
    }
}

/// How many threads work.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ThreadArgs {
    /// Number of threads [default: one per processor, or fewer if a container's memory has room for fewer]
    #[arg(long, value_name = "N", value_parser = parse_threads)]
    threads: Option<usize>,
}

impl ThreadArgs {
    /// As many as were asked for, else one per processor, as far as memory has room for what they need.
    pub(in crate::cli) fn count(&self, needs: Needs) -> usize {
        self.threads.unwrap_or_else(|| {
            let processors = Context::default().threads;
            memory_limit().map_or(processors, |limit| needs.threads_in(limit, processors))
        })
    }

    /// Says that memory has room for fewer threads than processors, or not even for those that work; and what takes less.
    pub(in crate::cli) fn explain(&self, threads: usize, needs: Needs, less: &str) {
        let Some(limit) = memory_limit() else { return };
        let processors = Context::default().threads;
        if self.threads.is_none() && threads < processors {
            note(&format!(
                "{threads} of {processors} processors are used, as the memory limit is {}",
                bytes_text(limit)
            ));
        }
        if needs.total(threads) > limit {
            note(&format!(
                "this may take {} of memory, and the limit is {}: give {less}",
                bytes_text(needs.total(threads)),
                bytes_text(limit)
            ));
        }
    }
}

/// The table with a name.
pub(in crate::cli) fn parse_table(name: &str) -> Result<Table, String> {
    let names = || Table::ALL.map(Table::name).join(", ");
    Table::from_name(name).ok_or_else(|| format!("the tables are {}", names()))
}

fn parse_rows_per_file(text: &str) -> Result<u64, String> {
    parse_count(text)
        .ok()
        .filter(|rows| ROWS_PER_FILE.contains(rows))
        .ok_or_else(|| format!("give {} to {}", ROWS_PER_FILE.start(), ROWS_PER_FILE.end()))
}

fn parse_threads(text: &str) -> Result<usize, String> {
    let threads = text
        .parse()
        .ok()
        .filter(|threads| THREADS.contains(threads));
    threads.ok_or_else(|| format!("give {} to {}", THREADS.start(), THREADS.end()))
}
