//! Coherence: whether the records agree with each other. [`rules`] says what holds, as a sentence and in SQL;
//! [`payments`], [`credits`], [`transfers`] and [`entities`] check the same in one pass over the payments.

mod credits;
mod entities;
mod history;
mod payments;
mod results;
mod rules;
#[cfg(test)]
mod tests;
mod transfers;

pub(super) use self::entities::check_entities;
pub(super) use self::payments::PaymentChecks;
pub(super) use self::results::RuleResults;
pub(super) use self::rules::Reference;
pub(super) use self::transfers::Transfers;
