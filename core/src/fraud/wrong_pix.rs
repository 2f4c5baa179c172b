//! Wrong Pix: a stranger sends money "by mistake", begs for it back on another key, and claims the first
//! payment back as well.
//!
//! The victim sees an amount come in and returns just that, within minutes or hours, to a third account.
//! Its look-alike is an honest return.

use super::{Claim, Payee, Payment, Scene, Typology};
use crate::words::{CaseRole, Remedy};

pub(crate) static TYPOLOGY: Typology = Typology {
    name: "PIX_ERRADO",
    weight: 19,
    lengths: [1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1],
    role: CaseRole::Victim,
    intruder: None,
    collected: true,
    days: 2,
    // The victim learns of it when the bank takes the first payment back.
    claim: Claim {
        remedy: Remedy::Med,
        silent: 400,
        days: (0.5, 40.0),
    },
    prone: |customer, _| if customer.is_person() { 10 } else { 4 },
    fraud: |scene| {
        let payee = scene.collector;
        give_back(scene, payee);
    },
    decoy: |scene| {
        let payee = scene.stranger();
        give_back(scene, payee);
    },
};

fn give_back(scene: &mut Scene<'_>, payee: Payee) {
    let mut time = scene.start(8..23, false);
    let received = scene.amount(290.0, 0.8, 0.0);
    let mut left = scene.round(received, 600, 1_000);
    scene.credit = left;
    for index in 0..scene.length {
        let part = if index + 1 == scene.length { left } else { left / 2 };
        left -= part;
        let outcome = scene.outcome(1, 1, 0);
        scene.push(time, Payment::Pix(payee), part.max(1), outcome);
        time += scene.pause(5, 200);
    }
}
