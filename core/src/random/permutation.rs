//! [`Permutation`]: a keyed permutation of the numbers below any bound.

use crate::random::rng::mix;

/// A keyed permutation of the numbers below a bound.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Permutation {
    bound: u64,
    mask: u64,
    shift: u32,
    added: u64,
    factors: [u64; 3],
}

impl Permutation {
    /// Prepares the permutation of a key.
    pub(crate) fn new(bound: u64, key: u64) -> Self {
        let bits = (u64::BITS - (bound.max(2) - 1).leading_zeros()).max(2);
        let (first, second) = (mix(key), mix(key ^ 1));
        Self {
            bound,
            mask: u64::MAX >> (u64::BITS - bits),
            shift: bits / 2,
            added: first,
            factors: [first | 1, second | 1, mix(second) | 1],
        }
    }

    /// Maps a number below the bound to another, one to one, in an order that depends on the key. Mixes the bits of
    /// the next power of two, again and again until the result is below the bound: twice on average at most.
    pub(crate) fn at(&self, number: u64) -> u64 {
        let mut number = number;
        loop {
            // Each step can be undone: adding, multiplying by an odd number, and folding the high bits down.
            number = number.wrapping_add(self.added) & self.mask;
            for factor in self.factors {
                number = number.wrapping_mul(factor) & self.mask;
                number ^= number >> self.shift;
            }
            if number < self.bound {
                return number;
            }
        }
    }
}

/// A number below a bound in the permutation of a key, where only one is asked for.
pub(crate) fn permute(number: u64, bound: u64, key: u64) -> u64 {
    Permutation::new(bound, key).at(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn every_number_below_the_bound_is_hit_once() {
        for bound in [1, 2, 3, 4, 5, 64, 100, 1_000, 4_097] {
            for key in 0..20 {
                let hit: BTreeSet<u64> = (0..bound)
                    .map(|number| permute(number, bound, key))
                    .collect();
                assert_eq!((hit.len() as u64, hit.last()), (bound, Some(&(bound - 1))));
            }
        }
    }

    #[test]
    fn neighbours_are_far_apart() {
        let gaps = (0..10_000)
            .map(|number| permute(number, 20_000, 7).abs_diff(permute(number + 1, 20_000, 7)));
        let mean = gaps.sum::<u64>() / 10_000;
        // A third of the bound, for independent numbers.
        assert!((6_000..7_400).contains(&mean), "{mean}");
    }
}
