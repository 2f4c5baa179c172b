//! [`Amounts`]: the amounts paid with each instrument.

use crate::behaviour::calibration::WEEKEND;
use crate::calendar::Date;
use crate::published::{BOLETO_MEAN, PREPAID_CARD_MEAN};
use crate::random::distributions::Quantiles;
use crate::random::rng::Rng;
use crate::schema::categories::Instrument;

/// How much fixed prices rise in a year, per mille (IPCA of 2024: 4.8%).
const ANNUAL_RISE: i64 = 48;

/// The distribution of amounts by instrument, in reais.
#[derive(Debug)]
pub(crate) struct Amounts {
    pix_person: Quantiles,
    pix_company: Quantiles,
    credit: Quantiles,
    debit: Quantiles,
    prepaid: Quantiles,
    boleto_person: Quantiles,
    boleto_company: Quantiles,
    ted_person: Quantiles,
    ted_company: Quantiles,
    auto_debit: Quantiles,
    withdrawal: Quantiles,
}

impl Amounts {
    pub(super) fn new() -> Self {
        Self {
            // Fitted to the `PERSONS_PIX_…` of `published`, which cover all Pix, including the large amounts of
            // look-alikes of fraud, which are drawn elsewhere.
            pix_person: Quantiles::log_normal_mixture(&[
                (0.9960, 74.8, 0.31),
                (0.0040, 8_300.0, 1.25),
            ]),
            // Fitted to the `COMPANIES_PIX_…` of `published`.
            pix_company: Quantiles::log_normal(482.0, 1.405),
            // Means so that all payments meet `CREDIT_CARD_MEAN`, `DEBIT_CARD_MEAN`, `PREPAID_CARD_MEAN` and
            // `BOLETO_MEAN`: customers' means and look-alikes of fraud raise them. Spreads are assumptions.
            credit: Quantiles::log_normal_mean(82.0, 1.2),
            debit: Quantiles::log_normal_mean(33.8, 1.0),
            prepaid: Quantiles::log_normal_mean(PREPAID_CARD_MEAN.value * 0.685, 1.0),
            boleto_person: Quantiles::log_normal_mean(BOLETO_MEAN.value * 0.40, 1.1),
            boleto_company: Quantiles::log_normal_mean(BOLETO_MEAN.value * 2.3, 1.4),
            // Together they meet `TED_MEAN`; most of the value is paid by companies.
            ted_person: Quantiles::log_normal(2_500.0, 1.2),
            ted_company: Quantiles::log_normal(16_000.0, 1.8),
            auto_debit: Quantiles::log_normal(110.0, 0.75),
            withdrawal: Quantiles::log_normal(170.0, 0.75),
        }
    }

    /// The amount in centavos at standard normal quantile `z`.
    pub(crate) fn at(&self, instrument: Instrument, person: bool, z: f64) -> i64 {
        let quantiles = match (instrument, person) {
            (Instrument::Pix, true) => &self.pix_person,
            (Instrument::Pix, false) => &self.pix_company,
            (Instrument::CreditCard, _) => &self.credit,
            (Instrument::DebitCard, _) => &self.debit,
            (Instrument::PrepaidCard, _) => &self.prepaid,
            (Instrument::Boleto, true) => &self.boleto_person,
            (Instrument::Boleto, false) => &self.boleto_company,
            (Instrument::Ted, true) => &self.ted_person,
            (Instrument::Ted, false) => &self.ted_company,
            (Instrument::AutoDebit, _) => &self.auto_debit,
            (Instrument::Withdrawal, _) => &self.withdrawal,
        };
        ((quantiles.at(z) * 100.0) as i64).max(1)
    }

    /// Shifts the standard normal quantile of a Pix by its day: large amounts are paid on weekdays, and the
    /// weekend mean is a fraction of the weekday mean ([`crate::published::WEEKEND_PIX_MEAN`]). The overall
    /// mean and spread are preserved.
    pub(crate) fn for_day(person: bool, day: Date, size: f64) -> f64 {
        // Share of payments made at weekends.
        let share = if person { 0.22 } else { 0.09 };
        let shift = if day.is_weekend() { share - 1.0 } else { share };
        let spread = WEEKEND * WEEKEND * share * (1.0 - share);
        (size + WEEKEND * shift) / libm::sqrt(1.0 + spread)
    }
}

/// What persons agree on: often a round amount, rounded down.
pub(crate) fn agreed(amount: i64, rng: &mut Rng) -> i64 {
    if !rng.chance(550) {
        return amount;
    }
    let step = match amount {
        ..2_000 => 100,
        2_000..5_000 => 500,
        5_000..30_000 => 1_000,
        30_000..100_000 => 5_000,
        _ => 10_000,
    };
    (amount / step * step).max(step)
}

/// What is charged: prices often end in 90 or 99 centavos.
pub(crate) fn price(amount: i64, rng: &mut Rng) -> i64 {
    match rng.below(100) {
        ..22 => amount / 100 * 100 + 90,
        22..32 => amount / 100 * 100 + 99,
        32..42 => (amount + 50) / 100 * 100,
        _ => amount,
    }
    .max(1)
}

/// A fixed price in a month of the period, by number: it rises once a year, by the inflation.
pub(crate) fn risen(price: i64, month: i64, rises_in: i64) -> i64 {
    let rises = (month + 12 - rises_in) / 12;
    price * (1_000 + ANNUAL_RISE * rises) / 1_000 / 10 * 10
}
