//! Express kidnapping: the victim is held for hours and forced to pay.
//!
//! From late afternoon into the night: several Pix to different accounts, just below the night limit of
//! R$1,000, again after midnight and after 6:00; cash as well. Location and IP address are constant but
//! unusual. Its look-alike is a night out that ends at a friend's.

use crate::calendar::{Date, HOUR};
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Payment};
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (true, 25..60) => 12,
        (true, _) => 6,
        (false, _) => 0,
    },
    fraud: |scene| held(scene, 480.0),
    decoy: |scene| held(scene, 190.0),
};

fn held(scene: &mut Scene<'_>, median: f64) {
    scene.initiator = Initiator::Elsewhere;
    scene.location = Some(scene.in_town());
    let mut time = scene.start(17..23, false);
    let evening = Date::of(time);
    let morning = Date(evening.0 + 1).midnight() + 6 * HOUR;
    let payees = [
        scene.collector,
        scene.external_payee(),
        scene.familiar(scene.collector, 500),
    ];
    for index in 0..scene.length {
        // The last payment waits until the night limit no longer applies.
        if scene.is_blatant() && scene.length > 4 && index + 1 == scene.length && time < morning {
            time = morning + scene.pause(1, 40);
        }
        let payee = *scene.rng.choose(&payees);
        let amount = scene.amount(median, 0.6, 0.25).min(99_000);
        let amount = scene.round(amount, 700, 5_000);
        let cash = index > 0 && scene.rng.chance(150);
        let payment = if cash {
            Payment::Withdrawal
        } else {
            Payment::Pix(payee)
        };
        let outcome = scene.outcome(5, 3, 1);
        scene.push(time, payment, amount, outcome);
        time += if scene.is_blatant() {
            scene.pause(2, 25)
        } else {
            scene.pause(10, 50)
        };
    }
}
