//! Friendly fraud: the cardholder buys, receives the goods and disputes the payment.
//!
//! Nothing distinguishes the transaction from other purchases; some customers do it repeatedly. The
//! chargeback comes 10 to 45 days later. Its look-alike is any other online purchase.

use crate::fraud::scene::RESALE_ONLINE;
use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, _| {
        if customer.number.is_multiple_of(5) {
            30
        } else {
            4
        }
    },
    fraud: |scene| order_goods(scene, 210.0),
    decoy: |scene| order_goods(scene, 160.0),
};

fn order_goods(scene: &mut Scene<'_>, median: f64) {
    let mut time = scene.start(8..24, false);
    let card = scene.card(850);
    for _ in 0..scene.length {
        let merchant = match scene.rng.below(100) {
            ..35 => scene.online_merchant(&RESALE_ONLINE),
            35..65 => {
                let trade = scene.any_trade(true);
                scene.online_merchant(&[trade])
            }
            _ => scene.regular_online_merchant(),
        };
        let amount = scene.amount(median, 0.85, 0.25);
        let authenticated = scene.rng.chance(560);
        let outcome = scene.outcome(1, 1, 0);
        scene.push(
            time,
            Payment::Online(merchant, card, authenticated),
            amount,
            outcome,
        );
        time = scene.days_later(time, 3, 10);
    }
}
