//! `fraudgen report`

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::cli::args::{NonEmptyPlace, ProgressStyle, StoreArgs, ThreadArgs, output, parse_count};
use crate::report::{DetectionRule, Report, SAMPLE_ROWS, html, report};
use crate::storage::{OutputFile, Readers};
use crate::units::count_text;

use crate::cli::failure::Broken;
use crate::cli::host::Host;
use crate::cli::table;
use crate::parallel::Needs;

/// Measure what a finished dataset is like: calibration, coherence, leakage and difficulty
///
/// Reads Parquet files, a sample spread evenly over the dataset, and prints a summary. The full report goes
/// into a self-contained page, into JSON, or both. Exits with 3 if records break a rule of coherence.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Folder or s3://BUCKET/PREFIX of the dataset
    #[arg(value_name = "PLACE", required_unless_present = "targets", value_parser = NonEmptyPlace)]
    place: Option<OsString>,

    /// The target file of the run, instead of a location and credentials; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "place")]
    targets: Option<PathBuf>,

    /// Page to write
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// JSON to write; `-` is standard output, instead of the summary
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Replace existing files
    #[arg(long)]
    force: bool,

    /// Transactions to read, in whole row groups
    #[arg(long, value_name = "N", default_value = "2M", value_parser = parse_sample_rows)]
    sample_rows: u64,

    /// Read every transaction
    #[arg(long, conflicts_with = "sample_rows")]
    all: bool,

    #[command(flatten)]
    store: StoreArgs,

    #[command(flatten)]
    threads: ThreadArgs,

    /// How to show progress, on standard error; auto is a bar on a terminal
    #[arg(long, value_enum, default_value_t = ProgressStyle::Auto)]
    progress: ProgressStyle,
}

const EXAMPLES: &str = "Examples:
  fraudgen report data
  fraudgen report data --html report.html --json report.json
  fraudgen report s3://lake/fraud --all --json - | jq '.leakage.columns[0]'";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let file = |flag: &str, path: &Option<PathBuf>| {
        let path = path.as_deref();
        path.map(|path| output(flag, path, args.force)).transpose()
    };
    let (html, json) = (file("--html", &args.html)?, file("--json", &args.json)?);
    let context = host.context(args.threads.count(Needs::REPORTING), args.progress)?;
    args.threads
        .explain(context.threads, Needs::REPORTING, "fewer --threads");
    let location = args.store.location_or_targets(
        args.place.as_deref(),
        args.targets.as_deref(),
        &context.cancel,
    )?;
    let rows = (!args.all).then_some(args.sample_rows);
    let report = report(&context, &location, rows)?;
    if let Some(html) = html {
        html.write(html::page(&report).as_bytes(), Readers::Usual)?;
    }
    let is_printed = json.as_ref().is_some_and(OutputFile::is_standard_output);
    if let Some(json) = json {
        let text = serde_json::to_string_pretty(&report)? + "\n";
        match is_printed {
            true => host.stdout().write_all(text.as_bytes())?,
            false => json.write(text.as_bytes(), Readers::Usual)?,
        }
    }
    let printed = match is_printed {
        true => Ok(()),
        false => summarize(&report, &mut host.stdout()),
    };
    let broken = report.coherence.iter().filter(|rule| rule.violations > 0);
    // A closed pipe does not change what was found.
    match broken.count() {
        0 => Ok(printed?),
        broken => Err(Broken(format!("{location}: {broken} rules are broken")).into()),
    }
}

/// Prints what stands out: a few lines, the figures that are not met, and the rules that are broken.
fn summarize(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    table::print(out, &summary(report), |_| false)?;
    let figures = report.calibration.figures.iter();
    for figure in figures.filter(|figure| figure.is_met != Some(true)) {
        let measured = figure
            .measured
            .map_or("nothing".into(), |measured| format!("{measured:.2}"));
        writeln!(
            out,
            "not met: {}: {measured}, published {:.2} ± {:.2} {} ({})",
            figure.name, figure.published, figure.tolerance, figure.unit, figure.source
        )?;
    }
    let figures = report.life.figures.iter();
    for figure in figures.filter(|figure| figure.is_met != Some(true)) {
        let measured = figure
            .measured
            .map_or("nothing".into(), |measured| format!("{measured:.3}"));
        writeln!(
            out,
            "out of limits: {}: {measured}, {} to {} {} ({})",
            figure.name, figure.low, figure.high, figure.unit, figure.source
        )?;
    }
    for rule in report.coherence.iter().filter(|rule| rule.violations > 0) {
        writeln!(
            out,
            "broken: {}: {}: {} of {}, such as id {}",
            rule.id,
            rule.rule,
            count_text(rule.violations),
            count_text(rule.checked),
            rule.example_id.unwrap_or_default()
        )?;
    }
    Ok(())
}

/// A few lines, each with its name.
fn summary(report: &Report) -> Vec<Vec<String>> {
    let (coverage, leakage) = (&report.coverage, &report.leakage);
    let read = format!(
        "{} transactions{}, of {} customers, in {} files",
        count_text(coverage.transactions),
        if coverage.is_all { ", all" } else { "" },
        count_text(coverage.customers),
        coverage.files
    );
    let figures = &report.calibration.figures;
    let met = figures.iter().filter(|figure| figure.is_met == Some(true));
    let calibration = format!("{} of {} published figures met", met.count(), figures.len());
    let lives = &report.life.figures;
    let met = lives.iter().filter(|figure| figure.is_met == Some(true));
    let life = format!(
        "{} of {} figures within their limits",
        met.count(),
        lives.len()
    );
    let violations = report.coherence.iter().map(|rule| rule.violations).sum();
    let coherence = format!(
        "{} rules, {} violations",
        report.coherence.len(),
        count_text(violations)
    );
    let above = leakage.columns.iter();
    let above = above.filter(|column| column.auc > leakage.limit).count();
    let strongest = leakage.columns.first().map(|column| {
        format!(
            "strongest column {} with AUC {:.3}; {above} above {}",
            column.column, column.auc, leakage.limit
        )
    });
    let best = |rule: &Option<DetectionRule>| match rule {
        None => format!("no rule of precision {}", leakage.precision),
        Some(rule) => {
            let conditions = rule.conditions.join(" and ");
            format!("{conditions}: recall {:.3}", rule.recall)
        }
    };
    let lines = [
        ("dataset", report.dataset.place.clone()),
        ("read", read),
        ("calibration", calibration),
        ("life", life),
        ("coherence", coherence),
        ("leakage", strongest.unwrap_or_default()),
        ("best of one", best(&leakage.best_of_one)),
        ("best of two", best(&leakage.best_of_two)),
    ];
    lines.map(|(name, text)| vec![name.to_owned(), text]).into()
}

fn parse_sample_rows(text: &str) -> Result<u64, String> {
    parse_count(text)
        .ok()
        .filter(|rows| *rows > 0)
        .ok_or_else(|| format!("give 1 row or more, such as {SAMPLE_ROWS} or 2M"))
}
