//! [`check_entities`]: the rules on the tables other than transactions.

use super::results::RuleResults;
use super::rules::Rule;
use crate::report::population::Population;
use crate::report::read::ShortText;
use crate::report::rows::FraudCase;

const NEVER_REPORTED: ShortText = ShortText::new("NEVER_REPORTED");
const ACCEPTED: ShortText = ShortText::new("ACCEPTED");
const INVESTIGATION: ShortText = ShortText::new("INVESTIGATION");

/// Checks the rules on the tables other than transactions.
pub(in crate::report) fn check_entities(population: &Population) -> RuleResults {
    let mut found = RuleResults::default();
    let tables = [
        (population.customers.read, population.customers.duplicates),
        (population.accounts.read, population.accounts.duplicates),
        (population.cards.read, population.cards.duplicates),
        (population.devices.read, population.devices.duplicates),
        (population.cases.read, population.cases.duplicates),
    ];
    for (read, (duplicates, example)) in tables {
        found.add(Rule::IdsUnique, read, duplicates, example);
    }
    for case in population.cases.rows() {
        let holds = is_reported_in_order(case) && is_recovered_by_a_claim(case);
        found.check(Rule::CaseReport, holds, case.id);
    }
    found
}

fn is_reported_in_order(case: &FraudCase) -> bool {
    let is_reported = case.decision != NEVER_REPORTED;
    let is_after = |earlier: Option<i64>, later: Option<i64>| match (earlier, later) {
        (Some(earlier), Some(later)) => earlier < later,
        _ => true,
    };
    (case.reported.is_some(), case.decided.is_some()) == (is_reported, is_reported)
        && is_after(Some(case.last), case.reported)
        && is_after(case.reported, case.decided)
        && is_after(case.decided, case.refunded)
}

fn is_recovered_by_a_claim(case: &FraudCase) -> bool {
    let is_claimed = case.decision == ACCEPTED && case.remedy != INVESTIGATION;
    (0..=case.lost).contains(&case.recovered)
        && (case.recovered == 0 || is_claimed)
        && case.refunded.is_some() == (case.recovered != 0)
}
