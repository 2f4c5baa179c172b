//! Wrong Pix: a fraudster sends money "by mistake", asks for it back on another key, and claims the first
//! payment back too.
//!
//! The victim sees an amount arrive and returns exactly that, within minutes or hours, to a third account.
//! Its look-alike is an honest refund.

use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, _| if customer.is_person() { 10 } else { 4 },
    fraud: |scene| {
        let (from, payee) = (scene.external_payee(), scene.collector);
        give_back(scene, from, payee);
    },
    decoy: |scene| {
        let payee = scene.external_payee();
        give_back(scene, payee, payee);
    },
};

/// Returns what came from one account to another, or the same.
fn give_back(scene: &mut Scene<'_>, from: Payee, payee: Payee) {
    let mut time = scene.start(8..23, false);
    let received = scene.amount(290.0, 0.8, 0.0);
    let mut left = scene.round(received, 600, 1_000);
    scene.receive(left, from);
    for index in 0..scene.length {
        let part = if index + 1 == scene.length {
            left
        } else {
            left / 2
        };
        left -= part;
        let outcome = scene.outcome(1, 1, 0);
        scene.push(time, Payment::Pix(payee), part.max(1), outcome);
        time += scene.pause(5, 200);
    }
}
