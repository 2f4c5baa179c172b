//! Advance fee: a lawyer, lottery or lover who does not exist asks for one fee after another.
//!
//! The victim pays over several days, a little more each time. Its look-alike is paying a real lawyer,
//! builder or school in parts.

use crate::fraud::scene::Scene;
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| if customer.age(start) >= 50 { 14 } else { 8 },
    fraud: |scene| pay_fees(scene, 520.0),
    decoy: |scene| pay_fees(scene, 430.0),
};

/// Pays every one to three days, each fee a percentage of the previous one.
fn pay_fees(scene: &mut Scene<'_>, median: f64) {
    let payee = scene.collector;
    let growth = if scene.is_blatant() {
        (95, 170)
    } else {
        (80, 130)
    };
    let mut time = scene.start(8..20, false);
    let mut fee = scene.amount(median, 0.7, 0.35);
    for _ in 0..scene.length {
        let amount = scene.round(fee, 500, 1_000);
        let outcome = scene.outcome(3, 2, 2);
        let payment = scene.transfer(time, payee, amount);
        scene.push(time, payment, amount, outcome);
        fee = fee * scene.rng.between(growth.0, growth.1) / 100;
        time = scene.days_later(time, 1, 3);
    }
}
