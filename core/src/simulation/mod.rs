//! A cell's customers, simulated in order of time.

pub(crate) mod cell;
pub(crate) mod customer_state;
pub(crate) mod decoys;
pub(crate) mod orders;
pub(crate) mod pay;
