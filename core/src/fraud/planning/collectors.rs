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
pub(super) const CASES_PER_EXTERNAL_COLLECTOR: u64 = 3;
/// Scams whose money goes to a mule of the population if one is active, per cent: about
/// [`crate::published::KEYS_OF_MULES`].
const TO_MULES: u64 = 28;
/// External collecting accounts that belong to companies, per cent: within the range of
/// [`crate::published::MONEY_TO_COMPANIES`].
pub(super) const SHELL_COMPANIES: u64 = 58;

/// How long before or after a case a mule may be active to collect for it.
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

/// The account that a scam around a time pays: an active mule, or one of the scam's external collectors;
/// never the victim. With `nearest`, the one that is active then or soonest.
pub(super) fn choose<'c>(
    mules: &'c [Collector],
    external_collectors: &'c [Collector],
    victim: &Customer,
    at: i64,
    nearest: bool,
    rng: &mut Rng,
) -> Option<&'c Collector> {
    let distance = |collector: &Collector| {
        let window = &collector.window;
        (window.start - at).max(at - window.end).max(0)
    };
    let is_active =
        |mule: &&Collector| distance(mule) <= NEAR && mule.payee != Payee::Customer(victim.number);
    let mules: Vec<&Collector> = mules.iter().filter(is_active).collect();
    let to_mule = rng.below(100) < TO_MULES && !mules.is_empty();
    let among = if to_mule || external_collectors.is_empty() {
        mules
    } else {
        external_collectors.iter().collect()
    };
    if among.is_empty() {
        return None;
    }
    Some(match nearest {
        true => among
            .into_iter()
            .min_by_key(|collector| distance(collector))?,
        false => *rng.choose(&among),
    })
}
