//! Fake job: tasks that pay at first, then require deposits.
//!
//! A few reais go out and more come back; then the deposits grow within days and nothing comes back. Young
//! people on low incomes are the most likely victims. Its look-alike is buying in small lots to resell.

use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 0,
        (true, ..35) => 25,
        (true, _) => 8,
    },
    fraud: |scene| {
        let payees = [scene.collector, scene.collector, scene.external_payee()];
        deposit(scene, &payees);
    },
    decoy: |scene| {
        let payees = [scene.collector, scene.external_payee()];
        deposit(scene, &payees);
    },
};

fn deposit(scene: &mut Scene<'_>, payees: &[Payee]) {
    let growth = if scene.is_blatant() {
        (120, 260)
    } else {
        (80, 170)
    };
    let mut time = scene.start(9..22, false);
    let mut sum = scene.amount(45.0, 0.5, 0.2);
    let paid_back = scene.length / 2;
    for index in 0..scene.length {
        let payee = *scene.rng.choose(payees);
        if (1..=paid_back).contains(&index) {
            let earned = sum * scene.rng.between(105, 140) / 100;
            let from = scene.external_payee();
            scene.receive(earned, from);
        }
        if index > 0 {
            sum = sum * scene.rng.between(growth.0, growth.1) / 100;
        }
        let amount = scene.round(sum, 700, 1_000);
        let outcome = scene.outcome(3, 2, 1);
        scene.push(time, Payment::Pix(payee), amount, outcome);
        time = match scene.rng.chance(550) {
            true => time + scene.pause(8, 150),
            false => scene.days_later(time, 1, 2),
        };
    }
}
