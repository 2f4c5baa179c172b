//! [`Scene`]: the setting in which a typology plays one case, or its legitimate look-alike.

use core::ops::Range;

use crate::bank::ledger::Credit;
use crate::bank::order::Outcome;
use crate::calendar::{Date, HOUR, MINUTE, SECOND, time_of_day};
use crate::catalog::mcc;
use crate::fraud::manner::{Manner, Play};
use crate::fraud::script::{Initiator, Payment, ScriptedCard, Step};
use crate::population::coordinates::Coordinates;
use crate::population::merchants::Merchant;
use crate::population::payee::{Payee, Payer};
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::rng::Rng;
use crate::schema::categories::{CardType, CreditKind, RefusalReason};
use crate::world::{REGULAR_ONLINE_MERCHANTS, World};

use alloc::vec::Vec;

/// Online: goods that are easy to resell (electronics, department stores, clothing), flights and betting.
pub(in crate::fraud) const RESALE_ONLINE: [usize; 5] = [
    mcc("5732"),
    mcc("5311"),
    mcc("5651"),
    mcc("4511"),
    mcc("7995"),
];
/// In shops: the same goods, and jewellery.
pub(in crate::fraud) const RESALE_IN_SHOPS: [usize; 4] =
    [mcc("5732"), mcc("5311"), mcc("5651"), mcc("5944")];
/// Pauses of careful scenes that are longer, per mille, and by how much at most (assumptions).
const LONG_PAUSES: u32 = 400;
const LONGEST_PAUSE: i64 = 30;
/// Purchases of scenes by prepaid card, where the account has one, per mille (assumption).
const PREPAID: u32 = 60;
/// Purchases in shops that are of such goods where no care is taken, per mille (assumption).
const RESALE: u32 = 600;

/// A customer, a window of time and a number of steps to play.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a World,
    pub(crate) customer: &'a Customer,
    pub(crate) rng: Rng,
    pub(crate) play: Play,
    /// The number of steps to play.
    pub(crate) length: usize,
    /// When the scene may start, in microseconds UTC.
    pub(crate) window: Range<i64>,
    /// A time in the window: the scene starts on its day.
    pub(crate) now: i64,
    /// The collecting account, for typologies that have one.
    pub(crate) collector: Payee,
    /// Someone whom the customer has paid before, if anyone.
    pub(crate) acquaintance: Option<Payee>,
    /// The account that pays, by index among the customer's.
    pub(crate) account: u8,
    /// What the account received, in ascending order of time, for scenes that pass it on.
    pub(crate) inflows: &'a [(i64, i64)],
    /// The accounts that it is passed on to; empty where the money leaves the ring.
    pub(crate) hops: &'a [Payee],
    /// A phone that the customer started to use during the period.
    pub(crate) new_phone: Option<&'a Device>,
    /// Who initiates the next steps, and where.
    pub(crate) initiator: Initiator,
    pub(crate) location: Option<Coordinates>,
    /// What comes into the account before the next step.
    pub(crate) credit: Option<Credit>,
    pub(crate) steps: &'a mut Vec<Step>,
}

impl Scene<'_> {
    /// A start time within a range of hours, on the day of the scene or, if asked, the next business day.
    pub(crate) fn start(&mut self, hours: Range<i64>, business_day: bool) -> i64 {
        let day = Date::of(self.now);
        let day = if business_day {
            day.next_business_day()
        } else {
            day
        };
        let hour = self.rng.between(hours.start * HOUR, hours.end * HOUR - 1);
        // To the microsecond, like everyday payments: whole seconds would reveal the label.
        (day.midnight() + hour).clamp(
            self.window.start,
            (self.window.end - 1).max(self.window.start),
        )
    }

    /// A time between two numbers of minutes.
    pub(crate) fn minutes(&mut self, low: i64, high: i64) -> i64 {
        self.rng.between(low * MINUTE, high * MINUTE) + self.rng.between(0, SECOND)
    }

    /// A pause between two numbers of minutes; in careful scenes, some are much longer.
    pub(crate) fn pause(&mut self, low: i64, high: i64) -> i64 {
        let pause = self.minutes(low, high);
        match !self.is_blatant() && self.rng.chance(LONG_PAUSES) {
            true => pause * self.rng.between(2, LONGEST_PAUSE),
            false => pause,
        }
    }

    /// Some days later, within three hours of the same time of day, during the day.
    pub(crate) fn days_later(&mut self, time: i64, low: i64, high: i64) -> i64 {
        let day = Date(Date::of(time).0 + self.rng.between(low, high) as i32);
        let hour = time_of_day(time) + self.rng.between(-3 * HOUR, 3 * HOUR);
        day.midnight() + hour.clamp(8 * HOUR, 23 * HOUR - 1) + self.rng.between(0, MINUTE)
    }

    /// Whether no care is taken to look like everyday life.
    pub(crate) fn is_blatant(&self) -> bool {
        self.play.manner == Manner::Blatant
    }

    /// A log-normal amount in centavos, scaled by the manner and the customer's wealth, at least R$1.
    pub(crate) fn amount(&mut self, median: f64, sigma: f64, wealth: f64) -> i64 {
        let z = self.world.people.normal().draw(&mut self.rng);
        let median = median * self.play.size;
        let reais = median * libm::exp(sigma * z + wealth * self.customer.wealth.clamp(-2.0, 2.5));
        ((reais * 100.0) as i64).max(100)
    }

    /// The amount, rounded down to a multiple of `step` in `per_mille` of 1,000 cases.
    pub(crate) fn round(&mut self, amount: i64, per_mille: u32, step: i64) -> i64 {
        if self.rng.chance(per_mille) {
            (amount / step).max(1) * step
        } else {
            amount
        }
    }

    /// Mostly approved; over a limit, suspected of fraud or blocked with these probabilities, in per cent, if
    /// the scene is blatant, and else rarely suspected.
    pub(crate) fn outcome(&mut self, limit: u64, suspect: u64, blocked: u64) -> Outcome {
        let (suspect, blocked) = match self.is_blatant() {
            true => (suspect, blocked),
            false => (suspect.min(1), 0),
        };
        let roll = self.rng.below(100);
        if roll < limit {
            Outcome::Declined(RefusalReason::LimitExceeded)
        } else if roll < limit + suspect {
            Outcome::Declined(RefusalReason::FraudSuspect)
        } else if roll < limit + suspect + blocked {
            Outcome::Blocked
        } else {
            Outcome::Approved
        }
    }

    /// The customer takes out a loan before the next step.
    pub(crate) fn borrow(&mut self, amount: i64) {
        self.credit = Some(Credit::new(CreditKind::Loan, amount, Payer::Bank));
    }

    /// Someone outside the population pays the customer before the next step.
    pub(crate) fn receive(&mut self, amount: i64, from: Payee) {
        let Payee::External(number) = from else {
            return;
        };
        let payer = Payer::External(number);
        self.credit = Some(Credit::new(CreditKind::Transfer, amount, payer));
    }

    /// In some careful scenes, per mille, the account of someone whom the customer has paid before; else `payee`.
    pub(crate) fn familiar(&mut self, payee: Payee, per_mille: u32) -> Payee {
        let is_familiar = !self.is_blatant() && self.rng.chance(per_mille);
        self.acquaintance.filter(|_| is_familiar).unwrap_or(payee)
    }

    /// The customer's account at another bank.
    pub(crate) fn own_account(&self) -> Payee {
        self.world.own_account(self.customer.number)
    }

    /// Where a fraudster sends what is on the account: mostly to the collecting account.
    pub(crate) fn emptied_into(&mut self) -> [Payee; 4] {
        let other = self.external_payee();
        [self.collector, self.collector, other, self.own_account()]
    }

    /// A card of the paying account: a credit card, or the debit card of an account without one; sometimes the other
    /// way round, or a prepaid card.
    pub(crate) fn card(&mut self, credit: u32) -> ScriptedCard {
        let wanted = match self.rng.below(1_000) as u32 {
            roll if roll < credit => CardType::Credit,
            roll if roll < credit + PREPAID => CardType::Prepaid,
            _ => CardType::Debit,
        };
        ScriptedCard::of_account(self.customer.number, self.account, wanted)
    }

    /// An account outside the population.
    pub(crate) fn external_payee(&mut self) -> Payee {
        self.world.externals.payee(self.now, &mut self.rng)
    }

    /// An online merchant that the customer buys from regularly.
    pub(crate) fn regular_online_merchant(&mut self) -> Merchant {
        let index = self.rng.below(REGULAR_ONLINE_MERCHANTS as u64) as usize;
        self.world.regular_online_merchant(self.customer, index)
    }

    /// A trade that customers like this one buy from, online or in person.
    pub(crate) fn any_trade(&mut self, online: bool) -> usize {
        self.world
            .behaviour
            .choices
            .trade(self.customer, online, &mut self.rng)
    }

    /// An online merchant in one of these trades.
    pub(crate) fn online_merchant(&mut self, trades: &[usize]) -> Merchant {
        let trade = *self.rng.choose(trades);
        self.world
            .merchants
            .online(trade, self.town(), &mut self.rng)
    }

    /// A local merchant in one of these trades, in a municipality.
    pub(crate) fn local_merchant(&mut self, trades: &[usize], municipality: u16) -> Merchant {
        let trade = *self.rng.choose(trades);
        self.world
            .merchants
            .local(trade, municipality, &mut self.rng)
    }

    /// The customer's municipality.
    pub(crate) fn town(&self) -> u16 {
        self.customer.home_at(self.now).municipality
    }

    /// A point in the customer's municipality.
    pub(crate) fn in_town(&mut self) -> Coordinates {
        self.world.people.near(self.town(), &mut self.rng)
    }

    /// A point anywhere in the country.
    pub(crate) fn anywhere(&mut self) -> Coordinates {
        self.world.people.anywhere(&mut self.rng)
    }

    /// A shop in a municipality: of any trade that the customer buys from, or of goods that are easy to resell.
    pub(crate) fn shop(&mut self, municipality: u16) -> Merchant {
        let trade = match self.is_blatant() && self.rng.chance(RESALE) {
            true => *self.rng.choose(&RESALE_IN_SHOPS),
            false => self.any_trade(false),
        };
        self.local_merchant(&[trade], municipality)
    }

    /// Goods bought by Pix in a shop in town.
    pub(crate) fn goods(&mut self) -> Payment {
        Payment::Pix(Payee::Merchant(self.shop(self.town()).number))
    }

    /// How money is cashed out: through goods, a crypto exchange, betting, another account or, by day, cash.
    pub(crate) fn cash_out(&mut self, time: i64, amount: i64) -> Payment {
        match self.rng.below(100) {
            ..22 => Payment::Pix(Payee::Merchant(self.online_merchant(&[mcc("6051")]).number)),
            22..38 => Payment::Pix(Payee::Merchant(self.online_merchant(&[mcc("7995")]).number)),
            55..65 => self.goods(),
            38..55 if amount <= 200_000 && (7 * HOUR..21 * HOUR).contains(&time_of_day(time)) => {
                Payment::Withdrawal
            }
            _ => Payment::Pix(self.external_payee()),
        }
    }

    /// TED for some large amounts during banking hours; Pix otherwise.
    pub(crate) fn transfer(&mut self, time: i64, payee: Payee, amount: i64) -> Payment {
        let ted = amount > 300_000
            && Date::of(time).is_business_day()
            && (8 * HOUR..17 * HOUR).contains(&time_of_day(time))
            && self.rng.chance(250);
        if ted {
            Payment::Ted(payee)
        } else {
            Payment::Pix(payee)
        }
    }

    /// Adds a step, which seems to be the holder's if the scene is concealed.
    pub(crate) fn push(&mut self, time: i64, payment: Payment, amount: i64, outcome: Outcome) {
        let amount = match payment {
            Payment::Withdrawal => (amount / 1_000).max(2) * 1_000,
            _ => amount,
        };
        let (initiator, location) = match self.play.manner {
            Manner::Concealed => (Initiator::Holder, None),
            Manner::Blatant | Manner::Careful => (self.initiator, self.location),
        };
        self.steps.push(Step {
            time,
            payment,
            amount,
            outcome,
            initiator,
            location,
            account: self.account,
            credit: self.credit.take(),
        });
    }
}
