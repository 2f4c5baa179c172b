//! Loan refund: a loan that the victim never asked for arrives, and the victim is told to send it "back".
//!
//! Pensioners are the most likely victims: the loan is real and in their name, but the key to return it to is
//! not the bank's. Its look-alike is a loan taken out for someone else, or for building work.

use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, start| match (customer.is_person(), customer.age(start)) {
        (false, _) => 0,
        (true, 60..) => 40,
        (true, _) => 5,
    },
    fraud: pass_loan_on,
    decoy: pass_loan_on,
};

/// Sends on the loan, or a percentage of it.
fn pass_loan_on(scene: &mut Scene<'_>) {
    let payee = scene.collector;
    let share = if scene.is_blatant() {
        (96, 100)
    } else {
        (70, 100)
    };
    let mut time = scene.start(9..19, false);
    let loan = scene.amount(1_900.0, 0.7, 0.3);
    scene.borrow(loan);
    let mut left = loan * scene.rng.between(share.0, share.1) / 100;
    for index in 0..scene.length {
        let part = if index + 1 == scene.length {
            left
        } else {
            left * scene.rng.between(40, 60) / 100
        };
        left -= part;
        let outcome = scene.outcome(3, 1, 1);
        let amount = scene.round(part.max(100), 250, 1_000);
        scene.push(time, Payment::Pix(payee), amount, outcome);
        time += scene.pause(2, 120);
    }
}
