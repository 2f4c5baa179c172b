//! [`Ring`]: accounts that work together, and which passes money on to which.

use core::ops::Range;

use alloc::vec;
use alloc::vec::Vec;

use crate::population::coordinates::Coordinates;
use crate::population::people::device::Device;
use crate::random::rng::Rng;
use crate::schema::categories::CaseRole;

/// Most accounts of a ring (assumption; rings that were broken up had from a handful to dozens).
pub(super) const RING_SIZE: u64 = 6;

/// A network of accounts that money goes through.
#[derive(Debug)]
pub(super) struct Ring {
    /// The id in the dataset: that of its first account's case.
    pub(super) id: i64,
    pub(super) members: Vec<Member>,
    /// When it is active.
    pub(super) window: Range<i64>,
    /// The phone that its accounts are run from, if any: one of its holders'.
    pub(super) device: Option<Device>,
    /// Where the ring is run from.
    pub(super) location: Coordinates,
}

/// An account of a ring.
#[derive(Debug)]
pub(super) struct Member {
    /// The holder, as an index into the district's customers.
    pub(super) customer: usize,
    /// The number of accounts of the ring that the money went through before, plus one.
    pub(super) level: u8,
    /// The members that it pays, by index; empty where the money leaves the ring.
    pub(super) next: Vec<usize>,
}

/// Levels and payees of a ring's members, which play in index order.
pub(super) fn shape(role: CaseRole, members: usize, rng: &mut Rng) -> Vec<(u8, Vec<usize>)> {
    let last = members - 1;
    match (role, members) {
        (_, 1) => vec![(1, vec![])],
        // In a ring of mules half collect, others pass on, and the last one cashes out.
        (CaseRole::Mule, _) => {
            let level = |position: usize| match position {
                _ if position * 2 < members => 1,
                _ if position < last || members < 4 => 2,
                _ => 3,
            };
            let of_level = |wanted: u8| -> Vec<usize> {
                (0..members)
                    .filter(|&position| level(position) == wanted)
                    .collect()
            };
            (0..members)
                .map(|position| (level(position), of_level(level(position) + 1)))
                .collect()
        }
        _ => match rng.below(4) {
            // Cycle: each pays the next, the last pays the first.
            0 => (0..members)
                .map(|position| (position as u8 + 1, vec![(position + 1) % members]))
                .collect(),
            // Fan-in: all pay the last.
            1 => (0..members)
                .map(|position| {
                    if position < last {
                        (1, vec![last])
                    } else {
                        (2, vec![])
                    }
                })
                .collect(),
            // Fan-out: the first pays all others.
            2 => (0..members)
                .map(|position| {
                    if position == 0 {
                        (1, (1..members).collect())
                    } else {
                        (2, vec![])
                    }
                })
                .collect(),
            // Scatter–gather: the first pays all those in between, and they pay the last.
            _ => (0..members)
                .map(|position| match position {
                    0 => (
                        1,
                        (1..members.max(2))
                            .filter(|&next| next < last || members == 2)
                            .collect(),
                    ),
                    _ if position < last => (2, vec![last]),
                    _ => (3, vec![]),
                })
                .collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::Purpose;

    #[test]
    fn money_passes_down_the_levels_of_a_ring_and_out() {
        for members in 1..=RING_SIZE as usize {
            let mut rng = Rng::new(1, Purpose::District, members as u64);
            for role in [CaseRole::Mule, CaseRole::Launderer] {
                for _ in 0..40 {
                    let shape = shape(role, members, &mut rng);
                    assert_eq!(shape.len(), members);
                    let cycle = members > 1 && shape.iter().all(|(_, next)| next.len() == 1);
                    for (position, (level, next)) in shape.iter().enumerate() {
                        for &to in next {
                            assert!(to < members && to != position);
                            assert!(cycle || members == 1 || shape[to].0 > *level);
                        }
                    }
                    assert!(
                        role == CaseRole::Launderer
                            || shape.iter().any(|(_, next)| next.is_empty())
                    );
                }
            }
        }
        let levels: Vec<u8> = shape(
            CaseRole::Mule,
            RING_SIZE as usize,
            &mut Rng::new(1, Purpose::District, 0),
        )
        .iter()
        .map(|(level, _)| *level)
        .collect();
        assert_eq!(levels, [1, 1, 1, 2, 2, 3]);
    }
}
