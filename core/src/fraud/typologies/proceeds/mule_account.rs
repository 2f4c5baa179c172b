//! Mule account ("conta laranja"): collects from several victims and passes the money on within minutes.
//!
//! Holders are mostly young people on low incomes who rent the account out. Money leaves soon after it
//! arrives: to the ring's next level, split over several accounts, or cashed out. Rings are run from one
//! phone in one location. Its look-alike is someone who collects money for a group, or delivers for a small
//! shop: many small amounts in, and out again within the hour.

use crate::calendar::{HOUR, time_of_day};
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 3,
        (true, ..30) if customer.wealth < 0.0 => 40,
        (true, ..30) => 15,
        (true, _) => 5,
    },
    fraud: |scene| {
        let mut payees = scene.hops.to_vec();
        payees.push(scene.external_payee());
        // Mules keep a share for themselves.
        payees.push(scene.familiar(scene.own_account(), 500));
        pass_on(scene, &payees);
    },
    decoy: |scene| {
        let payees = [
            scene.external_payee(),
            scene.collector,
            scene.familiar(scene.own_account(), 500),
        ];
        pass_on(scene, &payees);
    },
};

/// Passes on each inflow soon after it arrives.
fn pass_on(scene: &mut Scene<'_>, payees: &[Payee]) {
    let (inflows, length) = (scene.inflows, scene.length);
    let ring_location = scene.location;
    let cashes_out = scene.is_blatant() && scene.hops.is_empty();
    let source_of = |index: usize| index * inflows.len() / length;
    let mut time = 0;
    for index in 0..length {
        let source = source_of(index);
        // The inflows that this outflow passes on: all of them leave.
        let next = source_of(index + 1).max(source + 1);
        let sources = &inflows[source..next];
        let share = (0..length)
            .filter(|&other| source_of(other) == source)
            .count() as i64;
        let received: i64 = sources.iter().map(|&(_, amount)| amount).sum();
        let part = received / share.max(1) * scene.rng.between(80, 98) / 100;
        let amount = if part < 2_000 {
            part.max(100)
        } else {
            scene.round(part, 500, 1_000)
        };
        let came = sources[sources.len() - 1].0;
        let pause = if scene.is_blatant() {
            scene.minutes(2, 45)
        } else {
            scene.minutes(3, 60)
        };
        time = (came + pause).max(time + scene.minutes(1, 6));
        let outcome = scene.outcome(3, 1, 2);
        let by_day = (7 * HOUR..21 * HOUR).contains(&time_of_day(time));
        let payment = if cashes_out && index > 0 && scene.rng.chance(600) {
            scene.cash_out(time, amount)
        } else if index > 0 && amount <= 200_000 && by_day && scene.rng.chance(60) {
            Payment::Withdrawal
        } else {
            Payment::Pix(*scene.rng.choose(payees))
        };
        // Some from the ring's phone, others by the holder on instructions.
        let from_ring = ring_location.is_some() && scene.rng.chance(350);
        scene.initiator = if from_ring && payment != Payment::Withdrawal {
            Initiator::Intruder
        } else {
            Initiator::Holder
        };
        scene.location = ring_location.filter(|_| scene.initiator == Initiator::Intruder);
        scene.push(time, payment, amount, outcome);
    }
}
