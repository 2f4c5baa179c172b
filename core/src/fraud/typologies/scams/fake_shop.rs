//! Fake shop: one payment for goods that never arrive.
//!
//! A Pix of R$30 to R$3,000 to the key of a recently founded company, which collects in a burst and then
//! stops. Buyers aged 18 to 39 are the most likely victims, and report it when the goods do not
//! arrive. Its look-alike is a first purchase from an honest small seller.

use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| if customer.age(start) < 40 { 16 } else { 8 },
    fraud: |scene| {
        let payee = scene.collector;
        buy(scene, payee, 260.0);
    },
    decoy: |scene| {
        let payee = scene.external_payee();
        buy(scene, payee, 190.0);
    },
};

fn buy(scene: &mut Scene<'_>, payee: Payee, median: f64) {
    let mut time = scene.start(8..24, false);
    for _ in 0..scene.length {
        let amount = scene.amount(median, 0.85, 0.25).clamp(3_000, 300_000);
        let amount = if scene.rng.chance(350) {
            amount / 100 * 100 + 90
        } else {
            amount
        };
        let outcome = scene.outcome(2, 1, 0);
        scene.push(time, Payment::Pix(payee), amount, outcome);
        time += scene.pause(3, 90);
    }
}
