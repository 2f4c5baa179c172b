//! [`Stories`]: fraud cases as timelines.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::encode::time_text;
use crate::error::Error;
use crate::report::model::{Event, Story};
use crate::report::population::Population;
use crate::report::read::{Columns, ShortText};
use crate::report::rows::{FraudCase, PaymentRow, reais};

/// The number of stories in a report.
const STORIES: usize = 3;
/// Cases with more payments are left out.
const MOST_PAYMENTS: usize = 10;
/// Everyday payments before the case.
const PAYMENTS_BEFORE: usize = 2;

/// The best story of each typology.
#[derive(Debug, Default)]
pub(super) struct Stories(BTreeMap<ShortText, Story>);

impl Stories {
    /// Picks the longest case of each typology. `cases` are the positions of each case's payments.
    pub(super) fn pick(
        population: &Population,
        columns: &Columns,
        cases: &BTreeMap<i64, Vec<usize>>,
    ) -> Result<Self, Error> {
        let mut best: BTreeMap<ShortText, (&FraudCase, &[usize])> = BTreeMap::new();
        for (id, rows) in cases {
            let case = population.cases.get(*id);
            let Some(case) = case.filter(|_| rows.len() <= MOST_PAYMENTS) else {
                continue;
            };
            let known = best.entry(case.fraud_type).or_insert((case, rows));
            if known.1.len() < rows.len() {
                *known = (case, rows);
            }
        }
        let stories = best
            .into_iter()
            .map(|(kind, (case, rows))| Ok((kind, tell(columns, case, rows)?)));
        stories.collect::<Result<_, Error>>().map(Self)
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (kind, story) in other.0 {
            let rank = |story: &Story| (story.events.len(), Reverse(story.fraud_case_id));
            let known = self.0.entry(kind).or_insert_with(|| story.clone());
            if rank(known) < rank(&story) {
                *known = story;
            }
        }
    }

    /// The stories of the first typologies that have one.
    pub(super) fn first(mut self, typologies: &[ShortText]) -> Vec<Story> {
        let stories = typologies.iter().filter_map(|kind| self.0.remove(kind));
        stories.take(STORIES).collect()
    }
}

fn tell(columns: &Columns, case: &FraudCase, rows: &[usize]) -> Result<Story, Error> {
    let customers = columns.longs("customer_id")?;
    let first = rows.first().copied().unwrap_or_default();
    let before = (0..first)
        .rev()
        .filter(|row| customers.at(*row) == case.customer);
    let mut told: Vec<usize> = before.take(PAYMENTS_BEFORE).collect();
    told.reverse();
    told.extend(rows);
    let payments = told.into_iter().map(PaymentRow::reader(columns)?);
    let mut events: Vec<Event> = payments.map(|row| payment(&row)).collect();
    let reported = case.reported.map(time_text);
    events.extend(reported.map(|at| Event::Reported { at }));
    let decided = case.decided.map(time_text);
    events.extend(decided.map(|at| Event::Decided { at }));
    Ok(Story {
        fraud_case_id: case.id,
        fraud_type: case.fraud_type.as_str().into(),
        customer_id: case.customer,
        customer_role: case.customer_role.as_str().into(),
        beneficiary_role: case.beneficiary_role.as_str().into(),
        amount_lost: reais(case.lost),
        amount_recovered: reais(case.recovered),
        decision: case.decision.as_str().into(),
        events,
    })
}

fn payment(row: &PaymentRow) -> Event {
    Event::Payment {
        at: time_text(row.time),
        transaction_id: row.id,
        instrument: row.instrument.as_str().into(),
        channel: row.channel.as_str().into(),
        amount: reais(row.amount),
        status: row.status.as_str().into(),
        beneficiary_kind: row.beneficiary_kind.map(|kind| kind.as_str().into()),
        beneficiary_id: row.beneficiary,
        new_beneficiary: row.new_beneficiary,
        new_device: row.new_device,
        balance_after: reais(row.balance_after),
        fraud_score: row.fraud_score,
        is_fraud: row.is_fraud,
    }
}
