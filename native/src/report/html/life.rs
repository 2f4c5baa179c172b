//! The sections on everyday life: figures with limits on both sides.

use maud::{Markup, html};

use super::parts::{data_table, met};
use crate::report::model::{LimitedResult, Lives};

/// The figures of money, and the views of all queries.
pub(super) fn money(life: &Lives) -> Markup {
    html! {
        p {
            "What customers earn, spend, keep and owe, over all payments and credits of each. A figure is within its limits, "
            "or by no more outside than its margin: half the width of a 95 % confidence interval, by customer."
        }
        (figures(life, "Money of customers", &["money"]))
        details {
            summary { "The views in SQL" }
            p { "Over the tables and the view " code { "payments" } " of the calibration:" }
            @for view in life.views { pre { code { (view) } } }
        }
    }
}

/// The figures of the graph of payments, and of time and place.
pub(super) fn graph_and_time(life: &Lives) -> Markup {
    html! {
        p { "Who pays whom, when customers come and go, and where they buy. Payments labelled as fraud are left out, but from edges." }
        (figures(life, "Graph of payments", &["graph"]))
        (figures(life, "Time and place", &["time"]))
    }
}

fn figures(life: &Lives, caption: &str, topics: &[&str]) -> Markup {
    let figures = || {
        life.figures
            .iter()
            .filter(|figure| topics.contains(&figure.topic))
    };
    html! {
        (data_table(caption, &["figure", "from", "to", "measured", "margin", "met", "source"],
            &[false, true, true, true, true, false, false], figures().map(row)))
        details {
            summary { "The figures in SQL" }
            dl { @for figure in figures() { dt { (figure.name) } dd { code { (figure.sql) } } } }
        }
    }
}

fn row(figure: &LimitedResult) -> Vec<Markup> {
    let number =
        |value: Option<f64>| html! { (value.map_or("–".into(), |value| format!("{value:.3}"))) };
    vec![
        html! { (figure.name) },
        number(Some(figure.low)),
        number(Some(figure.high)),
        number(figure.measured),
        html! { "± " (number(figure.margin)) },
        met(figure.is_met),
        html! { (figure.source) },
    ]
}
