//! The section on coherence rules.

use maud::{Markup, html};

use super::parts::data_table;
use crate::report::model::Report;
use crate::units::count_text;

pub(super) fn coherence(report: &Report) -> Markup {
    let broken = report
        .coherence
        .iter()
        .filter(|rule| rule.violations > 0)
        .count();
    html! {
        p {
            @if broken == 0 { "Every rule holds for all records that were checked. " } @else { (broken) " rules are broken. " }
            "Histories, balances and the totals of cases are recomputed from the payments themselves."
        }
        (data_table("Rules", &["id", "rule", "checked", "broken", "example id"], &[false, false, true, true, true],
            report.coherence.iter().map(|rule| vec![
                html! { code { (rule.id) } },
                html! { (rule.rule) },
                html! { (count_text(rule.checked)) },
                html! { span class=(if rule.violations > 0 { "bad" } else { "good" }) { (count_text(rule.violations)) } },
                html! { (rule.example_id.map_or("–".into(), |id| id.to_string())) },
            ])))
        details {
            summary { "The rules in SQL" }
            p { "Each query gives the ids of the records that break the rule." }
            dl { @for rule in &report.coherence { dt { code { (rule.id) } } dd { code { (rule.sql) } } } }
        }
    }
}
