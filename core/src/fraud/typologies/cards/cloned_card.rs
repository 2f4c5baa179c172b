//! Cloned card: a copied magnetic stripe or a stolen card, used at terminals in another town.
//!
//! Several purchases within two hours, far from the cardholder. Its look-alike is a day trip.

use crate::bank::order::Outcome;
use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::schema::categories::{CardEntry, CardType, RefusalReason};

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, _| if customer.is_person() { 10 } else { 16 },
    fraud: |scene| {
        let town = scene.world.people.any_municipality(&mut scene.rng);
        buy_in_another_town(scene, town, 190.0);
    },
    decoy: |scene| {
        let town = scene.world.day_trip(scene.town(), &mut scene.rng);
        buy_in_another_town(scene, town, 85.0);
    },
};

fn buy_in_another_town(scene: &mut Scene<'_>, town: u16, median: f64) {
    let mut time = scene.start(9..22, false);
    let card = scene.card(550);
    for _ in 0..scene.length {
        let merchant = scene.shop(town);
        let entry = match scene.rng.below(100) {
            roll if roll < if scene.is_blatant() { 45 } else { 6 } => CardEntry::Magnetic,
            70.. if !scene.is_blatant() => CardEntry::Chip,
            _ => CardEntry::Contactless,
        };
        let amount = scene.amount(median, 0.8, 0.25);
        let outcome = match scene.outcome(4, 5, 0) {
            Outcome::Approved if card.card_type == CardType::Debit && scene.rng.chance(15) => {
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
