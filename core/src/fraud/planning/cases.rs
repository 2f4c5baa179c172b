//! [`Cases`]: the fraud of a district, planned from its index alone.
//!
//! Cases are planned over more than a cell so that one account collects from several victims. Every step
//! is settled here, amounts and outcomes included, because the collecting account may live in another
//! cell than its victims: each cell plays its own customers' steps and needs to know of no other cell.

use core::ops::Range;

use alloc::vec::Vec;

use super::aftermath::Aftermath;
use super::collectors::Collector;
use crate::bank::limits::Reserved;
use crate::fraud::kinds::FraudType;
use crate::fraud::script::Step;
use crate::population::payee::Payee;
use crate::population::people::device::Device;
use crate::schema::categories::{BeneficiaryRole, CaseRole};

/// One fraud case.
#[derive(Debug)]
pub(crate) struct Case {
    /// The id users see.
    pub(crate) id: i64,
    pub(crate) kind: FraudType,
    /// Number of the customer whose account it is on, from 0.
    pub(crate) customer: u64,
    /// The device that others than the holder use: the fraudster's, or the phone that a ring is run from.
    pub(crate) device: Option<Device>,
    /// Who works it: cases of one gang share an address.
    pub(crate) gang: u64,
    /// The ring that the account is in, or that the money went to.
    pub(crate) ring: Option<i64>,
    /// The account's level in its ring.
    pub(crate) level: Option<u8>,
    pub(crate) beneficiary: Payee,
    pub(crate) beneficiary_role: BeneficiaryRole,
    pub(crate) aftermath: Aftermath,
    /// Its steps, among those of the district.
    pub(super) steps: Range<usize>,
}

impl Case {
    /// The device that the fraudster brought, which nobody else uses.
    pub(crate) fn brought(&self) -> Option<&Device> {
        let brings = self.kind.typology().intruder.is_some();
        self.device.as_ref().filter(|_| brings)
    }
}

/// Money that comes from a fraud onto a customer's primary account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inflow {
    pub(crate) customer: u64,
    pub(crate) time: i64,
    pub(crate) amount: i64,
}

/// The cases of one district.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    pub(crate) cases: Vec<Case>,
    pub(super) steps: Vec<Step>,
    pub(crate) inflows: Vec<Inflow>,
    /// By customer.
    pub(super) reserved: Vec<Reserved>,
}

impl Cases {
    /// What cases spend of a customer's limits.
    pub(crate) fn reserved(&self, customer: u64) -> &[Reserved] {
        let from = &self.reserved[self.reserved.partition_point(|r| r.customer < customer)..];
        &from[..from.partition_point(|r| r.customer == customer)]
    }

    /// The steps of a case.
    pub(crate) fn steps(&self, case: &Case) -> &[Step] {
        &self.steps[case.steps.clone()]
    }
}

/// The account that collects, where it is paid, or whoever receives most of a case's money.
pub(super) fn main_beneficiary(
    steps: &[Step],
    collector: Option<&Collector>,
    role: CaseRole,
) -> (Payee, BeneficiaryRole) {
    let paid = |payee| steps.iter().any(|step| step.payment.payee() == Some(payee));
    if let Some(collector) = collector.filter(|collector| paid(collector.payee)) {
        return (collector.payee, collector.role);
    }
    let mut totals: Vec<(Payee, i64)> = Vec::new();
    for step in steps {
        let Some(payee) = step.payment.payee() else {
            continue;
        };
        match totals.iter_mut().find(|(known, _)| *known == payee) {
            Some((_, total)) => *total += step.amount,
            None => totals.push((payee, step.amount)),
        }
    }
    let most = totals.into_iter().max_by_key(|&(_, total)| total);
    match most {
        Some((payee @ Payee::Merchant(_), _)) => (payee, BeneficiaryRole::Merchant),
        Some((payee @ Payee::Customer(_), _)) if role == CaseRole::Launderer => {
            (payee, BeneficiaryRole::Launderer)
        }
        Some((payee @ Payee::Customer(_), _)) => (payee, BeneficiaryRole::Mule),
        Some((payee, _)) => (payee, BeneficiaryRole::Scammer),
        None => (Payee::External(0), BeneficiaryRole::Scammer),
    }
}
