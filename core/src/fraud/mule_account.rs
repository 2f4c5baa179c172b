//! Mule account ("conta laranja"): it collects from several victims and passes the money on in minutes.
//!
//! Holders are mostly young and of low income; the account is rented. Money leaves soon after it came,
//! split over accounts of the next hop, or as cash. Its look-alike is whoever gathers money for a group,
//! or delivers for a small shop: many small sums in, and out again the same hour.

use super::{Outcome, Payee, Payment, Scene, Typology};
use crate::calendar::{HOUR, time_of_day};
use crate::words::{CaseRole, RefusalReason};

pub(crate) static TYPOLOGY: Typology = Typology {
    name: "CONTA_LARANJA",
    weight: 15,
    lengths: [3, 4, 2, 5, 6, 3, 4, 8, 3, 2, 5, 4, 6, 3, 4, 2],
    role: CaseRole::Mule,
    foreign_device: false,
    to_drop: false,
    prone: |customer, age| match (customer.is_person(), age) {
        (false, _) => 3,
        (true, ..30) if customer.wealth < 0.0 => 40,
        (true, ..30) => 15,
        (true, _) => 5,
    },
    fraud: |scene| {
        let hops = [scene.stranger(), scene.stranger()];
        pass_on(scene, &hops, true);
    },
    decoy: |scene| {
        let payees = [scene.stranger(), scene.stranger(), scene.stranger()];
        pass_on(scene, &payees, false);
    },
};

/// After each inflow, its share of the outflows.
fn pass_on(scene: &mut Scene<'_>, payees: &[Payee], fraud: bool) {
    let inflows = scene.inflows;
    let mut time = 0;
    for index in 0..scene.length {
        let source = index * inflows.len() / scene.length;
        // Inflows that fall to this outflow: all of them leave.
        let next = (((index + 1) * inflows.len()) / scene.length).max(source + 1);
        let sources = &inflows[source..next];
        let share = (0..scene.length).filter(|i| i * inflows.len() / scene.length == source).count() as i64;
        let received: i64 = sources.iter().map(|&(_, amount)| amount).sum();
        let part = received / share.max(1) * scene.stream.between(80, 98) / 100;
        let round = if scene.stream.chance(500) { part / 1_000 * 1_000 } else { part };
        let amount = if round < 1_000 { part.max(100) } else { round };
        let came = sources[sources.len() - 1].0;
        time = if fraud { came + scene.pause(2, 25) } else { came + scene.pause(3, 60) }.max(time + scene.pause(1, 6));
        let outcome = match scene.stream.below(100) {
            0..3 => Outcome::Declined(RefusalReason::LimitExceeded),
            3..5 if fraud => Outcome::Blocked,
            _ => Outcome::Approved,
        };
        let cash = index > 0
            && amount <= 200_000
            && (7 * HOUR..21 * HOUR).contains(&time_of_day(time))
            && scene.stream.chance(if fraud { 100 } else { 60 });
        let payee = *scene.stream.choose(payees);
        let payment = if cash { Payment::Withdrawal } else { Payment::Pix(payee) };
        let amount = if cash { (amount / 1_000).max(1) * 1_000 } else { amount };
        scene.push(time, payment, amount, outcome);
    }
}
