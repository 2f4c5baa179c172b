//! [`Cases`]: the fraud of a district, planned from its index alone.
//!
//! Cases are planned over more than a cell so that one account collects from several victims. Every step
//! is settled here, amounts and outcomes included, because the collecting account may live in another
//! cell than its victims: each cell plays its own customers' steps and needs to know of no other cell.

use core::ops::Range;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

use super::scene::LONGEST_SCENE;
use super::{FraudType, LENGTHS, Outcome, Payee, Payment, Scene, Step, spread_steps};
use crate::calendar::{DAY, Date, HOUR};
use crate::limits::{
    Limit, NEW_DEVICE_DAY, NEW_DEVICE_PIX, NEW_DEVICE_RULE, NIGHT_PIX, Reserved, day_of, month_of,
    night_of,
};
use crate::people::account::Account;
use crate::people::card::cards;
use crate::people::customer::Customer;
use crate::people::device::Device;
use crate::place::Place;
use crate::stream::{Purpose, Stream};
use crate::words::{BeneficiaryRole, CaseRole, RefusalReason};
use crate::world::World;

/// Customers among whom a case chooses its own.
const CANDIDATES: u64 = 8;
/// Cases that share one collecting account outside the population.
const CASES_PER_STRANGER: u64 = 6;
/// Scams whose money goes to a mule of the population where one is active, per cent; of the keys marked
/// in DICT in 2024, 27 % were mules', 38 % the scammer's own and 35 % others.
const TO_MULES: u64 = 35;
/// Collecting accounts outside that are companies', per cent (Silverguard: 42 % in 2024, 65 % in 2025).
const SHELL_COMPANIES: u64 = 60;

/// What cases may spend of a card's limit in a month, in hundredths: the holder has spent some.
const MOST_OF_CARD: i64 = 80;

/// One fraud case.
#[derive(Debug)]
pub(crate) struct Case {
    /// The id users see.
    pub(crate) id: i64,
    pub(crate) kind: FraudType,
    /// Number of the customer whose account it is on, from 0.
    pub(crate) customer: u64,
    /// The fraudster's device, where the typology has one.
    pub(crate) device: Option<Device>,
    /// Where the fraudster is.
    pub(crate) place: Place,
    pub(crate) beneficiary: Payee,
    pub(crate) beneficiary_role: BeneficiaryRole,
    /// Its steps, among those of the district.
    pub(crate) steps: Range<usize>,
}

/// Money that comes from a fraud onto a customer's primary account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inflow {
    pub(crate) customer: u64,
    pub(crate) time: i64,
    pub(crate) amount: i64,
}

/// The cases of one district.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    pub(crate) cases: Vec<Case>,
    steps: Vec<Step>,
    pub(crate) inflows: Vec<Inflow>,
    /// By customer.
    reserved: Vec<Reserved>,
}

/// An account that collects from victims for some days.
struct Drop {
    payee: Payee,
    role: BeneficiaryRole,
    window: Range<i64>,
}

impl Cases {
    /// Plans the cases of a district, whose customers are given.
    pub(crate) fn plan(world: &World, district: u64, customers: &[Customer]) -> Self {
        let mut planned = Self::default();
        let stream = Stream::new(world.seed(), Purpose::District, district);
        let mut planner = Planner {
            world,
            customers,
            stream,
            collected: Vec::new(),
            taken: BTreeSet::new(),
            spent: BTreeMap::new(),
        };
        let drops = planner.drops(district);
        let mut id = world.plan.cases_before(customers[0].number) as i64;
        let mut device = world.plan.first_foreign_device(customers[0].number);
        // Victims first: mules pass on what victims paid.
        for role in [CaseRole::Victim, CaseRole::Mule] {
            planner.collected = planned.inflows.clone();
            planner
                .collected
                .sort_by_key(|inflow| (inflow.customer, inflow.time));
            for kind in FraudType::all().filter(|kind| kind.typology().role == role) {
                let ordinals = world.plan.district_cases(district, kind);
                let count = ordinals.end - ordinals.start;
                for (index, ordinal) in ordinals.enumerate() {
                    id += 1;
                    let foreign = kind.typology().foreign_device.then(|| {
                        device += 1;
                        device
                    });
                    planner.case(
                        &mut planned,
                        &drops,
                        Draft {
                            id,
                            kind,
                            ordinal,
                            index: index as u64,
                            count,
                            foreign,
                        },
                    );
                }
            }
        }
        planned
            .inflows
            .sort_by_key(|inflow| (inflow.customer, inflow.time));
        planned.reserved = planner
            .spent
            .iter()
            .map(|(&(customer, limit, span), &sum)| Reserved {
                customer,
                limit,
                span,
                sum,
            })
            .collect();
        planned
    }

    /// What cases spend of a customer's limits.
    pub(crate) fn reserved(&self, customer: u64) -> &[Reserved] {
        let from = &self.reserved[self.reserved.partition_point(|r| r.customer < customer)..];
        &from[..from.partition_point(|r| r.customer == customer)]
    }

    /// The steps of a case.
    pub(crate) fn steps(&self, case: &Case) -> &[Step] {
        &self.steps[case.steps.clone()]
    }
}

/// What is known of a case before it is played.
struct Draft {
    id: i64,
    kind: FraudType,
    /// Number among the typology's cases in the dataset.
    ordinal: u64,
    /// Number among the typology's cases in the district, and how many those are.
    index: u64,
    count: u64,
    foreign: Option<i64>,
}

struct Planner<'a> {
    world: &'a World,
    customers: &'a [Customer],
    stream: Stream,
    /// What customers received from the cases of victims, by customer and time.
    collected: Vec<Inflow>,
    /// Times of steps so far: within a cell no two rows have the same.
    taken: BTreeSet<i64>,
    /// What cases have spent of each customer's limits, by span.
    spent: BTreeMap<(u64, Limit, i64), i64>,
}

impl Planner<'_> {
    /// The accounts that collect: mules of the population first, then strangers.
    fn drops(&mut self, district: u64) -> Vec<Drop> {
        let mut drops = Vec::new();
        for kind in FraudType::all().filter(|kind| kind.typology().role == CaseRole::Mule) {
            let ordinals = self.world.plan.district_cases(district, kind);
            let count = ordinals.end - ordinals.start;
            for (index, ordinal) in ordinals.enumerate() {
                let customer = &self.customers[self.choose(kind, ordinal, index as u64, count)];
                let window = self.span(customer.since);
                drops.push(Drop {
                    payee: Payee::Customer(customer.number),
                    role: BeneficiaryRole::Mule,
                    window,
                });
            }
        }
        let scams: u64 = FraudType::all()
            .filter(|kind| kind.typology().to_drop)
            .map(|kind| self.world.plan.district_cases(district, kind))
            .map(|ordinals| ordinals.end - ordinals.start)
            .sum();
        for _ in 0..scams.div_ceil(CASES_PER_STRANGER) {
            let payee = Payee::External(self.stream.below(self.world.externals));
            let company = self.stream.below(100) < SHELL_COMPANIES;
            let role = if company {
                BeneficiaryRole::ShellCompany
            } else {
                BeneficiaryRole::Scammer
            };
            let window = self.span(self.world.plan.spec().start);
            drops.push(Drop {
                payee,
                role,
                window,
            });
        }
        drops
    }

    /// Some days of the period, not before a date.
    fn span(&mut self, from: Date) -> Range<i64> {
        let (first, end) = self.room(from);
        let length = (self.stream.between(5, 25) * DAY).min(end - first);
        let start = first + self.stream.below((end - first - length) as u64 + 1) as i64;
        start..start + length
    }

    /// When a customer who joined at a date can start a scene.
    fn room(&self, since: Date) -> (i64, i64) {
        self.world.room(since, LONGEST_SCENE)
    }

    /// The customer of a case: evenly spread over the district, the most prone of some neighbours likeliest.
    /// Depends on nothing but the case, so that the mule of a drop is found again.
    fn choose(&self, kind: FraudType, ordinal: u64, index: u64, count: u64) -> usize {
        let customers = self.customers.len() as u64;
        let mut stream = Stream::new(
            self.world.seed(),
            Purpose::Case,
            ordinal << 8 | kind.index() as u64,
        );
        let first = (2 * index + 1) * customers / (2 * count);
        let at = |offset: u64| ((first + offset) % customers) as usize;
        let candidates = CANDIDATES.min(customers);
        let prone = |offset: u64| {
            let customer = &self.customers[at(offset)];
            u64::from((kind.typology().prone)(
                customer,
                customer.age(self.world.plan.spec().start),
            ))
        };
        let total: u64 = (0..candidates).map(prone).sum();
        let mut left = stream.below(total.max(1));
        for offset in 0..candidates {
            let weight = prone(offset);
            if left < weight {
                return at(offset);
            }
            left -= weight;
        }
        at(0)
    }

    fn case(&mut self, planned: &mut Cases, drops: &[Drop], draft: Draft) {
        let Draft {
            id,
            kind,
            ordinal,
            index,
            count,
            foreign,
        } = draft;
        let typology = kind.typology();
        let customer = &self.customers[self.choose(kind, ordinal, index, count)];
        let (first, end) = self.room(customer.since);
        let mut window = first..end;
        let mut drop = None;
        if typology.to_drop && !drops.is_empty() {
            drop = self.drop_for(drops, customer).inspect(|drop| {
                window =
                    drop.window.start.clamp(first, end - 1)..drop.window.end.clamp(first + 1, end);
            });
        }
        let mut stream = Stream::new(self.world.seed(), Purpose::Case, (id as u64) << 1 | 1 << 63);
        let collected = &self.collected[self
            .collected
            .partition_point(|inflow| inflow.customer < customer.number)..];
        let mut received: Vec<(i64, i64)> = collected
            .iter()
            .take_while(|inflow| inflow.customer == customer.number)
            .map(|inflow| (inflow.time, inflow.amount))
            .collect();
        if typology.role == CaseRole::Mule {
            self.victims_elsewhere(
                &mut stream,
                planned,
                customer,
                &mut received,
                window.clone(),
            );
        }
        let start = planned.steps.len();
        let mut scene = Scene {
            world: self.world,
            customer,
            stream,
            length: case_length(self.world.seed(), kind, ordinal),
            window,
            drop: drop.map_or(Payee::External(0), |drop| drop.payee),
            inflows: &received,
            new_phone: None,
            steps: &mut planned.steps,
        };
        (typology.fraud)(&mut scene);
        let mut stream = scene.stream;
        let steps = &mut planned.steps[start..];
        spread_steps(steps, self.world.period().end);
        self.keep_apart(steps);
        let device = foreign.map(|id| {
            let begins = steps[0].time;
            let first_seen = begins - stream.between(1, 20) * HOUR / 60;
            let registered = first_seen + stream.between(3 * HOUR, 6 * HOUR);
            self.world.devices.foreign(
                id,
                first_seen.max(customer.since.midnight()),
                registered,
                &mut stream,
            )
        });
        self.hold_to_limits(customer, device.as_ref(), steps);
        for step in steps.iter() {
            if let (
                Payment::Pix(Payee::Customer(number)) | Payment::Ted(Payee::Customer(number)),
                Outcome::Approved,
            ) = (step.payment, step.outcome)
            {
                planned.inflows.push(Inflow {
                    customer: number,
                    time: step.time + 1,
                    amount: step.amount,
                });
            }
        }
        let (beneficiary, beneficiary_role) = main_beneficiary(steps, drop);
        let place = self.world.people.anywhere(&mut stream);
        let steps = start..planned.steps.len();
        planned.cases.push(Case {
            id,
            kind,
            customer: customer.number,
            device,
            place,
            beneficiary,
            beneficiary_role,
            steps,
        });
    }

    /// Moves a case by microseconds until no other has one of its times.
    fn keep_apart(&mut self, steps: &mut [Step]) {
        let free = |shift: &i64| {
            steps
                .iter()
                .all(|step| !self.taken.contains(&(step.time + shift)))
        };
        let shift = (0..).find(free).unwrap_or_default();
        for step in steps {
            step.time += shift;
            self.taken.insert(step.time);
        }
    }

    /// Declines what passes a limit that the bank holds, and notes what the rest spends of it.
    fn hold_to_limits(&mut self, customer: &Customer, device: Option<&Device>, steps: &mut [Step]) {
        let world = self.world;
        let spec = world.plan.spec();
        let accounts: Vec<Account> = world.accounts(customer).collect();
        let held_at_night = customer.is_person() && !accounts[0].night_limit_raised;
        let by_pix = |step: &Step| matches!(step.payment, Payment::Pix(_));
        let by_card = |step: &Step| matches!(step.payment, Payment::Online(..));
        // Which of the customer's own devices is used is not known yet: all count.
        let devices = match device {
            Some(device) => vec![device.clone()],
            None if steps.iter().any(by_pix) => world.devices.devices(spec, customer),
            None => Vec::new(),
        };
        let is_new = |time| {
            let new = |device: &Device| (device.first_seen..device.registered).contains(&time);
            Date::of(time) >= NEW_DEVICE_RULE && devices.iter().any(new)
        };
        let card = steps
            .iter()
            .any(by_card)
            .then(|| cards(spec.seed, spec.start, customer, &accounts))
            .and_then(|mut cards| cards.find_map(|card| card.limit))
            .unwrap_or_default();
        for step in steps
            .iter_mut()
            .filter(|step| step.outcome == Outcome::Approved)
        {
            let (time, mut most) = (step.time, i64::MAX);
            let mut held: Vec<(Limit, i64, i64)> = Vec::new();
            match step.payment {
                Payment::Online(..) => {
                    held.push((Limit::Credit, month_of(time), card / 100 * MOST_OF_CARD));
                }
                Payment::Pix(_) => {
                    if let Some(night) = night_of(time).filter(|_| held_at_night) {
                        held.push((Limit::NightPix, night, NIGHT_PIX));
                    }
                    if is_new(time) {
                        held.push((Limit::NewDevice, day_of(time), NEW_DEVICE_DAY));
                        most = NEW_DEVICE_PIX;
                    }
                }
                Payment::Ted(_) | Payment::Withdrawal => {}
            }
            let spent = |limit, span| {
                let key = (customer.number, limit, span);
                self.spent.get(&key).copied().unwrap_or_default()
            };
            let fits = |&(limit, span, most)| spent(limit, span) + step.amount <= most;
            if step.amount > most || !held.iter().all(fits) {
                step.outcome = Outcome::Declined(RefusalReason::LimitExceeded);
                continue;
            }
            for (limit, span, _) in held {
                let key = (customer.number, limit, span);
                *self.spent.entry(key).or_default() += step.amount;
            }
        }
    }

    /// Where a scam's money goes: a mule where one is active, or a stranger; never to the victim.
    fn drop_for<'d>(&mut self, drops: &'d [Drop], victim: &Customer) -> Option<&'d Drop> {
        let mules = drops
            .iter()
            .take_while(|drop| drop.role == BeneficiaryRole::Mule)
            .count();
        let among = if mules > 0 && (self.stream.below(100) < TO_MULES || mules == drops.len()) {
            &drops[..mules]
        } else {
            &drops[mules..]
        };
        let drop = self
            .stream
            .choose(if among.is_empty() { drops } else { among });
        (drop.payee != Payee::Customer(victim.number)).then_some(drop)
    }

    /// A mule also collects from victims at other banks, whom the dataset does not hold.
    fn victims_elsewhere(
        &self,
        stream: &mut Stream,
        planned: &mut Cases,
        mule: &Customer,
        received: &mut Vec<(i64, i64)>,
        window: Range<i64>,
    ) {
        let busy = received.first().map_or(window.clone(), |&(first, _)| {
            first..window.end.max(first + 1)
        });
        let more = if received.is_empty() {
            stream.between(2, 4)
        } else {
            stream.between(0, 2)
        };
        let hours = busy.start..busy.end.min(busy.start + 10 * DAY);
        for _ in 0..more {
            let time = stream.between(hours.start, (hours.end - 1).max(hours.start));
            let time = Date::of(time).midnight() + stream.between(8 * HOUR, 20 * HOUR);
            let time = time.clamp(window.start, self.world.period().end - HOUR.min(DAY));
            let z = self.world.people.normal().draw(stream);
            let amount = (45_000.0 * libm::exp(0.8 * z)) as i64;
            received.push((time, amount));
            planned.inflows.push(Inflow {
                customer: mule.number,
                time,
                amount,
            });
        }
        received.sort_unstable();
    }
}

/// How many steps a case has: each typology repeats its lengths in an order that changes every round.
fn case_length(seed: u64, kind: FraudType, ordinal: u64) -> usize {
    let round = ordinal / LENGTHS as u64;
    let mut order: Vec<u8> = kind.typology().lengths.to_vec();
    Stream::new(seed, Purpose::CaseLengths, round << 8 | kind.index() as u64).shuffle(&mut order);
    usize::from(order[(ordinal % LENGTHS as u64) as usize])
}

/// The account that collects, where it is paid, or whoever receives most of a case's money.
fn main_beneficiary(steps: &[Step], drop: Option<&Drop>) -> (Payee, BeneficiaryRole) {
    let paid = |payee| {
        steps
            .iter()
            .any(|step| matches!(step.payment, Payment::Pix(to) | Payment::Ted(to) if to == payee))
    };
    if let Some(drop) = drop.filter(|drop| paid(drop.payee)) {
        return (drop.payee, drop.role);
    }
    let mut totals: Vec<(Payee, i64)> = vec![];
    for step in steps {
        let payee = match step.payment {
            Payment::Pix(payee) | Payment::Ted(payee) => payee,
            Payment::Online(shop, _) => Payee::Merchant(shop.number),
            Payment::Withdrawal => continue,
        };
        match totals.iter_mut().find(|(known, _)| *known == payee) {
            Some((_, total)) => *total += step.amount,
            None => totals.push((payee, step.amount)),
        }
    }
    let most = totals.into_iter().max_by_key(|&(_, total)| total);
    match most {
        Some((payee @ Payee::Merchant(_), _)) => (payee, BeneficiaryRole::Merchant),
        Some((payee, _)) => (payee, BeneficiaryRole::Scammer),
        None => (Payee::External(0), BeneficiaryRole::Scammer),
    }
}
