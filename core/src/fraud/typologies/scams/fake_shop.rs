//! Fake shop: one payment for goods that never arrive.
//!
//! A Pix of R$30 to R$3,000 to the key of a recently founded company, which collects in a burst and then
//! stops. Buyers aged 18 to 39 are the most likely victims, and report it when the goods do not
//! arrive. Its look-alike is a first purchase from an honest small seller.

use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

/// Sales that a marketplace collects for the seller, per mille (assumption).
const BY_MARKETPLACE: u32 = 300;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| if customer.age(start) < 40 { 16 } else { 8 },
    fraud: |scene| {
        let payee = shop(scene);
        buy(scene, payee, 260.0);
    },
    decoy: |scene| {
        let payee = shop(scene);
        buy(scene, payee, 190.0);
    },
};

/// The seller's own account or, where a marketplace collects for it, the marketplace's: one that the customer buys from
/// regularly, or another.
fn shop(scene: &mut Scene<'_>) -> Payee {
    if !scene.rng.chance(BY_MARKETPLACE) {
        return scene.collector;
    }
    let marketplace = match scene.rng.chance(600) {
        true => scene.regular_online_merchant(),
        false => {
            let trade = scene.any_trade(true);
            scene.online_merchant(&[trade])
        }
    };
    Payee::Merchant(marketplace.number)
}

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
