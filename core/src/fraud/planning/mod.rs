//! The cases of a district: who, when, to which accounts, and the outcome of every step.

pub(crate) mod aftermath;
pub(crate) mod cases;
mod collectors;
pub(crate) mod consequences;
mod holders;
pub(crate) mod planner;
mod player;
mod reservations;
mod ring;
