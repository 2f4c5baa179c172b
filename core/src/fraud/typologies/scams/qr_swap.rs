//! Swapped QR code: a sticker over a merchant's code, or another account's code on a bill.
//!
//! One Pix of an everyday purchase's or a bill's amount, by day, to a payee never paid before; the merchant
//! never receives it. Its look-alike is paying a street vendor.

use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, _| if customer.is_person() { 10 } else { 14 },
    fraud: scan,
    decoy: scan,
};

fn scan(scene: &mut Scene<'_>) {
    let payee = scene.collector;
    let mut time = scene.start(8..22, false);
    for _ in 0..scene.length {
        let bill = scene.rng.chance(400);
        let amount = if bill {
            scene.amount(290.0, 0.7, 0.3)
        } else {
            scene.amount(62.0, 0.7, 0.2)
        };
        let amount = if scene.rng.chance(300) {
            amount / 100 * 100 + 90
        } else {
            amount
        };
        let outcome = scene.outcome(1, 1, 0);
        scene.push(time, Payment::Pix(payee), amount, outcome);
        time += scene.pause(2, 30);
    }
}
