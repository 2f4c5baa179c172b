//! [`Stories`]: fraud cases told as time lines.

use std::collections::BTreeMap;

use serde::Serialize;

use super::population::Population;
use super::read::Columns;
use super::rows::Case;
use super::word::Word;
use crate::encode::time_text;
use crate::error::Error;

/// How many stories a report tells.
const TOLD: usize = 3;
/// Longer cases make no better stories.
const LONGEST: usize = 10;
/// Everyday payments told before the case begins.
const BEFORE: usize = 2;

/// A fraud case told as a time line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Story {
    /// The case: fraud_cases.fraud_case_id.
    pub fraud_case_id: i64,
    /// Its typology.
    pub fraud_type: String,
    /// Whose account it is on, and what they are in it.
    pub customer_id: i64,
    /// What that customer is.
    pub customer_role: String,
    /// What the main beneficiary is.
    pub beneficiary_role: String,
    /// What was lost and what came back, in reais.
    pub amount_lost: f64,
    /// What came back, in reais.
    pub amount_recovered: f64,
    /// What became of the report.
    pub decision: String,
    /// What happened, in order of time.
    pub events: Vec<Event>,
}

/// Something that happened in a story.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A payment on the account's customer.
    Payment {
        /// When, UTC.
        at: String,
        /// transactions.transaction_id
        transaction_id: i64,
        /// What it was paid with.
        instrument: String,
        /// Where it was ordered.
        channel: String,
        /// In reais.
        amount: f64,
        /// What became of it.
        status: String,
        /// What the beneficiary is: account, merchant or an account outside of the population.
        beneficiary_kind: Option<String>,
        /// Its number.
        beneficiary_id: Option<i64>,
        /// Whether the customer paid it for the first time.
        new_beneficiary: bool,
        /// Whether the device was used for the first time.
        new_device: bool,
        /// The account's balance after it, in reais.
        balance_after: f64,
        /// The score of the bank's rules.
        fraud_score: i32,
        /// Whether it is part of the fraud, or everyday life before.
        is_fraud: bool,
    },
    /// The bank was told.
    Reported {
        /// When, UTC.
        at: String,
    },
    /// The bank decided.
    Decided {
        /// When, UTC.
        at: String,
    },
}

/// The best story of each typology.
#[derive(Debug, Default)]
pub(super) struct Stories(BTreeMap<Word, Story>);

impl Stories {
    /// Tells the best case of each typology, of those whose rows are given.
    pub(super) fn pick(
        population: &Population,
        columns: &Columns,
        cases: &BTreeMap<i64, Vec<usize>>,
    ) -> Result<Self, Error> {
        let mut best: BTreeMap<Word, (&Case, &[usize])> = BTreeMap::new();
        for (id, rows) in cases {
            let Some(case) = population.cases.get(*id).filter(|_| rows.len() <= LONGEST) else {
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
            let rank = |story: &Story| (story.events.len(), std::cmp::Reverse(story.fraud_case_id));
            let known = self.0.entry(kind).or_insert_with(|| story.clone());
            if rank(known) < rank(&story) {
                *known = story;
            }
        }
    }

    /// The stories of the typologies with most cases.
    pub(super) fn told(mut self, by_cases: &[Word]) -> Vec<Story> {
        let stories = by_cases.iter().filter_map(|kind| self.0.remove(kind));
        stories.take(TOLD).collect()
    }
}

fn tell(columns: &Columns, case: &Case, rows: &[usize]) -> Result<Story, Error> {
    let customers = columns.longs("customer_id")?;
    let first = rows.first().copied().unwrap_or_default();
    let before = (0..first)
        .rev()
        .filter(|row| customers.at(*row) == case.customer)
        .take(BEFORE);
    let mut all: Vec<usize> = before.collect();
    all.reverse();
    all.extend(rows);
    let mut events = all
        .into_iter()
        .map(|row| payment(columns, row))
        .collect::<Result<Vec<_>, _>>()?;
    events.extend(
        case.reported
            .map(|at| Event::Reported { at: time_text(at) }),
    );
    events.extend(case.decided.map(|at| Event::Decided { at: time_text(at) }));
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

fn payment(columns: &Columns, row: usize) -> Result<Event, Error> {
    let word = |name| {
        Ok::<_, Error>(
            columns
                .words(name)?
                .get(row)
                .map(|word| word.as_str().to_owned()),
        )
    };
    Ok(Event::Payment {
        at: time_text(columns.longs("timestamp")?.at(row)),
        transaction_id: columns.longs("transaction_id")?.at(row),
        instrument: word("type")?.unwrap_or_default(),
        channel: word("channel")?.unwrap_or_default(),
        amount: reais(columns.longs("amount")?.at(row)),
        status: word("status")?.unwrap_or_default(),
        beneficiary_kind: word("beneficiary_kind")?,
        beneficiary_id: columns.longs("beneficiary_id")?.get(row),
        new_beneficiary: columns.flags("new_beneficiary")?.at(row),
        new_device: columns.flags("new_device")?.at(row),
        balance_after: reais(columns.longs("balance_after")?.at(row)),
        fraud_score: columns.ints("fraud_score")?.at(row),
        is_fraud: columns.flags("is_fraud")?.at(row),
    })
}

/// Centavos as reais.
pub(super) fn reais(centavos: i64) -> f64 {
    centavos as f64 / 100.0
}
