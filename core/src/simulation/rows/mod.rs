//! From the events of a cell to its rows.

pub(super) mod credit_ids;
pub(super) mod evidence;
pub(super) mod label_noise;
pub(super) mod play;
pub(super) mod posting;
pub(super) mod transactions;
