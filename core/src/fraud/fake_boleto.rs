//! Fake boleto: a real bill with another's bar code.
//!
//! One payment of a bill's amount, in its billing cycle, to a payee never paid before; companies are
//! victims too. Its look-alike is a biller that changed its bank.

use super::{Claim, Payee, Payment, Scene, Typology};
use crate::calendar::{Date, HOUR};
use crate::words::{CaseRole, Remedy};

pub(crate) static TYPOLOGY: Typology = Typology {
    name: "BOLETO_FALSO",
    weight: 11,
    lengths: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1],
    role: CaseRole::Victim,
    intruder: None,
    collected: true,
    days: 35,
    // Noticed when the biller asks for its money.
    claim: Claim {
        remedy: Remedy::Med,
        silent: 200,
        days: (3.0, 60.0),
    },
    prone: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 20,
        (true, 45..) => 12,
        (true, _) => 8,
    },
    fraud: |scene| {
        let payee = scene.collector;
        pay_bill(scene, payee);
    },
    decoy: |scene| {
        let payee = scene.stranger();
        pay_bill(scene, payee);
    },
};

fn pay_bill(scene: &mut Scene<'_>, payee: Payee) {
    let mut time = scene.start(8..20, true);
    let median = if scene.customer.is_person() { 480.0 } else { 1_900.0 };
    let bill = scene.amount(median, 0.8, 0.3);
    for _ in 0..scene.length {
        let outcome = scene.outcome(2, 1, 0);
        scene.push(time, Payment::Boleto(payee), bill, outcome);
        let day = Date(Date::of(time).0 + 30).next_business_day();
        time = day.midnight() + scene.stream.between(8 * HOUR, 20 * HOUR);
    }
}
