//! [`Cases`]: the fraud cases of a district, planned from its index alone.
//!
//! Cases are planned over many cells, so that one account can collect from several victims. Every step is
//! fixed here, including its amount and outcome, because the collecting account may be in another cell than
//! its victims: each cell then plays its own customers' steps without needing any other cell.

use core::ops::Range;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::aftermath::Aftermath;
use super::collectors::Collector;
use super::consequences::Consequences;
use crate::bank::ledger::Credit;
use crate::bank::limits::Reservation;
use crate::fraud::kinds::FraudType;
use crate::fraud::script::Step;
use crate::population::payee::Payee;
use crate::population::people::device::Device;
use crate::schema::categories::{BeneficiaryRole, CaseRole};

/// One fraud case.
#[derive(Debug)]
pub(crate) struct Case {
    /// The id in the dataset, from 1.
    pub(crate) id: i64,
    pub(crate) kind: FraudType,
    /// The account holder, by number from 0.
    pub(crate) customer: u64,
    /// The account that pays, by index among the holder's.
    pub(crate) account: u8,
    /// The device used by someone other than the holder: the fraudster's, or the phone that a ring is run
    /// from.
    pub(crate) device: Option<Device>,
    /// The device that the fraudster brought: the same, unless one of an earlier case is used instead.
    pub(crate) brought: Option<Device>,
    /// Who runs it: cases of one gang share an IP address.
    pub(crate) gang: u64,
    /// The ring that the account belongs to, or that received the money.
    pub(crate) ring: Option<i64>,
    /// The account's level in its ring.
    pub(crate) level: Option<u8>,
    pub(crate) beneficiary: Payee,
    pub(crate) beneficiary_role: BeneficiaryRole,
    pub(crate) aftermath: Aftermath,
    /// Whether the spec leaves it out: it is planned like the others, so that they are the same without it.
    pub(crate) left_out: bool,
    /// Its steps, as a range of those of the district.
    pub(super) steps: Range<usize>,
}

impl Case {
    /// The fraudster's own device, which is only used against victims.
    pub(crate) fn fraudster_device(&self) -> Option<&Device> {
        let has_device = self.kind.typology().intruder.is_some();
        self.device.as_ref().filter(|_| has_device)
    }
}

/// Money that a fraud, or its report, brings to a customer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inflow {
    pub(crate) customer: u64,
    pub(crate) time: i64,
    pub(crate) credit: Credit,
    /// The step that brings it, as an index into those of the district.
    pub(super) step: Option<usize>,
}

/// The cases of one district.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    pub(crate) cases: Vec<Case>,
    pub(super) steps: Vec<Step>,
    pub(crate) inflows: Vec<Inflow>,
    /// By customer.
    pub(super) reservations: Vec<Reservation>,
    /// By customer.
    pub(super) consequences: BTreeMap<u64, Consequences>,
    /// What is different because cases are left out, if any are.
    pub(super) without: Option<Without>,
}

/// A district without the cases that are left out.
#[derive(Debug, Default)]
pub(super) struct Without {
    /// The customers whom those cases concern: holders, and whoever gets money from them.
    pub(super) concerned: BTreeSet<u64>,
    /// What follows the reports of the other cases, by customer.
    pub(super) consequences: BTreeMap<u64, Consequences>,
}

impl Without {
    /// What is different because cases are left out, if any are; what follows the other cases is given.
    pub(super) fn of(
        planned: &Cases,
        mut consequences: BTreeMap<u64, Consequences>,
    ) -> Option<Self> {
        let left_out = || planned.cases.iter().filter(|case| case.left_out);
        left_out().next()?;
        let payee = |case: &Case| match case.beneficiary {
            Payee::Customer(payee) => Some(payee),
            _ => None,
        };
        let of_left_out = |inflow: &&Inflow| {
            let case = inflow.credit.case;
            case.is_some_and(|case| planned.is_left_out(case))
        };
        let mut concerned: BTreeSet<u64> = left_out().map(|case| case.customer).collect();
        concerned.extend(left_out().filter_map(payee));
        concerned.extend(
            planned
                .inflows
                .iter()
                .filter(of_left_out)
                .map(|inflow| inflow.customer),
        );
        // What was scheduled until a block takes place: it does not come earlier.
        for (&customer, without) in &mut consequences {
            let with = planned.planned_consequences(customer).account_blocked;
            without.account_blocked = without.account_blocked.zip(with).map(|(a, b)| a.max(b));
        }
        Some(Self {
            concerned,
            consequences,
        })
    }
}

impl Cases {
    /// The reservations that cases make on a customer's limits.
    pub(crate) fn reservations(&self, customer: u64) -> &[Reservation] {
        let from =
            &self.reservations[self.reservations.partition_point(|r| r.customer < customer)..];
        &from[..from.partition_point(|r| r.customer == customer)]
    }

    /// What follows reports for a customer.
    pub(crate) fn consequences(&self, customer: u64) -> &Consequences {
        match &self.without {
            None => self.planned_consequences(customer),
            Some(without) => of_customer(&without.consequences, customer),
        }
    }

    /// What would follow reports for a customer if no case were left out: payments are scheduled by it, so that they are the
    /// same ones without a case.
    pub(crate) fn planned_consequences(&self, customer: u64) -> &Consequences {
        of_customer(&self.consequences, customer)
    }

    /// Whether a case that is left out concerns one of some customers.
    pub(crate) fn miss_one(&self, customers: Range<u64>) -> bool {
        let missed = |without: &Without| without.concerned.range(customers).next().is_some();
        self.without.as_ref().is_some_and(missed)
    }

    /// The cases that take place.
    pub(crate) fn that_happen(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| !case.left_out)
    }

    /// Whether a device, by id, is used in a case that takes place.
    pub(crate) fn use_device(&self, id: i64) -> bool {
        let device = |case: &Case| case.device.as_ref().map(|device| device.id);
        self.that_happen().any(|case| device(case) == Some(id))
    }

    /// Whether a case, by id, is left out.
    pub(crate) fn is_left_out(&self, id: i64) -> bool {
        let position = self.cases.binary_search_by_key(&id, |case| case.id);
        position.is_ok_and(|position| self.cases[position].left_out)
    }

    /// The steps of a case.
    pub(crate) fn steps(&self, case: &Case) -> &[Step] {
        &self.steps[case.steps.clone()]
    }
}

fn of_customer(consequences: &BTreeMap<u64, Consequences>, customer: u64) -> &Consequences {
    consequences.get(&customer).unwrap_or(Consequences::NONE)
}

/// The collector, if one is paid, else the payee that receives most of the case's money.
pub(super) fn main_beneficiary(
    steps: &[Step],
    collector: Option<&Collector>,
    role: CaseRole,
) -> (Payee, BeneficiaryRole) {
    if let Some(collector) = collector {
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
