//! Phishing: a copy of the bank's site captures password and code, and a fraudster logs in on the web.
//!
//! From a computer never seen before, at once, while the code is valid: Pix and boletos to collecting
//! accounts. Its look-alike is paying from a computer for the first time in weeks.

use crate::calendar::Date;
use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 25,
        (true, 40..) => 12,
        (true, _) => 8,
    },
    fraud: |scene| {
        let payees = [scene.collector, scene.collector, scene.external_payee()];
        pay_at_once(scene, &payees, true);
    },
    decoy: |scene| {
        let payees = [scene.external_payee(), scene.external_payee()];
        pay_at_once(scene, &payees, false);
    },
};

fn pay_at_once(scene: &mut Scene<'_>, payees: &[Payee], fraud: bool) {
    let mut time = scene.start(8..23, false);
    for _ in 0..scene.length {
        let payee = *scene.rng.choose(payees);
        let boleto = Date::of(time).is_business_day() && scene.rng.chance(400);
        // Unregistered devices may send R$200 per Pix; boletos have no such limit.
        let amount = match (boleto, fraud) {
            (true, true) => scene.amount(680.0, 0.7, 0.4),
            (true, false) => scene.amount(380.0, 0.9, 0.4),
            (false, _) => scene
                .amount(130.0, 0.5, 0.1)
                .min(if fraud { 20_000 } else { 90_000 }),
        };
        let amount = scene.round(amount, if boleto { 100 } else { 500 }, 1_000);
        let outcome = if fraud {
            scene.outcome(4, 4, 3)
        } else {
            scene.outcome(3, 1, 0)
        };
        let payment = if boleto {
            Payment::Boleto(payee)
        } else {
            Payment::Pix(payee)
        };
        scene.push(time, payment, amount, outcome);
        time += scene.pause(1, 15);
    }
}
