//! [`Collector`]: an account that collects from several victims over some days.

use core::ops::Range;

use alloc::vec::Vec;

use super::ring::Ring;
use crate::calendar::DAY;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::random::rng::Rng;
use crate::schema::categories::BeneficiaryRole;

/// Cases for each collecting account outside the population, before some go to mules. Accounts that are paid
/// then have some three each, a little fewer than [`crate::published::CASES_PER_MARKED_KEY`]: with more,
/// shared beneficiaries would give more away at high rates.
pub(super) const CASES_PER_EXTERNAL_COLLECTOR: u64 = 6;
/// Scams whose money goes to a mule of the population if one is active, per cent: about
/// [`crate::published::KEYS_OF_MULES`].
const TO_MULES: u64 = 30;
/// External collecting accounts that belong to companies, per cent: within the range of
/// [`crate::published::MONEY_TO_COMPANIES`].
pub(super) const SHELL_COMPANIES: u64 = 74;

/// How long before or after a scam the mules are active that it pays one of, if there are any.
const NEAR: i64 = 15 * DAY;

/// An account that collects from victims over some days.
#[derive(Debug)]
pub(super) struct Collector {
    pub(super) payee: Payee,
    pub(super) role: BeneficiaryRole,
    pub(super) window: Range<i64>,
    /// The ring that it belongs to, if any.
    pub(super) ring: Option<i64>,
}

/// The collecting accounts of rings: those of the first level.
pub(super) fn of_rings(rings: &[Ring], customers: &[Customer]) -> Vec<Collector> {
    let first = |ring: &Ring| -> Vec<Collector> {
        let collects = ring.members.iter().filter(|member| member.level == 1);
        collects
            .map(|member| Collector {
                payee: Payee::Customer(customers[member.customer].number),
                role: BeneficiaryRole::Mule,
                window: ring.window.clone(),
                ring: Some(ring.id),
            })
            .collect()
    };
    rings.iter().flat_map(first).collect()
}

/// A scam whose money goes to a collector.
pub(super) struct Scam {
    /// The victim's number.
    pub(super) victim: u64,
    /// About when it happens.
    pub(super) at: i64,
    /// When it may happen.
    pub(super) window: Range<i64>,
    /// Whether its time has to be kept, because its typology or that of mules becomes more or less frequent.
    pub(super) keeps_time: bool,
}

impl Scam {
    /// How long before or after the scam a collector is active.
    fn distance(&self, collector: &Collector) -> i64 {
        let window = &collector.window;
        (window.start - self.at).max(self.at - window.end).max(0)
    }

    /// Whether a collector may be paid: it is active when the scam may happen, and is not the victim's account.
    fn may_pay(&self, collector: &Collector) -> bool {
        collector.window.start < self.window.end
            && self.window.start < collector.window.end
            && collector.payee != Payee::Customer(self.victim)
    }
}

/// The account that a scam pays: a mule that is active then, or the next one that is, or one of the scam's
/// external collectors. If its time has to be kept, the one that is active then or soonest.
pub(super) fn choose<'c>(
    mules: &'c [Collector],
    external_collectors: &'c [Collector],
    scam: &Scam,
    rng: &mut Rng,
) -> Option<&'c Collector> {
    let to_mule = rng.below(100) < TO_MULES || external_collectors.is_empty();
    let paid = |collectors: &'c [Collector]| -> Vec<&'c Collector> {
        let paid = collectors
            .iter()
            .filter(|collector| scam.may_pay(collector));
        paid.collect()
    };
    let mut among = if to_mule { paid(mules) } else { Vec::new() };
    let nearest = among.iter().map(|mule| scam.distance(mule)).min();
    let reach = match scam.keeps_time {
        true => NEAR,
        false => NEAR.max(nearest.unwrap_or_default()),
    };
    among.retain(|mule| scam.distance(mule) <= reach);
    if among.is_empty() {
        among = paid(external_collectors);
    }
    match scam.keeps_time {
        true => among
            .into_iter()
            .min_by_key(|collector| scam.distance(collector)),
        false if among.is_empty() => None,
        false => Some(*rng.choose(&among)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::Purpose;

    use alloc::collections::BTreeSet;
    use alloc::vec;

    fn collector(payee: Payee, days: Range<i64>) -> Collector {
        Collector {
            payee,
            role: BeneficiaryRole::Mule,
            window: days.start * DAY..days.end * DAY,
            ring: None,
        }
    }

    /// The mules that a scam pays in many draws, and whether it also pays the external collector. It happens
    /// about day `at`, to customer 3, who joined on day `since`.
    fn paid(at: i64, since: i64, keeps_time: bool) -> (Vec<u64>, bool) {
        let mules = [
            collector(Payee::Customer(1), 20..30),
            collector(Payee::Customer(2), 200..210),
            collector(Payee::Customer(3), 205..215),
        ];
        let external = [collector(Payee::External(1), 100..110)];
        let scam = Scam {
            victim: 3,
            at: at * DAY,
            window: since * DAY..365 * DAY,
            keeps_time,
        };
        let (mut paid, mut is_external) = (BTreeSet::new(), false);
        for draw in 0..200 {
            let mut rng = Rng::new(draw, Purpose::District, 0);
            match choose(&mules, &external, &scam, &mut rng).map(|collector| collector.payee) {
                Some(Payee::Customer(number)) => {
                    paid.insert(number);
                }
                Some(_) => is_external = true,
                None => {}
            }
        }
        (paid.into_iter().collect(), is_external)
    }

    #[test]
    fn a_scam_pays_the_mule_that_is_active_next_but_never_its_victim() {
        assert_eq!(paid(25, 0, false), (vec![1], true));
        assert_eq!(paid(100, 0, false), (vec![1], true));
        assert_eq!(paid(150, 0, false), (vec![2], true));
        assert_eq!(paid(207, 0, false), (vec![2], true));
    }

    #[test]
    fn a_customer_pays_only_who_is_active_after_they_joined() {
        assert_eq!(paid(60, 50, false), (vec![2], true));
        assert_eq!(paid(230, 150, false), (vec![2], false));
        assert_eq!(paid(300, 250, false), (vec![], false));
    }

    #[test]
    fn where_a_typology_drifts_its_time_is_kept() {
        assert_eq!(paid(35, 0, true), (vec![1], true));
        assert_eq!(paid(60, 0, true), (vec![], true));
    }
}
