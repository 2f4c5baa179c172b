//! Fake investment: a series of growing deposits over weeks.
//!
//! A small deposit, part of it paid back with a gain, then larger and larger ones to the same or linked keys;
//! large ones go by TED. Its look-alike is starting to save with a broker.

use crate::catalog::mcc;
use crate::fraud::scene::Scene;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

/// Where the money goes by an exchange: crypto, and betting; and how many do, per mille (assumption).
const EXCHANGES: [usize; 2] = [mcc("6051"), mcc("7995")];
const BY_EXCHANGE: u32 = 250;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 4,
        (true, 30..60) if customer.wealth > 0.0 => 20,
        (true, _) => 8,
    },
    fraud: |scene| {
        climb(scene, 240.0);
    },
    decoy: |scene| {
        climb(scene, 260.0);
    },
};

fn climb(scene: &mut Scene<'_>, median: f64) {
    let exchange = scene.online_merchant(&EXCHANGES);
    let payees = match scene.rng.chance(BY_EXCHANGE) {
        true => [Payee::Merchant(exchange.number); 3],
        false => [scene.collector, scene.collector, scene.external_payee()],
    };
    let growth = if scene.is_blatant() {
        (110, 210)
    } else {
        (80, 150)
    };
    let mut time = scene.start(9..22, false);
    let mut deposit = scene.amount(median, 0.6, 0.45);
    for index in 0..scene.length {
        // The bait: a gain that can be withdrawn.
        if index == 1 && scene.rng.chance(if scene.is_blatant() { 500 } else { 200 }) {
            let gain = deposit * scene.rng.between(20, 120) / 100;
            let from = scene.external_payee();
            scene.receive(gain, from);
        }
        let payee = if index == 0 {
            payees[0]
        } else {
            *scene.rng.choose(&payees)
        };
        let amount = scene.round(deposit, 700, 5_000);
        let outcome = scene.outcome(3, 2, 1);
        let payment = scene.transfer(time, payee, amount);
        scene.push(time, payment, amount, outcome);
        deposit = deposit * scene.rng.between(growth.0, growth.1) / 100;
        time = scene.days_later(time, 2, 7);
    }
}
