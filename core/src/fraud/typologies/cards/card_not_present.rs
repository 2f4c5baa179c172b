//! Card not present: stolen card data, tried with small purchases and then spent online in hours.
//!
//! One or two tests of R$1 to R$10, often at night, then electronics, marketplaces and games, mostly
//! without 3-D Secure. The mean fraud is R$263.50 (Abecs, Q3 2025). Its look-alike is holiday shopping:
//! a run of online purchases with an app or two among them.

use crate::catalog::mcc;
use crate::fraud::scene::GOODS;
use crate::fraud::scene::Scene;
use crate::fraud::script::{Hand, Outcome, Payment};
use crate::fraud::typologies::Story;
use crate::schema::categories::RefusalReason;

/// Digital services and delivery: small payments that nobody looks at.
const TEST_TRADES: [usize; 2] = [mcc("5815"), mcc("4215")];

pub(in crate::fraud::typologies) static STORY: Story = Story {
    prone: |customer, start| if customer.age(start) < 50 { 12 } else { 8 },
    fraud: |scene| {
        let night = scene.stream.chance(450);
        let start = scene.start(if night { 0..6 } else { 8..24 }, false);
        let tests = 1 + scene.stream.below(2) as usize;
        // Some use the victim's own connection: family, or malware at home.
        if scene.stream.chance(430) {
            scene.hand = Hand::Intruder;
        }
        shop_online(scene, start, tests, true);
    },
    decoy: |scene| {
        let night = scene.stream.chance(250);
        let start = scene.start(if night { 0..6 } else { 8..24 }, false);
        let tests = scene.stream.below(3) as usize;
        shop_online(scene, start, tests, false);
    },
};

fn shop_online(scene: &mut Scene<'_>, start: i64, tests: usize, fraud: bool) {
    let mut time = start;
    for index in 0..scene.length {
        let test = index < tests;
        // Goods to sell on, what everybody buys, and shops where the card is on file.
        let shop = match scene.stream.below(100) {
            _ if test => scene.online_shop(&TEST_TRADES),
            ..30 => scene.online_shop(&GOODS),
            30..65 => {
                let trade = scene.any_trade(true);
                scene.online_shop(&[trade])
            }
            _ => scene.usual_shop(),
        };
        let amount = match (test, fraud) {
            (true, _) => scene.stream.between(100, 1_500),
            (false, true) => scene.amount(265.0, 0.85, 0.25),
            (false, false) => scene.amount(195.0, 0.9, 0.25),
        };
        let amount = if !test && scene.stream.chance(400) {
            amount / 100 * 100 + 90
        } else {
            amount
        };
        let authenticated = scene.stream.chance(if fraud { 330 } else { 480 });
        let outcome = if scene.stream.chance(if fraud { 60 } else { 40 }) {
            Outcome::Declined(RefusalReason::CvvError)
        } else if fraud {
            scene.outcome(4, 6, 0)
        } else {
            scene.outcome(3, 2, 0)
        };
        scene.push(time, Payment::Online(shop, authenticated), amount, outcome);
        time += if test {
            scene.pause(1, 20)
        } else {
            scene.pause(4, 70)
        };
    }
}
