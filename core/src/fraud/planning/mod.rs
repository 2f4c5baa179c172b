//! The cases of a district: who, when, with whom, and what becomes of every step.

pub(crate) mod aftermath;
pub(crate) mod cases;
mod collectors;
pub(crate) mod planner;
mod reservations;
mod ring;
