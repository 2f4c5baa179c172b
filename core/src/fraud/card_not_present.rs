//! Card not present: stolen card data, tried with small purchases and then spent online in hours.
//!
//! One or two tests of R$1 to R$10, often at night, then electronics, marketplaces and games, mostly
//! without 3-D Secure. The mean fraud is R$263.50 (Abecs, Q3 2025). Its look-alike is holiday shopping:
//! a run of online purchases with an app or two among them.

use super::{Outcome, Payment, Scene, Typology};
use crate::catalog::mcc;
use crate::words::{CaseRole, RefusalReason};

/// Digital services and delivery: small payments that nobody looks at.
const TEST_TRADES: [usize; 2] = [mcc("5815"), mcc("4215")];
/// Electronics, department stores, clothing, airlines, and games and betting.
const SPENDING_TRADES: [usize; 5] = [mcc("5732"), mcc("5311"), mcc("5651"), mcc("4511"), mcc("7995")];

pub(crate) static TYPOLOGY: Typology = Typology {
    name: "CARTAO_NAO_PRESENTE",
    weight: 35,
    lengths: [4, 5, 3, 6, 5, 7, 4, 5, 6, 3, 8, 5, 4, 6, 5, 4],
    role: CaseRole::Victim,
    foreign_device: false,
    to_drop: false,
    prone: |_, age| if age < 50 { 12 } else { 8 },
    fraud: |scene| {
        let night = scene.stream.chance(450);
        let start = scene.start(if night { 0..6 } else { 8..24 }, false);
        let tests = 1 + scene.stream.below(2) as usize;
        play(scene, start, tests, true);
    },
    decoy: |scene| {
        let night = scene.stream.chance(250);
        let start = scene.start(if night { 0..6 } else { 8..24 }, false);
        let tests = scene.stream.below(3) as usize;
        play(scene, start, tests, false);
    },
};

fn play(scene: &mut Scene<'_>, start: i64, tests: usize, fraud: bool) {
    let mut time = start;
    for index in 0..scene.length {
        let test = index < tests;
        // Goods to sell on, what everybody buys, and shops where the card is on file.
        let shop = match scene.stream.below(100) {
            _ if test => {
                let trade = *scene.stream.choose(&TEST_TRADES);
                scene.online_shop(trade)
            }
            ..40 => {
                let trade = *scene.stream.choose(&SPENDING_TRADES);
                scene.online_shop(trade)
            }
            40..65 => {
                let trade = scene.any_trade();
                scene.online_shop(trade)
            }
            _ => scene.usual_shop(),
        };
        let amount = match (test, fraud) {
            (true, _) => scene.stream.between(100, 1_500),
            (false, true) => scene.amount(265.0, 0.85, 0.25),
            (false, false) => scene.amount(170.0, 0.9, 0.25),
        };
        let amount = if !test && scene.stream.chance(400) { amount / 100 * 100 + 90 } else { amount };
        let authenticated = scene.stream.chance(if fraud { 250 } else { 550 });
        // Per cent: wrong security code, suspicion, limit.
        let (code, suspect, limit) = if fraud { (7, 6, 4) } else { (3, 2, 3) };
        let roll = scene.stream.below(100);
        let outcome = if roll < code {
            Outcome::Declined(RefusalReason::CvvError)
        } else if roll < code + suspect {
            Outcome::Declined(RefusalReason::FraudSuspect)
        } else if roll < code + suspect + limit {
            Outcome::Declined(RefusalReason::LimitExceeded)
        } else {
            Outcome::Approved
        };
        scene.push(time, Payment::Online(shop, authenticated), amount, outcome);
        time += if test { scene.pause(1, 20) } else { scene.pause(4, 70) };
    }
}
