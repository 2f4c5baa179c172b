//! `fraudgen score`

use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use crate::cli::args::{ProgressStyle, ThreadArgs};
use crate::cli::host::Host;
use crate::cli::table;
use crate::parallel::Needs;
use crate::tasks::make::Order;
use crate::tasks::score::{Estimate, Figures, PredictionsError, RESAMPLES, read, score};
use crate::tasks::{Kind, Task, Truth};
use crate::units::count_text;

/// Score predictions for a task
///
/// The truth is made again from the task's spec, in seconds. Figures come with intervals of 95 %: customers are drawn
/// again 200 times.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Name of the task, such as row-realistic
    #[arg(value_name = "NAME")]
    task: Task,

    /// Predictions as Parquet or CSV: the task's key, and `score`, higher for what is more likely to be fraud
    #[arg(value_name = "FILE")]
    predictions: PathBuf,

    /// The seed of a variant, instead of the frozen task
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Print the figures as one line of JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    threads: ThreadArgs,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = ProgressStyle::Auto)]
    progress: ProgressStyle,
}

const EXAMPLES: &str = "Examples:
  fraudgen score row-realistic predictions.parquet
  fraudgen score graph-hard predictions.csv --json | jq .average_precision
  fraudgen score row-hard predictions.parquet --seed 8127349012734";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let context = host.context(args.threads.count(Needs::MAKING), args.progress)?;
    let mut order = Order::new(args.task);
    if let Some(seed) = args.seed {
        order.spec.seed = seed;
    }
    let truth = Truth::of(&context, args.task.kind, &order.spec)?;
    let scores = read(&truth, &args.predictions).map_err(|error| match error {
        PredictionsError::File(error) => anyhow::Error::from(*error),
        error => error.into(),
    })?;
    let figures = score(&context, &truth, &scores)?;
    let mut out = host.stdout();
    if args.json {
        let mut line = json!(figures);
        line["task"] = json!(args.task.to_string());
        line["frozen"] = json!(order.is_frozen());
        line["resamples"] = json!(RESAMPLES);
        writeln!(out, "{line}")?;
        return Ok(());
    }
    print(&figures, args.task, &mut out)
}

fn print(figures: &Figures<Estimate>, task: Task, out: &mut dyn Write) -> anyhow::Result<()> {
    let (rows, groups) = match task.kind {
        Kind::Graph => ("accounts", "role"),
        _ => ("payments", "typology"),
    };
    let [all, positives, customers] =
        [figures.rows, figures.positives, figures.customers].map(|count| count_text(count as u64));
    writeln!(
        out,
        "{task}: {all} {rows} of {customers} customers, {positives} of them fraud\n"
    )?;
    let lines = [
        ("average precision", figures.average_precision),
        ("ROC AUC", figures.roc_auc),
    ];
    let lines = lines.map(|(name, estimate)| vec![name.into(), number(estimate, 4)]);
    table::print(out, &lines, |_| false)?;

    let each = if task.kind == Kind::Graph {
        "alerts per account found"
    } else {
        "alerts per case found"
    };
    let mut lines = vec![
        ["false positives", "alerts", "recall", "of the money", each]
            .map(String::from)
            .to_vec(),
    ];
    lines.extend(figures.at_false_positive_rate.iter().map(|at| {
        vec![
            format!("{} %", at.rate * 100.0),
            count_text(at.alerts),
            number(at.recall, 3),
            number(at.value_recall, 3),
            number(at.alerts_per_case, 1),
        ]
    }));
    writeln!(out)?;
    table::print(out, &lines, |column| column < 2)?;

    let found = &figures.found;
    writeln!(out, "\nat 1 % false positives")?;
    let mut lines = vec![vec![
        format!(
            "{} found, of {}",
            found.what,
            count_text(found.count as u64)
        ),
        number(found.share, 3),
    ]];
    if task.kind != Kind::Graph {
        lines.push(vec![
            "median hours until then".into(),
            number(found.hours, 1),
        ]);
    }
    table::print(out, &lines, |_| false)?;

    let mut lines = vec![
        [groups, rows, "recall", "average precision"]
            .map(String::from)
            .to_vec(),
    ];
    lines.extend(figures.groups.iter().map(|group| {
        vec![
            group.name.into(),
            count_text(group.positives as u64),
            number(group.recall, 3),
            number(group.average_precision, 3),
        ]
    }));
    writeln!(out)?;
    table::print(out, &lines, |column| column == 1)?;
    Ok(())
}

/// A figure with its interval.
fn number(estimate: Estimate, digits: usize) -> String {
    let text = |value: Option<f64>| value.map_or("-".into(), |value| format!("{value:.digits$}"));
    format!(
        "{} [{}, {}]",
        text(estimate.value),
        text(estimate.low),
        text(estimate.high)
    )
}
