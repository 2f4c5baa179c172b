//! Ghost hand (remote access): malware lets a fraudster operate the victim's own phone.
//!
//! Usual device, location and IP address; a loan is taken out, and several Pix sweep the balance within
//! minutes, at machine speed. Its look-alike is paying all the month's bills in one sitting.

use crate::calendar::SECOND;
use crate::fraud::scene::Scene;
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| if customer.age(start) >= 45 { 16 } else { 8 },
    fraud: |scene| {
        let loan = scene.rng.chance(450);
        sweep(scene, 620.0, loan);
    },
    decoy: |scene| {
        let loan = scene.rng.chance(100);
        sweep(scene, 260.0, loan);
    },
};

fn sweep(scene: &mut Scene<'_>, median: f64, loan: bool) {
    let payees = scene.emptied_into();
    let mut time = scene.start(8..23, false);
    for index in 0..scene.length {
        let amount = scene.amount(median, 0.7, 0.45);
        let amount = scene.round(amount, 300, 1_000);
        if loan && index == 0 {
            let loan = amount * scene.rng.between(15, 35) / 10;
            scene.borrow(loan);
        }
        let payee = *scene.rng.choose(&payees);
        let outcome = scene.outcome(5, 4, 2);
        let payment = scene.transfer(time, payee, amount);
        scene.push(time, payment, amount, outcome);
        let pace = if scene.is_blatant() {
            (25, 75)
        } else {
            (30, 140)
        };
        time += scene.rng.between(pace.0 * SECOND, pace.1 * SECOND);
    }
}
