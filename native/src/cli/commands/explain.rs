//! `fraudgen explain`

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};

use fraudgen_core::DATASET_VERSION;
use serde_json::Value;

use crate::cli::args::{NonEmptyPlace, StoreArgs};
use crate::cli::failure::Failed;
use crate::cli::host::Host;
use crate::cli::table;
use crate::dataset::layout::Shard;
use crate::dataset::manifest::Manifest;
use crate::error::Error;
use crate::parallel::Context;
use crate::report::explain::{Change, Explanation, Kind, Usual, explain};
use crate::units::count_text;

/// Explain a fraud case: why its payments can be suspected, and what it changed
///
/// Makes the part of the dataset around the case twice, with it and without it (--without-cases), and compares them row
/// by row. No file but the manifest is read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Folder or s3://BUCKET/PREFIX of the dataset
    #[arg(value_name = "PLACE", value_parser = NonEmptyPlace)]
    place: OsString,

    /// The case, by its fraud_case_id
    #[arg(long, value_name = "N")]
    case: u64,

    /// Changed rows to print, the first ones
    #[arg(long, value_name = "N", default_value_t = 30)]
    rows: usize,

    /// Print all that was found as one line of JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    store: StoreArgs,
}

const EXAMPLES: &str = "Examples:
  fraudgen explain data --case 17
  fraudgen explain data --case 17 --json | jq '.payments[].signs'";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let cancel = Context::default().cancel;
    let location = args.store.location(&args.place, "PLACE", &cancel)?;
    let name = || location.name_of(&Manifest::file_name(Shard::WHOLE));
    let Some(manifest) = location.manifest(Shard::WHOLE)? else {
        return Err(Error::NoManifest { location: name() }.into());
    };
    if manifest.dataset_version != DATASET_VERSION {
        let version = manifest.dataset_version;
        return Err(Failed(format!(
            "{}: the dataset is of version {version}, and this fraudgen makes version {DATASET_VERSION}: explain it \
             with the one that made it",
            name()
        ))
        .into());
    }
    let found = explain(&manifest.spec, args.case)?;
    let out = &mut host.stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&found)?)?;
        return Ok(());
    }
    print_case(out, &found)?;
    print_payments(out, &found)?;
    print_changes(out, &found.changes, args.rows)?;
    Ok(())
}

/// A value as text; nothing for null.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            // Money, mostly.
            Some(reais) if (reais * 100.0).fract() == 0.0 => format!("{reais:.2}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

fn print_case(out: &mut dyn Write, found: &Explanation) -> io::Result<()> {
    let of = |name: &str| plain(&found.case[name]);
    writeln!(
        out,
        "case {}: {}, {} payments by customer {} ({}), R$ {} lost",
        of("fraud_case_id"),
        of("fraud_type"),
        of("transactions"),
        of("customer_id"),
        of("customer_role"),
        of("amount_lost")
    )?;
    let ring = match &found.case["ring_id"] {
        Value::Null => String::new(),
        ring => format!(", ring {ring}"),
    };
    let reported = match &found.case["reported_at"] {
        Value::Null => "never reported".into(),
        time => format!("reported at {}", plain(time)),
    };
    writeln!(
        out,
        "paid to {} {} ({}){ring}; {reported}",
        of("beneficiary_kind"),
        of("beneficiary_id"),
        of("beneficiary_role")
    )
}

fn print_payments(out: &mut dyn Write, found: &Explanation) -> io::Result<()> {
    for payment in &found.payments {
        let of = |name: &str| plain(&payment.row[name]);
        writeln!(
            out,
            "\npayment {}  {}  {}  R$ {}  {}",
            of("transaction_id"),
            of("timestamp"),
            of("type"),
            of("amount"),
            of("status")
        )?;
        if payment.signs.is_empty() {
            writeln!(out, "  like any other payment of the customer")?;
            continue;
        }
        let head = [
            "  shows in",
            "as",
            "the customer before",
            "everyday look-alikes",
        ];
        let mut lines = vec![head.map(String::from).to_vec()];
        lines.extend(payment.signs.iter().map(|sign| {
            let column = format!("  {}", sign.column);
            vec![
                column,
                plain(&sign.value),
                usual(&sign.customer),
                usual(&sign.look_alikes),
            ]
        }));
        table::print(out, &lines, |column| column == 1)?;
    }
    Ok(())
}

fn usual(usual: &Option<Usual>) -> String {
    match usual {
        None => String::new(),
        Some(Usual::Between { low, middle, high }) => {
            format!("{low:.2} to {high:.2}, half below {middle:.2}")
        }
        Some(Usual::Seen { times, of }) => {
            format!("{} of {} payments", count_text(*times), count_text(*of))
        }
    }
}

fn print_changes(out: &mut dyn Write, changes: &[Change], most: usize) -> io::Result<()> {
    writeln!(out, "\nwhat it changed")?;
    for (kind, name) in [
        (Kind::OnlyWith, "only with it"),
        (Kind::OnlyWithout, "only without it"),
        (Kind::Differs, "other values"),
    ] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.kind == kind) {
            *counts.entry(change.table).or_default() += 1;
        }
        let counts = counts
            .iter()
            .map(|(table, count)| format!("{count} {table}"));
        let counts: Vec<String> = counts.collect();
        if !counts.is_empty() {
            writeln!(out, "  {name}: {}", counts.join(", "))?;
        }
    }
    let head = [
        "  when",
        "row",
        "customer",
        "column",
        "without it",
        "with it",
    ];
    let mut lines = vec![head.map(String::from).to_vec()];
    for change in changes.iter().take(most) {
        lines.extend(lines_of(change));
    }
    writeln!(out)?;
    table::print(out, &lines, |_| false)?;
    let left = changes.len().saturating_sub(most);
    if left > 0 {
        writeln!(
            out,
            "  and {} rows more: give more --rows, or --json",
            count_text(left as u64)
        )?;
    }
    Ok(())
}

/// A line for each column of a change; the row is named in the first.
fn lines_of(change: &Change) -> Vec<Vec<String>> {
    let customer = change
        .customer_id
        .map(|id| id.to_string())
        .unwrap_or_default();
    let row = format!("{} {}", change.table, change.id);
    let time = format!("  {}", change.timestamp.as_deref().unwrap_or_default());
    let values = match change.kind {
        Kind::OnlyWith => vec![["", "is not there", "is there"].map(String::from)],
        Kind::OnlyWithout => vec![["", "is there", "is not there"].map(String::from)],
        Kind::Differs => {
            let differences = change.differences.iter();
            differences
                .map(|other| {
                    [
                        other.column.into(),
                        plain(&other.without),
                        plain(&other.with),
                    ]
                })
                .collect()
        }
    };
    let mut named = vec![vec![time, row, customer]];
    named.resize(values.len(), vec![String::new(); 3]);
    let lines = named.into_iter().zip(values);
    lines
        .map(|(line, values)| [line, values.to_vec()].concat())
        .collect()
}
