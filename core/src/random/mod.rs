//! Keyed random numbers, permutations, and the distributions drawn from them.

pub(crate) mod distributions;
pub(crate) mod permutation;
pub(crate) mod rng;
