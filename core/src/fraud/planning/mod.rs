//! The cases of a district: who, when, with whom, and what becomes of every step.

pub(crate) mod aftermath;
pub(crate) mod cases;
mod collectors;
mod holders;
pub(crate) mod planner;
mod player;
mod reservations;
mod ring;
