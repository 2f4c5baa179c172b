//! SIM swap: the victim's number is moved to a fraudster's SIM card, and with it every code sent by text
//! message.
//!
//! At night, while the lost signal goes unnoticed: a new phone logs in, sends small Pix within the limits of
//! a new device and uses the card on file online; more follows in the morning. Its look-alike is moving the
//! number to another operator with a new phone.

use crate::bank::limits::{NEW_DEVICE_PIX, NEW_DEVICE_RULE};
use crate::calendar::{Date, HOUR};
use crate::fraud::scene::RESALE_ONLINE;
use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, _| if customer.wealth > 0.3 { 16 } else { 8 },
    fraud: |scene| {
        let start = scene.start(0..7, false);
        overnight(scene, start, 430.0);
    },
    decoy: |scene| {
        let night = scene.rng.chance(400);
        let start = match scene.new_phone {
            Some(phone) => phone.first_seen.max(scene.window.start),
            None => scene.start(if night { 0..7 } else { 9..22 }, false),
        };
        overnight(scene, start, 270.0);
    },
};

fn overnight(scene: &mut Scene<'_>, start: i64, median: f64) {
    let limited = Date::of(start) >= NEW_DEVICE_RULE;
    let payees = scene.emptied_into();
    let mut time = start;
    let card = scene.card(850);
    for index in 0..scene.length {
        let late = index * 2 > scene.length;
        if late && index * 2 <= scene.length + 2 {
            time = time.max(
                Date(Date::of(start).0 + i32::from(limited)).midnight()
                    + 8 * HOUR
                    + scene.pause(1, 300),
            );
        }
        let outcome = scene.outcome(4, 4, 2);
        if scene.rng.chance(300) {
            let merchant = scene.online_merchant(&RESALE_ONLINE);
            let amount = scene.amount(median * 0.7, 0.8, 0.3);
            let authenticated = scene.rng.chance(500);
            scene.push(
                time,
                Payment::Online(merchant, card, authenticated),
                amount,
                outcome,
            );
        } else {
            let amount = match late {
                false => (scene.rng.between(5, 20) * 1_000).min(NEW_DEVICE_PIX),
                true => scene.amount(median, 0.8, 0.45),
            };
            let payee = *scene.rng.choose(&payees);
            scene.push(time, Payment::Pix(payee), amount, outcome);
        }
        time += scene.pause(2, 30);
    }
}
