//! [`LabelNoise`]: reports that are lost, or made by mistake.
//!
//! Noise is in what the bank's labels say, never in what happened: cases are reported, decided and refunded, cards
//! and accounts blocked, as without it. It acts on whole reports, as in a bank: one report is about all payments of
//! a case, and a false one about all that look like a case.

use crate::bank::order::Order;
use crate::calendar::{DAY, HOUR};
use crate::fraud::planning::cases::Case;
use crate::fraud::script::Step;
use crate::random::rng::{Keys, Purpose, scale, unit};
use crate::spec::Spec;

/// Reports of the larger payments of a case only, for each one that is lost (assumption).
const IN_PART: f64 = 0.5;
/// False reports that are about look-alikes, by number of payments (assumption).
const ABOUT_LOOK_ALIKES: f64 = 0.9;
/// Look-alikes that are reported by mistake, at most.
const MOST_LOOK_ALIKES: f64 = 0.5;

/// Which reports are lost or false.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulation) struct LabelNoise {
    keys: Keys,
    /// Share of reports that are lost.
    lost: f64,
    /// Share of look-alikes that are reported by mistake, and of other legitimate payments.
    look_alikes: f64,
    others: f64,
}

impl LabelNoise {
    /// The noise of a spec, where look-alikes are a share of all legitimate payments. By number of payments, there
    /// are as many false reports as lost ones.
    pub(in crate::simulation) fn new(spec: &Spec, look_alikes: f64) -> Self {
        let mistaken = spec.label_noise * spec.fraud_rate;
        let of_look_alikes = (mistaken * ABOUT_LOOK_ALIKES / look_alikes).min(MOST_LOOK_ALIKES);
        Self {
            keys: Keys::new(spec.seed, Purpose::LabelNoise),
            lost: spec.label_noise,
            look_alikes: of_look_alikes,
            others: mistaken - of_look_alikes * look_alikes,
        }
    }

    /// When the bank learns that an order was part of a case with these steps, or is told so by mistake.
    pub(in crate::simulation) fn of_order(
        &self,
        order: &Order,
        case: Option<(&Case, &[Step])>,
        transaction: i64,
    ) -> Option<i64> {
        match (case, order.decoy) {
            (Some((case, steps)), _) => {
                let amounts = steps.iter().map(|step| step.amount);
                self.of_case(case.id, case.aftermath.reported, order.amount, amounts)
            }
            (None, Some(_)) => order.reported,
            (None, None) => self.of_payment(transaction, order.time),
        }
    }

    /// When the bank learns that a payment is part of a case, which was reported at a time or never; `amounts` are
    /// those of all its payments. A report that is made in part leaves out those below their mean.
    pub(in crate::simulation) fn of_case(
        &self,
        case: i64,
        reported: Option<i64>,
        amount: i64,
        amounts: impl Iterator<Item = i64>,
    ) -> Option<i64> {
        let roll = unit(self.keys.of(1 << 62 | case as u64));
        let is_known = || {
            let (sum, count) =
                amounts.fold((0, 0), |(sum, count), amount| (sum + amount, count + 1));
            let in_part = roll < self.lost * (1.0 + IN_PART);
            roll >= self.lost && (!in_part || amount * count >= sum)
        };
        reported.filter(|_| is_known())
    }

    /// When a look-alike, whose last payment is at a time, is reported by mistake, if it is.
    pub(in crate::simulation) fn of_look_alike(&self, entity: u64, last: i64) -> Option<i64> {
        self.mistake(entity | 1 << 63, last, self.look_alikes)
    }

    /// When a legitimate payment that is not made to look like fraud is reported by mistake, if it is.
    pub(in crate::simulation) fn of_payment(&self, transaction: i64, time: i64) -> Option<i64> {
        self.mistake(transaction as u64, time, self.others)
    }

    fn mistake(&self, entity: u64, time: i64, share: f64) -> Option<i64> {
        if share <= 0.0 {
            return None;
        }
        let roll = self.keys.of(entity);
        let days = unit(roll.rotate_left(32));
        let wait = HOUR
            + scale(roll.rotate_left(17), DAY as u64) as i64
            + (days * days * days * 45.0 * DAY as f64) as i64;
        (unit(roll) < share).then_some(time + wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AMOUNTS: [i64; 3] = [100, 200, 600];

    fn noise(label_noise: f64, fraud_rate: f64) -> LabelNoise {
        let spec = Spec {
            label_noise,
            fraud_rate,
            ..Spec::default()
        };
        LabelNoise::new(&spec, 0.07)
    }

    #[test]
    fn a_report_is_lost_whole_or_made_of_the_larger_payments() {
        let (noise, mut lost, mut in_part) = (noise(0.2, 0.001), 0, 0);
        for case in 1..=10_000 {
            let known =
                AMOUNTS.map(|amount| noise.of_case(case, Some(5), amount, AMOUNTS.into_iter()));
            match known {
                [None, None, None] => lost += 1,
                [None, None, Some(5)] => in_part += 1,
                _ => assert_eq!(known, [Some(5); 3]),
            }
        }
        assert!((1_850..2_150).contains(&lost), "{lost}");
        assert!((880..1_120).contains(&in_part), "{in_part}");
        let unreported = noise.of_case(1, None, 100, AMOUNTS.into_iter());
        assert_eq!(unreported, None);
    }

    #[test]
    fn without_noise_labels_are_as_reported() {
        let noise = noise(0.0, 0.1);
        for entity in 0..1_000 {
            let known = noise.of_case(entity, Some(5), 1, AMOUNTS.into_iter());
            assert_eq!(known, Some(5));
            assert_eq!(noise.of_look_alike(entity as u64, 0), None);
            assert_eq!(noise.of_payment(entity, 0), None);
        }
    }

    #[test]
    fn false_reports_are_as_many_as_lost_ones_and_mostly_about_look_alikes() {
        let share = |is_reported: &dyn Fn(u64) -> bool| {
            (0..100_000).filter(|&entity| is_reported(entity)).count() as f64 / 100_000.0
        };
        for (label_noise, fraud_rate, about_look_alikes) in [(0.2, 0.02, 0.9), (0.5, 0.2, 0.35)] {
            let noise = noise(label_noise, fraud_rate);
            let look_alikes = 0.07 * share(&|entity| noise.of_look_alike(entity, 9) > Some(9));
            let others = share(&|entity| noise.of_payment(entity as i64, 9) > Some(9));
            let all = (look_alikes + others) / (label_noise * fraud_rate);
            assert!((0.9..1.1).contains(&all), "{all}");
            let found = look_alikes / (look_alikes + others);
            assert!((found - about_look_alikes).abs() < 0.1, "{found}");
        }
    }
}
