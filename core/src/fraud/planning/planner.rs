//! Plans a district's cases: who, when and to which accounts.

use core::ops::Range;

use alloc::vec::Vec;

use super::cases::Cases;
use super::collectors::{self, CASES_PER_EXTERNAL_COLLECTOR, Collector, SHELL_COMPANIES, Scam};
use super::holders::{Holders, TypologyCases};
use super::player::{CasePlan, CasePlayer};
use super::ring::{Member, RING_SIZE, Ring, shape};
use crate::calendar::{DAY, HOUR};
use crate::fraud::drift::time_in;
use crate::fraud::kinds::FraudType;
use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::rng::{Purpose, Rng};
use crate::relations::Relations;
use crate::schema::categories::{BeneficiaryRole, CaseRole};
use crate::world::World;

/// Scammers' own accounts that are of the dataset, per mille: about as many as of everyday payees.
const INSIDE: u32 = 600;
/// How long their holders are customers, at least, and how many customers are looked at to find one.
const LEAST_ACTIVE: i64 = 40 * DAY;
const LOOKS: usize = 100;
/// Rings whose accounts are all run from one phone, per mille (assumption).
const ONE_PHONE: u32 = 400;
/// For how long an account still collects after the first report on it (assumption).
const AFTER_REPORT: i64 = 12 * HOUR;

/// Plans the cases of a district with these customers.
pub(crate) fn plan(
    world: &World,
    district: u64,
    customers: &[Customer],
    relations: &Relations,
) -> Cases {
    Planner {
        world,
        customers,
        district,
        rng: Rng::new(world.seed(), Purpose::District, district),
        relations,
        holders: Holders::new(world, customers, relations),
        player: CasePlayer::new(world, district, customers, relations),
    }
    .plan()
}

struct Planner<'a> {
    world: &'a World,
    customers: &'a [Customer],
    district: u64,
    /// Random stream for choices that concern the whole district.
    rng: Rng,
    relations: &'a Relations,
    holders: Holders<'a>,
    player: CasePlayer<'a>,
}

impl<'a> Planner<'a> {
    /// Plans victims' cases first, because rings pass on what victims paid.
    fn plan(mut self) -> Cases {
        let is_ring = |cases: &TypologyCases| {
            matches!(
                cases.kind.typology().role,
                CaseRole::Mule | CaseRole::Launderer
            )
        };
        let (in_rings, others): (Vec<TypologyCases>, Vec<TypologyCases>) =
            self.typologies().into_iter().partition(is_ring);
        let mut rings: Vec<(FraudType, Vec<Ring>)> = in_rings
            .iter()
            .map(|cases| (cases.kind, self.rings(cases)))
            .collect();
        let mules = rings
            .iter()
            .filter(|(kind, _)| kind.typology().role == CaseRole::Mule);
        let mut mules: Vec<Collector> = mules
            .flat_map(|(_, rings)| collectors::of_rings(rings, self.customers))
            .collect();
        let mut external_collectors: Vec<Vec<Collector>> = others
            .iter()
            .map(|cases| self.external_collectors(cases))
            .collect();
        for (cases, external_collectors) in others.iter().zip(&mut external_collectors) {
            self.cases(cases, &mut mules, external_collectors);
        }
        for (cases, (kind, rings)) in in_rings.iter().zip(&mut rings) {
            let mut index = 0;
            for ring in rings {
                if let Some(report) = self.player.first_claim(ring.id) {
                    end_by(&mut ring.window, report);
                }
                for (position, member) in ring.members.iter().enumerate() {
                    self.player.play(&CasePlan {
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
        self.player.finish()
    }

    /// The district's cases by typology.
    fn typologies(&self) -> Vec<TypologyCases> {
        let plan = &self.world.plan;
        let mut first = plan.cases_before(self.customers[0].number) as i64 + 1;
        let of_kind = |&kind: &FraudType| {
            let cases = TypologyCases {
                kind,
                ordinals: plan.district_cases(self.district, kind),
                first,
            };
            first += cases.count() as i64;
            cases
        };
        FraudType::ALL.iter().map(of_kind).collect()
    }

    /// Groups a typology's cases into rings of consecutive cases, of about the same size.
    fn rings(&mut self, cases: &TypologyCases) -> Vec<Ring> {
        let rings = cases.count().div_ceil(RING_SIZE);
        (0..rings)
            .map(|ring| {
                let start = ring * cases.count() / rings;
                self.ring(cases, start..(ring + 1) * cases.count() / rings)
            })
            .collect()
    }

    /// The ring of some of a typology's cases.
    fn ring(&mut self, cases: &TypologyCases, indices: Range<u64>) -> Ring {
        // The places in the district where each holder is looked for, so that their order reveals nothing.
        let mut places: Vec<u64> = indices.clone().collect();
        self.rng.shuffle(&mut places);
        let mut holders = Vec::new();
        for (index, place) in indices.clone().zip(places) {
            holders.push(self.holders.choose_member(cases, index, place, &holders));
        }
        let role = cases.kind.typology().role;
        let shape = shape(role, holders.len(), &mut self.rng);
        let members: Vec<Member> = holders
            .iter()
            .zip(shape)
            .map(|(&customer, (level, next))| Member {
                customer,
                level,
                next,
            })
            .collect();
        let window = self.active_window(cases.kind, self.active_together(cases.kind, &members));
        let head = &self.customers[*self.rng.choose(&holders)];
        let known = |device: &Device| device.is_phone() && device.registered < window.start;
        let device = self
            .world
            .devices
            .devices(&self.world.plan, head)
            .into_iter()
            .rfind(known)
            .filter(|_| self.rng.chance(ONE_PHONE));
        Ring {
            id: cases.first + indices.start as i64,
            members,
            device,
            location: self
                .world
                .people
                .near(head.home_at(window.start).municipality, &mut self.rng),
            window,
        }
    }

    /// External collecting accounts, for the cases of a typology that has collectors.
    fn external_collectors(&mut self, cases: &TypologyCases) -> Vec<Collector> {
        let count = match cases.kind.typology().collected {
            true => cases.count(),
            false => 0,
        };
        // Evenly spread, so that few accounts too have the right share of companies.
        let phase = self.rng.below(100);
        let external_payee = |index: u64| {
            let company = (phase + index * SHELL_COMPANIES) % 100 < SHELL_COMPANIES;
            let customer = self
                .rng
                .chance(INSIDE)
                .then(|| self.scammer(company))
                .flatten();
            let (payee, active) = match customer {
                Some(customer) => (
                    Payee::Customer(customer.number),
                    customer.active(&self.world.period()),
                ),
                None => (
                    Payee::External(self.rng.below(self.world.externals.count)),
                    self.world.period(),
                ),
            };
            let role = if company {
                BeneficiaryRole::ShellCompany
            } else {
                BeneficiaryRole::Scammer
            };
            Collector {
                payee,
                role,
                window: self.active_window(cases.kind, self.world.open_to(cases.kind, active)),
                ring: None,
            }
        };
        (0..count.div_ceil(CASES_PER_EXTERNAL_COLLECTOR))
            .map(external_payee)
            .collect()
    }

    /// A customer, person or company, who scams with an account of their own.
    fn scammer(&mut self, company: bool) -> Option<&'a Customer> {
        let customers = self.customers;
        let suits = |customer: &&Customer| {
            let index = customer.number - customers[0].number;
            let cell = index / CELL_CUSTOMERS;
            let active = customer.active(&self.world.period());
            customer.is_person() != company
                && !self.holders.is_criminal(index as usize)
                && active.end - active.start > LEAST_ACTIVE
                && !self.relations.has_links(cell as usize, customer.number)
        };
        let mut looks = (0..LOOKS).map(|_| self.rng.choose(customers));
        let scammer = looks.find(suits)?;
        let index = scammer.number - customers[0].number;
        self.holders.add_criminal(index as usize);
        Some(scammer)
    }

    /// When all members of a ring can be in its cases; if they never can, when the first one can.
    fn active_together(&self, kind: FraudType, members: &[Member]) -> Range<i64> {
        let active = |member: &Member| {
            let customer = &self.customers[member.customer];
            self.world
                .open_to(kind, customer.active(&self.world.period()))
        };
        let first = active(&members[0]);
        let together = members.iter().map(active).fold(first.clone(), |all, of| {
            all.start.max(of.start)..all.end.min(of.end)
        });
        match together.end - together.start {
            DAY.. => together,
            _ => first,
        }
    }

    /// Some days around a moment of a time, as far as they are within it.
    fn active_window(&mut self, kind: FraudType, active: Range<i64>) -> Range<i64> {
        let middle = time_in(&active, self.world.drift(kind), &mut self.rng);
        let half = self.rng.between(3, 20) * DAY / 2;
        let start = (middle - half).min(active.end - DAY).max(active.start);
        start..(middle + half).min(active.end).max(start + 1)
    }

    /// Plays the cases of a typology that is not organised in rings.
    fn cases(
        &mut self,
        cases: &TypologyCases,
        mules: &mut [Collector],
        external_collectors: &mut [Collector],
    ) {
        let drift = self.world.drift(cases.kind);
        for (index, ordinal) in cases.ordinals.clone().enumerate() {
            let customer = self.holders.choose(cases, index as u64);
            let victim = &self.customers[customer];
            let collector = cases.kind.typology().collected.then(|| {
                let active = victim.active(&self.world.period());
                let window = self.world.open_to(cases.kind, active);
                let scam = Scam {
                    victim: victim.number,
                    at: time_in(&window, drift, &mut self.rng),
                    window,
                    keeps_time: drift.or(self.world.drift(FraudType::MuleAccount)).is_some(),
                };
                collectors::choose(mules, external_collectors, &scam, &mut self.rng)
            });
            let collector = collector.flatten();
            let paid = collector.map(|collector| (collector.ring, collector.payee));
            let report = self.player.play(&CasePlan {
                id: cases.first + index as i64,
                kind: cases.kind,
                ordinal,
                customer,
                collector,
                member: None,
            });
            if let (Some(paid), Some(report)) = (paid, report) {
                let collectors = mules.iter_mut().chain(&mut *external_collectors);
                let is_paid = |collector: &&mut Collector| match paid {
                    (Some(ring), _) => collector.ring == Some(ring),
                    (None, payee) => collector.ring.is_none() && collector.payee == payee,
                };
                collectors
                    .filter(is_paid)
                    .for_each(|collector| end_by(&mut collector.window, report));
            }
        }
    }
}

/// Ends the time in which an account collects soon after a report.
fn end_by(window: &mut Range<i64>, report: i64) {
    let end = window.end.min(report + AFTER_REPORT);
    window.end = end.max(window.start + DAY);
}

#[cfg(test)]
#[path = "planner_tests.rs"]
mod tests;
