//! The section on published figures.

use maud::{Markup, html};

use super::parts::{data_table, met};
use super::shapes::shapes;
use crate::report::model::{FigureResult, Report};

pub(super) fn calibration(report: &Report) -> Markup {
    let figures = &report.calibration.figures;
    let are_met = figures
        .iter()
        .filter(|figure| figure.is_met == Some(true))
        .count();
    let mut topics: Vec<&str> = figures.iter().map(|figure| figure.topic).collect();
    topics.dedup();
    html! {
        p {
            (are_met) " of " (figures.len()) " published figures are met: the measured value lies within tolerance "
            "and margin of the published one. The margin is half the width of a 95 % confidence interval, "
            "by customer. Figures of everyday payments exclude payments labelled as fraud."
        }
        (shapes(report))
        @for topic in topics {
            (data_table(&format!("Published figures: {topic}"),
                &["figure", "published", "tolerance", "measured", "margin", "unit", "met", "source"],
                &[false, true, true, true, true, false, false, false],
                figures.iter().filter(|figure| figure.topic == topic).map(figure_row)))
        }
        details {
            summary { "The figures in SQL" }
            p { "Over the tables, " code { "bank_holidays(day)" } ", and " code { "payments" } ":" }
            pre { code { (report.calibration.view) } }
            dl { @for figure in figures { dt { (figure.name) } dd { code { (figure.sql) } } } }
        }
    }
}

fn figure_row(figure: &FigureResult) -> Vec<Markup> {
    let maybe =
        |value: Option<f64>| html! { (value.map_or("–".into(), |value| format!("{value:.2}"))) };
    vec![
        html! { (figure.name) },
        html! { (format!("{:.2}", figure.published)) },
        html! { "± " (format!("{:.2}", figure.tolerance)) },
        maybe(figure.measured),
        html! { "± " (maybe(figure.margin)) },
        html! { (figure.unit) },
        met(figure.is_met),
        html! { (figure.source) },
    ]
}
