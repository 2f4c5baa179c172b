//! How people and companies usually pay: with which instrument, when and how much, and from what income.

pub(crate) mod amounts;
pub(crate) mod budget;
pub(crate) mod calibration;
pub(crate) mod choices;
mod fitting;
pub(crate) mod income;
pub(crate) mod rhythm;
pub(crate) mod timing;

use amounts::Amounts;
use budget::Budgets;
use choices::Choices;
use income::Incomes;
use timing::Timing;

use crate::catalog::merchants::MCCS;
use crate::spec::Spec;

/// Everyday behaviour during the period of a spec.
#[derive(Debug)]
pub(crate) struct Behaviour {
    pub(crate) choices: Choices,
    pub(crate) timing: Timing,
    pub(crate) amounts: Amounts,
    pub(crate) budgets: Budgets,
    pub(crate) incomes: Incomes,
}

impl Behaviour {
    /// Behaviour in municipalities with these trades nearby.
    pub(crate) fn new(spec: &Spec, nearby: &[[bool; MCCS.len()]]) -> Self {
        let amounts = Amounts::new();
        Self {
            choices: Choices::new(nearby),
            timing: Timing::new(spec),
            budgets: Budgets::new(&amounts),
            amounts,
            incomes: Incomes::new(spec),
        }
    }
}
