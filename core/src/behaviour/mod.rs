//! [`Habits`]: how people and companies usually pay: with what, when and how much.
//!
//! Published figures are the targets; shares between profiles are the earlier generator's tendencies,
//! scaled until the whole meets the targets.

use core::ops::Range;

use alloc::vec::Vec;

use crate::calendar::{Date, HOUR, MINUTE};
use crate::catalog::merchants::{CASH, MCCS, PROFILE_MCC};
use crate::population::people::customer::{Customer, usual_activity, usual_wealth};
use crate::random::distributions::{Alias, Quantiles};
use crate::random::rng::Stream;
use crate::schema::categories::{Instrument, Profile};
use crate::spec::Spec;

const INSTRUMENTS: usize = Instrument::ALL.len();
/// The six profiles, and companies.
const GROUPS: usize = 7;
/// Ranks that Zipf's law is tabulated for.
const RANKS: u64 = 40;

/// Shares of instruments, in tenths of a per cent. The first six are the counts of 2024 (BCB, Abecs:
/// 63.8, 19.8, 16.7, 9.2, 4.2 and 0.82 billion); automatic debit and withdrawals are beside them.
#[rustfmt::skip]
const SHARES: [(Instrument, f64); INSTRUMENTS] = [
    (Instrument::Pix, 55.7), (Instrument::CreditCard, 17.3), (Instrument::DebitCard, 14.6),
    (Instrument::PrepaidCard, 8.0), (Instrument::Boleto, 3.7), (Instrument::Ted, 0.7),
    (Instrument::AutoDebit, 3.0), (Instrument::Withdrawal, 1.5),
];

/// What each group tends to pay with, in the order of [`SHARES`].
#[rustfmt::skip]
const TENDENCIES: [[f64; INSTRUMENTS]; GROUPS] = [
    [62.0, 18.0,  8.0, 12.0,  1.5, 0.2, 2.0, 0.5], // young_digital
    [35.0, 15.0, 25.0,  3.0, 12.0, 1.5, 5.0, 6.0], // traditional_senior
    [52.0, 20.0,  8.0,  3.0,  9.0, 2.0, 3.0, 1.0], // business_owner
    [40.0, 40.0,  8.0,  2.0,  4.0, 2.0, 4.0, 1.0], // high_spender
    [48.0, 28.0,  8.0,  9.0,  2.0, 0.3, 6.0, 0.5], // subscription_heavy
    [52.0, 18.0, 18.0,  8.0,  4.0, 0.4, 3.0, 1.5], // family_provider
    [70.0,  8.0,  2.0,  1.0, 14.0, 4.0, 2.0, 0.3], // companies
];

/// Payments by hour of day. Persons: peaks at 12 h and 18 h; 38 % of all after 17 h, the last minute of the day at
/// a quarter of the mean density (press reports of BCB and Nubank figures). The others are assumptions.
#[rustfmt::skip]
const HOURS: [[u16; 24]; 5] = [
    //0  1  2  3  4  5   6   7   8   9  10  11  12  13  14  15  16  17  18  19  20  21  22  23
    [ 8, 5, 3, 3, 4, 8, 18, 31, 42, 50, 55, 60, 72, 60, 53, 53, 55, 70, 91, 88, 76, 60, 41, 15], // persons
    [ 3, 2, 1, 1, 2, 8, 26, 52, 80, 96, 98, 88, 70, 60, 66, 68, 62, 54, 46, 36, 26, 16, 10,  5], // seniors
    [ 1, 1, 1, 1, 1, 3, 12, 38, 76, 98, 102, 94, 64, 78, 92, 92, 86, 70, 40, 22, 13, 8,  4,  2], // companies
    [ 0, 0, 0, 0, 0, 0,  0, 30, 120, 110, 100, 90, 70, 75, 80, 85, 80, 30, 0, 0, 0,  0,  0,  0], // banking hours
    [ 0, 0, 0, 0, 0, 0, 20, 40, 60, 75, 80, 80, 75, 70, 70, 70, 70, 75, 70, 55, 35, 15,  0,  0], // cash machines
];

/// Which days and hours a payment keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    Person,
    Senior,
    Company,
    /// TED and boleto: bank business days, in banking hours.
    Banking,
    Cash,
}

/// When income comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payday {
    /// The fifth business day: the latest that the law allows.
    FifthBusinessDay,
    Twentieth,
    LastDay,
    /// A company's sales.
    EveryBusinessDay,
}

/// Income that comes at a time, in thousandths of a month's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Income {
    pub(crate) time: i64,
    pub(crate) per_mille: i64,
}

/// Spread of the wealth of those who pay, and its mean: wealth counts by activity.
const WEALTH: (f64, f64) = (-0.04, 0.95);

/// How much lower the amounts of a weekend's Pix are, in standard deviations.
const WEEKEND: f64 = 0.55;

/// How payments are made.
#[derive(Debug)]
pub(crate) struct Habits {
    start: Date,
    months: u64,
    mixes: [Alias; GROUPS],
    /// Days of the period for persons, companies and banking.
    days: [Alias; 3],
    minutes: [Alias; HOURS.len()],
    /// Trades each group buys from, in shops and online.
    trades: [[Alias; 2]; GROUPS],
    /// Typical ticket of each trade, in standard deviations among all.
    tickets: Vec<f64>,
    /// Mean standing of those who use each instrument, and mean ticket of what they buy with it.
    users: [(f64, f64); INSTRUMENTS],
    amounts: Amounts,
    /// By [`Payday`].
    incomes: [Vec<Income>; 4],
    /// Zipf's law over the first ranks.
    ranks: Alias,
}

#[derive(Debug)]
struct Amounts {
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
    fn new() -> Self {
        Self {
            // 68.2 % below R$100, 93.1 % below R$200, 99 % below R$3,700, mean R$257 (BCB): of all Pix, of
            // which the large sums of everyday scenes (fraud's look-alikes) are a part.
            pix_person: Quantiles::log_normal_mixture(&[
                (0.985, 75.0, 0.42),
                (0.015, 4_700.0, 1.2),
            ]),
            // 18.6 % from R$2,000, 99 % below R$15,000 (BCB).
            pix_company: Quantiles::log_normal(545.0, 1.405),
            // Mean tickets of the first half of 2024 (Abecs: 136.59, 59.81, 40.91); spreads are assumptions, and
            // everyday scenes raise the mean of credit.
            credit: Quantiles::log_normal_mean(123.5, 1.2),
            debit: Quantiles::log_normal_mean(58.2, 1.0),
            prepaid: Quantiles::log_normal_mean(40.91, 1.0),
            // Mean R$1,476 (2024).
            boleto: Quantiles::log_normal_mean(1_476.0, 1.5),
            // Mean R$52,500 (2024), most of it companies'.
            ted_person: Quantiles::log_normal(3_500.0, 1.5),
            ted_company: Quantiles::log_normal(28_000.0, 1.8),
            auto_debit: Quantiles::log_normal(110.0, 0.75),
            withdrawal: Quantiles::log_normal(170.0, 0.75),
        }
    }
}

impl Habits {
    pub(crate) fn new(spec: &Spec) -> Self {
        let purchase = |mcc: usize| {
            if mcc == CASH {
                0
            } else {
                u64::from(MCCS[mcc].weight)
            }
        };
        let logs: Vec<f64> = MCCS
            .iter()
            .map(|mcc| libm::log(f64::from(mcc.median)))
            .collect();
        let total: f64 = (0..MCCS.len()).map(|mcc| purchase(mcc) as f64).sum();
        let mean: f64 = (0..MCCS.len())
            .map(|mcc| purchase(mcc) as f64 * logs[mcc])
            .sum::<f64>()
            / total;
        let variance: f64 = (0..MCCS.len())
            .map(|mcc| purchase(mcc) as f64 * (logs[mcc] - mean) * (logs[mcc] - mean))
            .sum::<f64>()
            / total;
        let tickets: Vec<f64> = logs
            .iter()
            .map(|log| (log - mean) / libm::sqrt(variance))
            .collect();
        let trade_weights: [[Vec<u64>; 2]; GROUPS] = core::array::from_fn(|group| {
            [false, true].map(|online| {
                let weight = |mcc: usize| {
                    let share = u64::from(if online {
                        MCCS[mcc].online
                    } else {
                        100 - MCCS[mcc].online
                    });
                    purchase(mcc) * share * u64::from(PROFILE_MCC[group.min(GROUPS - 2)][mcc])
                };
                (0..MCCS.len()).map(weight).collect()
            })
        });
        let mixes = fit_mixes();
        let users = users(&mixes, &tickets, &trade_weights);
        let period = || (0..spec.days as i32).map(|day| Date(spec.start.0 + day));
        let days = [person_day, company_day, banking_day].map(|weight: fn(Date) -> u64| {
            let weights: Vec<u64> = period().map(weight).collect();
            // A period of holidays alone still has its payments.
            if weights.iter().all(|&w| w == 0) {
                Alias::new(&alloc::vec![1; weights.len()])
            } else {
                Alias::new(&weights)
            }
        });
        Self {
            start: spec.start,
            months: months(spec.start..Date(spec.start.0 + spec.days as i32)).count() as u64,
            mixes: mixes.map(|mix| Alias::new(&mix.map(|share| (share * 1e6) as u64))),
            days,
            minutes: HOURS.map(|hours| Alias::new(&minute_weights(&hours))),
            trades: trade_weights.map(|by_place| by_place.map(|weights| Alias::new(&weights))),
            tickets,
            users,
            amounts: Amounts::new(),
            incomes: [
                Payday::FifthBusinessDay,
                Payday::Twentieth,
                Payday::LastDay,
                Payday::EveryBusinessDay,
            ]
            .map(|payday| incomes(payday, spec)),
            ranks: Alias::new(&(1..=RANKS).map(|rank| 1_000_000 / rank).collect::<Vec<_>>()),
        }
    }

    /// How many months the period touches.
    pub(crate) fn months(&self) -> u64 {
        self.months
    }

    /// What comes in on a payday during the period.
    pub(crate) fn incomes(&self, payday: Payday) -> &[Income] {
        &self.incomes[payday as usize]
    }

    /// A place in a list of `count`, the first ones most often.
    pub(crate) fn rank(&self, count: usize, stream: &mut Stream) -> usize {
        self.ranks.draw(stream) % count
    }

    /// What a customer pays with.
    pub(crate) fn instrument(&self, customer: &Customer, stream: &mut Stream) -> Instrument {
        Instrument::ALL[self.mixes[group(customer)].draw(stream)]
    }

    /// When a customer pays with an instrument, in microseconds UTC.
    pub(crate) fn time(&self, rhythm: Rhythm, stream: &mut Stream) -> i64 {
        let days = match rhythm {
            Rhythm::Company => &self.days[1],
            Rhythm::Banking => &self.days[2],
            _ => &self.days[0],
        };
        let day = Date(self.start.0 + days.draw(stream) as i32);
        day.midnight() + self.time_of_day(rhythm, stream)
    }

    /// A time of day, in microseconds since midnight in Brasília.
    pub(crate) fn time_of_day(&self, rhythm: Rhythm, stream: &mut Stream) -> i64 {
        let minute = self.minutes[rhythm as usize].draw(stream) as i64;
        minute * MINUTE + stream.below(MINUTE as u64) as i64
    }

    /// A trade that a customer buys from, in a shop or online.
    pub(crate) fn trade(&self, customer: &Customer, online: bool, stream: &mut Stream) -> usize {
        self.trades[group(customer)][usize::from(online)].draw(stream)
    }

    /// How dear a trade is, in standard deviations among what is bought with an instrument.
    pub(crate) fn ticket(&self, instrument: Instrument, mcc: u8) -> f64 {
        self.tickets[usize::from(mcc)] - self.users[instrument as usize].1
    }

    /// The amount in centavos at the standard normal quantile `z` of an instrument's amounts.
    pub(crate) fn amount(&self, instrument: Instrument, person: bool, z: f64) -> i64 {
        let amounts = &self.amounts;
        let quantiles = match (instrument, person) {
            (Instrument::Pix, true) => &amounts.pix_person,
            (Instrument::Pix, false) => &amounts.pix_company,
            (Instrument::CreditCard, _) => &amounts.credit,
            (Instrument::DebitCard, _) => &amounts.debit,
            (Instrument::PrepaidCard, _) => &amounts.prepaid,
            (Instrument::Boleto, _) => &amounts.boleto,
            (Instrument::Ted, true) => &amounts.ted_person,
            (Instrument::Ted, false) => &amounts.ted_company,
            (Instrument::AutoDebit, _) => &amounts.auto_debit,
            (Instrument::Withdrawal, _) => &amounts.withdrawal,
        };
        ((quantiles.at(z) * 100.0) as i64).max(1)
    }

    /// Mixes what an amount depends on into one standard normal: wealth and another normal by their
    /// weights, and chance for the rest. So amounts keep their published distribution.
    pub(crate) fn blend(
        &self,
        customer: &Customer,
        instrument: Instrument,
        wealth: f64,
        (weight, other): (f64, f64),
        chance: f64,
    ) -> f64 {
        let standing = if customer.is_person() {
            (customer.wealth - WEALTH.0) / WEALTH.1
        } else {
            customer.wealth
        };
        let rest = 1.0 - wealth * wealth - weight * weight;
        wealth * (standing - self.users[instrument as usize].0)
            + weight * other
            + libm::sqrt(rest) * chance
    }

    /// Purchases online, per mille, with an instrument (assumptions; of credit purchases 47.6 % of the value).
    pub(crate) const fn online(instrument: Instrument) -> u32 {
        match instrument {
            Instrument::Pix => 350,
            Instrument::CreditCard => 150,
            Instrument::PrepaidCard => 130,
            _ => 40,
        }
    }

    /// Moves the standard normal quantile of a Pix by its day: large sums wait for a weekday, and the mean of
    /// a weekend is a third of a weekday's (BCB, 2021). The whole keeps its mean and spread.
    pub(crate) fn on_day(person: bool, day: Date, size: f64) -> f64 {
        // Share of weekends in what is paid.
        let share = if person { 0.22 } else { 0.09 };
        let shift = if day.is_weekend() { share - 1.0 } else { share };
        let spread = WEEKEND * WEEKEND * share * (1.0 - share);
        (size + WEEKEND * shift) / libm::sqrt(1.0 + spread)
    }

    /// When customers with that instrument pay.
    pub(crate) fn rhythm(customer: &Customer, instrument: Instrument) -> Rhythm {
        match instrument {
            Instrument::Ted | Instrument::Boleto => Rhythm::Banking,
            Instrument::Withdrawal => Rhythm::Cash,
            _ if !customer.is_person() => Rhythm::Company,
            _ if customer.profile == Profile::TraditionalSenior => Rhythm::Senior,
            _ => Rhythm::Person,
        }
    }
}

fn group(customer: &Customer) -> usize {
    if customer.is_person() {
        customer.profile as usize
    } else {
        GROUPS - 1
    }
}

/// Mean standing and mean ticket of an instrument's purchases, over the groups that use it.
fn users(
    mixes: &[[f64; INSTRUMENTS]; GROUPS],
    tickets: &[f64],
    trades: &[[Vec<u64>; 2]; GROUPS],
) -> [(f64, f64); INSTRUMENTS] {
    let (activity, wealth) = (usual_activity(), usual_wealth());
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
        let online = f64::from(Habits::online(Instrument::ALL[index])) / 1000.0;
        let (mut all, mut standing, mut ticket) = (0.0, 0.0, 0.0);
        for group in 0..GROUPS {
            let share = activity[group] * mixes[group][index];
            let person = group < GROUPS - 1;
            all += share;
            standing += share
                * if person {
                    (wealth[group] - WEALTH.0) / WEALTH.1
                } else {
                    0.0
                };
            let [local, remote] = &trades[group];
            ticket += share * (online * mean_ticket(remote) + (1.0 - online) * mean_ticket(local));
        }
        (standing / all, ticket / all)
    })
}

/// Scales the tendencies by instrument until the whole has the published shares, each group keeping its
/// total (iterative proportional fitting).
fn fit_mixes() -> [[f64; INSTRUMENTS]; GROUPS] {
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

/// Weight of each minute: hours' weights stand at their middles, with straight lines between them.
fn minute_weights(hours: &[u16; 24]) -> Vec<u64> {
    (0..1440usize)
        .map(|minute| {
            let (hour, past) = ((minute + 1440 - 30) / 60 % 24, (minute + 30) % 60);
            let (low, high) = (u64::from(hours[hour]), u64::from(hours[(hour + 1) % 24]));
            // No straight line leads out of a closed hour.
            if hours[minute / 60] == 0 {
                0
            } else {
                low * (60 - past as u64) + high * past as u64
            }
        })
        .collect()
}

/// Pix and cards of persons by day: Saturday 0.85 and Sunday 0.65 of a weekday (77 % on Monday to Friday);
/// 1.45 on the fifth business day, peaks on the 20th, at the 13th salary's dates and on Black Friday.
fn person_day(date: Date) -> u64 {
    let (year, month, day) = date.civil();
    let weekday = match date.weekday() {
        5 => 85,
        6 => 65,
        4 => 103,
        _ => 100,
    };
    let payday = Date::nth_business_day(year, month, 5);
    let special = match (month, day) {
        _ if date == payday => 145,
        _ if date.0 == payday.0 + 1 => 115,
        (11, 28..=30) | (12, 19 | 20 | 23) => 130,
        (12, 24 | 31) => 110,
        (_, 20) => 115,
        (_, 30) => 108,
        _ => 100,
    };
    let black_friday = if date == Date::black_friday(year) {
        125
    } else {
        100
    };
    let holiday = if date.is_bank_holiday() { 75 } else { 100 };
    weekday * special * black_friday * holiday / 10_000
}

fn company_day(date: Date) -> u64 {
    let (year, month, day) = date.civil();
    let open = match (date.is_bank_holiday(), date.weekday()) {
        (true, _) => 15,
        (false, 5) => 35,
        (false, 6) => 12,
        _ => 100,
    };
    let payday = date == Date::nth_business_day(year, month, 5) || day == 20;
    open * if payday { 150 } else { 100 }
}

/// TED is highest on Mondays and Tuesdays (Nubank); boletos on the days when bills are due.
fn banking_day(date: Date) -> u64 {
    let day = date.civil().2;
    match (date.is_business_day(), date.weekday()) {
        (false, _) => 0,
        (true, 0 | 1) => 120,
        (true, _) if matches!(day, 5 | 10 | 15 | 20) => 130,
        _ => 100,
    }
}

/// Salaries on their day and, for persons, half a salary by 30 November and by 20 December (13th salary).
fn incomes(payday: Payday, spec: &Spec) -> Vec<Income> {
    let period = spec.start..Date(spec.start.0 + spec.days as i32);
    let at = |date: Date, hour: i64, per_mille| Income {
        time: date.midnight() + hour * HOUR,
        per_mille,
    };
    if payday == Payday::EveryBusinessDay {
        let days = (period.start.0..period.end.0)
            .map(Date)
            .filter(|day| day.is_business_day());
        return days.map(|day| at(day, 9, 1000 / 21)).collect();
    }
    let mut incomes = Vec::new();
    for (year, month) in months(period.clone()) {
        let next = Date::from_civil(if month == 12 { year + 1 } else { year }, month % 12 + 1, 1);
        let day = match payday {
            Payday::FifthBusinessDay => Date::nth_business_day(year, month, 5),
            Payday::Twentieth => Date::from_civil(year, month, 20),
            _ => Date(next.0 - 1),
        };
        incomes.push(at(day, 6, 1000));
        match month {
            11 => incomes.push(at(Date::from_civil(year, 11, 28), 7, 500)),
            12 => incomes.push(at(Date::from_civil(year, 12, 19), 7, 500)),
            _ => {}
        }
    }
    incomes
        .retain(|income| (period.start.midnight()..period.end.midnight()).contains(&income.time));
    incomes.sort_unstable_by_key(|income| income.time);
    incomes
}

/// The months that a range of days touches: first days of months.
pub(crate) fn months(period: Range<Date>) -> impl Iterator<Item = (i32, u32)> {
    let (year, month, _) = period.start.civil();
    (0..)
        .map(move |index| {
            (
                year + (month as i32 - 1 + index) / 12,
                (month as i32 - 1 + index) as u32 % 12 + 1,
            )
        })
        .take_while(move |&(year, month)| Date::from_civil(year, month, 1) < period.end)
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
    fn closed_hours_stay_closed() {
        let banking = minute_weights(&HOURS[Rhythm::Banking as usize]);
        assert!(
            banking[..7 * 60]
                .iter()
                .chain(&banking[18 * 60..])
                .all(|&weight| weight == 0)
        );
    }

    #[test]
    fn months_cover_the_period() {
        let period = Date::from_civil(2024, 11, 15)..Date::from_civil(2025, 2, 1);
        assert!(months(period).eq([(2024, 11), (2024, 12), (2025, 1)]));
    }
}
