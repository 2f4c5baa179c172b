//! [`Collector`]: an account that collects from several victims over some days.

use core::ops::Range;

use alloc::vec::Vec;

use super::ring::Ring;
use crate::calendar::DAY;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::random::rng::Rng;
use crate::schema::categories::BeneficiaryRole;

/// Cases that share a collecting account outside the population.
pub(super) const CASES_PER_EXTERNAL_COLLECTOR: u64 = 5;
/// Scams whose money goes to a mule of the population if one is active, per cent: about
/// [`crate::published::KEYS_OF_MULES`].
const TO_MULES: u64 = 28;
/// External collecting accounts that belong to companies, per cent: within the range of
/// [`crate::published::MONEY_TO_COMPANIES`].
pub(super) const SHELL_COMPANIES: u64 = 58;

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
    /// Whether its typology becomes more or less frequent, so that its time has to be kept.
    pub(super) drifts: bool,
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
    let reach = match scam.drifts {
        true => NEAR,
        false => NEAR.max(nearest.unwrap_or_default()),
    };
    among.retain(|mule| scam.distance(mule) <= reach);
    if among.is_empty() {
        among = paid(external_collectors);
    }
    match scam.drifts {
        true => among
            .into_iter()
            .min_by_key(|collector| scam.distance(collector)),
        false if among.is_empty() => None,
        false => Some(*rng.choose(&among)),
    }
}
