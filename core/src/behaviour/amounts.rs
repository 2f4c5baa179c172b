//! [`Amounts`]: the amounts paid with each instrument.

use crate::behaviour::calibration::WEEKEND;
use crate::calendar::Date;
use crate::published::{BOLETO_MEAN, PREPAID_CARD_MEAN};
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
            // Fitted to the `PERSONS_PIX_…` of `published`, which cover all Pix, including the large amounts of
            // look-alikes of fraud, which are drawn elsewhere.
            pix_person: Quantiles::log_normal_mixture(&[
                (0.985, 75.0, 0.42),
                (0.015, 4_700.0, 1.2),
            ]),
            // Fitted to the `COMPANIES_PIX_…` of `published`.
            pix_company: Quantiles::log_normal(545.0, 1.405),
            // Means so that all payments meet `CREDIT_CARD_MEAN` and `DEBIT_CARD_MEAN`: look-alikes of fraud
            // raise the mean of credit cards. Spreads are assumptions.
            credit: Quantiles::log_normal_mean(123.5, 1.2),
            debit: Quantiles::log_normal_mean(58.2, 1.0),
            prepaid: Quantiles::log_normal_mean(PREPAID_CARD_MEAN.value, 1.0),
            boleto: Quantiles::log_normal_mean(BOLETO_MEAN.value, 1.5),
            // Together they meet `TED_MEAN`; most of the value is paid by companies.
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
