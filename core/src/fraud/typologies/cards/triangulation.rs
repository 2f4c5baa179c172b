//! Triangulation: a shop sells goods below market price and buys them with stolen cards.
//!
//! Each card pays once or twice at a genuine merchant, for goods at ordinary prices and without tests, from
//! the fraudsters' IP address. Its look-alike is a present for someone far away.

use crate::fraud::scene::RESALE_ONLINE;
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |_, _| 10,
    fraud: |scene| {
        scene.initiator = Initiator::Intruder;
        order(scene, 270.0, 450);
    },
    decoy: |scene| order(scene, 210.0, 540),
};

fn order(scene: &mut Scene<'_>, median: f64, authenticated: u32) {
    let mut time = scene.start(8..24, false);
    let card = scene.card(850);
    for _ in 0..scene.length {
        let merchant = scene.online_merchant(&RESALE_ONLINE);
        let amount = scene.amount(median, 0.7, 0.2);
        let amount = if scene.rng.chance(450) {
            amount / 100 * 100 + 90
        } else {
            amount
        };
        let authenticated = scene.rng.chance(authenticated);
        let outcome = scene.outcome(3, 3, 0);
        scene.push(
            time,
            Payment::Online(merchant, card, authenticated),
            amount,
            outcome,
        );
        time += scene.pause(10, 400);
    }
}
