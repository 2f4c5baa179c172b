//! Fake call centre: a caller posing as the bank talks the victim into paying.
//!
//! In business hours, from the victim's own phone and location: one to four large Pix within 5 to 40 minutes,
//! sometimes after taking out a loan, sometimes a TED, to accounts that collect from several victims. People
//! over 60 lose most (Silverguard 2025). Its look-alike is paying for building work or a car: just as large,
//! new and quick.

use crate::calendar::Date;
use crate::fraud::scene::Scene;
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 8,
        (true, 60..) => 30,
        (true, 50..60) => 12,
        (true, _) => 8,
    },
    fraud: |scene| {
        let start = scene.start(9..18, true);
        let older = scene.customer.age(Date::of(start)) >= 60;
        // Loss per victim: `published::FAKE_CALL_CENTRE_LOSS` on average, R$4,820 from the age of 60 (Silverguard
        // 2025).
        let total = scene.amount(if older { 2_750.0 } else { 1_380.0 }, 0.8, 0.45);
        if scene.rng.chance(200) {
            scene.borrow(total * 9 / 10);
        }
        pay_in_parts(scene, start, total);
    },
    decoy: |scene| {
        let start = scene.start(8..19, true);
        let total = scene.amount(1_500.0, 0.9, 0.45);
        if scene.rng.chance(120) {
            scene.borrow(total);
        }
        pay_in_parts(scene, start, total);
    },
};

/// Pays `total` in as many parts as the scene is long, the later ones smaller.
fn pay_in_parts(scene: &mut Scene<'_>, start: i64, total: i64) {
    // Or a "safe" account, opened in the victim's name.
    let payee = match !scene.is_blatant() && scene.rng.chance(250) {
        true => scene.own_account(),
        false => scene.collector,
    };
    let mut time = start;
    let mut left = total;
    for index in 0..scene.length {
        let last = index + 1 == scene.length;
        let part = if last {
            left
        } else {
            left * scene.rng.between(45, 70) / 100
        };
        left -= part;
        // Amounts agreed over the phone are mostly round.
        let amount = scene.round(part.max(100), 600, 5_000);
        let outcome = scene.outcome(5, 3, 2);
        let payment = scene.transfer(time, payee, amount);
        scene.push(time, payment, amount, outcome);
        time += scene.pause(2, 13);
    }
}
