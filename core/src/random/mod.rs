//! Keyed random numbers and the distributions drawn from them.

pub(crate) mod distributions;
pub(crate) mod rng;
