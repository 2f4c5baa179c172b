//! [`Budgets`]: how much customers can pay, so that what they spend agrees with what comes in.

use alloc::vec::Vec;

use crate::behaviour::amounts::Amounts;
use crate::behaviour::calibration::INSTRUMENTS;
use crate::schema::categories::Instrument;

/// The weight of a customer's means in the amounts they pay (assumption).
pub(crate) const MEANS_WEIGHT: f64 = 0.55;
/// Share of a customer's income that everyday payments are sized to use up: what look-alikes of fraud cost comes
/// from savings (assumption).
const SPENT: f64 = 1.0;
/// What others pay to a person, of what the person pays to others (assumption: persons also receive Pix from
/// companies, for work and sales).
const RECEIVED: f64 = 1.42;
/// Customers bring in what is missing where it is more than this share of their income (assumption).
const LEAST_MISSING: f64 = 0.05;
/// Means are at most this many standard deviations from the average.
const MOST: f64 = 2.5;
/// Points of the table of means, from −[`MOST`] to [`MOST`].
const POINTS: usize = 21;
/// Points of a normal distribution over which an amount is averaged.
const CHANCES: usize = 201;

/// What a customer's payments and income are sized by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// The customer's means in standard deviations: the driver of all amounts.
    pub(crate) means: f64,
    /// What the customer has to bring in each month from elsewhere, in centavos.
    pub(crate) missing: i64,
}

/// A customer's usual month.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Month<'a> {
    pub(crate) person: bool,
    /// The number of payments.
    pub(crate) payments: f64,
    /// The share of each instrument.
    pub(crate) mix: &'a [f64; INSTRUMENTS],
    /// How often others pay by Pix to the customer.
    pub(crate) received: f64,
    /// Income in centavos.
    pub(crate) income: i64,
}

/// How often others usually pay to a customer who makes this many transfers.
pub(crate) fn usual_received(person: bool, transfers: f64) -> f64 {
    match person {
        true => RECEIVED * transfers,
        false => 0.0,
    }
}

/// Mean amounts by means.
#[derive(Debug)]
pub(crate) struct Budgets {
    /// For companies and persons, by instrument: the mean amount in centavos at each point of means.
    amounts: [[Vec<f64>; INSTRUMENTS]; 2],
}

impl Budgets {
    pub(super) fn new(amounts: &Amounts) -> Self {
        let rest = libm::sqrt(1.0 - MEANS_WEIGHT * MEANS_WEIGHT);
        let mean = |instrument, person, means: f64| {
            let (mut sum, mut weights) = (0.0, 0.0);
            for point in 0..CHANCES {
                let z = (point as f64 / (CHANCES - 1) as f64 - 0.5) * 9.0;
                let weight = libm::exp(-z * z / 2.0);
                sum +=
                    weight * amounts.at(instrument, person, MEANS_WEIGHT * means + rest * z) as f64;
                weights += weight;
            }
            sum / weights
        };
        Self {
            amounts: [false, true].map(|person| {
                core::array::from_fn(|index| {
                    let instrument = Instrument::ALL[index];
                    (0..POINTS)
                        .map(|point| mean(instrument, person, means_at(point)))
                        .collect()
                })
            }),
        }
    }

    /// The means at which a customer's payments use up the income.
    pub(crate) fn of(&self, month: &Month<'_>) -> Budget {
        let (mut low, mut high) = (-MOST, MOST);
        for _ in 0..12 {
            let middle = (low + high) / 2.0;
            match self.net(month, middle) < SPENT * month.income as f64 {
                true => low = middle,
                false => high = middle,
            }
        }
        let means = (low + high) / 2.0;
        let missing = self.net(month, means) - month.income as f64;
        Budget {
            means,
            // Not for a rounding error.
            missing: match missing > LEAST_MISSING * month.income as f64 {
                true => missing as i64,
                false => 0,
            },
        }
    }

    /// What a customer pays in a month, less what others pay to the customer.
    fn net(&self, month: &Month<'_>, means: f64) -> f64 {
        let amount = |instrument: Instrument| self.mean(month.person, instrument, means);
        let paid: f64 = Instrument::ALL
            .iter()
            .map(|&instrument| month.mix[instrument as usize] * amount(instrument))
            .sum();
        month.payments * paid - month.received * amount(Instrument::Pix)
    }

    fn mean(&self, person: bool, instrument: Instrument, means: f64) -> f64 {
        let table = &self.amounts[usize::from(person)][instrument as usize];
        let position = (means + MOST) / (2.0 * MOST) * (POINTS - 1) as f64;
        let index = (position as usize).min(POINTS - 2);
        table[index] + (table[index + 1] - table[index]) * (position - index as f64)
    }
}

fn means_at(point: usize) -> f64 {
    (point as f64 / (POINTS - 1) as f64 * 2.0 - 1.0) * MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payments_use_up_the_income_within_the_bounds_of_means() {
        let budgets = Budgets::new(&Amounts::new());
        let mut mix = [0.0; INSTRUMENTS];
        mix[Instrument::Pix as usize] = 0.6;
        mix[Instrument::CreditCard as usize] = 0.4;
        let of = |income| {
            let month = Month {
                person: true,
                payments: 30.0,
                mix: &mix,
                received: usual_received(true, 30.0 * 0.6 * 0.45),
                income,
            };
            (
                budgets.of(&month),
                budgets.net(&month, budgets.of(&month).means),
            )
        };
        let (usual, paid) = of(300_000);
        assert!((paid / 300_000.0 - SPENT).abs() < 0.01, "{usual:?}");
        assert_eq!(usual.missing, 0);
        let (poor, paid) = of(20_000);
        assert!(
            poor.means < -2.4 && poor.missing as f64 > paid - 20_001.0,
            "{poor:?}"
        );
        assert!(of(30_000_000).0.means > 2.4);
    }
}
