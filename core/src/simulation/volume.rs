//! [`Volume`]: how many payments a customer makes in the period, besides planned transfers.

use crate::behaviour::calibration::to_accounts;
use crate::relations::TO_HOUSEHOLD;
use crate::schema::categories::Instrument;
use crate::simulation::customer::state::CustomerState;
use crate::world::World;

/// Pix that are neither bills nor looks at one's accounts, of all (measured).
const EVERYDAY_PIX: f64 = 0.82;
/// Customers pay everyday Pix to others' accounts at least this often, per mille (assumption).
const LEAST_TO_ACCOUNTS: f64 = 50.0;

/// The payments of a customer that are not planned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Volume {
    /// Their number.
    pub(super) count: u64,
    /// How many of them are made with each instrument.
    pub(super) by_instrument: [f64; Instrument::ALL.len()],
    /// Transfers to others' accounts, with planned ones.
    pub(super) transfers: f64,
    /// Everyday Pix to accounts rather than merchants, and of those to the household, per mille.
    pub(super) to_accounts: u32,
    pub(super) to_household: u32,
}

impl Volume {
    /// The volume of a customer who makes this many payments besides planned transfers.
    pub(super) fn of(world: &World, state: &CustomerState<'_>, count: u64) -> Self {
        let planned = &state.planned;
        let all = (count + planned.sent()) as f64;
        let mix = world.behaviour.choices.mix(state.customer);
        let mut by_instrument = mix.map(|share| share * all);
        let pix = by_instrument[Instrument::Pix as usize];
        let ted = by_instrument[Instrument::Ted as usize];
        let mut take = |instrument: Instrument, planned: u64| {
            let payments = &mut by_instrument[instrument as usize];
            *payments = (*payments - planned as f64).max(0.0);
        };
        take(Instrument::Pix, planned.pix);
        take(Instrument::Ted, planned.ted);
        let share = f64::from(to_accounts(state.customer.is_person())) / 1000.0;
        let everyday = pix * EVERYDAY_PIX;
        let to_others = (everyday * share - planned.pix as f64).max(0.0);
        let per_mille = |part: f64, whole: f64| 1000.0 * part / whole.max(1.0);
        let left = everyday - planned.pix as f64;
        let to_accounts = per_mille(to_others, left).clamp(LEAST_TO_ACCOUNTS, 1000.0);
        let household = world.plan.spec().inside.min(TO_HOUSEHOLD) * everyday * share;
        Self {
            count,
            by_instrument,
            transfers: pix * share + ted,
            to_accounts: to_accounts as u32,
            to_household: match state.household.is_empty() {
                true => 0,
                false => per_mille(household, to_others).min(1000.0) as u32,
            },
        }
    }

    /// Those to the household.
    pub(super) fn at_home(&self) -> f64 {
        let pix = self.by_instrument[Instrument::Pix as usize] * EVERYDAY_PIX;
        pix * f64::from(self.to_accounts) / 1000.0 * f64::from(self.to_household) / 1000.0
    }

    /// The share of each instrument.
    pub(super) fn mix(&self) -> [f64; Instrument::ALL.len()] {
        let total: f64 = self.by_instrument.iter().sum();
        self.by_instrument
            .map(|payments| payments / total.max(1e-9))
    }
}
