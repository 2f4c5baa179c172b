//! [`DeviceTables`]: which devices are bought in a month, and which operating system they run.
//!
//! A model sells in the months after its release and then fades, as newer ones replace it. Facts are known to
//! the month: what came out in a month is drawn from the next one on, so that nothing is seen before its release.

use core::ops::Range;

use alloc::vec::Vec;

use crate::calendar::{Date, Month};
use crate::catalog::devices::{
    DeviceKind, MAKERS, MODELS, Model, OS_VERSIONS, PHONE_MAKERS, systems_of,
};
use crate::random::distributions::Alias;
use crate::random::rng::Rng;
use crate::spec::Spec;

/// Groups of models with shares of their own: phones by maker, those of all other makers, and the other kinds.
const PHONE_GROUPS: usize = PHONE_MAKERS.len() + 1;
const GROUPS: usize = PHONE_GROUPS + DeviceKind::ALL.len() - 2;
/// Relative sales of a phone in the months after its release: up to which month, and how many (assumption).
const SALES: [(i32, u64); 4] = [(3, 10), (12, 16), (18, 10), (24, 4)];
/// Relative use of a system in the months after it came out, among those that a model runs: up to which month, and
/// how many (assumption): makers of Android phones pass updates on with delay, Apple at once.
const USE: [(i32, u64); 5] = [(4, 3), (10, 12), (22, 30), (34, 15), (i32::MAX, 4)];
const USE_AT_APPLE: [(i32, u64); 5] = [(1, 8), (3, 25), (14, 60), (26, 8), (i32::MAX, 2)];
/// The time before the period in which devices are first seen.
pub(super) const EARLIEST_DAYS: i32 = 900;
/// Months after the last release in the catalogue for which its newest models still stand.
const MONTHS_AFTER_THE_LAST: i32 = 6;

/// What a month's devices are drawn from.
#[derive(Debug)]
struct Market {
    /// The groups of phones.
    makers: Alias,
    /// By group: the index of the first model, and the shares of those from there on.
    models: [(u16, Alias); GROUPS],
}

/// Tables to draw devices from.
#[derive(Debug)]
pub(crate) struct DeviceTables {
    /// The month of the first of `markets`.
    first: Month,
    markets: Vec<Market>,
    /// By model: the first and last system that it runs.
    systems: Vec<(usize, usize)>,
}

impl DeviceTables {
    pub(crate) fn new(spec: &Spec) -> Self {
        let newest = MODELS.iter().map(|model| model.released.0).max();
        // Nothing is known of later models: from then on the market stays as it is.
        let last = newest.unwrap_or_default() + MONTHS_AFTER_THE_LAST;
        let month = |day: i32| Month::of(Date(day)).0.min(last);
        let first = month(spec.start.0 - EARLIEST_DAYS);
        let end = month(spec.start.0 + spec.days as i32);
        let groups = groups();
        Self {
            first: Month(first),
            markets: (first..=end)
                .map(|month| Market::new(Month(month), &groups))
                .collect(),
            systems: MODELS.iter().map(systems_of).collect(),
        }
    }

    /// The month as far as the catalogue knows it, and its market.
    fn market(&self, time: i64) -> (Month, &Market) {
        let months = Month::of(Date::of(time)).0 - self.first.0;
        let months = months.clamp(0, self.markets.len() as i32 - 1);
        (Month(self.first.0 + months), &self.markets[months as usize])
    }

    /// A phone bought at a time, as an index in [`MODELS`].
    pub(super) fn phone(&self, time: i64, rng: &mut Rng) -> u16 {
        let (_, market) = self.market(time);
        market.model(market.makers.draw(rng), rng)
    }

    /// A device other than a phone, bought at a time, as an index in [`MODELS`].
    pub(super) fn other(&self, kind: DeviceKind, time: i64, rng: &mut Rng) -> u16 {
        let (_, market) = self.market(time);
        market.model(group_of(kind), rng)
    }

    /// The system that a model runs at a time, as an index in [`OS_VERSIONS`].
    pub(super) fn system(&self, model: u16, time: i64, rng: &mut Rng) -> u16 {
        let (month, _) = self.market(time);
        let (first, last) = self.systems[usize::from(model)];
        let users = match MODELS[usize::from(model)].maker {
            "Apple" => &USE_AT_APPLE,
            _ => &USE,
        };
        let weight = |os: usize| at_age(users, month.0 - OS_VERSIONS[os].released.0);
        let mut left = rng.below((first..=last).map(weight).sum::<u64>().max(1));
        for os in first..=last {
            let weight = weight(os);
            if left < weight {
                return os as u16;
            }
            left -= weight;
        }
        first as u16
    }
}

impl Market {
    fn new(month: Month, groups: &[Range<usize>; GROUPS]) -> Self {
        let shares = MAKERS
            .iter()
            .rfind(|(year, _)| *year <= month.year())
            .unwrap_or(&MAKERS[0])
            .1;
        Self {
            makers: Alias::new(&shares.map(u64::from)),
            models: core::array::from_fn(|group| models(month, groups[group].clone())),
        }
    }

    fn model(&self, group: usize, rng: &mut Rng) -> u16 {
        let (first, shares) = &self.models[group];
        first + shares.draw(rng) as u16
    }
}

/// The models of a group that sell in a month: the index of the first, and their shares.
fn models(month: Month, mut group: Range<usize>) -> (u16, Alias) {
    let sold = |index: &usize| sales(&MODELS[*index], month) > 0;
    let first = group.clone().find(sold).unwrap_or(group.start);
    let last = group.rfind(sold).unwrap_or(first);
    let shares: Vec<u64> = MODELS[first..=last]
        .iter()
        .map(|model| sales(model, month))
        .collect();
    (first as u16, Alias::new(&shares))
}

/// Sales of a model in a month, relative to others of its group.
fn sales(model: &Model, month: Month) -> u64 {
    let months = month.0 - model.released.0;
    let age = match model.kind.is_phone() {
        true => months,
        // Computers and tablets sell half as long again.
        false => (months * 2 + 2) / 3,
    };
    at_age(&SALES, age) * u64::from(model.weight)
}

/// What a table says of something so many months after it came out: nothing until the month after.
fn at_age(table: &[(i32, u64)], months: i32) -> u64 {
    let entry = table.iter().find(|(until, _)| months <= *until);
    entry
        .filter(|_| months >= 1)
        .map_or(0, |(_, weight)| *weight)
}

/// The models of each group, as ranges of [`MODELS`].
fn groups() -> [Range<usize>; GROUPS] {
    core::array::from_fn(|group| {
        let is_in = |model: &Model| group_of_model(model) == group;
        let first = MODELS.iter().position(is_in).unwrap_or_default();
        first
            ..first
                + MODELS[first..]
                    .iter()
                    .take_while(|model| is_in(model))
                    .count()
    })
}

fn group_of_model(model: &Model) -> usize {
    if !model.kind.is_phone() {
        return group_of(model.kind);
    }
    let maker = PHONE_MAKERS.iter().position(|maker| *maker == model.maker);
    maker.unwrap_or(PHONE_MAKERS.len())
}

/// The group of a kind other than phones.
fn group_of(kind: DeviceKind) -> usize {
    PHONE_GROUPS + kind as usize - DeviceKind::DesktopWindows as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::Purpose;

    fn spec(year: i32, days: u32) -> Spec {
        Spec {
            start: Date::from_civil(year, 1, 1),
            days,
            ..Spec::default()
        }
    }

    #[test]
    fn a_group_is_one_range_in_order_of_release_whose_years_add_up() {
        let groups = groups();
        let mut end = 0;
        let mut ranges = groups.clone();
        ranges.sort_by_key(|range| range.start);
        for range in ranges {
            assert_eq!(range.start, end);
            end = range.end;
            let models = &MODELS[range];
            assert!(
                models.is_sorted_by_key(|model| model.released),
                "{models:?}"
            );
            for year in models.chunk_by(|a, b| a.released.year() == b.released.year()) {
                let total: u16 = year.iter().map(|model| model.weight).sum();
                assert_eq!(total, 1_000, "{year:?}");
            }
        }
        assert_eq!(end, MODELS.len());
    }

    #[test]
    fn every_group_has_models_that_sell_in_every_month() {
        let tables = DeviceTables::new(&Spec {
            start: Date::from_civil(2020, 11, 16),
            ..spec(2020, 3_660)
        });
        let groups = groups();
        assert!(tables.first <= Month::new(2018, 5));
        for months in 0..tables.markets.len() as i32 {
            let month = Month(tables.first.0 + months);
            for group in &groups {
                let mut models = MODELS[group.clone()].iter();
                assert!(
                    models.any(|model| sales(model, month) > 0),
                    "{month:?} {group:?}"
                );
            }
        }
    }

    #[test]
    fn devices_are_of_their_time() {
        for (year, oldest) in [(2021, 2018), (2025, 2022), (2040, 2023)] {
            let tables = DeviceTables::new(&spec(year, 365));
            let time = Date::from_civil(year, 6, 30).midnight();
            let mut rng = Rng::new(1, Purpose::Devices, 0);
            for draw in 0..2_000 {
                let model = match draw % 2 {
                    0 => tables.phone(time, &mut rng),
                    _ => tables.other(DeviceKind::DesktopWindows, time, &mut rng),
                };
                let released = MODELS[usize::from(model)].released;
                assert!(
                    (oldest..=year).contains(&released.year()),
                    "{year}: {model}"
                );
                let os = &OS_VERSIONS[usize::from(tables.system(model, time, &mut rng))];
                assert!(os.released < Month::of(Date::of(time)), "{year}: {os:?}");
            }
        }
    }

    #[test]
    fn most_phones_run_the_newest_system_that_they_can_after_a_year() {
        let tables = DeviceTables::new(&spec(2025, 365));
        let time = Date::from_civil(2025, 8, 1).midnight();
        let mut rng = Rng::new(1, Purpose::Devices, 0);
        let model = MODELS.iter().position(|model| model.name == "iPhone 15");
        let newest = (0..1_000)
            .map(|_| tables.system(model.expect("a model") as u16, time, &mut rng))
            .filter(|os| OS_VERSIONS[usize::from(*os)].name == "iOS 18");
        assert!((800..950).contains(&newest.count()));
    }
}
