//! Stolen phone: snatched unlocked from the victim's hand, and used before it is reported.
//!
//! Late afternoon and evening, the known phone in an unusual part of town: a loan, Pix to several accounts
//! and purchases, online and in shops, within minutes. Its look-alike is an evening out.

use crate::fraud::scene::RESALE_ONLINE;
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (true, ..45) => 12,
        (true, _) => 7,
        (false, _) => 1,
    },
    fraud: |scene| {
        let start = scene.start(16..24, false);
        use_phone(scene, start, 330.0);
    },
    decoy: |scene| {
        let start = scene.start(16..24, false);
        use_phone(scene, start, 150.0);
    },
};

fn use_phone(scene: &mut Scene<'_>, start: i64, median: f64) {
    scene.initiator = Initiator::Elsewhere;
    scene.location = Some(scene.in_town());
    let payees = [
        scene.collector,
        scene.collector,
        scene.external_payee(),
        scene.familiar(scene.collector, 500),
    ];
    let loan = scene.rng.chance(if scene.is_blatant() { 250 } else { 80 });
    let mut time = start;
    let card = scene.card(850);
    for index in 0..scene.length {
        let amount = scene.amount(median, 0.8, 0.4);
        if loan && index == 0 {
            let loan = amount * scene.rng.between(15, 30) / 10;
            scene.borrow(loan);
        }
        let payment = match scene.rng.below(100) {
            ..20 => {
                let merchant = scene.online_merchant(&RESALE_ONLINE);
                Payment::Online(merchant, card, scene.rng.chance(500))
            }
            20..35 => scene.goods(),
            _ => Payment::Pix(*scene.rng.choose(&payees)),
        };
        let amount = scene.round(amount, 400, 1_000);
        let outcome = scene.outcome(5, 4, 2);
        scene.push(time, payment, amount, outcome);
        time += if scene.is_blatant() {
            scene.pause(1, 12)
        } else {
            scene.pause(4, 45)
        };
    }
}
