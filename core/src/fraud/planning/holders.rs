//! [`Holders`]: the account holder of each case.

use core::ops::Range;

use alloc::vec;
use alloc::vec::Vec;

use crate::calendar::DAY;
use crate::fraud::kinds::FraudType;
use crate::fraud::typology::LENGTHS;
use crate::plan::CELL_CUSTOMERS;
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng};
use crate::relations::Relations;
use crate::schema::categories::CaseRole;
use crate::world::World;

/// Number of customers that a case chooses its holder from.
const CANDIDATES: usize = 8;
/// Victims' cases that look for their holder among earlier victims, per mille. With those who are hit twice by
/// chance, about 15 % of cases at the default rate hit someone who was hit before (assumption: scammers sell
/// lists of those who paid once).
const AGAIN: u32 = 115;

/// For how long members of a ring are customers at the same time, if possible.
const LEAST_TOGETHER: i64 = 15 * DAY;

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

/// Chooses the account holders of a district's cases, as indices into its customers.
pub(super) struct Holders<'a> {
    world: &'a World,
    customers: &'a [Customer],
    relations: &'a Relations,
    /// Rows of each cell that neither planned transfers nor cases have taken yet.
    free_rows: Vec<u64>,
    /// The holders of victims' cases so far, once for each case.
    victims: Vec<usize>,
    /// Whether each customer is in a ring, or defrauds others: a report of that blocks the account.
    criminal: Vec<bool>,
}

impl<'a> Holders<'a> {
    pub(super) fn new(
        world: &'a World,
        customers: &'a [Customer],
        relations: &'a Relations,
    ) -> Self {
        let cells = customers.len().div_ceil(CELL_CUSTOMERS as usize) as u64;
        let first_cell = customers[0].number / CELL_CUSTOMERS;
        let free_rows = (0..cells).map(|cell| {
            let rows = world.plan.cell_transactions(first_cell + cell);
            rows.end - rows.start - relations.transfers(cell as usize)
        });
        Self {
            world,
            customers,
            relations,
            free_rows: free_rows.collect(),
            victims: Vec::new(),
            criminal: vec![false; customers.len()],
        }
    }

    /// The holder of a case outside rings: an earlier victim, or one of some neighbours.
    pub(super) fn choose(&mut self, cases: &TypologyCases, index: u64) -> usize {
        let mut search = Search::new(self, cases, index);
        let is_victim = cases.kind.typology().role == CaseRole::Victim;
        let again = is_victim && search.rng.chance(AGAIN);
        let holder = again
            .then(|| search.among_victims(self))
            .flatten()
            .or_else(|| {
                search.nearby(self, |customer| match is_victim {
                    true => !self.criminal[customer],
                    false => self.can_be_blocked(customer) && !self.victims.contains(&customer),
                })
            })
            .or_else(|| search.nearby(self, |_| true))
            .expect("fraud takes at most a fifth of a district's rows");
        match is_victim {
            true => self.victims.push(holder),
            false => self.add_criminal(holder),
        }
        self.take(holder, search.length)
    }

    /// The holder of one more account of a ring with these members: someone who is in no ring, or at least
    /// not in this one, as long as there is anyone. The search begins where that for the case with the index `place`
    /// would.
    pub(super) fn choose_member(
        &mut self,
        cases: &TypologyCases,
        index: u64,
        place: u64,
        ring: &[usize],
    ) -> usize {
        let mut search = Search::new(self, cases, index);
        search.first = Search::start(cases, place, self.customers.len());
        let together = |customer: usize| {
            let [this, head] = [customer, *ring.first().unwrap_or(&customer)].map(|member| {
                let active = self.customers[member].active(&self.world.period());
                self.world.open_to(cases.kind, active)
            });
            this.end.min(head.end) - this.start.max(head.start) > LEAST_TOGETHER
        };
        let is_new = |customer: usize| {
            !self.criminal[customer] && self.can_be_blocked(customer) && together(customer)
        };
        // Mules are recruited in the state.
        let state = |customer: usize| self.customers[customer].state();
        let is_near = |customer: usize| {
            ring.first()
                .is_none_or(|&head| state(head) == state(customer))
        };
        let holder = search
            .nearby(self, |customer| is_near(customer) && is_new(customer))
            .or_else(|| search.nearby(self, is_new))
            .or_else(|| search.nearby(self, |customer| !ring.contains(&customer)))
            .or_else(|| search.nearby(self, |_| true))
            .expect("fraud takes at most a fifth of a district's rows");
        self.add_criminal(holder);
        self.take(holder, search.length)
    }

    /// Whether an account is blocked after a report on someone.
    pub(super) fn is_criminal(&self, customer: usize) -> bool {
        self.criminal[customer]
    }

    /// Adds someone whose account is blocked after a report.
    pub(super) fn add_criminal(&mut self, customer: usize) {
        self.criminal[customer] = true;
    }

    /// Whether nobody in another district, where that would not be known, is paid by a customer.
    fn can_be_blocked(&self, customer: usize) -> bool {
        let cell = customer / CELL_CUSTOMERS as usize;
        !(self.relations).has_links(cell, self.customers[customer].number)
    }

    /// Whether cases of a kind happen while a customer is one.
    fn is_active(&self, kind: FraudType, customer: usize) -> bool {
        let active = self.customers[customer].active(&self.world.period());
        let open = self.world.open_to(kind, active);
        open.end - open.start >= DAY / 2
    }

    /// Takes the rows of a case from its holder's cell.
    fn take(&mut self, holder: usize, length: u64) -> usize {
        self.free_rows[holder / CELL_CUSTOMERS as usize] -= length;
        holder
    }
}

/// The search for the holder of one case.
struct Search {
    kind: FraudType,
    /// Rows that the case needs in the holder's cell.
    length: u64,
    /// Where it begins: cases are spread evenly over the district.
    first: usize,
    rng: Rng,
}

impl Search {
    fn new(holders: &Holders<'_>, cases: &TypologyCases, index: u64) -> Self {
        let (seed, kind) = (holders.world.seed(), cases.kind);
        let ordinal = cases.ordinals.start + index;
        Self {
            kind,
            length: case_length(seed, kind, ordinal) as u64,
            first: Self::start(cases, index, holders.customers.len()),
            rng: Rng::new(seed, Purpose::Case, ordinal << 8 | kind.index() as u64),
        }
    }

    /// Where the search for the holder of a case begins, among a number of customers.
    fn start(cases: &TypologyCases, index: u64, customers: usize) -> usize {
        // Offset by typology, so that those with few cases start in different cells.
        let phase = (cases.kind.index() as u64 * 7 + 3) % FraudType::COUNT;
        let first = (index * FraudType::COUNT + phase) * customers as u64;
        (first / (cases.count() * FraudType::COUNT)) as usize
    }

    /// Picks among the nearest customers that are accepted.
    fn nearby(&mut self, holders: &Holders<'_>, accepts: impl Fn(usize) -> bool) -> Option<usize> {
        let customers = holders.customers.len();
        let first = self.first;
        let order = (0..customers).map(|offset| (first + offset) % customers);
        let accepted = order.filter(|&customer| accepts(customer));
        self.pick(holders, accepted)
    }

    /// Picks among some earlier victims.
    fn among_victims(&mut self, holders: &Holders<'_>) -> Option<usize> {
        let victims = &holders.victims;
        let draws = CANDIDATES.min(victims.len());
        let drawn: Vec<usize> = (0..draws).map(|_| *self.rng.choose(victims)).collect();
        self.pick(holders, drawn.into_iter())
    }

    /// Picks by propensity among the first customers who have time for it and whose cells have rows left.
    fn pick(
        &mut self,
        holders: &Holders<'_>,
        customers: impl Iterator<Item = usize>,
    ) -> Option<usize> {
        let fits = |&customer: &usize| {
            holders.free_rows[customer / CELL_CUSTOMERS as usize] >= self.length
                && holders.is_active(self.kind, customer)
        };
        let candidates: Vec<usize> = customers.filter(fits).take(CANDIDATES).collect();
        let start = holders.world.plan.spec().start;
        let propensity =
            |&customer: &usize| (self.kind.story().propensity)(&holders.customers[customer], start);
        let propensities: Vec<u16> = candidates.iter().map(propensity).collect();
        (!candidates.is_empty()).then(|| candidates[self.rng.pick(&propensities)])
    }
}

/// The number of steps of a case: each typology cycles through its lengths, in a different order every round.
pub(super) fn case_length(seed: u64, kind: FraudType, ordinal: u64) -> usize {
    let round = ordinal / LENGTHS as u64;
    let mut order: Vec<u8> = kind.typology().lengths.to_vec();
    Rng::new(seed, Purpose::CaseLengths, round << 8 | kind.index() as u64).shuffle(&mut order);
    usize::from(order[(ordinal % LENGTHS as u64) as usize])
}
