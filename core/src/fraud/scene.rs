//! [`Scene`]: where a typology plays one case, or its everyday look-alike.

use core::ops::Range;

use crate::calendar::{Date, HOUR, MINUTE, SECOND, time_of_day};
use crate::catalog::mcc;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::fraud::script::{Hand, Outcome, Payee, Payment, Step};
use crate::population::coordinates::Place;
use crate::population::merchants::Shop;
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::rng::Stream;
use crate::schema::categories::RefusalReason;
use crate::simulation::customer_state::ONLINE_SHOPS;
use crate::world::World;

use alloc::vec::Vec;

/// Goods that are easy to sell on: electronics, department stores, clothing, flights, games and betting.
pub(in crate::fraud) const GOODS: [usize; 5] = [
    mcc("5732"),
    mcc("5311"),
    mcc("5651"),
    mcc("4511"),
    mcc("7995"),
];
/// What people buy by the way: food, clothing, medicine, fuel.
pub(in crate::fraud) const SHOPS: [usize; 6] = [
    mcc("5812"),
    mcc("5411"),
    mcc("5651"),
    mcc("5912"),
    mcc("5541"),
    mcc("5311"),
];

/// A customer, a span of time and a number of steps to fill.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a World,
    pub(crate) customer: &'a Customer,
    pub(crate) stream: Stream,
    /// How many steps to play.
    pub(crate) length: usize,
    /// When the scene may start, in microseconds UTC.
    pub(crate) window: Range<i64>,
    /// A time of the window, on whose day the scene starts.
    pub(crate) now: i64,
    /// The account that collects, where the typology asks for one.
    pub(crate) collector: Payee,
    /// What the account received, ascending in time: for those who pass it on.
    pub(crate) inflows: &'a [(i64, i64)],
    /// The accounts that it is passed on to; none where the money leaves the ring.
    pub(crate) hops: &'a [Payee],
    /// A phone that the customer started to use in the period.
    pub(crate) new_phone: Option<&'a Device>,
    /// Who orders the next steps, and where.
    pub(crate) hand: Hand,
    pub(crate) place: Option<Place>,
    /// What comes in before the next step.
    pub(crate) credit: i64,
    pub(crate) steps: &'a mut Vec<Step>,
}

impl Scene<'_> {
    /// A time to start: the day of the scene, or the next business day, and a time between two hours.
    pub(crate) fn start(&mut self, hours: Range<i64>, business_day: bool) -> i64 {
        let day = Date::of(self.now);
        let day = if business_day {
            day.next_business_day()
        } else {
            day
        };
        let hour = self
            .stream
            .between(hours.start * HOUR, hours.end * HOUR - 1);
        // Whole seconds would be a label of their own: everyday times have microseconds too.
        (day.midnight() + hour).clamp(
            self.window.start,
            (self.window.end - 1).max(self.window.start),
        )
    }

    /// A pause drawn between two numbers of minutes.
    pub(crate) fn pause(&mut self, low: i64, high: i64) -> i64 {
        self.stream.between(low * MINUTE, high * MINUTE) + self.stream.between(0, SECOND)
    }

    /// The same time of day some days later, give or take a few hours, by daylight.
    pub(crate) fn days_later(&mut self, time: i64, low: i64, high: i64) -> i64 {
        let day = Date(Date::of(time).0 + self.stream.between(low, high) as i32);
        let hour = time_of_day(time) + self.stream.between(-3 * HOUR, 3 * HOUR);
        day.midnight() + hour.clamp(8 * HOUR, 23 * HOUR - 1) + self.stream.between(0, MINUTE)
    }

    /// A log-normal amount in centavos, scaled by the customer's wealth, at least one real.
    pub(crate) fn amount(&mut self, median: f64, sigma: f64, wealth: f64) -> i64 {
        let z = self.world.people.normal().draw(&mut self.stream);
        let reais = median * libm::exp(sigma * z + wealth * self.customer.wealth.clamp(-2.0, 2.5));
        ((reais * 100.0) as i64).max(100)
    }

    /// The amount, or in some of 1,000 cases the sum below it that is a multiple of `step`.
    pub(crate) fn round(&mut self, amount: i64, per_mille: u32, step: i64) -> i64 {
        if self.stream.chance(per_mille) {
            (amount / step).max(1) * step
        } else {
            amount
        }
    }

    /// Approved but for some per cent: over a limit, suspected, held back.
    pub(crate) fn outcome(&mut self, limit: u64, suspect: u64, blocked: u64) -> Outcome {
        let roll = self.stream.below(100);
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

    /// An account outside the population.
    pub(crate) fn stranger(&mut self) -> Payee {
        self.world.stranger(self.now, &mut self.stream)
    }

    /// A shop on the net that the customer knows.
    pub(crate) fn usual_shop(&mut self) -> Shop {
        let place = self.stream.below(ONLINE_SHOPS as u64) as usize;
        self.world.usual_shop(self.customer, place)
    }

    /// A trade as people like the customer buy from, online or not.
    pub(crate) fn any_trade(&mut self, online: bool) -> usize {
        self.world
            .habits
            .trade(self.customer, online, &mut self.stream)
    }

    /// A shop that sells online in one of some trades of the catalog.
    pub(crate) fn online_shop(&mut self, trades: &[usize]) -> Shop {
        let trade = *self.stream.choose(trades);
        self.world
            .market
            .online(trade, self.customer.municipality, &mut self.stream)
    }

    /// A shop in one of some trades in a town.
    pub(crate) fn local_shop(&mut self, trades: &[usize], municipality: u16) -> Shop {
        let trade = *self.stream.choose(trades);
        self.world
            .market
            .local(trade, municipality, &mut self.stream)
    }

    /// A place in the customer's town.
    pub(crate) fn in_town(&mut self) -> Place {
        let town = &MUNICIPALITIES[usize::from(self.customer.municipality)];
        let normal = self.world.people.normal();
        let (north, east) = (normal.draw(&mut self.stream), normal.draw(&mut self.stream));
        Place::near_town(town, north, east)
    }

    /// Somewhere in the country.
    pub(crate) fn anywhere(&mut self) -> Place {
        self.world.people.anywhere(&mut self.stream)
    }

    /// Where money leaves the banks' sight: a crypto exchange, betting, another account, or cash by day.
    pub(crate) fn cash_out(&mut self, time: i64, amount: i64) -> Payment {
        match self.stream.below(100) {
            ..22 => Payment::Pix(Payee::Merchant(self.online_shop(&[mcc("6051")]).number)),
            22..38 => Payment::Pix(Payee::Merchant(self.online_shop(&[mcc("7995")]).number)),
            38..55 if amount <= 200_000 && (7 * HOUR..21 * HOUR).contains(&time_of_day(time)) => {
                Payment::Withdrawal
            }
            _ => Payment::Pix(self.stranger()),
        }
    }

    /// TED for some of the large sums on business days, by day; Pix otherwise.
    pub(crate) fn transfer(&mut self, time: i64, payee: Payee, amount: i64) -> Payment {
        let ted = amount > 300_000
            && Date::of(time).is_business_day()
            && (8 * HOUR..17 * HOUR).contains(&time_of_day(time))
            && self.stream.chance(250);
        if ted {
            Payment::Ted(payee)
        } else {
            Payment::Pix(payee)
        }
    }

    pub(crate) fn push(&mut self, time: i64, payment: Payment, amount: i64, outcome: Outcome) {
        let amount = match payment {
            Payment::Withdrawal => (amount / 1_000).max(2) * 1_000,
            _ => amount,
        };
        self.steps.push(Step {
            time,
            payment,
            amount,
            outcome,
            hand: self.hand,
            place: self.place,
            credit: core::mem::take(&mut self.credit),
        });
    }
}
