//! Phishing: a copy of the bank's site captures password and code, and a fraudster logs in on the web.
//!
//! From a computer never seen before, at once, while the code is valid: Pix and boletos to collecting
//! accounts. Its look-alike is paying from a computer for the first time in weeks.

use crate::calendar::Date;
use crate::fraud::scene::{RESALE_ONLINE, Scene};
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 25,
        (true, 40..) => 12,
        (true, _) => 8,
    },
    fraud: pay_at_once,
    decoy: pay_at_once,
};

fn pay_at_once(scene: &mut Scene<'_>) {
    let payees = scene.emptied_into();
    let mut time = scene.start(8..23, false);
    for _ in 0..scene.length {
        let boleto = Date::of(time).is_business_day() && scene.rng.chance(400);
        let payee = payees[scene.rng.below(if boleto { 3 } else { 4 }) as usize];
        // Unregistered devices may send R$200 per Pix; boletos have no such limit.
        let amount = match boleto {
            true => scene.amount(520.0, 0.8, 0.4),
            false => scene.amount(130.0, 0.5, 0.1).min(20_000),
        };
        let amount = scene.round(amount, if boleto { 100 } else { 500 }, 1_000);
        let outcome = scene.outcome(4, 4, 3);
        let payment = if boleto {
            // Of goods bought online.
            let payee = match scene.rng.below(10) {
                ..3 => Payee::Merchant(scene.online_merchant(&RESALE_ONLINE).number),
                3..5 => {
                    let trade = scene.any_trade(true);
                    Payee::Merchant(scene.online_merchant(&[trade]).number)
                }
                5..7 => Payee::Merchant(scene.shop(scene.town()).number),
                _ => payee,
            };
            Payment::Boleto(payee)
        } else if scene.rng.chance(150) {
            scene.goods()
        } else {
            Payment::Pix(payee)
        };
        scene.push(time, payment, amount, outcome);
        time += scene.pause(1, 15);
    }
}
