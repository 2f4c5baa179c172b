//! Keyed random numbers, and what is drawn with them.

pub(crate) mod distributions;
pub(crate) mod rng;
