//! [`Amounts`]: the amounts paid with each instrument.

use crate::behaviour::calibration::WEEKEND;
use crate::calendar::Date;
use crate::random::distributions::Quantiles;
use crate::schema::categories::Instrument;

/// The distribution of amounts by instrument, in reais.
#[derive(Debug)]
pub(crate) struct Amounts {
    pix_person: Quantiles,
    pix_company: Quantiles,
    credit: Quantiles,
    debit: Quantiles,
    prepaid: Quantiles,
    boleto: Quantiles,
    ted_person: Quantiles,
    ted_company: Quantiles,
    auto_debit: Quantiles,
    withdrawal: Quantiles,
}

impl Amounts {
    pub(super) fn new() -> Self {
        Self {
            // 68.2 % below R$100, 93.1 % below R$200, 99 % below R$3,700, mean R$257 (BCB). The published
            // figures cover all Pix, including the large amounts of fraud's look-alikes, which are drawn
            // elsewhere.
            pix_person: Quantiles::log_normal_mixture(&[
                (0.985, 75.0, 0.42),
                (0.015, 4_700.0, 1.2),
            ]),
            // 18.6 % from R$2,000, 99 % below R$15,000 (BCB).
            pix_company: Quantiles::log_normal(545.0, 1.405),
            // Mean tickets of H1 2024 (Abecs: 136.59, 59.81, 40.91). Spreads are assumptions; look-alikes of
            // fraud raise the mean of credit cards.
            credit: Quantiles::log_normal_mean(123.5, 1.2),
            debit: Quantiles::log_normal_mean(58.2, 1.0),
            prepaid: Quantiles::log_normal_mean(40.91, 1.0),
            // Mean R$1,476 (2024).
            boleto: Quantiles::log_normal_mean(1_476.0, 1.5),
            // Mean R$52,500 (2024), mostly from companies.
            ted_person: Quantiles::log_normal(3_500.0, 1.5),
            ted_company: Quantiles::log_normal(28_000.0, 1.8),
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
            (Instrument::Boleto, _) => &self.boleto,
            (Instrument::Ted, true) => &self.ted_person,
            (Instrument::Ted, false) => &self.ted_company,
            (Instrument::AutoDebit, _) => &self.auto_debit,
            (Instrument::Withdrawal, _) => &self.withdrawal,
        };
        ((quantiles.at(z) * 100.0) as i64).max(1)
    }

    /// Shifts the standard normal quantile of a Pix by its day: large amounts are paid on weekdays, and the
    /// mean at weekends is a third of the weekday mean (BCB, 2021). The overall mean and spread are
    /// preserved.
    pub(crate) fn for_day(person: bool, day: Date, size: f64) -> f64 {
        // Share of payments made at weekends.
        let share = if person { 0.22 } else { 0.09 };
        let shift = if day.is_weekend() { share - 1.0 } else { share };
        let spread = WEEKEND * WEEKEND * share * (1.0 - share);
        (size + WEEKEND * shift) / libm::sqrt(1.0 + spread)
    }
}
