//! The bank's side of a payment.

pub(crate) mod end_to_end;
pub(crate) mod history;
pub(crate) mod limits;
pub(crate) mod score;
