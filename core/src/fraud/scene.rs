//! [`Scene`]: where a typology plays one case, or its everyday look-alike.

use core::ops::Range;

use crate::calendar::{DAY, Date, HOUR, MINUTE, SECOND};
use crate::life::ONLINE_SHOPS;
use crate::market::Shop;
use crate::people::customer::Customer;
use crate::people::device::Device;
use crate::stream::Stream;
use crate::words::RefusalReason;
use crate::world::World;

use alloc::vec::Vec;

/// Who gets the money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Payee {
    /// The primary account of customer number, from 0.
    Customer(u64),
    /// An account outside the population.
    External(u64),
    /// Merchant number, from 0.
    Merchant(u64),
}

/// How a step is paid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Payment {
    Pix(Payee),
    Ted(Payee),
    /// With the primary account's credit card, typed in online; whether 3-D Secure authenticates it.
    Online(Shop, bool),
    Withdrawal,
}

/// What becomes of a step: settled when it is planned, so that the receiving side knows it too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Outcome {
    /// Approved; savings, a loan or a transfer in cover what the balance does not.
    Approved,
    Declined(RefusalReason),
    /// Held back by the bank as a precaution.
    Blocked,
}

/// One transaction of a scene.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) time: i64,
    pub(crate) payment: Payment,
    pub(crate) amount: i64,
    pub(crate) outcome: Outcome,
}

/// A customer, a span of time and a number of steps to fill.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a World,
    pub(crate) customer: &'a Customer,
    pub(crate) stream: Stream,
    /// How many steps to play.
    pub(crate) length: usize,
    /// When the scene may start, in microseconds UTC.
    pub(crate) window: Range<i64>,
    /// The account that collects, where the typology asks for one.
    pub(crate) drop: Payee,
    /// What the account received, ascending in time: for those who pass it on.
    pub(crate) inflows: &'a [(i64, i64)],
    /// A phone that the customer started to use in the period.
    pub(crate) new_phone: Option<&'a Device>,
    pub(crate) steps: &'a mut Vec<Step>,
}

impl Scene<'_> {
    /// A time to start: a day of the window and a time of day between two hours.
    pub(crate) fn start(&mut self, hours: Range<i64>, business_day: bool) -> i64 {
        let time = self.stream.between(
            self.window.start,
            (self.window.end - 1).max(self.window.start),
        );
        let day = Date::of(time);
        let day = if business_day {
            day.next_business_day()
        } else {
            day
        };
        let start = day.midnight()
            + self
                .stream
                .between(hours.start * HOUR, hours.end * HOUR - 1);
        // Whole seconds would be a label of their own: everyday times have microseconds too.
        start.clamp(
            self.window.start,
            (self.window.end - 1).max(self.window.start),
        )
    }

    /// A pause drawn between two numbers of minutes.
    pub(crate) fn pause(&mut self, low: i64, high: i64) -> i64 {
        self.stream.between(low * MINUTE, high * MINUTE) + self.stream.between(0, SECOND)
    }

    /// A log-normal amount in centavos, scaled by the customer's wealth, at least one real.
    pub(crate) fn amount(&mut self, median: f64, sigma: f64, wealth: f64) -> i64 {
        let z = self.world.people.normal().draw(&mut self.stream);
        let reais = median * libm::exp(sigma * z + wealth * self.customer.wealth.clamp(-2.0, 2.5));
        ((reais * 100.0) as i64).max(100)
    }

    /// An account outside the population.
    pub(crate) fn stranger(&mut self) -> Payee {
        Payee::External(self.stream.below(self.world.externals))
    }

    /// A shop on the net that the customer knows.
    pub(crate) fn usual_shop(&mut self) -> Shop {
        let place = self.stream.below(ONLINE_SHOPS as u64) as usize;
        self.world.usual_shop(self.customer, place)
    }

    /// A trade that sells online, as people like the customer buy from.
    pub(crate) fn any_trade(&mut self) -> usize {
        self.world
            .habits
            .trade(self.customer, true, &mut self.stream)
    }

    /// A shop that sells online in the `index`-th trade of the catalog.
    pub(crate) fn online_shop(&mut self, mcc: usize) -> Shop {
        self.world
            .market
            .online(mcc, self.customer.municipality, &mut self.stream)
    }

    pub(crate) fn push(&mut self, time: i64, payment: Payment, amount: i64, outcome: Outcome) {
        self.steps.push(Step {
            time,
            payment,
            amount,
            outcome,
        });
    }
}

/// Moves steps that run past the end of the period back into it, and keeps their times apart. A second is
/// left for times that others have taken.
pub(crate) fn spread_steps(steps: &mut [Step], end: i64) {
    let end = end - SECOND;
    let (Some(first), Some(last)) = (steps.first().map(|s| s.time), steps.last().map(|s| s.time))
    else {
        return;
    };
    let first = first.min(end - 1 - steps.len() as i64);
    let room = end - 1 - first;
    let span = last - first;
    let mut earliest = first;
    for step in steps.iter_mut() {
        if span > room {
            step.time = first + ((step.time - first) as i128 * room as i128 / span as i128) as i64;
        }
        step.time = step.time.max(earliest);
        earliest = step.time + 1;
    }
}

/// The longest a scene lasts: windows end that much before the period where they can.
pub(crate) const LONGEST_SCENE: i64 = 3 * DAY;
