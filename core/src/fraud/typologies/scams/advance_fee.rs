//! Advance fee: a lawyer, lottery or lover who does not exist asks for one fee after another.
//!
//! The victim pays over several days, a little more each time. Its look-alike is paying a real lawyer,
//! builder or school in parts.

use crate::fraud::scene::Scene;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| if customer.age(start) >= 50 { 14 } else { 8 },
    fraud: |scene| {
        let payee = scene.collector;
        pay_fees(scene, payee, 520.0, (95, 170), true);
    },
    decoy: |scene| {
        let payee = scene.external_payee();
        pay_fees(scene, payee, 430.0, (80, 130), false);
    },
};

/// Pays every one to three days, each fee a percentage of the previous one, drawn from `growth`.
fn pay_fees(scene: &mut Scene<'_>, payee: Payee, median: f64, growth: (i64, i64), fraud: bool) {
    let mut time = scene.start(8..20, false);
    let mut fee = scene.amount(median, 0.7, 0.35);
    for _ in 0..scene.length {
        let amount = scene.round(fee, 500, 1_000);
        let outcome = if fraud {
            scene.outcome(3, 2, 2)
        } else {
            scene.outcome(3, 1, 0)
        };
        let payment = scene.transfer(time, payee, amount);
        scene.push(time, payment, amount, outcome);
        fee = fee * scene.rng.between(growth.0, growth.1) / 100;
        time = scene.days_later(time, 1, 3);
    }
}
