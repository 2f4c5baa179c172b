//! `fraudgen plan`

use std::io::Write;
use std::time::Duration;

use crate::cli::args::{DatasetArgs, OutputArgs, ProgressStyle, ThreadArgs, parse_bandwidth};
use crate::cli::remedy::limit_text;
use crate::dataset::layout::Shard;
use crate::dataset::run::Run;
use crate::estimate::{Bottleneck, COSTS, Scale, TableEstimate, Workers, estimate};
use crate::parallel::Needs;
use crate::units::{bytes_text, count_text, time_text};
use fraudgen_core::Generator;
use serde_json::json;

use crate::cli::host::Host;
use crate::cli::table;

/// Print what a spec would make: tables, parts, rows, and bytes as measured on a sample
///
/// With --workers also what a run on many machines takes: time, memory, and the sizes of targets, manifest
/// and requests, worked out from measured costs.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    dataset: DatasetArgs,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    workers: WorkersArgs,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Who makes it.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Workers")]
struct WorkersArgs {
    /// Machines that make it together, into a store
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    workers: Option<u64>,

    /// Cores of each of them
    #[arg(long, value_name = "N", default_value_t = 2, requires = "workers", value_parser = clap::value_parser!(u64).range(1..=1024))]
    cores: u64,

    /// Bytes per second that each of them sends
    #[arg(long, value_name = "SIZE", default_value = "125MB", requires = "workers", value_parser = parse_bandwidth)]
    bandwidth: u64,

    /// Bytes per second that the store takes from all of them together
    #[arg(long, value_name = "SIZE", requires = "workers", value_parser = parse_bandwidth)]
    store_bandwidth: Option<u64>,
}

const EXAMPLES: &str = "Examples:
  fraudgen plan --transactions 64.3M
  fraudgen plan --size 30GB --format jsonl
  fraudgen plan --size 30GB --json | jq .spec > spec.json
  fraudgen plan --size 1PB --rows-per-file 20M --workers 1000 --cores 16 --bandwidth 2.5GB";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let context = host.context(args.threads.count(Needs::MAKING), ProgressStyle::None)?;
    args.threads
        .explain(context.threads, Needs::MAKING, "fewer --threads");
    let (spec, found) = args
        .dataset
        .spec_and_sizes(&context, |spec| args.output.run(spec, Shard::WHOLE))?;
    let generator = Generator::new(&spec)?;
    let run = args
        .output
        .run(generator.plan().spec().clone(), Shard::WHOLE);
    let tables = match found {
        Some(tables) => tables,
        None => estimate(&context, &run)?,
    };
    let scale = args.workers.workers.map(|count| {
        let workers = Workers {
            count,
            cores: args.workers.cores,
            bandwidth: args.workers.bandwidth,
            store_bandwidth: args.workers.store_bandwidth,
        };
        Scale::new(&run, generator.plan(), &tables, workers)
    });
    if args.json {
        print_json(&mut host.stdout(), &run, &tables, scale.as_ref())
    } else {
        print_text(&mut host.stdout(), &run, &tables, scale.as_ref())
    }
}

fn sum(tables: &[TableEstimate], of: fn(&TableEstimate) -> u64) -> u64 {
    tables.iter().map(of).sum()
}

fn print_json(
    out: &mut dyn Write,
    run: &Run,
    tables: &[TableEstimate],
    scale: Option<&Scale>,
) -> anyhow::Result<()> {
    let mut plan = json!({
        "dataset_version": run.dataset_version,
        "spec": run.spec,
        "format": run.format,
        "compression": run.compression,
        "rows_per_file": run.rows_per_file,
        "tables": tables,
        "parts": sum(tables, |table| table.parts),
        "rows": sum(tables, |table| table.rows),
        "bytes": sum(tables, |table| table.bytes),
    });
    if let Some(scale) = scale {
        plan["scale"] = json!(scale);
        plan["scale"]["limits"] = scale.limits.iter().map(limit_text).collect();
        plan["costs"] = json!(COSTS);
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&plan)?)?;
    Ok(())
}

fn print_text(
    out: &mut dyn Write,
    run: &Run,
    tables: &[TableEstimate],
    scale: Option<&Scale>,
) -> anyhow::Result<()> {
    let row = |name: &str, parts, rows, bytes| {
        vec![
            name.to_owned(),
            count_text(parts),
            count_text(rows),
            format!("~{}", bytes_text(bytes)),
        ]
    };
    let mut lines = vec![
        ["table", "parts", "rows", "bytes"]
            .map(String::from)
            .to_vec(),
    ];
    lines.extend(
        tables
            .iter()
            .map(|t| row(t.table.name(), t.parts, t.rows, t.bytes)),
    );
    lines.push(row(
        "total",
        sum(tables, |table| table.parts),
        sum(tables, |table| table.rows),
        sum(tables, |table| table.bytes),
    ));
    table::print(out, &lines, |column| column > 0)?;
    writeln!(out, "spec {}", serde_json::to_string(&run.spec)?)?;
    if let Some(scale) = scale {
        print_scale(out, scale)?;
    }
    Ok(())
}

fn print_scale(out: &mut dyn Write, scale: &Scale) -> anyhow::Result<()> {
    let Workers {
        count,
        cores,
        bandwidth,
        ..
    } = scale.workers;
    writeln!(
        out,
        "\nby {} workers of {cores} cores and {}/s:",
        count_text(count),
        bytes_text(bandwidth)
    )?;
    let lines = scale_lines(scale).map(|(name, text)| vec![format!("  {name}"), text]);
    table::print(out, &lines, |_| false)?;
    for limit in &scale.limits {
        writeln!(out, "  limit: {}", limit_text(limit))?;
    }
    Ok(())
}

/// What a run takes: names and values.
fn scale_lines(scale: &Scale) -> [(&'static str, String); 7] {
    let files = format!(
        "{} of {}",
        count_text(scale.files),
        bytes_text(scale.file_bytes)
    );
    let store = format!(
        "takes {}/s in {:.1} PUTs a second",
        bytes_text(scale.store_bytes as u64),
        scale.store_puts
    );
    let worker = format!(
        "{} of memory, no disk (--upload spool: 4 GiB of it), {} of targets",
        bytes_text(scale.worker_memory),
        bytes_text(scale.worker_targets)
    );
    let presign = format!(
        "{} of targets in {}, {} of memory; --expires {}h",
        bytes_text(scale.targets),
        time(scale.sign_seconds),
        bytes_text(scale.sign_memory),
        (scale.expires_seconds / 3600.0).ceil()
    );
    let finish = format!(
        "{} requests in {}, {} of memory, a manifest of {} in one object",
        count_text(scale.files),
        time(scale.finish_seconds),
        bytes_text(scale.finish_memory),
        bytes_text(scale.manifest)
    );
    let list = format!(
        "{} requests in {}",
        count_text(scale.list_requests),
        time(scale.list_seconds)
    );
    [
        ("run", run_text(scale)),
        ("files", files),
        ("store", store),
        ("worker", worker),
        ("presign", presign),
        ("finish", finish),
        ("list", list),
    ]
}

fn run_text(scale: &Scale) -> String {
    let bottleneck = match scale.bottleneck {
        Bottleneck::Cores => "the workers' cores",
        Bottleneck::Network => "the workers' network",
        Bottleneck::Store => "the store",
        Bottleneck::Admin => "signing and closing, on one machine: make fewer files",
    };
    format!("{}; what limits it: {bottleneck}", time(scale.run_seconds))
}

fn time(seconds: f64) -> String {
    time_text(Duration::from_secs_f64(seconds))
}
