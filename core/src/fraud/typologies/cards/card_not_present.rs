//! Card not present: stolen card data, tested with small purchases, then used online within hours.
//!
//! One or two tests of R$1 to R$15, often at night, then electronics, marketplaces and games, mostly without
//! 3-D Secure. The mean fraud is [`crate::published::CARD_NOT_PRESENT_MEAN`]. Its look-alike is holiday
//! shopping: a run of online purchases with an app or two among them.

use crate::bank::order::Outcome;
use crate::catalog::mcc;
use crate::fraud::scene::RESALE_TRADES;
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;
use crate::schema::categories::RefusalReason;

/// Digital services and delivery: small payments that attract no attention.
const TEST_TRADES: [usize; 2] = [mcc("5815"), mcc("4215")];

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| if customer.age(start) < 50 { 12 } else { 8 },
    fraud: |scene| {
        let night = scene.rng.chance(450);
        let start = scene.start(if night { 0..6 } else { 8..24 }, false);
        let tests = 1 + scene.rng.below(2) as usize;
        // Some use the victim's own connection: family members, or malware at home.
        if scene.rng.chance(430) {
            scene.initiator = Initiator::Intruder;
        }
        shop_online(scene, start, tests, true);
    },
    decoy: |scene| {
        let night = scene.rng.chance(250);
        let start = scene.start(if night { 0..6 } else { 8..24 }, false);
        let tests = scene.rng.below(3) as usize;
        shop_online(scene, start, tests, false);
    },
};

fn shop_online(scene: &mut Scene<'_>, start: i64, tests: usize, fraud: bool) {
    let mut time = start;
    for index in 0..scene.length {
        let test = index < tests;
        // Goods to resell, what everybody buys, and merchants that have the card on file.
        let merchant = match scene.rng.below(100) {
            _ if test => scene.online_merchant(&TEST_TRADES),
            ..30 => scene.online_merchant(&RESALE_TRADES),
            30..65 => {
                let trade = scene.any_trade(true);
                scene.online_merchant(&[trade])
            }
            _ => scene.regular_online_merchant(),
        };
        let amount = match (test, fraud) {
            (true, _) => scene.rng.between(100, 1_500),
            (false, true) => scene.amount(265.0, 0.85, 0.25),
            (false, false) => scene.amount(195.0, 0.9, 0.25),
        };
        let amount = if !test && scene.rng.chance(400) {
            amount / 100 * 100 + 90
        } else {
            amount
        };
        let authenticated = scene.rng.chance(if fraud { 330 } else { 480 });
        let outcome = if scene.rng.chance(if fraud { 60 } else { 40 }) {
            Outcome::Declined(RefusalReason::CvvError)
        } else if fraud {
            scene.outcome(4, 6, 0)
        } else {
            scene.outcome(3, 2, 0)
        };
        scene.push(
            time,
            Payment::Online(merchant, authenticated),
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
