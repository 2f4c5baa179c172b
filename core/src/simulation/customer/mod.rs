//! One customer while a cell is simulated: what they have, whom they pay and where they are.

pub(crate) mod bills;
pub(crate) mod contacts;
pub(crate) mod in_use;
pub(crate) mod planned;
pub(crate) mod state;
mod trips;
mod visit;
mod whereabouts;
