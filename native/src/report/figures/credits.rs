//! The figures that credits are compared with.

use fraudgen_core::calendar::Date;
use fraudgen_core::published;

use super::figure::{Figure, ratio};
use crate::report::read::ShortText;
use crate::report::rows::Credit;

/// The figures of credits, in a period of `days` days from `start`.
pub(in crate::report) fn credits(start: Date, days: u32) -> Vec<Figure<Credit>> {
    const SALARY: ShortText = ShortText::new("SALARY");
    let is_last = |month: u32| month >= 11;
    let in_last = (0..days as i32).filter(|day| is_last(Date(start.0 + day).civil().1)).count();
    let others = f64::from(days) / in_last.max(1) as f64 - 1.0;
    vec![
        ratio("salaries in November and December, of the other months'", "×", others, format!("\
            SELECT {others} * sum(amount) FILTER (month(timestamp AT TIME ZONE 'America/Sao_Paulo') >= 11) \
            / sum(amount) FILTER (month(timestamp AT TIME ZONE 'America/Sao_Paulo') < 11) FROM credits WHERE kind = 'SALARY'"),
            move |row: &Credit| (row.kind == SALARY).then(|| if is_last(row.month) { (row.amount, 0) } else { (0, row.amount) })).meets(published::THIRTEENTH_SALARY, 0.1),
    ]
}
