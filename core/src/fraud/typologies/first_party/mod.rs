//! The account holder defrauds the bank.

pub(super) mod bust_out;
pub(super) mod friendly_fraud;
pub(super) mod self_fraud;
