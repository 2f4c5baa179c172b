//! [`Collector`]: an account that collects from several victims for some days.

use core::ops::Range;

use alloc::vec::Vec;

use super::ring::Ring;
use super::{FraudType, Payee};
use crate::people::customer::Customer;
use crate::stream::Stream;
use crate::words::BeneficiaryRole;

/// Cases that share one collecting account outside the population.
pub(super) const CASES_PER_STRANGER: u64 = 6;
/// Scams whose money goes to a mule of the population where one is active, per cent; of the keys marked
/// in DICT in 2024, 27 % were mules', 38 % the scammer's own and 35 % others.
const TO_MULES: u64 = 35;
/// Collecting accounts outside that are companies', per cent (Silverguard: 42 % in 2024, 65 % in 2025).
pub(super) const SHELL_COMPANIES: u64 = 60;

/// An account that collects from victims for some days.
#[derive(Debug)]
pub(super) struct Collector {
    pub(super) payee: Payee,
    pub(super) role: BeneficiaryRole,
    pub(super) window: Range<i64>,
    /// The ring that it belongs to.
    pub(super) ring: Option<i64>,
    /// The typology that it collects for; none collects for all.
    pub(super) kind: Option<FraudType>,
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
                kind: None,
            })
            .collect()
    };
    rings.iter().flat_map(first).collect()
}

/// Where a scam's money goes: a mule where one is active, or a stranger; never to the victim. With a time
/// given, to one that is at work then, or nearly.
pub(super) fn choose<'c>(
    collectors: &'c [Collector],
    kind: FraudType,
    victim: &Customer,
    at: Option<i64>,
    stream: &mut Stream,
) -> Option<&'c Collector> {
    let own = |collector: &&Collector| collector.kind == Some(kind);
    let mules = |collector: &&Collector| collector.kind.is_none();
    let to_mule = stream.below(100) < TO_MULES;
    let mut among: Vec<&Collector> = match to_mule {
        true => collectors.iter().filter(mules).collect(),
        false => collectors.iter().filter(own).collect(),
    };
    if among.is_empty() {
        among = collectors
            .iter()
            .filter(own)
            .chain(collectors.iter().filter(mules))
            .collect();
    }
    among.retain(|collector| collector.payee != Payee::Customer(victim.number));
    if among.is_empty() {
        return None;
    }
    let Some(at) = at else {
        return Some(*stream.choose(&among));
    };
    let distance = |collector: &&&Collector| {
        let window = &collector.window;
        (window.start - at).max(at - window.end).max(0)
    };
    among.iter().min_by_key(distance).copied()
}
