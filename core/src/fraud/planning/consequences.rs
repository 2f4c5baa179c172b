//! [`Consequences`]: what follows the reports of fraud by or against one customer.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::calendar::{DAY, HOUR, MINUTE};
use crate::fraud::kinds::FraudType;
use crate::fraud::script::Step;
use crate::population::people::card::CardReport;
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::{CaseRole, Remedy};

/// How long it takes the bank to block a card after a report: mostly within the hour (assumption).
const UNTIL_CARD_BLOCKED: (i64, i64) = (5 * MINUTE, 6 * HOUR);
/// How long it takes the bank to block the account of a mule or fraudster (assumption).
const UNTIL_ACCOUNT_BLOCKED: (i64, i64) = (HOUR, DAY);

/// What follows the reports of fraud by or against one customer, within the period.
#[derive(Debug, Clone)]
pub(crate) struct Consequences {
    /// The cards that are blocked, by time.
    pub(crate) cards: Vec<CardReport>,
    /// When the primary account is blocked for good.
    pub(crate) account_blocked: Option<i64>,
    /// When the customer reported to be the victim of a fraud by card, and of one by Pix.
    pub(crate) card_frauds: Vec<i64>,
    pub(crate) pix_frauds: Vec<i64>,
    /// The first report on the primary account, and the bank's delay.
    report: Option<(i64, i64)>,
    /// The last step of any case from it.
    last: i64,
}

impl Consequences {
    /// Those of a customer without any.
    pub(crate) const NONE: &'static Self = &Self::new();

    pub(crate) const fn new() -> Self {
        Self {
            cards: Vec::new(),
            account_blocked: None,
            card_frauds: Vec::new(),
            pix_frauds: Vec::new(),
            report: None,
            last: i64::MIN,
        }
    }

    /// Adds those of a case that was reported at a time, or never.
    pub(super) fn add(
        &mut self,
        seed: u64,
        case: i64,
        kind: FraudType,
        reported: Option<i64>,
        steps: &[Step],
    ) {
        let from_primary = steps.iter().filter(|step| step.account == 0);
        let last = from_primary.map(|step| step.time).max();
        self.last = self.last.max(last.unwrap_or(i64::MIN));
        let Some(reported) = reported else {
            return;
        };
        let typology = kind.typology();
        let mut rng = Rng::new(seed, Purpose::Consequences, case as u64);
        if typology.role != CaseRole::Victim {
            self.report_account(reported, &mut rng);
            return;
        }
        match typology.claim.remedy {
            Remedy::Chargeback => self.card_frauds.push(reported),
            _ => self.pix_frauds.push(reported),
        }
        let (least, most) = UNTIL_CARD_BLOCKED;
        let chance = rng.unit();
        let wait = least + ((most - least) as f64 * chance * chance * chance) as i64;
        let mut used: BTreeMap<u8, i64> = BTreeMap::new();
        for step in steps {
            if let Some(card) = step.payment.card() {
                let last = used.entry(card.slot).or_insert(step.time);
                *last = step.time.max(*last);
            }
        }
        self.cards
            .extend(used.into_iter().map(|(slot, used)| CardReport {
                slot,
                used,
                blocked: reported + wait,
            }));
    }

    /// Adds those of a case whose money the customer's account collects.
    pub(super) fn add_collector(&mut self, seed: u64, case: i64, reported: Option<i64>) {
        if let Some(reported) = reported {
            let entity = 1 << 63 | case as u64;
            self.report_account(reported, &mut Rng::new(seed, Purpose::Consequences, entity));
        }
    }

    fn report_account(&mut self, reported: i64, rng: &mut Rng) {
        let (least, most) = UNTIL_ACCOUNT_BLOCKED;
        let report = (reported, rng.between(least, most));
        self.report = Some(self.report.map_or(report, |first| first.min(report)));
    }

    /// Completes them once all cases are added: steps of cases are fixed, so an account is blocked after the
    /// last one. What happens after the end of the period is left out.
    pub(super) fn complete(&mut self, end: i64) {
        let blocked = self
            .report
            .map(|(reported, delay)| reported.max(self.last) + delay);
        self.account_blocked = blocked.filter(|&blocked| blocked < end);
        self.cards.retain(|report| report.blocked < end);
        self.cards.sort_by_key(|report| report.blocked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::order::Outcome;
    use crate::fraud::script::{Initiator, Payment};
    use crate::population::payee::Payee;

    const END: i64 = 365 * DAY;

    fn step(time: i64, payment: Payment) -> Step {
        Step {
            time,
            payment,
            amount: 100,
            outcome: Outcome::Approved,
            initiator: Initiator::Holder,
            location: None,
            account: 0,
            credit: None,
        }
    }

    fn of(cases: &[(FraudType, Option<i64>, i64)]) -> Consequences {
        let mut consequences = Consequences::new();
        for (number, (kind, reported, time)) in cases.iter().enumerate() {
            let steps = [step(*time, Payment::Pix(Payee::External(1)))];
            consequences.add(1, number as i64, *kind, *reported, &steps);
        }
        consequences.complete(END);
        consequences
    }

    #[test]
    fn the_account_of_a_mule_is_blocked_within_a_day_of_the_report() {
        let mule = FraudType::MuleAccount;
        for reported in [20 * DAY, 200 * DAY] {
            let blocked = of(&[(mule, Some(reported), DAY)]).account_blocked;
            let wait = blocked.expect("a block") - reported;
            assert!((HOUR..=DAY).contains(&wait), "{wait}");
        }
        assert_eq!(of(&[(mule, None, DAY)]).account_blocked, None);
        assert_eq!(of(&[(mule, Some(END), DAY)]).account_blocked, None);
        let victim = of(&[(FraudType::FakeShop, Some(DAY), 0)]);
        assert_eq!((victim.account_blocked, victim.pix_frauds.len()), (None, 1));
    }

    #[test]
    fn no_case_has_a_step_on_the_account_after_its_block() {
        let later = 100 * DAY;
        let cases = [
            (FraudType::MuleAccount, Some(20 * DAY), DAY),
            (FraudType::FakeShop, None, later),
        ];
        assert!(of(&cases).account_blocked > Some(later));
    }
}
