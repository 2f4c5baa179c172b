//! Fake boleto: a real bill with the barcode of another account.
//!
//! One payment of a bill's amount, in its billing cycle, to a payee never paid before; companies are victims
//! too. Or a service that the victim never asked for, debited automatically. Its look-alike is a biller that changed
//! banks, or a new service.

use crate::calendar::{Date, HOUR};
use crate::catalog::mcc;
use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;

/// Bills that are debited automatically, per mille, and who sends them (assumptions).
const DEBITED: u32 = 250;
const BILLERS: [usize; 5] = [
    mcc("4814"),
    mcc("4900"),
    mcc("5815"),
    mcc("7997"),
    mcc("8299"),
];

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 20,
        (true, 45..) => 12,
        (true, _) => 8,
    },
    fraud: pay_bill,
    decoy: pay_bill,
};

fn pay_bill(scene: &mut Scene<'_>) {
    let payment = match scene.rng.chance(DEBITED) {
        true if scene.rng.chance(500) => Payment::AutoDebit(scene.online_merchant(&BILLERS)),
        true => Payment::AutoDebit(scene.local_merchant(&BILLERS, scene.town())),
        false => Payment::Boleto(scene.collector),
    };
    let mut time = scene.start(8..20, true);
    let median = if scene.customer.is_person() {
        480.0
    } else {
        1_900.0
    };
    let bill = scene.amount(median, 0.8, 0.3);
    for _ in 0..scene.length {
        let outcome = scene.outcome(2, 1, 0);
        scene.push(time, payment, bill, outcome);
        let day = Date(Date::of(time).0 + 30).next_business_day();
        time = day.midnight() + scene.rng.between(8 * HOUR, 20 * HOUR);
    }
}
