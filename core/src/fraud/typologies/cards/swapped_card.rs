//! Swapped card: the card is exchanged at the till or at the door after its PIN was observed.
//!
//! Chip and PIN at merchants and ATMs near home, up to the limits, in less than two hours; people aged 60 and
//! over are the most likely victims. Its look-alike is a day of large purchases.

use crate::fraud::scene::Scene;
use crate::fraud::scene::{EVERYDAY_TRADES, RESALE_TRADES};
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;
use crate::schema::categories::{CardEntry, CardType};

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (true, 60..) => 30,
        (true, _) => 8,
        (false, _) => 3,
    },
    fraud: |scene| {
        scene.initiator = Initiator::Elsewhere;
        spree(scene, &RESALE_TRADES, 330.0, true);
    },
    decoy: |scene| spree(scene, &EVERYDAY_TRADES, 190.0, false),
};

fn spree(scene: &mut Scene<'_>, trades: &[usize], median: f64, fraud: bool) {
    let mut time = scene.start(10..20, false);
    for index in 0..scene.length {
        let debit = scene.rng.chance(500);
        let amount = scene.amount(median, 0.75, 0.3);
        let cash = index > 0 && scene.rng.chance(if fraud { 250 } else { 150 });
        let payment = if cash {
            scene.location = Some(scene.in_town());
            Payment::Withdrawal
        } else {
            let merchant = scene.local_merchant(trades, scene.town());
            let card = if debit {
                CardType::Debit
            } else {
                CardType::Credit
            };
            let entry = if fraud || scene.rng.chance(600) {
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
        let outcome = if fraud {
            scene.outcome(6, 3, 0)
        } else {
            scene.outcome(3, 1, 0)
        };
        scene.push(time, payment, amount, outcome);
        time += if fraud {
            scene.pause(3, 25)
        } else {
            scene.pause(8, 70)
        };
    }
}
