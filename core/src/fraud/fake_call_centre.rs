//! Fake call centre: someone who says they are the bank talks the victim into paying.
//!
//! In business hours, from the victim's own phone and place: one to four large Pix in 5 to 40 minutes,
//! sometimes a TED, to accounts that collect from several victims. People over 60 lose most (Silverguard
//! 2025). Its look-alike is paying for building work or a car: as large, as new, as quick.

use super::{Outcome, Payee, Payment, Scene, Typology};
use crate::calendar::{Date, HOUR, time_of_day};
use crate::words::{CaseRole, RefusalReason};

pub(crate) static TYPOLOGY: Typology = Typology {
    name: "FALSA_CENTRAL",
    weight: 30,
    lengths: [1, 2, 2, 3, 1, 2, 3, 4, 2, 1, 3, 2, 2, 4, 1, 3],
    role: CaseRole::Victim,
    foreign_device: false,
    to_drop: true,
    prone: |customer, age| match (customer.is_person(), age) {
        (false, _) => 8,
        (true, 60..) => 30,
        (true, 50..60) => 12,
        (true, _) => 8,
    },
    fraud: |scene| {
        let start = scene.start(9..18, true);
        let older = scene.customer.age(Date::of(start)) >= 60;
        // Loss per victim: R$2,540 on average, R$4,820 from the age of 60 (Silverguard 2025).
        let total = scene.amount(if older { 2_750.0 } else { 1_380.0 }, 0.8, 0.45);
        let payee = scene.drop;
        play(scene, start, total, payee, true);
    },
    decoy: |scene| {
        let start = scene.start(8..19, true);
        let total = scene.amount(1_500.0, 0.9, 0.45);
        let payee = scene.stranger();
        play(scene, start, total, payee, false);
    },
};

/// Pays `total` in as many parts as the scene is long, the later ones smaller.
fn play(scene: &mut Scene<'_>, start: i64, total: i64, payee: Payee, fraud: bool) {
    let mut time = start;
    let mut left = total;
    for index in 0..scene.length {
        let last = index + 1 == scene.length;
        let part = if last { left } else { left * scene.stream.between(45, 70) / 100 };
        left -= part;
        // Most amounts that are agreed by phone are round.
        let amount = if scene.stream.chance(600) { (part / 5_000).max(1) * 5_000 } else { part.max(100) };
        let outcome = match scene.stream.below(100) {
            0..5 => Outcome::Declined(RefusalReason::LimitExceeded),
            5..8 if fraud => Outcome::Declined(RefusalReason::FraudSuspect),
            5..6 => Outcome::Declined(RefusalReason::FraudSuspect),
            8..10 if fraud => Outcome::Blocked,
            _ => Outcome::Approved,
        };
        let ted = amount > 300_000
            && Date::of(time).is_business_day()
            && (8 * HOUR..17 * HOUR).contains(&time_of_day(time))
            && scene.stream.chance(250);
        let payment = if ted { Payment::Ted(payee) } else { Payment::Pix(payee) };
        scene.push(time, payment, amount, outcome);
        time += scene.pause(2, 13);
    }
}
