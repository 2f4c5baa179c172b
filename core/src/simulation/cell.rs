//! A cell's transactions: who does what when, put in order of time.

use alloc::vec::Vec;

use crate::bank::history::{FirstPayments, History};
use crate::behaviour::{Habits, Rhythm, months};
use crate::calendar::{Date, MINUTE};
use crate::fraud::planning::cases::Cases;
use crate::fraud::script::{Hand, Step};
use crate::population::ip::Addresses;
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Stream, scale};
use crate::schema::categories::Instrument;
use crate::schema::record::Transactions;
use crate::simulation::customer_state::{Bill, Life, MOST_BILLS};
use crate::simulation::decoys;
use crate::simulation::pay::{Deed, Draft, Played, Source, Teller, keep_apart};
use crate::world::World;

/// Payments that follow another of the same instrument, per mille, and how long after it at the most
/// (assumptions): a second round, something forgotten, the rest of a sum.
const AGAIN: u32 = 180;
const LONGEST_PAUSE: i64 = 50 * MINUTE;
/// Buffers that cells reuse.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    drafts: Vec<Draft>,
    played: Vec<Played>,
    inflows: Vec<i64>,
    first: FirstPayments,
}

/// A cell, its district and the cases planned for it.
pub(crate) struct Cell<'a> {
    pub(crate) world: &'a World,
    pub(crate) index: u64,
    pub(crate) customers: &'a [Customer],
    pub(crate) district: &'a [Customer],
    pub(crate) cases: &'a Cases,
}

impl Cell<'_> {
    /// Makes the cell's transactions in order of time.
    pub(crate) fn make(&self, scratch: &mut Scratch, out: &mut Transactions) {
        scratch.drafts.clear();
        scratch.played.clear();
        scratch.inflows.clear();
        let mut lives: Vec<Life<'_>> = self
            .customers
            .iter()
            .map(|customer| {
                let reserved = self.cases.reserved(customer.number);
                Life::new(self.world, self.customers, customer, reserved)
            })
            .collect();
        let rows = self.world.plan.cell_transactions(self.index);
        let total = rows.end - rows.start;
        let mut addresses = Addresses::new(self.world, self.index, &mut out.ip_address.values);
        self.play_cases(scratch, &mut addresses);
        let everyday = total.saturating_sub(scratch.played.len() as u64);
        decoys::play(self, scratch, &lives, everyday);
        self.draft_everyday(
            scratch,
            &mut lives,
            total.saturating_sub(scratch.played.len() as u64),
        );
        for life in &mut lives {
            addresses.of_life(life);
        }
        scratch.drafts.sort_unstable_by_key(Draft::order);
        keep_apart(&mut scratch.drafts, &scratch.played);
        // A beneficiary a row at the most, and a few devices.
        scratch.first.reset(total as usize + 16 * lives.len());
        let mut teller = Teller::new(
            self,
            lives,
            &scratch.played,
            &mut scratch.first,
            out,
            rows.start as i64,
        );
        for draft in &scratch.drafts {
            match draft.deed {
                Deed::Inflow(index) => {
                    teller.receive(draft.slot(), scratch.inflows[index as usize])
                }
                _ => teller.act(draft),
            }
        }
    }

    /// The slot of a customer of this cell.
    pub(crate) fn slot_of(&self, number: u64) -> Option<usize> {
        let first = self.customers[0].number;
        (first..first + self.customers.len() as u64)
            .contains(&number)
            .then(|| (number - first) as usize)
    }

    /// Puts down the steps of the fraud cases on this cell's accounts, and the money that comes of others.
    fn play_cases(&self, scratch: &mut Scratch, addresses: &mut Addresses<'_>) {
        for (index, case) in self.cases.cases.iter().enumerate() {
            let Some(slot) = self.slot_of(case.customer) else {
                continue;
            };
            let steps = self.cases.steps(case);
            let away = steps.iter().any(|step| step.hand != Hand::Holder);
            let address = away.then(|| addresses.of_gang(case.gang));
            for step in steps {
                scratch.play(slot, *step, Source::Case(index), address);
            }
        }
        for inflow in &self.cases.inflows {
            if let Some(slot) = self.slot_of(inflow.customer) {
                scratch.receive(slot, inflow.time, inflow.amount);
            }
        }
    }

    /// Shares the everyday rows over the customers by how active they are, and gives each a time.
    fn draft_everyday(&self, scratch: &mut Scratch, lives: &mut [Life<'_>], rows: u64) {
        let period = self.world.period();
        let weights: Vec<u64> = lives
            .iter()
            .map(|life| {
                let present = period.end - life.customer.since.midnight().max(period.start);
                let share = present as f64 / (period.end - period.start) as f64;
                ((life.customer.activity * share * 1e6) as u64).max(1)
            })
            .collect();
        let total: u64 = weights.iter().sum();
        let mut running = 0;
        for (life, weight) in lives.iter_mut().zip(weights) {
            let before = (u128::from(rows) * u128::from(running) / u128::from(total)) as u64;
            running += weight;
            let count =
                (u128::from(rows) * u128::from(running) / u128::from(total)) as u64 - before;
            life.history = History::with_capacity(count as usize + 16);
            self.draft_customer(scratch, life, count);
        }
    }

    fn draft_customer(&self, scratch: &mut Scratch, life: &Life<'_>, rows: u64) {
        let (habits, customer) = (&self.world.habits, life.customer);
        let mut stream = Stream::new(self.world.seed(), Purpose::Calendar, customer.number);
        let mut counts = [0u64; Instrument::ALL.len()];
        for _ in 0..rows {
            counts[habits.instrument(customer, &mut stream) as usize] += 1;
        }
        for (index, bill) in life.bills.iter().enumerate() {
            let count = &mut counts[bill.instrument as usize];
            // Cards and Pix are mostly for other things than bills.
            let keep = if matches!(bill.instrument, Instrument::CreditCard | Instrument::Pix) {
                8
            } else {
                1
            };
            if index % MOST_BILLS < 3 && *count >= self.world.habits.months() * keep {
                for time in self.due(customer, bill, &mut stream) {
                    *count -= 1;
                    scratch.draft(time, customer.slot(), Deed::Bill(index as u8));
                }
            }
        }
        let from = self.world.room(customer.since, 0).0;
        for (&instrument, count) in Instrument::ALL.iter().zip(counts) {
            let rhythm = Habits::rhythm(customer, instrument);
            let bursts = matches!(
                instrument,
                Instrument::Pix
                    | Instrument::CreditCard
                    | Instrument::DebitCard
                    | Instrument::PrepaidCard
            );
            let mut last = None;
            for _ in 0..count {
                let again = last.filter(|_| bursts && stream.chance(AGAIN)).map(|last| {
                    last + stream.between(MINUTE, LONGEST_PAUSE) * stream.between(1, 4) / 4
                });
                let (time, deed) = match again.filter(|&time| time < self.world.period().end) {
                    Some(time) => (time, Deed::Again(instrument)),
                    None => (
                        self.time_from(from, rhythm, &mut stream),
                        Deed::Everyday(instrument),
                    ),
                };
                last = Some(time);
                scratch.draft(time, customer.slot(), deed);
            }
        }
    }

    /// The times at which a monthly bill is paid.
    fn due(
        &self,
        customer: &Customer,
        bill: &Bill,
        stream: &mut Stream,
    ) -> impl Iterator<Item = i64> {
        let spec = self.world.plan.spec();
        let (from, end) = (
            self.world.room(customer.since, 0).0,
            self.world.period().end,
        );
        let rhythm = Habits::rhythm(customer, bill.instrument);
        let (due, banking) = (
            bill.due,
            matches!(bill.instrument, Instrument::Boleto | Instrument::AutoDebit),
        );
        months(spec.start..Date(spec.start.0 + spec.days as i32))
            .map(move |(year, month)| {
                let date = Date::from_civil(year, month, due);
                let date = if banking {
                    date.next_business_day()
                } else {
                    date
                };
                date.midnight() + self.world.habits.time_of_day(rhythm, stream)
            })
            .filter(move |time| (from..end).contains(time))
    }

    /// A time that a customer who joined at `from` can pay at.
    fn time_from(&self, from: i64, rhythm: Rhythm, stream: &mut Stream) -> i64 {
        for _ in 0..12 {
            let time = self.world.habits.time(rhythm, stream);
            if time >= from {
                return time;
            }
        }
        // A late joiner: the same time of day, on one of the days left.
        let end = self.world.period().end;
        let time = self.world.habits.time(rhythm, stream);
        let day = Date::of(from + scale(stream.next(), (end - from) as u64) as i64);
        let business = if rhythm == Rhythm::Banking {
            day.next_business_day()
        } else {
            day
        };
        (business.midnight() + crate::calendar::time_of_day(time)).clamp(from, end - 1)
    }
}

impl Scratch {
    fn draft(&mut self, time: i64, slot: usize, deed: Deed) {
        self.drafts
            .push(Draft::new(time, slot, self.drafts.len(), deed));
    }

    pub(crate) fn play(&mut self, slot: usize, step: Step, source: Source, address: Option<u16>) {
        self.draft(step.time, slot, Deed::Step(self.played.len() as u32));
        self.played.push(Played {
            step,
            source,
            address,
        });
    }

    pub(crate) fn receive(&mut self, slot: usize, time: i64, amount: i64) {
        self.draft(time, slot, Deed::Inflow(self.inflows.len() as u32));
        self.inflows.push(amount);
    }
}
