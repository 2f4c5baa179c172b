//! Bust-out: a synthetic identity builds a good record for months, then spends all it can and disappears.
//!
//! A loan is taken out and sent on, and the card is run up to its limit on goods that are easy to
//! resell. Such identities are run by the same people, from the same IP address. Its look-alike is a young
//! customer furnishing a home.

use crate::fraud::scene::Scene;
use crate::fraud::scene::{RESALE_IN_SHOPS, RESALE_ONLINE};
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;
use crate::schema::categories::CardEntry;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), start.0 - customer.since.0) {
        (true, ..540) => 30,
        (true, _) => 4,
        (false, _) => 3,
    },
    fraud: |scene| {
        scene.initiator = Initiator::Elsewhere;
        spend_all(scene, 520.0);
    },
    decoy: |scene| spend_all(scene, 380.0),
};

fn spend_all(scene: &mut Scene<'_>, median: f64) {
    let mut time = scene.start(8..22, false);
    let card = scene.card(940);
    let loan = scene.rng.chance(if scene.is_blatant() { 600 } else { 350 });
    for index in 0..scene.length {
        let amount = scene.amount(median, 0.7, 0.35);
        if index == 0 && loan {
            let loan = amount * scene.rng.between(15, 40) / 10;
            scene.borrow(loan);
        }
        let payment = match scene.rng.below(100) {
            ..40 => {
                let merchant = scene.online_merchant(&RESALE_ONLINE);
                let authenticated = scene.rng.chance(600);
                Payment::Online(merchant, card, authenticated)
            }
            40..75 => {
                let merchant = scene.local_merchant(&RESALE_IN_SHOPS, scene.town());
                Payment::Terminal(merchant, card, CardEntry::Chip)
            }
            _ => Payment::Pix(scene.external_payee()),
        };
        let outcome = scene.outcome(5, 2, 1);
        scene.push(time, payment, amount, outcome);
        time += scene.pause(15, 600);
    }
}
