//! [`Collector`]: an account that collects from several victims for some days.

use core::ops::Range;

use alloc::vec::Vec;

use super::ring::Ring;
use crate::calendar::DAY;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::random::rng::Rng;
use crate::schema::categories::BeneficiaryRole;

/// Cases that share one collecting account outside the population.
pub(super) const CASES_PER_STRANGER: u64 = 3;
/// Scams whose money goes to a mule of the population where one is active, per cent; of the keys marked
/// in DICT in 2024, 27 % were mules', 38 % the scammer's own and 35 % others.
const TO_MULES: u64 = 28;
/// Collecting accounts outside that are companies', per cent (Silverguard: 42 % in 2024, 65 % in 2025).
pub(super) const SHELL_COMPANIES: u64 = 58;

/// How far from a case in time a mule may be at work.
const NEARBY: i64 = 15 * DAY;

/// An account that collects from victims for some days.
#[derive(Debug)]
pub(super) struct Collector {
    pub(super) payee: Payee,
    pub(super) role: BeneficiaryRole,
    pub(super) window: Range<i64>,
    /// The ring that it belongs to.
    pub(super) ring: Option<i64>,
}

/// The accounts of rings that collect: those of the first level.
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

/// Where a scam's money goes at about a time: to a mule that is at work then, or to one of the scam's own
/// strangers; never to the victim. `nearest` takes the one who is at work then, or next.
pub(super) fn choose<'c>(
    mules: &'c [Collector],
    strangers: &'c [Collector],
    victim: &Customer,
    at: i64,
    nearest: bool,
    rng: &mut Rng,
) -> Option<&'c Collector> {
    let distance = |collector: &Collector| {
        let window = &collector.window;
        (window.start - at).max(at - window.end).max(0)
    };
    let at_work = |mule: &&Collector| {
        distance(mule) <= NEARBY && mule.payee != Payee::Customer(victim.number)
    };
    let mules: Vec<&Collector> = mules.iter().filter(at_work).collect();
    let to_mule = rng.below(100) < TO_MULES && !mules.is_empty();
    let among = if to_mule || strangers.is_empty() {
        mules
    } else {
        strangers.iter().collect()
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
