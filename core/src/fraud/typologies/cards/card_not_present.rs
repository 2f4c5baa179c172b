//! Card not present: stolen card data, tested with small purchases, then used online within hours.
//!
//! One or two tests of R$1 to R$15, often at night, then electronics, marketplaces and games, mostly without
//! 3-D Secure. The mean fraud is [`crate::published::CARD_NOT_PRESENT_MEAN`]. Its look-alike is holiday
//! shopping: a run of online purchases with an app or two among them.

use crate::bank::order::Outcome;
use crate::catalog::mcc;
use crate::fraud::scene::RESALE_ONLINE;
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;
use crate::schema::categories::RefusalReason;

/// Digital services and delivery: small payments that attract no attention.
const TEST_TRADES: [usize; 2] = [mcc("5815"), mcc("4215")];

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| if customer.age(start) < 50 { 12 } else { 8 },
    fraud: |scene| {
        let start = start(scene);
        let tests = match scene.is_blatant() {
            true => 1 + scene.rng.below(2) as usize,
            false => scene.rng.below(2) as usize,
        };
        // Some use the victim's own connection: family members, or malware at home.
        if scene.rng.chance(430) {
            scene.initiator = Initiator::Intruder;
        }
        shop_online(scene, start, tests, 265.0);
    },
    decoy: |scene| {
        let start = start(scene);
        let tests = scene.rng.below(3) as usize;
        shop_online(scene, start, tests, 200.0);
    },
};

fn start(scene: &mut Scene<'_>) -> i64 {
    let night = scene.rng.chance(if scene.is_blatant() { 400 } else { 180 });
    scene.start(if night { 0..6 } else { 8..24 }, false)
}

fn shop_online(scene: &mut Scene<'_>, start: i64, tests: usize, median: f64) {
    let mut time = start;
    let card = scene.card(820);
    for index in 0..scene.length {
        let test = index < tests;
        // Goods to resell, what everybody buys, and merchants that have the card on file.
        let merchant = match scene.rng.below(100) {
            _ if test => scene.online_merchant(&TEST_TRADES),
            ..30 => scene.online_merchant(&RESALE_ONLINE),
            30..65 => {
                let trade = scene.any_trade(true);
                scene.online_merchant(&[trade])
            }
            _ => scene.regular_online_merchant(),
        };
        let amount = match test {
            true => scene.rng.between(100, 1_500),
            false => scene.amount(median, 0.85, 0.25),
        };
        let amount = if !test && scene.rng.chance(400) {
            amount / 100 * 100 + 90
        } else {
            amount
        };
        let authenticated = scene.rng.chance(if scene.is_blatant() { 330 } else { 480 });
        let wrong_code = scene.rng.chance(if scene.is_blatant() { 60 } else { 30 });
        let outcome = match wrong_code {
            true => Outcome::Declined(RefusalReason::CvvError),
            false => scene.outcome(4, 6, 0),
        };
        scene.push(
            time,
            Payment::Online(merchant, card, authenticated),
            amount,
            outcome,
        );
        time += if test {
            scene.pause(1, 20)
        } else {
            scene.pause(4, 70)
        };
    }
}
