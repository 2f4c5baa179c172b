//! The plots of how payments are spread over time and amounts.

use maud::{Markup, html};

use super::parts::data_table;
use super::plot::{Plot, short};
use crate::report::model::{InstrumentShape, Report, Shapes};
use crate::units::count_text;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS_A_DAY: usize = 24;
/// The number of instruments whose amounts are plotted, the most frequent first.
const INSTRUMENTS: usize = 4;

/// The plots of how payments are spread over time and amounts.
pub(super) fn shapes(report: &Report) -> Markup {
    let shapes = &report.shapes;
    let pix = shapes
        .everyday
        .iter()
        .find(|shape| shape.instrument == "PIX");
    let hours: Vec<String> = (0..HOURS_A_DAY).map(|hour| hour.to_string()).collect();
    let weekdays: Vec<String> = WEEKDAYS.map(String::from).into();
    let classes: Vec<String> = shapes
        .amount_classes
        .iter()
        .map(|end| format!("≤ {}", short(*end)))
        .chain(["more".into()])
        .collect();
    let by_hour = everyday_and_fraud(shapes, |shape| &shape.hours);
    let by_amount = everyday_and_fraud(shapes, |shape| &shape.amounts);
    html! {
        div.plots {
            @if let Some(pix) = pix {
                (plot("Pix by hour in Brasília, % of everyday payments", "hour", &hours, vec![("Pix", percent(&pix.hours))]).bars())
                (plot("Pix by weekday, % of everyday payments", "weekday", &weekdays, vec![("Pix", percent(&pix.weekdays))]).bars())
            }
            (plot("Hour: everyday payments and fraud, % of each", "hour", &hours, by_hour).lines())
            (plot("Amount: everyday payments and fraud, % of each", "reais", &classes, by_amount).lines())
            (amounts_by_instrument(shapes, &classes).lines())
            (days(shapes).lines())
        }
        (data_table("Instruments", &["instrument", "everyday payments", "mean R$", "frauds", "mean R$ of frauds"],
            &[false, true, true, true, true],
            shapes.everyday.iter().map(|shape| instrument_row(shape, shapes))))
    }
}

fn instrument_row(shape: &InstrumentShape, shapes: &Shapes) -> Vec<Markup> {
    let mut frauds = shapes.frauds.iter();
    let frauds = frauds.find(|frauds| frauds.instrument == shape.instrument);
    vec![
        html! { (shape.instrument) },
        html! { (count_text(shape.payments)) },
        html! { (format!("{:.2}", shape.mean_amount)) },
        html! { (frauds.map_or("0".into(), |frauds| count_text(frauds.payments))) },
        html! { (frauds.map_or("–".into(), |frauds| format!("{:.2}", frauds.mean_amount))) },
    ]
}

fn plot<'a>(
    title: &'a str,
    along: &'a str,
    names: &[String],
    series: Vec<(&'a str, Vec<f64>)>,
) -> Plot<'a> {
    Plot {
        title,
        description: peaks(names, &series),
        along,
        names: names.to_vec(),
        series,
        marked: Vec::new(),
    }
}

/// Counts of all instruments as percentages, of everyday payments and of frauds, where there are any.
fn everyday_and_fraud(
    shapes: &Shapes,
    counts: fn(&InstrumentShape) -> &Vec<u64>,
) -> Vec<(&'static str, Vec<f64>)> {
    let sum = |shapes: &[InstrumentShape]| {
        let length = shapes.first().map_or(0, |shape| counts(shape).len());
        let total = |index| shapes.iter().map(|shape| counts(shape)[index]).sum::<u64>();
        (0..length).map(total).collect::<Vec<u64>>()
    };
    let kinds = [("everyday", &shapes.everyday), ("fraud", &shapes.frauds)];
    kinds
        .into_iter()
        .filter(|(_, shapes)| !shapes.is_empty())
        .map(|(name, shapes)| (name, percent(&sum(shapes))))
        .collect()
}

fn amounts_by_instrument<'a>(shapes: &'a Shapes, classes: &[String]) -> Plot<'a> {
    let series: Vec<_> = shapes
        .everyday
        .iter()
        .take(INSTRUMENTS)
        .map(|shape| (shape.instrument.as_str(), percent(&shape.amounts)))
        .collect();
    Plot {
        title: "Amounts by instrument, % of its everyday payments",
        description: format!("Four classes to a decade. {}", peaks(classes, &series)),
        along: "reais",
        names: classes.to_vec(),
        series,
        marked: Vec::new(),
    }
}

fn days(shapes: &Shapes) -> Plot<'static> {
    let days = &shapes.days;
    let mean = days.iter().map(|day| day.payments as f64).sum::<f64>() / days.len().max(1) as f64;
    let marked: Vec<usize> = (0..days.len())
        .filter(|index| days[*index].is_payday)
        .collect();
    let of_mean = |day: usize| days[day].payments as f64 / mean.max(1.0);
    let paydays = marked.iter().map(|day| of_mean(*day)).sum::<f64>() / marked.len().max(1) as f64;
    Plot {
        title: "Pix by day, relative to the mean day",
        description: format!(
            "Dots are the fifth business days, by which salaries must be paid: {paydays:.2} times the mean day on average."
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

/// Where each series is highest.
fn peaks(names: &[String], series: &[(&str, Vec<f64>)]) -> String {
    let peak = |(name, values): &(&str, Vec<f64>)| {
        let most = (0..values.len()).max_by(|one, other| values[*one].total_cmp(&values[*other]));
        let peak = most.map(|most| format!("most at {}, {} %", names[most], short(values[most])));
        format!("{name}: {}", peak.unwrap_or_default())
    };
    series.iter().map(peak).collect::<Vec<_>>().join("; ") + "."
}
