//! Laundering: proceeds of crime are layered until their origin cannot be traced.
//!
//! Rings of shell companies and persons move them in cycles, fan-in, fan-out and scatter–gather patterns;
//! amounts are structured to stay below round thresholds, and the last account cashes out through betting,
//! crypto exchanges, other banks or cash. Its look-alikes are payrolls, and marketplaces that pay their
//! sellers.

use crate::calendar::DAY;
use crate::fraud::scene::Scene;
use crate::fraud::script::Payment;
use crate::fraud::typologies::story::Story;
use crate::population::payee::Payee;

/// Amounts that structuring stays below, in centavos: reporting and identification start at R$2,000, R$5,000
/// and R$10,000 (assumptions modelled on the rules for cash).
const THRESHOLDS: [i64; 3] = [200_000, 500_000, 1_000_000];

pub(in crate::fraud::typologies) static STORY: Story = Story {
    propensity: |customer, _| match customer.is_person() {
        false => 30,
        true if customer.wealth > 0.5 => 10,
        true => 4,
    },
    fraud: |scene| {
        let hops = match scene.hops {
            [] => alloc::vec![scene.external_payee(), scene.external_payee()],
            hops => hops.to_vec(),
        };
        split(scene, &hops);
    },
    decoy: |scene| {
        let payees: alloc::vec::Vec<Payee> = (0..4).map(|_| scene.external_payee()).collect();
        split(scene, &payees);
    },
};

/// Sends on the inflows in parts.
fn split(scene: &mut Scene<'_>, payees: &[Payee]) {
    let total: i64 = scene.inflows.iter().map(|&(_, amount)| amount).sum();
    let (first, last) = match scene.inflows {
        [] => (scene.window.start, scene.window.start),
        [first, .., last] => (first.0, last.0),
        [only] => (only.0, only.0),
    };
    let threshold = *scene.rng.choose(&THRESHOLDS);
    let structured = scene.is_blatant() && scene.rng.chance(400);
    let cashes_out = scene.is_blatant() && scene.hops.is_empty();
    let part = total / scene.length as i64;
    // Spread over the time that the inflows took, but at least six hours.
    let pace = ((last - first).max(DAY / 4) / scene.length as i64).max(1);
    let mut time = first + scene.pause(5, 120);
    for index in 0..scene.length {
        let share = (part * scene.rng.between(70, 120) / 100).max(1_000);
        let amount = if structured && share > threshold / 3 {
            threshold - scene.rng.between(500, threshold / 12)
        } else {
            scene.round(share, 350, 10_000)
        };
        let outcome = scene.outcome(2, 2, 1);
        let payment = if cashes_out && index > 0 {
            scene.cash_out(time, amount)
        } else {
            let payee = payees[index % payees.len()];
            let transfer = scene.transfer(time, payee, amount);
            if structured {
                Payment::Pix(payee)
            } else {
                transfer
            }
        };
        scene.push(time, payment, amount, outcome);
        time += scene.rng.between(pace / 3, pace + pace / 2);
    }
}
