//! [`Ring`]: accounts that work together, and who passes money on to whom.

use core::ops::Range;

use alloc::vec;
use alloc::vec::Vec;

use crate::population::coordinates::Coordinates;
use crate::population::people::device::Device;
use crate::random::rng::Rng;
use crate::schema::categories::CaseRole;

/// Accounts of a ring (assumption; rings that were taken down had a handful to dozens).
pub(super) const RING: usize = 6;

/// A network of accounts that money goes through.
#[derive(Debug)]
pub(super) struct Ring {
    /// The id users see: that of its first account's case.
    pub(super) id: i64,
    pub(super) members: Vec<Member>,
    /// When it is at work.
    pub(super) window: Range<i64>,
    /// The phone that its accounts are run from, where there is one: its first account's holder's.
    pub(super) device: Option<Device>,
    /// Where that is.
    pub(super) location: Coordinates,
}

/// An account of a ring.
#[derive(Debug)]
pub(super) struct Member {
    /// Place of its holder among the district's customers.
    pub(super) customer: usize,
    /// How many accounts of the ring the money went through before, plus one.
    pub(super) level: u8,
    /// Members that it pays, by place in the ring; none where the money leaves the ring.
    pub(super) next: Vec<usize>,
}

/// Levels and payments of a ring of some members, which play in the order of their places.
pub(super) fn shape(role: CaseRole, members: usize, rng: &mut Rng) -> Vec<(u8, Vec<usize>)> {
    let last = members - 1;
    match (role, members) {
        (_, 1) => vec![(1, vec![])],
        // Half of a ring of mules collects, the others pass on, the last gathers for the cash-out.
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
            // A cycle: round and back to the first.
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
            // Scatter and gather: the first pays all in between, and those the last.
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
    fn money_goes_down_the_levels_of_a_ring_and_out() {
        for members in 1..=RING {
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
        let levels: Vec<u8> = shape(CaseRole::Mule, RING, &mut Rng::new(1, Purpose::District, 0))
            .iter()
            .map(|(level, _)| *level)
            .collect();
        assert_eq!(levels, [1, 1, 1, 2, 2, 3]);
    }
}
