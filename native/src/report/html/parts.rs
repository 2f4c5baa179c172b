//! Parts of the page that several sections share.

use maud::{Markup, html};

use crate::units::count_text;

/// A table that scrolls where it is too wide; the first cell of each row is its header.
pub(super) fn data_table(
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

/// Whether a figure is met.
pub(super) fn met(is_met: Option<bool>) -> Markup {
    match is_met {
        Some(true) => html! { span.good { "met" } },
        Some(false) => html! { span.bad { "not met" } },
        None => html! { span.soft { "nothing to measure" } },
    }
}

/// An area under the ROC curve.
pub(super) fn area(area: Option<f64>) -> Markup {
    html! { (area.map_or("–".into(), |area| format!("{area:.3}"))) }
}

/// An amount in reais with grouped thousands.
pub(super) fn reais(amount: f64) -> String {
    let centavos = (amount.abs() * 100.0).round() as u64;
    let sign = if amount < 0.0 { "−" } else { "" };
    format!(
        "{sign}R${}.{:02}",
        count_text(centavos / 100),
        centavos % 100
    )
}

/// A time to the second, for machines and people.
pub(super) fn time(at: &str) -> Markup {
    let seconds = at.get(..19).unwrap_or(at);
    html! { time datetime=(at) { (seconds.replace('T', " ")) " UTC" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_sign_and_grouped_thousands() {
        assert_eq!(
            [0.0, -55.29, 1_234_567.8].map(reais),
            ["R$0.00", "−R$55.29", "R$1,234,567.80"]
        );
    }
}
