//! The section on how hard fraud is to detect.

use maud::{Markup, html};

use super::parts::{area, data_table};
use super::plot::{short, spark};
use crate::report::model::{DetectionRule, Report, Typology};
use crate::units::count_text;

/// The number of the strongest columns whose areas are shown by typology.
const STRONGEST: usize = 8;

/// The section on how hard fraud is to detect.
pub(super) fn difficulty(report: &Report) -> Markup {
    let leakage = &report.leakage;
    let rules = [
        ("one column", &leakage.best_of_one),
        ("two columns", &leakage.best_of_two),
    ];
    html! {
        p { "Rules and areas are of single columns and pairs of columns. The difficulty for models with rows, histories and graphs is measured separately, by the project's realism tests." }
        (data_table(&format!("The best rules with a precision of {} or more, in hindsight", leakage.precision),
            &["on", "rule", "flagged", "precision", "recall"], &[false, false, true, true, true],
            rules.map(|(on, rule)| rule_row(on, rule.as_ref()))))
        (cases(report))
        (areas(report))
        (known_labels(report))
        (months(report))
    }
}

/// The typologies with payments, and their indexes.
fn typologies(report: &Report) -> impl Iterator<Item = (usize, &Typology)> {
    let typologies = report.typologies.iter().enumerate();
    typologies.filter(|(_, typology)| typology.payments > 0)
}

/// A table with a row for each typology with payments; all columns but its name are numbers.
fn by_typology<'a>(
    caption: &str,
    names: &[&str],
    report: &'a Report,
    cells: impl Fn(usize, &'a Typology) -> Vec<Markup>,
) -> Markup {
    let names: Vec<&str> = std::iter::once("typology")
        .chain(names.iter().copied())
        .collect();
    let mut are_numbers = vec![true; names.len()];
    are_numbers[0] = false;
    let rows = typologies(report).map(|(index, typology)| {
        let mut row = vec![html! { (typology.fraud_type) }];
        row.extend(cells(index, typology));
        row
    });
    data_table(caption, &names, &are_numbers, rows)
}

fn percent(share: Option<f64>) -> Markup {
    html! { (share.map_or("–".into(), |share| format!("{:.1} %", 100.0 * share))) }
}

fn cases(report: &Report) -> Markup {
    const NAMES: [&str; 8] = [
        "cases",
        "payments",
        "payments per case",
        "median hours",
        "mean loss R$",
        "median loss R$",
        "recovered",
        "reported",
    ];
    let number =
        |value: Option<f64>| html! { (value.map_or("–".into(), |value| format!("{value:.2}"))) };
    by_typology("Cases by typology", &NAMES, report, |_, typology| {
        vec![
            html! { (count_text(typology.cases)) },
            html! { (count_text(typology.payments)) },
            number(typology.mean_length),
            number(typology.median_duration_hours),
            number(typology.mean_loss),
            number(typology.median_loss),
            percent(typology.recovered),
            percent(typology.reported),
        ]
    })
}

fn areas(report: &Report) -> Markup {
    let columns: Vec<_> = report.leakage.columns.iter().take(STRONGEST).collect();
    let names: Vec<&str> = columns
        .iter()
        .map(|column| column.column.as_str())
        .collect();
    let caption =
        "ROC AUC of the strongest columns by typology, against everything that is not fraud";
    by_typology(caption, &names, report, |index, _| {
        let areas = columns.iter().map(|column| &column.by_typology);
        areas
            .map(|areas| area(areas.get(index).copied().flatten()))
            .collect()
    })
}

fn known_labels(report: &Report) -> Markup {
    let mut names: Vec<String> = report
        .horizons_days
        .iter()
        .map(|days| format!("{days} d"))
        .collect();
    names.push("ever".into());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let caption = format!(
        "Share of the labels that are known so many days after the payment, by {}",
        report.labels_known_by
    );
    by_typology(&caption, &names, report, |_, typology| {
        let known = &typology.known;
        let shares = known.after.iter().chain([&known.ever]);
        shares.map(|share| percent(*share)).collect()
    })
}

/// The rate of each typology by month, which shows drift.
fn months(report: &Report) -> Markup {
    let rates = |typology: usize| -> Vec<f64> {
        let months = report.months.iter();
        months
            .map(|month| 1e5 * month.frauds[typology] as f64 / month.payments.max(1) as f64)
            .collect()
    };
    let mut names = vec!["typology", "trend"];
    names.extend(report.months.iter().map(|month| month.month.as_str()));
    let mut are_numbers = vec![true; names.len()];
    are_numbers[..2].fill(false);
    let rows = typologies(report).map(|(index, typology)| {
        let rates = rates(index);
        let mut row = vec![html! { (typology.fraud_type) }, spark(&rates)];
        row.extend(rates.into_iter().map(|rate| html! { (short(rate)) }));
        row
    });
    data_table(
        "Frauds per 100,000 payments, by month",
        &names,
        &are_numbers,
        rows,
    )
}

fn rule_row(on: &str, rule: Option<&DetectionRule>) -> Vec<Markup> {
    match rule {
        None => vec![
            html! { (on) },
            html! { "no rule is precise enough" },
            html! { "–" },
            html! { "–" },
            html! { "0" },
        ],
        Some(rule) => vec![
            html! { (on) },
            html! { (rule.conditions.join(" and ")) },
            html! { (count_text(rule.flagged)) },
            html! { (format!("{:.3}", rule.precision)) },
            html! { (format!("{:.4}", rule.recall)) },
        ],
    }
}
