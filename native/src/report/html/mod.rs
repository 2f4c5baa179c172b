//! [`page`]: a report as a page that needs nothing beside itself: no script, no font, no request.

mod plot;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::plot::{Plot, ranking, short, spark};
use super::{Calibrated, Event, InstrumentShape, Leakage, Report, Rule, Story};
use crate::units::{bytes_text, count_text};

const STYLE: &str = include_str!("style.css");
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS_A_DAY: usize = 24;
/// Columns whose areas are shown by typology.
const STRONGEST: usize = 8;
/// Instruments whose amounts are plotted, the commonest first.
const INSTRUMENTS: usize = 4;

/// The page of a report.
pub fn page(report: &Report) -> String {
    let sections: [(&str, &str, Markup); 6] = [
        ("dataset", "What it is", dataset(report)),
        ("calibration", "Calibration", calibration(report)),
        ("coherence", "Coherence", coherence(report)),
        ("leakage", "Leakage", leakage(&report.leakage)),
        ("difficulty", "Difficulty", difficulty(report)),
        ("stories", "Example cases", stories(&report.stories)),
    ];
    let title = format!("fraudgen report: {}", report.dataset.place);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "To the report" }
                header {
                    h1 { (title) }
                    (read(report))
                    nav aria-label="Sections" { ul {
                        @for (id, title, _) in &sections { li { a href={ "#" (id) } { (title) } } }
                    } }
                }
                main id="main" {
                    @for (id, title, section) in &sections {
                        section id=(id) aria-labelledby={ (id) "-title" } {
                            h2 id={ (id) "-title" } { (title) }
                            (section)
                        }
                    }
                }
                footer.soft { p { "Made by fraudgen " (env!("CARGO_PKG_VERSION")) ". Every record is synthetic." } }
            }
        }
    }
    .into_string()
}

/// How much was read.
fn read(report: &Report) -> Markup {
    let sample = &report.sample;
    html! {
        p {
            @if sample.is_all {
                "Every one of " (count_text(sample.transactions)) " transactions was read"
            } @else {
                (count_text(sample.transactions)) " transactions were read, from " (sample.files)
                " files spread evenly over the dataset"
            }
            ", " (count_text(sample.frauds)) " of them labelled as fraud; the payments of "
            (count_text(sample.customers)) " customers, each of whom is complete."
        }
    }
}

fn dataset(report: &Report) -> Markup {
    let dataset = &report.dataset;
    let spec = serde_json::to_string_pretty(&dataset.spec).unwrap_or_default();
    html! {
        (table("What was made", &["what", "value"], &[false, false], [
            ["rows", count_text(dataset.rows).as_str()],
            ["bytes", bytes_text(dataset.bytes).as_str()],
            ["content digest", dataset.digest.as_str()],
            ["made by", dataset.generator.as_str()],
            ["dataset version", dataset.dataset_version.to_string().as_str()],
        ].map(|row| row.map(|cell| html! { (cell) }).to_vec())))
        (table("Tables", &["table", "rows", "bytes", "files", "rows read"], &[false, true, true, true, true],
            dataset.tables.iter().map(|size| vec![
                html! { (size.table) }, html! { (count_text(size.rows)) }, html! { (bytes_text(size.bytes)) },
                html! { (count_text(size.files)) }, html! { (count_text(size.rows_read)) },
            ])))
        details { summary { "The spec" } pre { code { (spec) } } }
    }
}

fn calibration(report: &Report) -> Markup {
    let figures = &report.calibration.figures;
    let met = figures
        .iter()
        .filter(|figure| figure.is_met == Some(true))
        .count();
    let mut topics: Vec<&str> = figures.iter().map(|figure| figure.topic).collect();
    topics.dedup();
    html! {
        p {
            (met) " of " (figures.len()) " published figures are met: the measured value lies within the tolerance, "
            "and the margin by which chance moves it, of the published one. The margin is that of nineteen in "
            "twenty samples of as many customers. Everyday figures leave labelled payments out."
        }
        (plots(report))
        @for topic in topics {
            (table(&format!("Published figures: {topic}"),
                &["figure", "published", "tolerance", "measured", "margin", "unit", "met", "source"],
                &[false, true, true, true, true, false, false, false],
                figures.iter().filter(|figure| figure.topic == topic).map(figure_row)))
        }
        details {
            summary { "The same in SQL" }
            p { "Over views of the tables, " code { "bank_holidays(day)" } ", and " code { "payments" } ":" }
            pre { code { (report.calibration.view) } }
            dl { @for figure in figures { dt { (figure.name) } dd { code { (figure.sql) } } } }
        }
    }
}

fn figure_row(figure: &Calibrated) -> Vec<Markup> {
    let maybe =
        |value: Option<f64>| html! { (value.map_or("–".into(), |value| format!("{value:.2}"))) };
    vec![
        html! { (figure.name) },
        html! { (format!("{:.2}", figure.published)) },
        html! { "± " (format!("{:.2}", figure.tolerance)) },
        maybe(figure.measured),
        html! { "± " (maybe(figure.margin)) },
        html! { (figure.unit) },
        match figure.is_met {
            Some(true) => html! { span.good { "met" } },
            Some(false) => html! { span.bad { "not met" } },
            None => html! { span.soft { "nothing to measure" } },
        },
        html! { (figure.source) },
    ]
}

fn plots(report: &Report) -> Markup {
    let shapes = &report.shapes;
    let pix = shapes
        .everyday
        .iter()
        .find(|shape| shape.instrument == "PIX");
    let sum = |shapes: &[InstrumentShape], of: fn(&InstrumentShape) -> &Vec<u64>| {
        let length = shapes.first().map_or(0, |shape| of(shape).len());
        let total = |index| shapes.iter().map(|shape| of(shape)[index]).sum::<u64>();
        (0..length).map(total).collect::<Vec<u64>>()
    };
    let both = |of: fn(&InstrumentShape) -> &Vec<u64>| {
        let kinds = [("everyday", &shapes.everyday), ("fraud", &shapes.frauds)];
        let kinds = kinds.into_iter().filter(|(_, shapes)| !shapes.is_empty());
        kinds
            .map(|(name, shapes)| (name, percent(&sum(shapes, of))))
            .collect::<Vec<_>>()
    };
    let hours: Vec<String> = (0..HOURS_A_DAY).map(|hour| hour.to_string()).collect();
    let weekdays: Vec<String> = WEEKDAYS.map(String::from).into();
    let classes: Vec<String> = shapes
        .amount_classes
        .iter()
        .map(|end| format!("≤ {}", short(*end)))
        .chain(["more".into()])
        .collect();
    let plot = |title, along, names: &[String], series: Vec<(&'static str, Vec<f64>)>| Plot {
        title,
        description: peaks(names, &series),
        along,
        names: names.to_vec(),
        series,
        marked: Vec::new(),
    };
    let amounts = |shape: &InstrumentShape| percent(&shape.amounts);
    let by_instrument = Plot {
        title: "Amounts by instrument, % of its everyday payments",
        description: format!(
            "Classes of a quarter of a decade. {}",
            shapes
                .everyday
                .iter()
                .take(INSTRUMENTS)
                .map(|shape| format!("{}: {}", shape.instrument, peak(&classes, &amounts(shape))))
                .collect::<Vec<_>>()
                .join("; ")
        ),
        along: "reais",
        names: classes.clone(),
        series: shapes
            .everyday
            .iter()
            .take(INSTRUMENTS)
            .map(|shape| (shape.instrument.as_str(), amounts(shape)))
            .collect(),
        marked: Vec::new(),
    };
    html! {
        div.plots {
            @if let Some(pix) = pix {
                (plot("Pix by hour in Brasília, % of everyday payments", "hour", &hours, vec![("Pix", percent(&pix.hours))]).bars())
                (plot("Pix by weekday, % of everyday payments", "weekday", &weekdays, vec![("Pix", percent(&pix.weekdays))]).bars())
            }
            (plot("Hour: everyday against fraud, % of each", "hour", &hours, both(|shape| &shape.hours)).lines())
            (plot("Amounts: everyday against fraud, % of each", "reais", &classes, both(|shape| &shape.amounts)).lines())
            (by_instrument.lines())
            (days(report).lines())
        }
        (table("Instruments", &["instrument", "everyday payments", "mean R$", "labelled payments", "mean R$ of these"],
            &[false, true, true, true, true],
            shapes.everyday.iter().map(|shape| {
                let frauds = shapes.frauds.iter().find(|frauds| frauds.instrument == shape.instrument);
                vec![
                    html! { (shape.instrument) }, html! { (count_text(shape.payments)) }, html! { (format!("{:.2}", shape.mean_amount)) },
                    html! { (frauds.map_or("0".into(), |frauds| count_text(frauds.payments))) },
                    html! { (frauds.map_or("–".into(), |frauds| format!("{:.2}", frauds.mean_amount))) },
                ]
            })))
    }
}

fn days(report: &Report) -> Plot<'static> {
    let days = &report.shapes.days;
    let mean = days.iter().map(|day| day.payments as f64).sum::<f64>() / days.len().max(1) as f64;
    let marked: Vec<usize> = (0..days.len())
        .filter(|index| days[*index].is_payday)
        .collect();
    let of_mean = |day: usize| days[day].payments as f64 / mean.max(1.0);
    let paydays = marked.iter().map(|day| of_mean(*day)).sum::<f64>() / marked.len().max(1) as f64;
    Plot {
        title: "Pix by day, of the mean day",
        description: format!(
            "Dots are the fifth business days, when salaries are in: {paydays:.2} of the mean day on average."
        ),
        along: "day",
        names: days.iter().map(|day| day.day.clone()).collect(),
        series: vec![("Pix", (0..days.len()).map(of_mean).collect())],
        marked,
    }
}

fn percent(counts: &[u64]) -> Vec<f64> {
    let total = counts.iter().sum::<u64>().max(1) as f64;
    counts
        .iter()
        .map(|count| 100.0 * *count as f64 / total)
        .collect()
}

/// Where a series is highest.
fn peak(names: &[String], values: &[f64]) -> String {
    let most = (0..values.len()).max_by(|one, other| values[*one].total_cmp(&values[*other]));
    most.map_or_else(String::new, |most| {
        format!("most at {}, {} %", names[most], short(values[most]))
    })
}

fn peaks(names: &[String], series: &[(&str, Vec<f64>)]) -> String {
    let one = |(name, values): &(&str, Vec<f64>)| format!("{name}: {}", peak(names, values));
    series.iter().map(one).collect::<Vec<_>>().join("; ") + "."
}

fn coherence(report: &Report) -> Markup {
    let broken = report
        .coherence
        .iter()
        .filter(|rule| rule.violations > 0)
        .count();
    html! {
        p {
            @if broken == 0 { "Every rule holds wherever it was tried. " } @else { (broken) " rules are broken. " }
            "Histories, balances and labels are recomputed from the payments themselves; keys of tables that are "
            "numbered from 1 are held against their number of rows."
        }
        (table("Rules", &["rule", "tried", "broken", "for example"], &[false, true, true, true],
            report.coherence.iter().map(|rule| vec![
                html! { (rule.rule) },
                html! { (count_text(rule.checked)) },
                html! { span class=(if rule.violations > 0 { "bad" } else { "good" }) { (count_text(rule.violations)) } },
                html! { (rule.example_id.map_or("–".into(), |id| id.to_string())) },
            ])))
    }
}

fn leakage(leakage: &Leakage) -> Markup {
    let rows: Vec<(&str, f64)> = leakage
        .columns
        .iter()
        .map(|column| (column.column.as_str(), column.auc))
        .collect();
    let above = rows.iter().filter(|(_, auc)| *auc > leakage.limit).count();
    html! {
        p {
            "How well each feature column alone tells the " (count_text(leakage.frauds)) " labelled of "
            (count_text(leakage.rows)) " payments from the rest: 0.5 is chance, 1 gives every fraud away. "
            (above) " columns exceed " (leakage.limit) "."
        }
        (ranking("ROC AUC of each column", "The larger of rank and level, the strongest first.", &rows, leakage.limit))
        (table("ROC AUC of each column", &["column", "rank", "level", "the larger"], &[false, true, true, true],
            leakage.columns.iter().map(|column| vec![
                html! { (column.column) }, area(column.rank), area(column.level), area(Some(column.auc)),
            ])))
        p.soft {
            "Rank is the area of the column's order, in the better direction, with null before or after all. Level is that "
            "of the rate of fraud of each value (numbers in a hundred bins), learnt on half of the customers and tried on the other half."
        }
    }
}

fn area(area: Option<f64>) -> Markup {
    html! { (area.map_or("–".into(), |area| format!("{area:.3}"))) }
}

fn difficulty(report: &Report) -> Markup {
    let leakage = &report.leakage;
    let percent = |share: Option<f64>| html! { (share.map_or("–".into(), |share| format!("{:.1} %", 100.0 * share))) };
    let number =
        |value: Option<f64>| html! { (value.map_or("–".into(), |value| format!("{value:.2}"))) };
    let there: Vec<_> = report
        .typologies
        .iter()
        .enumerate()
        .filter(|(_, kind)| kind.payments > 0)
        .collect();
    let columns: Vec<_> = leakage.columns.iter().take(STRONGEST).collect();
    let mut by_typology = vec!["typology"];
    by_typology.extend(columns.iter().map(|column| column.column.as_str()));
    let mut known = vec!["typology".to_owned()];
    known.extend(report.horizons_days.map(|days| format!("{days} d")));
    known.push("ever".into());
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let numbers = |count: usize| {
        let mut are_numbers = vec![true; count];
        are_numbers[0] = false;
        are_numbers
    };
    html! {
        p { "The rules and areas here are of single columns and pairs. What models make of rows, histories and graphs is measured apart, by the project's tests of realism." }
        (table(&format!("The best rules with a precision of {} or more, in hindsight", leakage.precision),
            &["on", "rule", "flagged", "precision", "recall"], &[false, false, true, true, true],
            [("one column", &leakage.best_of_one), ("two columns", &leakage.best_of_two)].map(|(on, rule)| rule_row(on, rule.as_ref()))))
        (table("Cases by typology", &["typology", "cases", "payments", "payments a case", "hours, median", "mean loss R$", "median loss R$", "recovered", "reported"],
            &numbers(9),
            there.iter().map(|(_, kind)| vec![
                html! { (kind.fraud_type) }, html! { (count_text(kind.cases)) }, html! { (count_text(kind.payments)) },
                number(kind.mean_length), number(kind.median_duration_hours), number(kind.mean_loss), number(kind.median_loss),
                percent(kind.recovered), percent(kind.reported),
            ])))
        (table("ROC AUC of the strongest columns by typology, against all that is no fraud", &by_typology, &numbers(by_typology.len()),
            there.iter().map(|(index, kind)| {
                let mut row = vec![html! { (kind.fraud_type) }];
                row.extend(columns.iter().map(|column| area(column.by_typology.get(*index).copied().flatten())));
                row
            })))
        (table(&format!("Labels known so many days after the payment (by {}), of all labelled", report.labels_known_by), &known, &numbers(known.len()),
            there.iter().map(|(_, kind)| {
                let mut row = vec![html! { (kind.fraud_type) }];
                row.extend(kind.known.after.iter().map(|share| percent(*share)));
                row.push(percent(kind.known.ever));
                row
            })))
        (months(report))
    }
}

/// The rate of each typology over the months: where it drifts, it shows.
fn months(report: &Report) -> Markup {
    let rate = |kind: usize| -> Vec<f64> {
        let months = report.months.iter();
        months
            .map(|month| 1e5 * month.frauds[kind] as f64 / month.payments.max(1) as f64)
            .collect()
    };
    let mut names = vec!["typology", "course"];
    names.extend(report.months.iter().map(|month| month.month.as_str()));
    let mut are_numbers = vec![true; names.len()];
    are_numbers[..2].fill(false);
    let there = report
        .typologies
        .iter()
        .enumerate()
        .filter(|(_, kind)| kind.payments > 0);
    table(
        "Labelled payments in 100,000, by month",
        &names,
        &are_numbers,
        there.map(|(index, kind)| {
            let rates = rate(index);
            let mut row = vec![html! { (kind.fraud_type) }, spark(&rates)];
            row.extend(rates.into_iter().map(|rate| html! { (short(rate)) }));
            row
        }),
    )
}

fn rule_row(on: &str, rule: Option<&Rule>) -> Vec<Markup> {
    match rule {
        None => vec![
            html! { (on) },
            html! { "none is precise enough" },
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

fn stories(stories: &[Story]) -> Markup {
    html! {
        @if stories.is_empty() { p { "There is no fraud case among the customers that were read." } }
        @for story in stories {
            article {
                h3 { (story.fraud_type) ", case " (story.fraud_case_id) }
                p {
                    "Customer " (story.customer_id) " is " code { (story.customer_role) } "; the money goes to "
                    code { (story.beneficiary_role) } ". Lost: " (reais(story.amount_lost))
                    ", came back: " (reais(story.amount_recovered)) "; report: " code { (story.decision) } "."
                }
                ol.story { @for event in &story.events { li { (self::event(event)) } } }
            }
        }
    }
}

fn event(event: &Event) -> Markup {
    match event {
        Event::Reported { at } => html! { (time(at)) " The bank is told." },
        Event::Decided { at } => html! { (time(at)) " The bank decides." },
        Event::Payment {
            at,
            transaction_id,
            instrument,
            channel,
            amount,
            status,
            beneficiary_kind,
            beneficiary_id,
            new_beneficiary,
            new_device,
            balance_after,
            fraud_score,
            is_fraud,
        } => html! {
            (time(at)) " "
            @if *is_fraud { strong { (instrument) " of " (reais(*amount)) } } @else { "Everyday: " (instrument) " of " (reais(*amount)) }
            ", " (channel)
            @if let (Some(kind), Some(id)) = (beneficiary_kind, beneficiary_id) { ", to " (kind) " " (id) }
            @if *new_beneficiary { ", never paid before" }
            @if *new_device { ", from a new device" }
            ": " (status) ". Balance " (reais(*balance_after)) ", score " (fraud_score) " "
            span.soft { "(transaction " (transaction_id) ")" }
        },
    }
}

/// An amount in reais, with its thousands grouped.
fn reais(amount: f64) -> String {
    let centavos = (amount.abs() * 100.0).round() as u64;
    let sign = if amount < 0.0 { "−" } else { "" };
    format!(
        "{sign}R${}.{:02}",
        count_text(centavos / 100),
        centavos % 100
    )
}

/// A time to the second, as machines and people read it.
fn time(at: &str) -> Markup {
    let seconds = at.get(..19).unwrap_or(at);
    html! { time datetime=(at) { (seconds.replace('T', " ")) " UTC" } }
}

/// A table that scrolls by itself where it is too wide; the first cell of each row is its head.
fn table(
    caption: &str,
    names: &[&str],
    are_numbers: &[bool],
    rows: impl IntoIterator<Item = Vec<Markup>>,
) -> Markup {
    let class = |column: usize| {
        are_numbers
            .get(column)
            .copied()
            .unwrap_or_default()
            .then_some("number")
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for (column, name) in names.iter().enumerate() { th class=[class(column)] scope="col" { (name) } } } }
                tbody {
                    @for row in rows { tr {
                        @for (column, cell) in row.iter().enumerate() {
                            @if column == 0 { th scope="row" { (cell) } } @else { td class=[class(column)] { (cell) } }
                        }
                    } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_as_people_write_them() {
        assert_eq!(
            [0.0, -55.29, 1_234_567.8].map(reais),
            ["R$0.00", "−R$55.29", "R$1,234,567.80"]
        );
    }
}
