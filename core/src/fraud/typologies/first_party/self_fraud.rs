//! Self-fraud: the account holder pays an accomplice and reports a scam to the bank.
//!
//! One or two large Pix from the usual phone, and a claim within days. Its look-alike is buying a used
//! phone or car.

use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (true, 20..45) if customer.wealth < 0.3 => 16,
        (true, _) => 6,
        (false, _) => 4,
    },
    fraud: |scene| pay(scene, 950.0),
    decoy: |scene| pay(scene, 760.0),
};

fn pay(scene: &mut Scene<'_>, median: f64) {
    let mut time = scene.start(9..22, false);
    // An accomplice, whom the holder knows.
    let payee = scene.familiar(scene.collector, 900);
    for _ in 0..scene.length {
        let amount = scene.amount(median, 0.7, 0.4);
        let amount = scene.round(amount, 600, 5_000);
        let outcome = scene.outcome(3, 1, 0);
        scene.push(time, Payment::Pix(payee), amount, outcome);
        time += scene.pause(2, 60);
    }
}
