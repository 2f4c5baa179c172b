//! WhatsApp impostor: "Mum, I have a new number", and then a bill that cannot wait.
//!
//! One or two Pix of R$500 to R$5,000 between 8:00 and 23:00, to a key that collects from many victims within
//! days; parents and grandparents are the most likely victims. Its look-alike is really helping a relative.

use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 1,
        (true, 60..) => 30,
        (true, 45..60) => 16,
        (true, _) => 7,
    },
    fraud: |scene| {
        // Or the relative's own account, taken over or lent.
        let payee = scene.familiar(scene.collector, 300);
        help(scene, payee, 870.0);
    },
    decoy: |scene| {
        let payee = scene.familiar(scene.collector, 300);
        help(scene, payee, 620.0);
    },
};

fn help(scene: &mut Scene<'_>, payee: Payee, median: f64) {
    let mut time = scene.start(8..23, false);
    for _ in 0..scene.length {
        let amount = scene.amount(median, 0.65, 0.3);
        let amount = scene.round(amount, 550, 5_000);
        let outcome = scene.outcome(3, 2, 1);
        scene.push(time, Payment::Pix(payee), amount, outcome);
        time += scene.pause(4, 90);
    }
}
