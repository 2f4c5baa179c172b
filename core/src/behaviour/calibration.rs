//! Calibrated tables of everyday behaviour: instruments, times, frequencies and who pays.
//!
//! Published figures are the targets; the differences between profiles follow the previous generator's
//! tendencies, scaled until the totals meet the targets.

use crate::schema::categories::Instrument;

pub(super) const INSTRUMENTS: usize = Instrument::ALL.len();
/// The six profiles, plus companies.
pub(super) const GROUPS: usize = 7;

/// Shares of instruments, per cent. The first six are those of [`crate::published::PAYMENTS`]; automatic
/// debits and withdrawals come on top. Prepaid cards are a little more, as blocked ones are replaced by debit cards.
#[rustfmt::skip]
pub(super) const SHARES: [(Instrument, f64); INSTRUMENTS] = [
    (Instrument::Pix, 55.7), (Instrument::CreditCard, 17.2), (Instrument::DebitCard, 13.2),
    (Instrument::PrepaidCard, 9.4), (Instrument::Boleto, 3.7), (Instrument::Ted, 0.55),
    (Instrument::AutoDebit, 3.0), (Instrument::Withdrawal, 1.5),
];

/// Relative use of instruments by each group, in the order of [`SHARES`].
#[rustfmt::skip]
pub(super) const TENDENCIES: [[f64; INSTRUMENTS]; GROUPS] = [
    [62.0, 18.0,  8.0, 12.0,  1.5, 0.2, 2.0, 0.5], // young_digital
    [35.0, 15.0, 25.0,  3.0, 12.0, 1.5, 5.0, 6.0], // traditional_senior
    [52.0, 20.0,  8.0,  3.0,  9.0, 2.0, 3.0, 1.0], // business_owner
    [40.0, 40.0,  8.0,  2.0,  4.0, 2.0, 4.0, 1.0], // high_spender
    [48.0, 28.0,  8.0,  9.0,  2.0, 0.3, 6.0, 0.5], // subscription_heavy
    [52.0, 18.0, 18.0,  8.0,  4.0, 0.4, 3.0, 1.5], // family_provider
    [70.0,  8.0,  2.0,  1.0, 14.0, 4.0, 2.0, 0.3], // companies
];

/// Payments by hour of day. Persons: peaks at noon and 18:00 (press reports of BCB and Nubank figures), fitted
/// to [`crate::published::EVENING_PIX`] and [`crate::published::LAST_MINUTE_PIX`]. The others are assumptions.
#[rustfmt::skip]
pub(super) const HOURS: [[u16; 24]; 5] = [
    //0  1  2  3  4  5   6   7   8   9  10  11  12  13  14  15  16  17  18  19  20  21  22  23
    [ 8, 5, 3, 3, 4, 8, 18, 31, 42, 50, 55, 60, 72, 60, 53, 53, 55, 70, 91, 88, 76, 60, 41, 15], // persons
    [ 3, 2, 1, 1, 2, 8, 26, 52, 80, 96, 98, 88, 70, 60, 66, 68, 62, 54, 46, 36, 26, 16, 10,  5], // seniors
    [ 1, 1, 1, 1, 1, 3, 12, 38, 76, 98, 102, 94, 64, 78, 92, 92, 86, 70, 40, 22, 13, 8,  4,  2], // companies
    [ 0, 0, 0, 0, 0, 0,  0, 30, 120, 110, 100, 90, 70, 75, 80, 85, 80, 30, 0, 0, 0,  0,  0,  0], // banking hours
    [ 0, 0, 0, 0, 0, 0, 20, 40, 60, 75, 80, 80, 75, 70, 70, 70, 70, 75, 70, 55, 35, 15,  0,  0], // ATMs
];

/// How much lower Pix amounts are at weekends, in standard deviations.
pub(super) const WEEKEND: f64 = 0.7;

/// Pix of persons to persons, per mille: with look-alikes of fraud and rent, which mostly go to persons, it
/// meets [`crate::published::PERSON_TO_PERSON_PIX`].
const PERSON_TO_PERSON: u32 = 456;
/// Pix of companies to accounts other than merchants', per mille (assumption).
const COMPANY_TO_ACCOUNT: u32 = 550;

/// Pix to accounts, rather than to merchants, per mille.
pub(crate) const fn to_accounts(person: bool) -> u32 {
    match person {
        true => PERSON_TO_PERSON,
        false => COMPANY_TO_ACCOUNT,
    }
}

/// Number of ranks in the table of Zipf's law.
pub(super) const RANKS: u64 = 40;

/// Online purchases per mille, by instrument (assumptions; 47.6% of the value of credit card purchases is
/// online).
pub(crate) const fn online_share(instrument: Instrument) -> u32 {
    match instrument {
        Instrument::Pix => 350,
        Instrument::CreditCard => 96,
        Instrument::PrepaidCard => 110,
        _ => 40,
    }
}
