//! [`permute`]: a keyed permutation of the numbers below any bound.

use crate::random::rng::mix;

/// Maps the numbers below `bound` to themselves, one to one, in an order that depends on the key. Mixes the
/// bits of the next power of two, again and again until the result is below the bound: twice on average at
/// most.
pub(crate) fn permute(number: u64, bound: u64, key: u64) -> u64 {
    let bits = (u64::BITS - (bound.max(2) - 1).leading_zeros()).max(2);
    let mask = u64::MAX >> (u64::BITS - bits);
    let (first, second) = (mix(key), mix(key ^ 1));
    let shift = bits / 2;
    let mut number = number;
    loop {
        // Each step can be undone: adding, multiplying by an odd number, and folding the high bits down.
        number = number.wrapping_add(first) & mask;
        number = number.wrapping_mul(first | 1) & mask;
        number ^= number >> shift;
        number = number.wrapping_mul(second | 1) & mask;
        number ^= number >> shift;
        number = number.wrapping_mul(mix(second) | 1) & mask;
        number ^= number >> shift;
        if number < bound {
            return number;
        }
    }
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
