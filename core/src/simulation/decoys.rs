//! Everyday life that looks like fraud, in every cell and for every typology.

use alloc::vec::Vec;

use crate::calendar::{DAY, Date, HOUR, SECOND};
use crate::fraud::kinds::FraudType;
use crate::fraud::scene::Scene;
use crate::fraud::script::{Hand, Outcome, Payee, Payment, Step, settle_steps};
use crate::fraud::typology::LENGTHS;
use crate::random::rng::{Purpose, Stream};
use crate::schema::categories::CaseRole;
use crate::simulation::cell::{Cell, Scratch};
use crate::simulation::customer_state::Life;
use crate::simulation::pay::Source;

/// Everyday rows that look like fraud, in hundredths of all that is not fraud.
const DECOYS: u64 = 7;
/// Weight of every typology beside its own, so that the look-alikes of rare ones are there.
const LEAST_WEIGHT: u16 = 20;
/// Contributions that come from customers of the same cell, per mille.
const FROM_NEIGHBOURS: u32 = 750;

/// Plays scenes for a share of the cell's everyday rows.
pub(crate) fn play(cell: &Cell<'_>, scratch: &mut Scratch, lives: &[Life<'_>], everyday: u64) {
    let (world, period) = (cell.world, cell.world.period());
    let mut stream = Stream::new(world.seed(), Purpose::Decoys, cell.index);
    let weight = |kind: FraudType| kind.typology().weight + LEAST_WEIGHT;
    let weights: Vec<u16> = FraudType::ALL.iter().copied().map(weight).collect();
    let mut left = (everyday * DECOYS / 100) as usize;
    loop {
        let kind = FraudType::ALL
            .iter()
            .copied()
            .nth(stream.pick(&weights))
            .unwrap_or_default();
        let typology = kind.typology();
        let length = usize::from(typology.lengths[stream.below(LENGTHS as u64) as usize]);
        if length > left {
            break;
        }
        left -= length;
        let life = stream.choose(lives);
        let (first, end) = world.room(life.customer.since, typology.days * DAY);
        let inflows = match typology.role {
            CaseRole::Mule => gather(cell, &mut stream, length, first..end, 38_000.0),
            CaseRole::Launderer => gather(cell, &mut stream, length, first..end, 150_000.0),
            CaseRole::Victim | CaseRole::Fraudster => Vec::new(),
        };
        for &(time, amount) in &inflows {
            let neighbour = stream.choose(lives).customer;
            let joins = stream.chance(FROM_NEIGHBOURS)
                && left > 0
                && neighbour.number != life.customer.number
                && (neighbour.since.midnight() + HOUR..period.end - SECOND).contains(&time);
            if joins {
                left -= 1;
                let step = contribution(time, amount, Payee::Customer(life.customer.number));
                scratch.play(neighbour.slot(), step, Source::Decoy(kind), None);
            } else {
                scratch.receive(life.customer.slot(), time, amount);
            }
        }
        let now = stream.between(first, end - 1);
        let mut steps: Vec<Step> = Vec::with_capacity(length);
        let entity = 1 << 63 | stream.next() >> 1;
        let mut scene = Scene {
            world,
            customer: life.customer,
            stream: Stream::new(world.seed(), Purpose::Decoys, entity),
            length,
            window: first..end,
            now,
            collector: world.stranger(now, &mut stream),
            inflows: &inflows,
            hops: &[],
            new_phone: life.devices[1..]
                .iter()
                .find(|device| device.is_phone() && device.first_seen > period.start),
            hand: Hand::Holder,
            place: None,
            credit: 0,
            steps: &mut steps,
        };
        (kind.story().decoy)(&mut scene);
        settle_steps(&mut steps, period.end);
        for step in steps {
            scratch.play(life.customer.slot(), step, Source::Decoy(kind), None);
        }
    }
}

/// Contributions, or sales, that someone gathers within some hours.
fn gather(
    cell: &Cell<'_>,
    stream: &mut Stream,
    length: usize,
    room: core::ops::Range<i64>,
    median: f64,
) -> Vec<(i64, i64)> {
    let day = Date::of(stream.between(room.start, room.end - 1)).midnight();
    let start = (day + stream.between(8, 18) * HOUR).clamp(room.start, room.end - 1);
    let mut inflows: Vec<(i64, i64)> = (0..stream.between(2, 2 + length as i64))
        .map(|_| {
            let z = cell.world.people.normal().draw(stream);
            let amount = (median * libm::exp(0.85 * z)) as i64;
            (start + stream.between(0, 4 * HOUR), amount.max(100))
        })
        .collect();
    inflows.sort_unstable();
    inflows
}

fn contribution(time: i64, amount: i64, payee: Payee) -> Step {
    Step {
        time,
        payment: Payment::Pix(payee),
        amount,
        outcome: Outcome::Approved,
        hand: Hand::Holder,
        place: None,
        credit: 0,
    }
}
