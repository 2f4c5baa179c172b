//! Gatherings: money that several people pay to one within hours, as for a trip, a raffle or things sold off.

use alloc::vec::Vec;

use crate::calendar::{DAY, Date, HOUR};
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng};
use crate::relations::circles::Circles;
use crate::relations::links::BY_LINKS;
use crate::relations::member::{Member, can_receive, planned_share};
use crate::relations::relation::RelationKind;
use crate::relations::tie::Tie;
use crate::world::World;

/// Planned transfers that are contributions, and how many a gathering has (assumptions).
const CONTRIBUTIONS: f64 = 0.035;
const CONTRIBUTORS: (i64, i64) = (2, 6);
/// Contributions of people who share the collector's pastime, per mille (assumption); others are of anyone.
const OF_COMPANIONS: u32 = 300;
/// Gatherings of large amounts, as for things sold off, per mille, and the median amounts of both kinds, in centavos
/// (assumptions).
const LARGE: u32 = 330;
pub(crate) const MEDIANS: [f64; 2] = [38_000.0, 150_000.0];
pub(crate) const SPREAD: f64 = 0.85;
/// How long the contributions of a gathering may take.
pub(crate) const LASTS: i64 = 4 * HOUR;
/// Marks the entities of [`Purpose::Relations`] that are the gatherings of a district.
const GATHERINGS: u64 = 1 << 57;

/// What customers of a district contribute to gatherings, by index of the payer.
pub(super) fn contributions(
    world: &World,
    customers: &[Customer],
    members: &[Member],
    circles: &Circles,
) -> Vec<Vec<Tie>> {
    let mut contributions = alloc::vec![Vec::new(); customers.len()];
    let entity = GATHERINGS | customers[0].number;
    let mut rng = Rng::new(world.seed(), Purpose::Relations, entity);
    let transfers: f64 = members.iter().map(|member| member.transfers).sum();
    let planned = transfers * planned_share(world.plan.spec()) * (1.0 - BY_LINKS);
    let mut left = (planned * CONTRIBUTIONS) as i64;
    while left > 0 {
        let contributors = rng.between(CONTRIBUTORS.0, CONTRIBUTORS.1);
        left -= contributors;
        let payee = rng.below(customers.len() as u64) as usize;
        let open = can_receive(world, &customers[payee]);
        if open.end - open.start < 2 * DAY {
            continue;
        }
        let day = Date::of(rng.between(open.start, open.end - DAY) + DAY).midnight();
        // Over before the limit of the night begins.
        let start = day + rng.between(8 * HOUR, 20 * HOUR - LASTS - 1);
        let median = MEDIANS[usize::from(rng.chance(LARGE))];
        for _ in 0..contributors {
            let companion = circles.companion(payee, &mut rng);
            let payer = companion
                .filter(|_| rng.chance(OF_COMPANIONS))
                .unwrap_or_else(|| rng.below(customers.len() as u64) as usize);
            let time = start + rng.between(0, LASTS);
            let size = world.people.normal().draw(&mut rng);
            let amount = ((median * libm::exp(SPREAD * size)) as i64).max(100);
            if payer != payee {
                contributions[payer].push(Tie {
                    payee,
                    kind: RelationKind::Contribution(time, amount),
                    weight: 0.0,
                });
            }
        }
    }
    contributions
}
