//! Account takeover: a fraudster logs in from another device and empties the account.
//!
//! Since November 2024 an unregistered device may send R$200 per Pix and R$1,000 a day, so small probes come
//! on the first day and large amounts on the next. Its look-alike is a customer with a new phone, who has the
//! same limits and catches up with payments the day after.

use crate::bank::limits::{NEW_DEVICE_DAY, NEW_DEVICE_PIX, NEW_DEVICE_RULE};
use crate::calendar::{DAY, Date, HOUR};
use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| {
        if (26..60).contains(&customer.age(start)) {
            12
        } else {
            8
        }
    },
    fraud: |scene| {
        let start = scene.start(7..20, false);
        let payees = scene.emptied_into();
        drain(scene, start, &payees, 420.0);
    },
    decoy: |scene| {
        let start = match scene.new_phone {
            Some(phone) => phone.first_seen.max(scene.window.start),
            None => scene.start(7..20, false),
        };
        let payees = scene.emptied_into();
        drain(scene, start, &payees, 260.0);
    },
};

/// Small Pix while the device is new, large ones the day after.
fn drain(scene: &mut Scene<'_>, start: i64, payees: &[Payee], median: f64) {
    let limited = Date::of(start) >= NEW_DEVICE_RULE;
    let probes = if limited {
        scene.length - scene.length / 2
    } else {
        1
    };
    let mut time = start;
    let mut sent = 0;
    for index in 0..scene.length {
        let payee = *scene.rng.choose(payees);
        let probe = index < probes;
        if index == probes && limited {
            // The next day, once the device is registered.
            time =
                Date(Date::of(start).0 + 1).midnight() + DAY / 4 + scene.rng.between(0, 12 * HOUR);
        }
        let amount = if probe {
            let round = scene.rng.between(4, 20) * 1_000;
            round
                .min(NEW_DEVICE_PIX)
                .min((NEW_DEVICE_DAY - sent).max(100))
        } else {
            let amount = scene.amount(median, 0.8, 0.5);
            scene.round(amount, 500, 1_000)
        };
        sent += if probe { amount } else { 0 };
        let outcome = match probe {
            true => scene.outcome(4, 1, 0),
            false => scene.outcome(4, 5, 3),
        };
        scene.push(time, Payment::Pix(payee), amount, outcome);
        time += scene.pause(1, 25);
    }
}
