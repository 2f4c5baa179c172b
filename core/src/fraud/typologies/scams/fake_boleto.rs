//! Fake boleto: a real bill with the barcode of another account.
//!
//! One payment of a bill's amount, in its billing cycle, to a payee never paid before; companies are victims
//! too. Its look-alike is a biller that changed banks.

use crate::calendar::{Date, HOUR};
use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 20,
        (true, 45..) => 12,
        (true, _) => 8,
    },
    fraud: |scene| {
        let payee = scene.collector;
        pay_bill(scene, payee);
    },
    decoy: |scene| {
        let payee = scene.external_payee();
        pay_bill(scene, payee);
    },
};

fn pay_bill(scene: &mut Scene<'_>, payee: Payee) {
    let mut time = scene.start(8..20, true);
    let median = if scene.customer.is_person() {
        480.0
    } else {
        1_900.0
    };
    let bill = scene.amount(median, 0.8, 0.3);
    for _ in 0..scene.length {
        let outcome = scene.outcome(2, 1, 0);
        scene.push(time, Payment::Boleto(payee), bill, outcome);
        let day = Date(Date::of(time).0 + 30).next_business_day();
        time = day.midnight() + scene.rng.between(8 * HOUR, 20 * HOUR);
    }
}
