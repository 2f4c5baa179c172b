//! Fits the calibrated tables to the published totals.

use alloc::vec::Vec;

use crate::behaviour::calibration::{GROUPS, INSTRUMENTS, SHARES, TENDENCIES, online_share};
use crate::catalog::merchants::{CASH, MCCS, PROFILE_MCC};
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::population::people::customer::usual_activity;
use crate::schema::categories::Instrument;

/// Relative number of purchases in a trade; none for ATMs, which only dispense cash.
fn purchases(mcc: usize) -> u64 {
    if mcc == CASH {
        0
    } else {
        u64::from(MCCS[mcc].weight)
    }
}

/// Typical ticket of each trade, in standard deviations from the mean of all.
pub(super) fn tickets() -> Vec<f64> {
    let logs: Vec<f64> = MCCS
        .iter()
        .map(|mcc| libm::log(f64::from(mcc.median)))
        .collect();
    let total: f64 = (0..MCCS.len()).map(|mcc| purchases(mcc) as f64).sum();
    let mean: f64 = (0..MCCS.len())
        .map(|mcc| purchases(mcc) as f64 * logs[mcc])
        .sum::<f64>()
        / total;
    let variance: f64 = (0..MCCS.len())
        .map(|mcc| purchases(mcc) as f64 * (logs[mcc] - mean) * (logs[mcc] - mean))
        .sum::<f64>()
        / total;
    logs.iter()
        .map(|log| (log - mean) / libm::sqrt(variance))
        .collect()
}

/// Weights of the trades that each group buys from, in person and online.
pub(super) fn trade_weights() -> [[Vec<u64>; 2]; GROUPS] {
    core::array::from_fn(|group| {
        [false, true].map(|online| {
            let weight = |mcc: usize| {
                let share = u64::from(if online {
                    MCCS[mcc].online
                } else {
                    100 - MCCS[mcc].online
                });
                purchases(mcc) * share * u64::from(PROFILE_MCC[group.min(GROUPS - 2)][mcc])
            };
            (0..MCCS.len()).map(weight).collect()
        })
    })
}

/// Weights of trades with which as many purchases are made in each as `weights` say, over all municipalities, though
/// people buy only in the trades that theirs has `nearby` (iterative proportional fitting).
pub(super) fn fit_to_towns(weights: &[u64], nearby: &[[bool; MCCS.len()]]) -> Vec<u64> {
    let mut fitted: Vec<f64> = weights.iter().map(|&weight| weight as f64).collect();
    // Enough for shares within 0.2%.
    for _ in 0..6 {
        let mut made = [0.0; MCCS.len()];
        for (town, nearby) in MUNICIPALITIES.iter().zip(nearby) {
            let chosen = || {
                nearby
                    .iter()
                    .zip(&fitted)
                    .map(|(&near, weight)| if near { *weight } else { 0.0 })
            };
            let each = f64::from(town.population) / chosen().sum::<f64>().max(1.0);
            made.iter_mut()
                .zip(chosen())
                .for_each(|(made, weight)| *made += each * weight);
        }
        for ((fitted, made), &weight) in fitted.iter_mut().zip(made).zip(weights) {
            *fitted *= if made > 0.0 {
                weight as f64 / made
            } else {
                0.0
            };
        }
        let scale = weights.iter().sum::<u64>() as f64 / fitted.iter().sum::<f64>();
        fitted.iter_mut().for_each(|weight| *weight *= scale);
    }
    fitted.into_iter().map(|weight| weight as u64).collect()
}

/// For each instrument, the mean ticket of its purchases.
pub(super) fn mean_tickets(
    mixes: &[[f64; INSTRUMENTS]; GROUPS],
    tickets: &[f64],
    trades: &[[Vec<u64>; 2]; GROUPS],
) -> [f64; INSTRUMENTS] {
    let activity = usual_activity();
    let mean_ticket = |weights: &[u64]| {
        let total: u64 = weights.iter().sum();
        weights
            .iter()
            .zip(tickets)
            .map(|(&weight, ticket)| weight as f64 * ticket)
            .sum::<f64>()
            / total as f64
    };
    core::array::from_fn(|index| {
        let online = f64::from(online_share(Instrument::ALL[index])) / 1000.0;
        let (mut all, mut ticket) = (0.0, 0.0);
        for group in 0..GROUPS {
            let share = activity[group] * mixes[group][index];
            all += share;
            let [local, remote] = &trades[group];
            ticket += share * (online * mean_ticket(remote) + (1.0 - online) * mean_ticket(local));
        }
        ticket / all
    })
}

/// Scales the tendencies by instrument until the totals match the published shares while each group keeps its
/// own total (iterative proportional fitting).
pub(super) fn fit_mixes() -> [[f64; INSTRUMENTS]; GROUPS] {
    let activity: [f64; GROUPS] = usual_activity();
    let mut mixes = TENDENCIES;
    let total: f64 = SHARES.iter().map(|(_, share)| share).sum();
    for _ in 0..100 {
        for mix in &mut mixes {
            let sum: f64 = mix.iter().sum();
            mix.iter_mut().for_each(|share| *share /= sum);
        }
        for (index, (_, share)) in SHARES.iter().enumerate() {
            let whole: f64 = mixes
                .iter()
                .zip(activity)
                .map(|(mix, activity)| mix[index] * activity)
                .sum();
            mixes
                .iter_mut()
                .for_each(|mix| mix[index] *= share / total / whole);
        }
    }
    mixes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixes_meet_the_published_shares() {
        let (mixes, activity) = (fit_mixes(), usual_activity());
        for (index, (instrument, share)) in SHARES.iter().enumerate() {
            let whole: f64 = mixes
                .iter()
                .zip(activity)
                .map(|(mix, activity)| mix[index] * activity)
                .sum();
            let total: f64 = SHARES.iter().map(|(_, share)| share).sum();
            assert!((whole * total / share - 1.0).abs() < 0.01, "{instrument:?}");
        }
    }

    #[test]
    fn the_mix_of_trades_stays_though_some_towns_lack_some() {
        let [weights, _] = &trade_weights()[0];
        // The smaller half of the towns has only the first trades.
        let mut sizes: Vec<u32> = MUNICIPALITIES.iter().map(|town| town.population).collect();
        sizes.sort_unstable();
        let median = sizes[sizes.len() / 2];
        let nearby: Vec<[bool; MCCS.len()]> = MUNICIPALITIES
            .iter()
            .map(|town| core::array::from_fn(|mcc| mcc < 14 || town.population > median))
            .collect();
        let fitted = fit_to_towns(weights, &nearby);
        let (mut made, mut people) = ([0.0; MCCS.len()], 0.0);
        for (town, nearby) in MUNICIPALITIES.iter().zip(&nearby) {
            let of = |mcc: usize| if nearby[mcc] { fitted[mcc] as f64 } else { 0.0 };
            let all: f64 = (0..MCCS.len()).map(of).sum();
            let population = f64::from(town.population);
            (0..MCCS.len()).for_each(|mcc| made[mcc] += population * of(mcc) / all);
            people += population;
        }
        let all: u64 = weights.iter().sum();
        for (made, &weight) in made.iter().zip(weights) {
            let (share, wanted) = (made / people, weight as f64 / all as f64);
            assert!(libm::fabs(share - wanted) < 0.002, "{share} {wanted}");
        }
    }
}
