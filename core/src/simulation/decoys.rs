//! Decoys: legitimate look-alikes of every typology, in every cell.

use core::ops::Range;

use alloc::vec::Vec;

use crate::bank::ledger::Credit;
use crate::calendar::{DAY, Date, HOUR};
use crate::fraud::kinds::FraudType;
use crate::fraud::manner::{Play, look_alikes};
use crate::fraud::scene::Scene;
use crate::fraud::script::{Initiator, Step, credits_before, fit};
use crate::fraud::typology::LENGTHS;
use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::{Payee, Payer};
use crate::population::people::account::any_account;
use crate::random::rng::{Purpose, Rng};
use crate::relations::Gathering;
use crate::relations::gatherings::{LASTS, MEDIANS, SPREAD};
use crate::schema::categories::{CaseRole, CreditKind, Remedy};
use crate::simulation::cell::Cell;
use crate::simulation::customer::state::CustomerState;
use crate::simulation::rows::label_noise::LabelNoise;
use crate::simulation::schedule::{Schedule, ScriptedStep, StepOrigin};

/// Look-alikes that pay a customer of the same cell, per mille (assumption).
const TO_NEIGHBOURS: u32 = 30;

/// Schedules look-alikes for a share of the cell's `everyday` rows.
pub(super) fn schedule_decoys(
    cell: &Cell<'_>,
    schedule: &mut Schedule,
    states: &[CustomerState<'_>],
    (noise, mut gatherings): (&LabelNoise, Vec<Gathering>),
    everyday: u64,
) {
    let mut rng = Rng::new(cell.world.seed(), Purpose::Decoys, cell.index);
    let weight = |kind: &FraudType| kind.typology().weight + extra_weight(*kind);
    let weights: Vec<u16> = FraudType::ALL.iter().map(weight).collect();
    let mut left = (everyday * look_alikes(cell.world.difficulty()) / 1_000) as usize;
    rng.shuffle(&mut gatherings);
    loop {
        let kind = FraudType::ALL[rng.pick(&weights)];
        let lengths = &kind.typology().lengths;
        let length = usize::from(lengths[rng.below(LENGTHS as u64) as usize]);
        if length > left {
            break;
        }
        left -= length;
        let passes_on = matches!(kind.typology().role, CaseRole::Mule | CaseRole::Launderer);
        let gathering = if passes_on { gatherings.pop() } else { None };
        let state = match &gathering {
            Some(gathering) => &states[(gathering.payee % CELL_CUSTOMERS) as usize],
            None => rng.choose(states),
        };
        let awake = state.awake(&cell.world.period());
        if awake.end - awake.start < DAY {
            continue;
        }
        let decoy = Decoy {
            cell,
            state,
            kind,
            length,
            window: awake,
        };
        let inflows = match gathering {
            Some(gathering) if !gathering.is_within(&decoy.window) => continue,
            Some(gathering) => gathering.contributions,
            None => decoy.inflows(schedule, &mut rng),
        };
        let entity = 1 << 63 | rng.next() >> 1;
        let steps = decoy.play(&inflows, entity, &mut rng);
        let last = steps.iter().map(|step| step.time).max();
        let funding = Rng::new(cell.world.seed(), Purpose::Funding, entity);
        for (time, credit) in credits_before(&steps, decoy.window.start, funding) {
            schedule.add_inflow(time, state.customer.slot(), credit);
        }
        let reported = last.and_then(|last| noise.of_look_alike(entity, last));
        for (number, step) in steps.into_iter().enumerate() {
            let entity = entity.wrapping_add(1 + number as u64);
            let scripted = decoy.scripted(step, reported, entity);
            schedule.add_step(state.customer.slot(), scripted);
        }
    }
}

/// Added to the weight of a typology's cases for its look-alikes, so that those of rare ones occur too. What looks
/// like card fraud is common, above all purchases in another town, where fraud is rare (assumptions).
fn extra_weight(kind: FraudType) -> u16 {
    match kind {
        FraudType::ClonedCard => 108,
        FraudType::CardNotPresent => 90,
        _ if kind.typology().claim.remedy == Remedy::Chargeback => 80,
        _ => 20,
    }
}

/// A look-alike of a typology among one customer's payments.
struct Decoy<'a> {
    cell: &'a Cell<'a>,
    state: &'a CustomerState<'a>,
    kind: FraudType,
    /// The number of steps.
    length: usize,
    /// When it may start.
    window: Range<i64>,
}

impl Decoy<'_> {
    /// What a legitimate counterpart of a mule or launderer passes on: contributions or sales revenue, from outside the
    /// population.
    fn inflows(&self, schedule: &mut Schedule, rng: &mut Rng) -> Vec<(i64, i64)> {
        let inflows = match self.kind.typology().role {
            CaseRole::Mule => self.gather(MEDIANS[0], rng),
            CaseRole::Launderer => self.gather(MEDIANS[1], rng),
            CaseRole::Victim | CaseRole::Fraudster => Vec::new(),
        };
        for &(time, amount) in &inflows {
            let payer = Payer::External(rng.below(self.cell.world.externals.count));
            let credit = Credit::new(CreditKind::Transfer, amount, payer);
            schedule.add_inflow(time, self.state.customer.slot(), credit);
        }
        inflows
    }

    /// Amounts that arrive within a few hours, in ascending order of time.
    fn gather(&self, median: f64, rng: &mut Rng) -> Vec<(i64, i64)> {
        let Range { start, end } = self.window;
        let day = Date::of(rng.between(start, end - 1)).midnight();
        let from = (day + rng.between(8, 18) * HOUR).clamp(start, end - 1);
        let mut inflows: Vec<(i64, i64)> = (0..rng.between(2, 2 + self.length as i64))
            .map(|_| {
                let z = self.cell.world.people.normal().draw(rng);
                let amount = (median * libm::exp(SPREAD * z)) as i64;
                (from + rng.between(0, LASTS), amount.max(100))
            })
            .collect();
        inflows.sort_unstable();
        inflows
    }

    /// A step of it.
    fn scripted(&self, step: Step, reported: Option<i64>, entity: u64) -> ScriptedStep {
        ScriptedStep {
            step,
            origin: StepOrigin::Decoy(self.kind),
            address: None,
            reported,
            entity,
        }
    }

    /// Its steps.
    fn play(&self, inflows: &[(i64, i64)], entity: u64, rng: &mut Rng) -> Vec<Step> {
        let (world, customer) = (self.cell.world, self.state.customer);
        let now = rng.between(self.window.start, self.window.end - 1);
        let mut steps: Vec<Step> = Vec::with_capacity(self.length);
        let neighbour = rng.choose(self.cell.customers).number;
        let collector = match rng.chance(TO_NEIGHBOURS) && neighbour != customer.number {
            true => Payee::Customer(neighbour),
            false => world.externals.payee(now, rng),
        };
        let new_phone = self.state.devices[1..]
            .iter()
            .find(|device| device.is_phone() && self.window.contains(&device.first_seen));
        // Money to be passed on comes to the primary account.
        let account = match inflows {
            [] => any_account(customer.number, rng),
            [..] => 0,
        };
        let mut scene = Scene {
            world,
            customer,
            rng: Rng::new(world.seed(), Purpose::Decoys, entity),
            play: Play::of_look_alike(world.difficulty(), rng),
            acquaintance: Some(rng.choose(&self.state.contacts).payee),
            account,
            length: self.length,
            window: self.window.clone(),
            now,
            collector,
            inflows,
            hops: &[],
            new_phone,
            initiator: Initiator::Holder,
            location: None,
            credit: None,
            steps: &mut steps,
        };
        (self.kind.story().decoy)(&mut scene);
        // What passes on money follows the money, and a scene with a new phone begins when it is first seen.
        let anchor = match (inflows, new_phone) {
            ([_, ..], _) => None,
            (_, Some(_)) => Some(0),
            _ => Some(rng.below(steps.len() as u64) as usize),
        };
        fit(&mut steps, &self.window, anchor);
        steps
    }
}
