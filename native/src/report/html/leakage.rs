//! The section on what columns reveal about fraud.

use maud::{Markup, html};

use super::parts::{area, data_table};
use super::plot::ranking;
use crate::report::model::Leakage;
use crate::units::count_text;

pub(super) fn leakage(leakage: &Leakage) -> Markup {
    let rows: Vec<(&str, f64)> = leakage
        .columns
        .iter()
        .map(|column| (column.column.as_str(), column.auc))
        .collect();
    let above = rows.iter().filter(|(_, auc)| *auc > leakage.limit).count();
    html! {
        p {
            "How well each feature column alone separates the " (count_text(leakage.frauds)) " frauds among "
            (count_text(leakage.rows)) " payments from the others: 0.5 is chance, 1 is perfect separation. "
            (above) " columns exceed " (leakage.limit) "."
        }
        (ranking("ROC AUC of each column", "The larger of rank and level, the strongest first.", &rows, leakage.limit))
        (data_table("ROC AUC of each column", &["column", "rank", "level", "the larger"], &[false, true, true, true],
            leakage.columns.iter().map(|column| vec![
                html! { (column.column) }, area(column.rank), area(column.level), area(Some(column.auc)),
            ])))
        p.soft {
            "Rank is the area for the column's own order, in the better direction, with nulls first or last. Level is the area "
            "for the fraud rate of each value (numbers in a hundred bins), learnt on half of the customers and tested on the other half."
        }
    }
}
