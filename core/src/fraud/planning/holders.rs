//! [`Holders`]: the account holder of each case.

use core::ops::Range;

use alloc::vec::Vec;

use crate::calendar::DAY;
use crate::fraud::kinds::FraudType;
use crate::fraud::typology::LENGTHS;
use crate::plan::CELL_CUSTOMERS;
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng};
use crate::relations::Relations;
use crate::world::World;

/// Number of neighbouring customers that a case chooses its holder from.
const CANDIDATES: u64 = 8;

/// The cases of a typology in the district.
#[derive(Debug, Clone)]
pub(super) struct TypologyCases {
    pub(super) kind: FraudType,
    /// Their numbers among the typology's cases in the dataset.
    pub(super) ordinals: Range<u64>,
    /// The id of the first one.
    pub(super) first: i64,
}

impl TypologyCases {
    /// The number of cases.
    pub(super) fn count(&self) -> u64 {
        self.ordinals.end - self.ordinals.start
    }
}

/// Chooses the account holders of a district's cases.
pub(super) struct Holders<'a> {
    world: &'a World,
    customers: &'a [Customer],
    /// Rows of each cell that neither planned transfers nor cases have taken yet.
    free_rows: Vec<u64>,
}

impl<'a> Holders<'a> {
    pub(super) fn new(world: &'a World, customers: &'a [Customer], relations: &Relations) -> Self {
        let cells = customers.len().div_ceil(CELL_CUSTOMERS as usize) as u64;
        let first_cell = customers[0].number / CELL_CUSTOMERS;
        let free_rows = (0..cells).map(|cell| {
            let rows = world.plan.cell_transactions(first_cell + cell);
            rows.end - rows.start - relations.transfers(cell as usize)
        });
        Self {
            world,
            customers,
            free_rows: free_rows.collect(),
        }
    }

    /// The holder of a case, as an index into the district's customers: cases are spread evenly over the
    /// district, and each picks among some neighbours by propensity. If the cell has no rows left, the next
    /// one is used.
    pub(super) fn choose(&mut self, cases: &TypologyCases, index: u64) -> usize {
        let length =
            case_length(self.world.seed(), cases.kind, cases.ordinals.start + index) as u64;
        let chosen = self.choose_by_propensity(cases, index);
        let cell = chosen as u64 / CELL_CUSTOMERS;
        let cells = self.free_rows.len() as u64;
        for next in (0..cells).map(|step| (cell + step) % cells) {
            if self.free_rows[next as usize] >= length {
                self.free_rows[next as usize] -= length;
                let slot = chosen as u64 % CELL_CUSTOMERS;
                let last = self.customers.len() as u64 - 1;
                let chosen = (next * CELL_CUSTOMERS + slot).min(last) as usize;
                return self.active_one(cases.kind, chosen);
            }
        }
        unreachable!("fraud takes at most a fifth of a district's rows")
    }

    /// The chosen customer or, if cases of the typology happen only before or after their time, the next one
    /// of the cell.
    fn active_one(&self, kind: FraudType, chosen: usize) -> usize {
        let cell = chosen - chosen % CELL_CUSTOMERS as usize;
        let end = self.customers.len().min(cell + CELL_CUSTOMERS as usize);
        let is_active = |&customer: &usize| {
            let active = self.customers[customer].active(&self.world.period());
            let open = self.world.open_to(kind, active);
            open.end - open.start >= DAY / 2
        };
        (chosen..end)
            .chain(cell..chosen)
            .find(is_active)
            .unwrap_or(chosen)
    }

    fn choose_by_propensity(&self, cases: &TypologyCases, index: u64) -> usize {
        let customers = self.customers.len() as u64;
        let (kind, ordinal) = (cases.kind, cases.ordinals.start + index);
        let mut rng = Rng::new(
            self.world.seed(),
            Purpose::Case,
            ordinal << 8 | kind.index() as u64,
        );
        let count = cases.ordinals.end - cases.ordinals.start;
        // Offset by typology, so that those with few cases start in different cells.
        let phase = (kind.index() as u64 * 7 + 3) % FraudType::COUNT;
        let first = (index * FraudType::COUNT + phase) * customers / (count * FraudType::COUNT);
        let at = |offset: u64| ((first + offset) % customers) as usize;
        let candidates = CANDIDATES.min(customers);
        let start = self.world.plan.spec().start;
        let propensity = |offset: u64| {
            u64::from((kind.story().propensity)(
                &self.customers[at(offset)],
                start,
            ))
        };
        let total: u64 = (0..candidates).map(propensity).sum();
        let mut left = rng.below(total.max(1));
        for offset in 0..candidates {
            let weight = propensity(offset);
            if left < weight {
                return at(offset);
            }
            left -= weight;
        }
        at(0)
    }
}

/// The number of steps of a case: each typology cycles through its lengths, in a different order every round.
pub(super) fn case_length(seed: u64, kind: FraudType, ordinal: u64) -> usize {
    let round = ordinal / LENGTHS as u64;
    let mut order: Vec<u8> = kind.typology().lengths.to_vec();
    Rng::new(seed, Purpose::CaseLengths, round << 8 | kind.index() as u64).shuffle(&mut order);
    usize::from(order[(ordinal % LENGTHS as u64) as usize])
}
