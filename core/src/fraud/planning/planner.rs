//! [`Planner`]: plans a district's cases: who, when, with whom, and what becomes of every step.

use core::ops::Range;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::aftermath::Aftermath;
use super::cases::{Case, Cases, Inflow, main_beneficiary};
use super::collectors::{self, CASES_PER_STRANGER, Collector, SHELL_COMPANIES};
use super::reservations::Reservations;
use super::ring::{Member, RING, Ring, shape};
use crate::bank::order::Outcome;
use crate::calendar::{DAY, Date, HOUR};
use crate::fraud::drift::{Drift, present, time_in};
use crate::fraud::kinds::FraudType;
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Step, settle_steps};
use crate::fraud::typology::{Intruder, LENGTHS};
use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::{BeneficiaryRole, CaseRole};
use crate::world::World;

/// Customers among whom a case chooses its own.
const CANDIDATES: u64 = 8;
/// Cases of a typology in a row that one gang works, where no account collects for it.
const CASES_PER_GANG: u64 = 4;

/// The cases of a typology in the district.
#[derive(Debug, Clone)]
struct TypologyCases {
    kind: FraudType,
    /// Their numbers among the typology's cases in the dataset.
    ordinals: Range<u64>,
    /// The id of the first one.
    first: i64,
}

/// What is known of a case before it is played.
struct CasePlan<'a> {
    id: i64,
    kind: FraudType,
    /// Number among the typology's cases in the dataset.
    ordinal: u64,
    /// Place of the holder among the district's customers.
    customer: usize,
    collector: Option<&'a Collector>,
    /// The ring that the account is in, and its place there.
    member: Option<(&'a Ring, usize)>,
}

pub(super) struct Planner<'a> {
    world: &'a World,
    customers: &'a [Customer],
    typologies: Vec<TypologyCases>,
    /// What is settled for the district as a whole.
    rng: Rng,
    district: u64,
    /// How many fraudsters' devices there are so far.
    devices: u64,
    /// What customers received from cases.
    received: BTreeMap<u64, Vec<(i64, i64)>>,
    /// When the first claim was made on each ring.
    claims: BTreeMap<i64, i64>,
    /// Times of steps so far: within a cell no two rows have the same.
    taken: BTreeSet<i64>,
    reservations: Reservations,
    /// Rows that are left of each cell.
    room: Vec<u64>,
    planned: Cases,
}

impl<'a> Planner<'a> {
    pub(super) fn new(world: &'a World, district: u64, customers: &'a [Customer]) -> Self {
        let cells = customers.len().div_ceil(CELL_CUSTOMERS as usize) as u64;
        let first_cell = customers[0].number / CELL_CUSTOMERS;
        let room = (first_cell..first_cell + cells).map(|cell| {
            let rows = world.plan.cell_transactions(cell);
            rows.end - rows.start
        });
        let mut id = world.plan.cases_before(customers[0].number) as i64 + 1;
        let mut typologies = Vec::new();
        for kind in FraudType::ALL.iter().copied() {
            let ordinals = world.plan.district_cases(district, kind);
            let count = ordinals.end - ordinals.start;
            typologies.push(TypologyCases {
                kind,
                ordinals,
                first: id,
            });
            id += count as i64;
        }
        Self {
            world,
            customers,
            typologies,
            rng: Rng::new(world.seed(), Purpose::District, district),
            district,
            devices: 0,
            received: BTreeMap::new(),
            claims: BTreeMap::new(),
            taken: BTreeSet::new(),
            reservations: Reservations::default(),
            room: room.collect(),
            planned: Cases::default(),
        }
    }

    /// Victims first: rings pass on what victims paid.
    pub(super) fn plan(mut self) -> Cases {
        let is_ring = |cases: &TypologyCases| {
            matches!(
                cases.kind.typology().role,
                CaseRole::Mule | CaseRole::Launderer
            )
        };
        let (in_rings, alone): (Vec<TypologyCases>, Vec<TypologyCases>) =
            self.typologies.clone().into_iter().partition(is_ring);
        let rings: Vec<(FraudType, Vec<Ring>)> = in_rings
            .iter()
            .map(|cases| (cases.kind, self.rings(cases)))
            .collect();
        let mules = rings
            .iter()
            .filter(|(kind, _)| kind.typology().role == CaseRole::Mule);
        let mules: Vec<Collector> = mules
            .flat_map(|(_, rings)| collectors::of_rings(rings, self.customers))
            .collect();
        let strangers: Vec<Vec<Collector>> =
            alone.iter().map(|cases| self.strangers(cases)).collect();
        for (cases, strangers) in alone.iter().zip(&strangers) {
            self.cases(cases, &mules, strangers);
        }
        for (cases, (kind, rings)) in in_rings.iter().zip(&rings) {
            let mut index = 0;
            for ring in rings {
                for (position, member) in ring.members.iter().enumerate() {
                    self.case(CasePlan {
                        id: cases.first + index as i64,
                        kind: *kind,
                        ordinal: cases.ordinals.start + index,
                        customer: member.customer,
                        collector: None,
                        member: Some((ring, position)),
                    });
                    index += 1;
                }
            }
        }
        self.planned.cases.sort_by_key(|case| case.id);
        self.planned
            .inflows
            .sort_by_key(|inflow| (inflow.customer, inflow.time));
        self.planned.reserved = self.reservations.reserved();
        self.planned
    }

    fn drift(&self, kind: FraudType) -> Option<Drift> {
        self.world.plan.spec().fraud_drift.get(&kind).copied()
    }

    /// The rings of a typology's cases, a few in a row each.
    fn rings(&mut self, cases: &TypologyCases) -> Vec<Ring> {
        let count = cases.ordinals.end - cases.ordinals.start;
        let holders: Vec<usize> = (0..count).map(|index| self.choose(cases, index)).collect();
        let role = cases.kind.typology().role;
        let mut rings = Vec::new();
        for (index, holders) in holders.chunks(RING).enumerate() {
            let members = shape(role, holders.len(), &mut self.rng);
            let members: Vec<Member> = holders
                .iter()
                .zip(members)
                .map(|(&customer, (level, next))| Member {
                    customer,
                    level,
                    next,
                })
                .collect();
            let since = members
                .iter()
                .map(|member| self.customers[member.customer].since)
                .max();
            let window = self.span(cases.kind, since.unwrap_or_default());
            let head = &self.customers[members[0].customer];
            let known = |device: &Device| device.is_phone() && device.registered < window.start;
            let device = self
                .world
                .devices
                .devices(&self.world.plan, head)
                .into_iter()
                .rfind(known);
            rings.push(Ring {
                id: cases.first + (index * RING) as i64,
                members,
                device,
                location: head.home,
                window,
            });
        }
        rings
    }

    /// Collecting accounts outside the population, for the cases of a typology that has them.
    fn strangers(&mut self, cases: &TypologyCases) -> Vec<Collector> {
        let count = match cases.kind.typology().collected {
            true => cases.ordinals.end - cases.ordinals.start,
            false => 0,
        };
        let external_payee = |_| {
            let payee = Payee::External(self.rng.below(self.world.externals.count));
            let company = self.rng.below(100) < SHELL_COMPANIES;
            let role = if company {
                BeneficiaryRole::ShellCompany
            } else {
                BeneficiaryRole::Scammer
            };
            Collector {
                payee,
                role,
                window: self.span(cases.kind, self.world.plan.spec().start),
                ring: None,
            }
        };
        (0..count.div_ceil(CASES_PER_STRANGER))
            .map(external_payee)
            .collect()
    }

    /// Some days of the period, not before a date.
    fn span(&mut self, kind: FraudType, from: Date) -> Range<i64> {
        let drift = self.drift(kind);
        let (first, end) = self.world.room(from, kind.typology().days * DAY);
        let room = present(first..end, drift);
        let length = (self.rng.between(3, 20) * DAY).min(room.end - room.start);
        let start = time_in(&(room.start..room.end - length + 1), drift, &mut self.rng);
        start..start + length
    }

    /// The customer of a case: evenly spread over the district, the most prone of some neighbours likeliest,
    /// in the next cell where one has no room left.
    fn choose(&mut self, cases: &TypologyCases, index: u64) -> usize {
        let length =
            case_length(self.world.seed(), cases.kind, cases.ordinals.start + index) as u64;
        let prone = self.most_prone(cases, index);
        let cell = prone as u64 / CELL_CUSTOMERS;
        let cells = self.room.len() as u64;
        for next in (0..cells).map(|step| (cell + step) % cells) {
            if self.room[next as usize] >= length {
                self.room[next as usize] -= length;
                let slot = prone as u64 % CELL_CUSTOMERS;
                let last = self.customers.len() as u64 - 1;
                return (next * CELL_CUSTOMERS + slot).min(last) as usize;
            }
        }
        unreachable!("fraud fills a fifth of a district at the most")
    }

    fn most_prone(&self, cases: &TypologyCases, index: u64) -> usize {
        let customers = self.customers.len() as u64;
        let (kind, ordinal) = (cases.kind, cases.ordinals.start + index);
        let mut rng = Rng::new(
            self.world.seed(),
            Purpose::Case,
            ordinal << 8 | kind.index() as u64,
        );
        let count = cases.ordinals.end - cases.ordinals.start;
        // Typologies with few cases start at different places.
        let phase = (kind.index() as u64 * 7 + 3) % FraudType::COUNT;
        let first = (index * FraudType::COUNT + phase) * customers / (count * FraudType::COUNT);
        let at = |offset: u64| ((first + offset) % customers) as usize;
        let candidates = CANDIDATES.min(customers);
        let start = self.world.plan.spec().start;
        let prone =
            |offset: u64| u64::from((kind.story().prone)(&self.customers[at(offset)], start));
        let total: u64 = (0..candidates).map(prone).sum();
        let mut left = rng.below(total.max(1));
        for offset in 0..candidates {
            let weight = prone(offset);
            if left < weight {
                return at(offset);
            }
            left -= weight;
        }
        at(0)
    }

    /// Plays the cases of a typology whose accounts are in no ring.
    fn cases(&mut self, cases: &TypologyCases, mules: &[Collector], strangers: &[Collector]) {
        let drift = self.drift(cases.kind);
        for (index, ordinal) in cases.ordinals.clone().enumerate() {
            let customer = self.choose(cases, index as u64);
            let collector = cases.kind.typology().collected.then(|| {
                let at = time_in(&self.world.period(), drift, &mut self.rng);
                collectors::choose(
                    mules,
                    strangers,
                    &self.customers[customer],
                    at,
                    drift.is_some(),
                    &mut self.rng,
                )
            });
            self.case(CasePlan {
                id: cases.first + index as i64,
                kind: cases.kind,
                ordinal,
                customer,
                collector: collector.flatten(),
                member: None,
            });
        }
    }

    fn case(&mut self, plan: CasePlan<'_>) {
        let CasePlan {
            id,
            kind,
            ordinal,
            customer,
            collector,
            member,
        } = plan;
        let (world, typology) = (self.world, kind.typology());
        let customer = &self.customers[customer];
        let mut drift = self.drift(kind);
        let (first, end) = world.room(customer.since, typology.days * DAY);
        let mut window = present(first..end, drift);
        let busy = match (collector, member) {
            (Some(collector), _) => Some(&collector.window),
            (_, Some((ring, _))) => Some(&ring.window),
            _ => None,
        };
        if let Some(busy) = busy {
            // The drift is in when the account is at work.
            drift = None;
            let start = busy.start.clamp(window.start, window.end - 1);
            window = start..busy.end.clamp(start + 1, window.end);
        }
        let mut rng = Rng::new(world.seed(), Purpose::Case, (id as u64) << 1 | 1 << 63);
        let now = time_in(&window, drift, &mut rng);
        let inflows = match member {
            Some((ring, position)) => self.inflows(
                &mut rng,
                customer,
                &ring.members[position],
                typology.role,
                &window,
            ),
            None => Vec::new(),
        };
        let hops: Vec<Payee> = member.map_or_else(Vec::new, |(ring, position)| {
            let payee = |&next: &usize| self.customers[ring.members[next].customer].number;
            let others = ring.members[position].next.iter().map(payee);
            others
                .filter(|&number| number != customer.number)
                .map(Payee::Customer)
                .collect()
        });
        let start = self.planned.steps.len();
        let mut scene = Scene {
            world,
            customer,
            rng,
            length: case_length(world.seed(), kind, ordinal),
            window,
            now,
            collector: collector.map_or(
                Payee::External(ordinal % world.externals.count),
                |collector| collector.payee,
            ),
            inflows: &inflows,
            hops: &hops,
            new_phone: None,
            initiator: if typology.intruder.is_some() {
                Initiator::Intruder
            } else {
                Initiator::Holder
            },
            location: member.map(|(ring, _)| ring.location),
            credit: 0,
            steps: &mut self.planned.steps,
        };
        if typology.intruder.is_some() {
            // Far away, or in town: fraudsters' phones do not always tell where they are.
            let near = scene.rng.chance(750);
            scene.location = Some(if near {
                scene.in_town()
            } else {
                scene.anywhere()
            });
        }
        (kind.story().fraud)(&mut scene);
        let mut rng = scene.rng;
        let steps = &mut self.planned.steps[start..];
        settle_steps(steps, world.period().end);
        keep_apart(steps, &mut self.taken);
        let device = match (typology.intruder, member) {
            (Some(intruder), _) => {
                let device = world.plan.foreign_device(self.district, self.devices);
                self.devices += 1;
                Some(foreign_device(
                    world,
                    intruder,
                    device,
                    customer,
                    steps[0].time,
                    &mut rng,
                ))
            }
            (None, Some((ring, _))) => ring.device.clone(),
            (None, None) => None,
        };
        self.reservations
            .apply(world, customer, device.as_ref(), steps);
        let approved = || {
            steps
                .iter()
                .filter(|step| step.outcome == Outcome::Approved)
        };
        for step in approved() {
            if let Some(Payee::Customer(number)) = step.payment.payee() {
                let (time, amount) = (step.time + 1, step.amount);
                self.received
                    .entry(number)
                    .or_default()
                    .push((time, amount));
                self.planned.inflows.push(Inflow {
                    customer: number,
                    time,
                    amount,
                });
            }
        }
        let last = steps.iter().map(|step| step.time).max().unwrap_or_default();
        let lost = approved().map(|step| step.amount).sum();
        let ring = collector
            .and_then(|collector| collector.ring)
            .or(member.map(|(ring, _)| ring.id));
        let aftermath = match member {
            Some((ring, _)) if typology.role == CaseRole::Mule => {
                Aftermath::of_account(world.seed(), id, last, self.claims.get(&ring.id).copied())
            }
            _ => Aftermath::of(&typology.claim, world.seed(), id, last, lost),
        };
        if let (Some(ring), Some(reported)) = (ring, aftermath.reported) {
            let first = self.claims.entry(ring).or_insert(reported);
            *first = reported.min(*first);
        }
        let (beneficiary, beneficiary_role) = main_beneficiary(steps, collector, typology.role);
        let gang = match (ring, collector.map(|collector| collector.payee)) {
            (Some(ring), _) => ring as u64,
            (None, Some(Payee::External(number))) => (1 << 62) | number,
            _ => (1 << 61) | ((kind.index() as u64) << 52) | (ordinal / CASES_PER_GANG),
        };
        self.planned.cases.push(Case {
            id,
            kind,
            customer: customer.number,
            device,
            gang,
            ring,
            level: member.map(|(ring, position)| ring.members[position].level),
            beneficiary,
            beneficiary_role,
            aftermath,
            steps: start..self.planned.steps.len(),
        });
    }

    /// What an account of a ring has to pass on, ascending in time. Those of the first level,
    /// and others whom the ring sent nothing, also collect from victims and dealers at other banks, whom the
    /// dataset does not hold.
    fn inflows(
        &mut self,
        rng: &mut Rng,
        customer: &Customer,
        member: &Member,
        role: CaseRole,
        window: &Range<i64>,
    ) -> Vec<(i64, i64)> {
        let within = window.start..window.end + 3 * DAY;
        let known = self.received.get(&customer.number).into_iter().flatten();
        let mut received: Vec<(i64, i64)> = known
            .copied()
            .filter(|(time, _)| within.contains(time))
            .collect();
        received.sort_unstable();
        let more = match (received.is_empty(), role) {
            (true, CaseRole::Mule) => rng.between(2, 4),
            (true, _) => rng.between(3, 6),
            (false, CaseRole::Mule) if member.level == 1 => rng.between(0, 2),
            _ => 0,
        };
        let from = received.first().map_or(window.start, |&(first, _)| first);
        let until = window.end.min(from + 10 * DAY).max(from + 1);
        let median = if role == CaseRole::Mule {
            45_000.0
        } else {
            280_000.0
        };
        for _ in 0..more {
            let day = Date::of(rng.between(from, until - 1)).midnight();
            let time = (day + rng.between(8 * HOUR, 20 * HOUR))
                .clamp(window.start, self.world.period().end - HOUR);
            let z = self.world.people.normal().draw(rng);
            let amount = (median * libm::exp(0.8 * z)) as i64;
            received.push((time, amount));
            self.planned.inflows.push(Inflow {
                customer: customer.number,
                time,
                amount,
            });
        }
        received.sort_unstable();
        received
    }
}

/// Moves a case by microseconds until no other has one of its times.
fn keep_apart(steps: &mut [Step], taken: &mut BTreeSet<i64>) {
    let free = |shift: &i64| {
        steps
            .iter()
            .all(|step| !taken.contains(&(step.time + shift)))
    };
    let shift = (0..).find(free).unwrap_or_default();
    for step in steps {
        step.time += shift;
        taken.insert(step.time);
    }
}

/// The fraudster's device, first seen some minutes before the first step.
fn foreign_device(
    world: &World,
    intruder: Intruder,
    id: i64,
    victim: &Customer,
    first_step: i64,
    rng: &mut Rng,
) -> Device {
    let first_seen = first_step - rng.between(1, 20) * HOUR / 60;
    let registered = first_seen + rng.between(3 * HOUR, 6 * HOUR);
    let first_seen = first_seen.max(victim.since.midnight());
    world
        .devices
        .foreign(intruder, id, first_seen, registered, rng)
}

/// How many steps a case has: each typology repeats its lengths in an order that changes every round.
fn case_length(seed: u64, kind: FraudType, ordinal: u64) -> usize {
    let round = ordinal / LENGTHS as u64;
    let mut order: Vec<u8> = kind.typology().lengths.to_vec();
    Rng::new(seed, Purpose::CaseLengths, round << 8 | kind.index() as u64).shuffle(&mut order);
    usize::from(order[(ordinal % LENGTHS as u64) as usize])
}

#[cfg(test)]
#[path = "planner_tests.rs"]
mod tests;
