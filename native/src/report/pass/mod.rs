//! The one pass over the payments of a selection, and what is counted in it.

mod label_delays;
mod lives;
mod shape;
mod stories;
mod totals;
mod typologies;

pub(super) use self::totals::{PassInput, Totals, typologies};
