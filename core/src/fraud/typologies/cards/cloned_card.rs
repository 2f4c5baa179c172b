//! Cloned card: a copied magnetic stripe or a stolen card, used at terminals in another town.
//!
//! Several purchases within two hours, far from the cardholder. Its look-alike is a day trip.

use crate::bank::order::Outcome;
use crate::fraud::scene::Scene;
use crate::fraud::scene::{EVERYDAY_TRADES, RESALE_TRADES};
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::schema::categories::{CardEntry, CardType, RefusalReason};

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |_, _| 10,
    fraud: |scene| buy_in_another_town(scene, &RESALE_TRADES, 190.0, true),
    decoy: |scene| buy_in_another_town(scene, &EVERYDAY_TRADES, 85.0, false),
};

fn buy_in_another_town(scene: &mut Scene<'_>, trades: &[usize], median: f64, fraud: bool) {
    let mut time = scene.start(9..22, false);
    let (world, home) = (scene.world, scene.town());
    let town = match fraud {
        true => world.people.any_municipality(&mut scene.rng),
        false => world.day_trip(home, &mut scene.rng),
    };
    let card = if scene.rng.chance(550) {
        CardType::Credit
    } else {
        CardType::Debit
    };
    for _ in 0..scene.length {
        let merchant = if scene.rng.chance(600) {
            scene.local_merchant(trades, town)
        } else {
            let trade = scene.any_trade(false);
            scene.local_merchant(&[trade], town)
        };
        let entry = match scene.rng.below(100) {
            roll if roll < if fraud { 45 } else { 6 } => CardEntry::Magnetic,
            70.. if !fraud => CardEntry::Chip,
            _ => CardEntry::Contactless,
        };
        let amount = scene.amount(median, 0.8, 0.25);
        let outcome = match scene.outcome(4, if fraud { 5 } else { 1 }, 0) {
            Outcome::Approved if card == CardType::Debit && scene.rng.chance(15) => {
                Outcome::Declined(RefusalReason::LimitExceeded)
            }
            outcome => outcome,
        };
        scene.push(
            time,
            Payment::Terminal(merchant, card, entry),
            amount,
            outcome,
        );
        time += scene.pause(3, 45);
    }
}
