//! The bank's side of a payment: limits, authorisation, score and books.

pub(crate) mod authorisation;
pub(crate) mod blocks;
pub(crate) mod books;
pub(crate) mod end_to_end;
pub(crate) mod history;
pub(crate) mod ledger;
pub(crate) mod limits;
pub(crate) mod order;
mod reserved;
pub(crate) mod score;
pub(crate) mod session;
