//! Swapped card: the card is exchanged at the till or at the door after its PIN was observed.
//!
//! Chip and PIN at merchants and ATMs near home, up to the limits, in less than two hours; people aged 60 and
//! over are the most likely victims. Its look-alike is a day of large purchases.

use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;
use crate::schema::categories::CardEntry;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (true, 60..) => 30,
        (true, _) => 8,
        (false, _) => 10,
    },
    fraud: |scene| {
        scene.initiator = Initiator::Elsewhere;
        spree(scene, 330.0);
    },
    decoy: |scene| spree(scene, 160.0),
};

fn spree(scene: &mut Scene<'_>, median: f64) {
    let (credit, debit) = (scene.card(1_000), scene.card(0));
    let mut time = scene.start(10..20, false);
    for index in 0..scene.length {
        let amount = scene.amount(median, 0.75, 0.3);
        let cash = index > 0 && scene.rng.chance(if scene.is_blatant() { 250 } else { 150 });
        let payment = if cash {
            scene.location = Some(scene.in_town());
            Payment::Withdrawal
        } else {
            let merchant = scene.shop(scene.town());
            let card = *scene.rng.choose(&[credit, debit]);
            let entry = if scene.is_blatant() || scene.rng.chance(600) {
                CardEntry::Chip
            } else {
                CardEntry::Contactless
            };
            Payment::Terminal(merchant, card, entry)
        };
        let amount = if cash {
            amount.min(150_000)
        } else {
            scene.round(amount, 300, 1_000)
        };
        let outcome = scene.outcome(6, 3, 0);
        scene.push(time, payment, amount, outcome);
        time += if scene.is_blatant() {
            scene.pause(3, 25)
        } else {
            scene.pause(8, 70)
        };
    }
}
