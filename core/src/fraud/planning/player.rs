//! [`CasePlayer`]: plays planned cases and fixes the outcome of every step.

use core::ops::Range;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::aftermath::Aftermath;
use super::cases::{Case, Cases, Inflow, Without, main_beneficiary};
use super::collectors::Collector;
use super::consequences::Consequences;
use super::holders::case_length;
use super::reservations::Reservations;
use super::ring::{Member, Ring};
use crate::bank::ledger::Credit;
use crate::bank::order::Outcome;
use crate::calendar::{DAY, Date, HOUR};
use crate::catalog::devices::DeviceKind;
use crate::fraud::drift::time_in;
use crate::fraud::kinds::FraudType;
use crate::fraud::manner::Play;
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Step, credits_before, fit, make_times_distinct};
use crate::fraud::typology::Intruder;
use crate::plan::{CELL_CUSTOMERS, TransactionIds};
use crate::population::payee::{Payee, Payer};
use crate::population::people::account::{account_id, any_account};
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::rng::{Purpose, Rng};
use crate::relations::Relations;
use crate::schema::categories::{BeneficiaryRole, CaseRole, CreditKind, Remedy};
use crate::world::World;

/// Accounts of a ring that are run from near their holder, or seem so, per mille (assumption).
const NEAR_HOLDER: u32 = 800;
/// Consecutive cases of a typology that one gang runs, where no collector links them.
const CASES_PER_GANG: u64 = 4;
/// Cases in which the fraudster tries a device that was used against others not long before, if there is one, per mille,
/// and for how long a gang keeps a device (assumptions).
const AGAIN: u32 = 250;
const KEPT: i64 = 45 * DAY;

/// What is known about a case before it is played.
pub(super) struct CasePlan<'a> {
    pub(super) id: i64,
    pub(super) kind: FraudType,
    /// Number among the typology's cases in the dataset.
    pub(super) ordinal: u64,
    /// The holder, as an index into the district's customers.
    pub(super) customer: usize,
    pub(super) collector: Option<&'a Collector>,
    /// The ring that the account belongs to, and its index there.
    pub(super) member: Option<(&'a Ring, usize)>,
}

/// Plays the cases of a district, one after another.
pub(super) struct CasePlayer<'a> {
    world: &'a World,
    customers: &'a [Customer],
    relations: &'a Relations,
    district: u64,
    /// Fraudsters' devices so far, and whose they are.
    devices: Vec<(Device, u64)>,
    /// Their number.
    brought: u64,
    /// Time and amount of what customers received from cases.
    received: BTreeMap<u64, Vec<(i64, i64)>>,
    /// The time of the first claim on each ring.
    claims: BTreeMap<i64, i64>,
    /// Times of the steps so far: no two rows of a cell may have the same.
    taken: BTreeSet<i64>,
    reservations: Reservations,
    planned: Cases,
}

impl<'a> CasePlayer<'a> {
    pub(super) fn new(
        world: &'a World,
        district: u64,
        customers: &'a [Customer],
        relations: &'a Relations,
    ) -> Self {
        Self {
            world,
            customers,
            relations,
            district,
            devices: Vec::new(),
            brought: 0,
            received: BTreeMap::new(),
            claims: BTreeMap::new(),
            taken: BTreeSet::new(),
            reservations: Reservations::default(),
            planned: Cases::default(),
        }
    }

    /// All cases played, by id.
    pub(super) fn finish(mut self) -> Cases {
        self.planned.cases.sort_by_key(|case| case.id);
        let ids = self.transaction_ids();
        for inflow in &mut self.planned.inflows {
            inflow.credit.transaction = inflow.step.map(|step| ids[step]);
        }
        self.planned
            .inflows
            .sort_by_key(|inflow| (inflow.customer, inflow.time));
        self.planned.reservations = self.reservations.to_vec();
        self.planned.consequences = self.consequences(|_| true);
        let consequences = self.consequences(|case| !case.left_out);
        self.planned.without = Without::of(&self.planned, consequences);
        self.planned
    }

    /// What follows the reports of those cases that count, by customer. Accounts are never blocked before the last step of any
    /// case.
    fn consequences(&self, counts: impl Fn(&Case) -> bool) -> BTreeMap<u64, Consequences> {
        let mut of_customers: BTreeMap<u64, Consequences> = BTreeMap::new();
        let reported = |case: &Case| case.aftermath.reported.filter(|_| counts(case));
        for case in &self.planned.cases {
            let steps = self.planned.steps(case);
            of_customers
                .entry(case.customer)
                .or_insert(Consequences::new())
                .add(self.world.seed(), case.id, case.kind, reported(case), steps);
        }
        for case in &self.planned.cases {
            let Payee::Customer(payee) = case.beneficiary else {
                continue;
            };
            let is_scammer = matches!(
                case.beneficiary_role,
                BeneficiaryRole::Scammer | BeneficiaryRole::ShellCompany
            );
            if is_scammer {
                let consequences = of_customers.entry(payee).or_insert(Consequences::new());
                consequences.add_collector(self.world.seed(), case.id, reported(case));
            }
        }
        for (&customer, consequences) in &mut of_customers {
            let index = (customer - self.customers[0].number) as usize;
            let active = self.customers[index].active(&self.world.period());
            consequences.complete(active.end);
            let cell = self.position(customer / CELL_CUSTOMERS);
            if self.relations.has_links(cell, customer) {
                // Whom they pay in another district does not know.
                consequences.account_blocked = None;
            }
        }
        of_customers
    }

    /// The transaction id of every step: those of a cell after its planned transfers go to its cases, by id.
    fn transaction_ids(&self) -> Vec<i64> {
        let plan = &self.world.plan;
        let mut ids = alloc::vec![0; self.planned.steps.len()];
        let mut cells: BTreeMap<u64, (TransactionIds, u64)> = BTreeMap::new();
        for case in &self.planned.cases {
            let cell = case.customer / CELL_CUSTOMERS;
            let (of_cell, number) = cells.entry(cell).or_insert_with(|| {
                let transfers = self.relations.transfers(self.position(cell));
                (plan.transaction_ids(cell), transfers)
            });
            for step in case.steps.clone() {
                ids[step] = of_cell.of(*number);
                *number += 1;
            }
        }
        ids
    }

    /// The index of a cell in the district.
    fn position(&self, cell: u64) -> usize {
        (cell - self.customers[0].number / CELL_CUSTOMERS) as usize
    }

    /// The time of the first claim on a ring.
    pub(super) fn first_claim(&self, ring: i64) -> Option<i64> {
        self.claims.get(&ring).copied()
    }

    /// Plays a case, and returns when it is reported.
    pub(super) fn play(&mut self, plan: &CasePlan<'_>) -> Option<i64> {
        let (world, typology) = (self.world, plan.kind.typology());
        let customer = &self.customers[plan.customer];
        let start = self.planned.steps.len();
        let (account, mut rng) = self.play_steps(plan, customer);
        let steps = &mut self.planned.steps[start..];
        // What passes on money follows the money.
        let anchor = match plan.member {
            Some(_) => None,
            None => Some(rng.below(steps.len() as u64) as usize),
        };
        fit(
            steps,
            &world.open_to(plan.kind, customer.active(&world.period())),
            anchor,
        );
        make_times_distinct(steps, &mut self.taken);
        // Whoever is paid is settled here, so that the case names the same beneficiary as its payments.
        for step in &mut *steps {
            step.payment = step.payment.at(&world.merchants, step.time);
            if let Some(Payee::Customer(number)) = step.payment.payee()
                && !world.is_customer(self.customers, number, step.time)
            {
                step.payment = step.payment.to(world.own_account(number));
            }
        }
        let (first_step, mut known) = (steps[0].time, None);
        let brought = typology.intruder.map(|intruder| {
            let id = world.plan.fraudster_device(self.district, self.brought);
            self.brought += 1;
            known = known_device(&self.devices, intruder, first_step, &mut rng);
            fraudster_device(world, intruder, id, customer, first_step, &mut rng)
        });
        let device = match (&known, &brought, plan.member) {
            (Some((device, _)), ..) => Some(device.clone()),
            (None, Some(device), _) => Some(device.clone()),
            (None, None, Some((ring, _))) => {
                let in_use = |device: &Device| device.registered < first_step;
                ring.device.clone().filter(in_use)
            }
            (None, None, None) => None,
        };
        let by_intruder = |step: &Step| step.initiator == Initiator::Intruder;
        let device = device.filter(|_| steps.iter().any(by_intruder));
        let cell = (customer.number - self.customers[0].number) / CELL_CUSTOMERS;
        let sent_at_night = |night| {
            let relations = self.relations;
            relations.sent_at_night(world, cell as usize, customer.number, night)
        };
        self.reservations
            .apply(world, customer, device.as_ref(), steps, sent_at_night);
        self.fund(plan, customer, start);
        self.pay_customers(plan, customer, start);
        let steps = &self.planned.steps[start..];
        let is_paid = |to: &&Collector| {
            let mut payees = steps.iter().map(|step| step.payment.payee());
            payees.any(|payee| payee == Some(to.payee))
        };
        let collector = plan.collector.filter(is_paid);
        let (beneficiary, beneficiary_role) = main_beneficiary(steps, collector, typology.role);
        let ring = collector
            .and_then(|collector| collector.ring)
            .or(plan.member.map(|(ring, _)| ring.id));
        let mut aftermath = self.aftermath(plan, ring, start);
        if customer.until.is_some() && aftermath.refunded >= customer.until.map(Date::midnight) {
            // The account is closed by then.
            (aftermath.refunded, aftermath.recovered) = (None, 0);
        }
        self.refund(plan, customer, &aftermath, start);
        let gang = known.map_or_else(|| gang(plan, ring), |(_, gang)| gang);
        if let Some(device) = &brought {
            self.devices.push((device.clone(), gang));
        }
        self.planned.cases.push(Case {
            id: plan.id,
            kind: plan.kind,
            customer: customer.number,
            account,
            device,
            brought,
            gang,
            ring,
            level: plan
                .member
                .map(|(ring, position)| ring.members[position].level),
            beneficiary,
            beneficiary_role,
            aftermath,
            left_out: world.plan.spec().without_cases.contains(&(plan.id as u64)),
            steps: start..self.planned.steps.len(),
        });
        aftermath.reported
    }

    /// Plays the steps of a case and returns the account that pays, by index, and its random stream, for what follows.
    fn play_steps(&mut self, plan: &CasePlan<'_>, customer: &Customer) -> (u8, Rng) {
        let (world, kind) = (self.world, plan.kind);
        let typology = kind.typology();
        let mut rng = Rng::new(world.seed(), Purpose::Case, (plan.id as u64) << 1 | 1 << 63);
        let (window, now) = window(world, plan, customer, &mut rng);
        let inflows = match plan.member {
            Some((ring, position)) => self.inflows(
                plan.id,
                &mut rng,
                customer,
                &ring.members[position],
                typology.role,
                &window,
            ),
            None => Vec::new(),
        };
        let hops = self.hops(plan, customer);
        let unknown = Payee::External(plan.ordinal % world.externals.count);
        let account = account(customer, typology.role, &mut rng);
        let play = Play::of_case(world.difficulty(), &mut rng);
        let acquaintance = self.relations.paid_before(customer.number, now, &mut rng);
        let mut scene = Scene {
            world,
            customer,
            rng,
            play,
            acquaintance,
            account,
            length: case_length(world.seed(), kind, plan.ordinal),
            window,
            now,
            collector: plan.collector.map_or(unknown, |collector| collector.payee),
            inflows: &inflows,
            hops: &hops,
            new_phone: None,
            initiator: match typology.intruder {
                Some(_) => Initiator::Intruder,
                None => Initiator::Holder,
            },
            location: None,
            credit: None,
            steps: &mut self.planned.steps,
        };
        if let Some((ring, _)) = plan.member {
            // Mostly near the holder, or it would stand out.
            scene.location = Some(match scene.rng.chance(NEAR_HOLDER) {
                true => scene.in_town(),
                false => ring.location,
            });
        }
        if typology.intruder.is_some() {
            // In the holder's municipality or far away: fraudsters' phones do not always report their true
            // location.
            let near = scene.rng.chance(750);
            scene.location = Some(if near {
                scene.in_town()
            } else {
                scene.anywhere()
            });
        }
        (kind.story().fraud)(&mut scene);
        (account, scene.rng)
    }

    /// The accounts that a member of a ring passes money on to.
    fn hops(&self, plan: &CasePlan<'_>, customer: &Customer) -> Vec<Payee> {
        let Some((ring, position)) = plan.member else {
            return Vec::new();
        };
        let number = |&next: &usize| self.customers[ring.members[next].customer].number;
        let others = ring.members[position].next.iter().map(number);
        others
            .filter(|&number| number != customer.number)
            .map(Payee::Customer)
            .collect()
    }

    /// Records what comes in before the steps since `start`, so that there is money for them.
    fn fund(&mut self, plan: &CasePlan<'_>, customer: &Customer, start: usize) {
        let rng = Rng::new(self.world.seed(), Purpose::Funding, plan.id as u64);
        let open = customer.active(&self.world.period()).start;
        let credits = credits_before(&self.planned.steps[start..], open, rng);
        let inflows = credits.map(|(time, credit)| Inflow {
            customer: customer.number,
            time,
            credit: Credit {
                case: Some(plan.id),
                ..credit
            },
            step: None,
        });
        self.planned.inflows.extend(inflows);
    }

    /// Records what customers receive from the steps since `start`.
    fn pay_customers(&mut self, plan: &CasePlan<'_>, payer: &Customer, start: usize) {
        for (index, step) in self.planned.steps.iter().enumerate().skip(start) {
            if let (Some(Payee::Customer(number)), Outcome::Approved) =
                (step.payment.payee(), step.outcome)
            {
                let (time, amount) = (step.time + 1, step.amount);
                let payer = Payer::Account(account_id(payer.number, step.account));
                self.received
                    .entry(number)
                    .or_default()
                    .push((time, amount));
                self.planned.inflows.push(Inflow {
                    customer: number,
                    time,
                    credit: Credit {
                        case: Some(plan.id),
                        account: Some(0),
                        ..Credit::new(CreditKind::Transfer, amount, payer)
                    },
                    step: Some(index),
                });
            }
        }
    }

    /// The aftermath of the case whose steps begin at `start`; records the first claim on its ring.
    fn aftermath(&mut self, plan: &CasePlan<'_>, ring: Option<i64>, start: usize) -> Aftermath {
        let (seed, typology) = (self.world.seed(), plan.kind.typology());
        let steps = &self.planned.steps[start..];
        let last = steps.iter().map(|step| step.time).max().unwrap_or_default();
        let approved = steps
            .iter()
            .filter(|step| step.outcome == Outcome::Approved);
        let lost = approved.map(|step| step.amount).sum();
        let aftermath = match plan.member {
            Some((ring, _)) if typology.role == CaseRole::Mule => {
                Aftermath::of_account(seed, plan.id, last, self.claims.get(&ring.id).copied())
            }
            _ => Aftermath::of(&typology.claim, seed, plan.id, last, lost),
        };
        if let (Some(ring), Some(reported)) = (ring, aftermath.reported) {
            let first = self.claims.entry(ring).or_insert(reported);
            *first = reported.min(*first);
        }
        aftermath
    }

    /// What the holder gets back within the period, by the largest payment of the case.
    fn refund(
        &mut self,
        plan: &CasePlan<'_>,
        customer: &Customer,
        aftermath: &Aftermath,
        start: usize,
    ) {
        let active = customer.active(&self.world.period());
        let Some(time) = aftermath.refunded.filter(|&time| time < active.end) else {
            return;
        };
        let steps = self.planned.steps.iter().enumerate().skip(start);
        let approved = steps.filter(|(_, step)| step.outcome == Outcome::Approved);
        let Some((index, step)) = approved.max_by_key(|(_, step)| step.amount) else {
            return;
        };
        let (kind, payer) = match (plan.kind.typology().claim.remedy, step.payment.payee()) {
            (Remedy::Chargeback, Some(Payee::Merchant(number))) => {
                (CreditKind::Chargeback, Payer::Merchant(number))
            }
            _ => (CreditKind::MedReturn, Payer::Bank),
        };
        self.planned.inflows.push(Inflow {
            customer: customer.number,
            time,
            credit: Credit {
                case: Some(plan.id),
                account: Some(step.account),
                ..Credit::new(kind, aftermath.recovered, payer)
            },
            step: Some(index),
        });
    }

    /// What a ring's account has to pass on, in ascending order of time. Accounts of the first level, and
    /// others to which the ring sent nothing, also collect from payers at other banks, which the dataset does
    /// not contain.
    fn inflows(
        &mut self,
        case: i64,
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
            let last = customer.active(&self.world.period()).end - HOUR;
            let time = (day + rng.between(8 * HOUR, 20 * HOUR)).clamp(window.start.min(last), last);
            let z = self.world.people.normal().draw(rng);
            let amount = (median * libm::exp(0.8 * z)) as i64;
            received.push((time, amount));
            let payer = Payer::External(rng.below(self.world.externals.count));
            self.planned.inflows.push(Inflow {
                customer: customer.number,
                time,
                credit: Credit {
                    case: Some(case),
                    account: Some(0),
                    ..Credit::new(CreditKind::Transfer, amount, payer)
                },
                step: None,
            });
        }
        received.sort_unstable();
        received
    }
}

/// The account of a case, by index: victims' are any that they pay from, others use the primary one.
fn account(customer: &Customer, role: CaseRole, rng: &mut Rng) -> u8 {
    match role {
        CaseRole::Victim => any_account(customer.number, rng),
        _ => 0,
    }
}

/// The window in which a case may start, and a time in it: while its collector or ring is active, if there is
/// one.
fn window(
    world: &World,
    plan: &CasePlan<'_>,
    customer: &Customer,
    rng: &mut Rng,
) -> (Range<i64>, i64) {
    let drift = world.drift(plan.kind);
    let window = world.open_to(plan.kind, customer.active(&world.period()));
    let busy = match (plan.collector, plan.member) {
        (Some(collector), _) => &collector.window,
        (_, Some((ring, _))) => &ring.window,
        _ => {
            let now = time_in(&window, drift, rng);
            return (window, now);
        }
    };
    let start = busy.start.clamp(window.start, window.end - 1);
    let window = start..busy.end.clamp(start + 1, window.end);
    // The window in which the account is active already follows the drift.
    let now = time_in(&window, None, rng);
    (window, now)
}

/// Who runs a case: a ring, an external collector, or the gang of several consecutive cases.
fn gang(plan: &CasePlan<'_>, ring: Option<i64>) -> u64 {
    match (ring, plan.collector.map(|collector| collector.payee)) {
        (Some(ring), _) => ring as u64,
        (None, Some(Payee::External(number))) => (1 << 62) | number,
        (None, Some(Payee::Customer(number))) => (3 << 61) | number,
        _ => (1 << 61) | ((plan.kind.index() as u64) << 52) | (plan.ordinal / CASES_PER_GANG),
    }
}

/// One of fraudsters' devices so far, and whose it is, that is used again for a case that begins at a time.
fn known_device(
    devices: &[(Device, u64)],
    intruder: Intruder,
    first_step: i64,
    rng: &mut Rng,
) -> Option<(Device, u64)> {
    let suits = |(device, _): &&(Device, u64)| {
        let age = first_step - device.first_seen;
        device.is_phone() == (intruder == Intruder::Phone) && (HOUR..KEPT).contains(&age)
    };
    let again = rng.chance(AGAIN);
    let known = devices.iter().filter(|_| again);
    known.rev().find(suits).cloned()
}

/// The device that a fraudster brings.
fn fraudster_device(
    world: &World,
    intruder: Intruder,
    id: i64,
    victim: &Customer,
    first_step: i64,
    rng: &mut Rng,
) -> Device {
    let kind = match intruder {
        Intruder::Phone => None,
        Intruder::Computer => Some(DeviceKind::DesktopWindows),
    };
    world
        .devices
        .foreign_device(kind, id, victim, first_step, rng)
}
