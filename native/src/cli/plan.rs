//! `fraudgen plan`

use std::io::Write;

use fraudgen::layout::Shard;
use fraudgen::quantity::{bytes_text, count_text};
use fraudgen::size;
use fraudgen_core::Generator;
use serde_json::json;

use super::dataset::DatasetArgs;
use super::output::{OutputArgs, ThreadArgs};
use super::table;

/// Print what a spec would make: tables, parts, rows, and bytes as measured on a sample
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    dataset: DatasetArgs,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    threads: ThreadArgs,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  fraudgen plan --transactions 64.3M
  fraudgen plan --size 30GB --format jsonl
  fraudgen plan --size 30GB --json | jq .spec > spec.json";

pub(super) fn run(args: Args) -> anyhow::Result<()> {
    let threads = args.threads.count();
    let spec = args
        .dataset
        .spec(|spec| args.output.run(spec, Shard::WHOLE), threads)?;
    let spec = Generator::new(&spec)?.plan().spec().clone();
    let run = args.output.run(spec, Shard::WHOLE);
    let tables = size::estimate(&run, threads)?;
    let sum = |of: fn(&size::TableEstimate) -> u64| tables.iter().map(of).sum::<u64>();
    let (parts, rows, bytes) = (sum(|t| t.parts), sum(|t| t.rows), sum(|t| t.bytes));
    let mut stdout = std::io::stdout().lock();
    if args.json {
        let plan = json!({
            "dataset_version": run.dataset_version,
            "spec": run.spec,
            "format": run.format,
            "compression": run.compression,
            "rows_per_file": run.rows_per_file,
            "tables": tables,
            "parts": parts,
            "rows": rows,
            "bytes": bytes,
        });
        writeln!(stdout, "{}", serde_json::to_string_pretty(&plan)?)?;
        return Ok(());
    }
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
    lines.push(row("total", parts, rows, bytes));
    table::print(&mut stdout, &lines, |column| column > 0)?;
    writeln!(stdout, "spec {}", serde_json::to_string(&run.spec)?)?;
    Ok(())
}
