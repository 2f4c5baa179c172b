//! [`Trip`]: when customers are away from home, and where.

use core::ops::Range;

use alloc::vec::Vec;

use crate::calendar::{DAY, Date, HOUR, MINUTE};
use crate::catalog::destinations::DESTINATIONS;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::population::coordinates::Coordinates;
use crate::population::people::customer::Customer;
use crate::population::towns::Towns;
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::Profile;
use crate::world::World;

/// Trips a year, of customers who travel much and of others (assumptions).
const TRIPS: f64 = 0.9;
const MANY_TRIPS: f64 = 1.3;
/// Trips for family or work, per mille: to a larger town, not to a holiday destination (assumption).
const ERRANDS: u32 = 450;
/// Trips over a long weekend that end with it, per mille (assumption).
const LONG_WEEKENDS: u32 = 750;
/// Kilometres per hour, as the crow flies: by road, and by plane after the hours that it takes to and at airports
/// (assumptions). People take what is faster.
const BY_ROAD: f64 = 60.0;
const BY_PLANE: f64 = 750.0;
const AT_AIRPORTS: f64 = 4.0;
/// The longest trip in days: those that begin so long before the period may reach into it.
const LONGEST: i32 = 11;
/// No trip takes less time each way.
const SHORTEST: i64 = 30 * MINUTE;

/// Some days in another municipality.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trip {
    /// From the departure to the return.
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// How long each way takes.
    travel: i64,
    municipality: u16,
    /// Where they stay.
    lodging: Coordinates,
}

impl Trip {
    /// The share of the way there that lies between home and the traveller: 1 for the days of the stay.
    fn progress(&self, time: i64) -> f64 {
        let from_home = (time - self.from).min(self.to - time);
        (from_home as f64 / self.travel as f64).clamp(0.0, 1.0)
    }

    /// Whether the traveller has arrived, and has not left yet.
    pub(crate) fn is_staying(&self, time: i64) -> bool {
        (self.from + self.travel..=self.to - self.travel).contains(&time)
    }

    /// The municipality that it leads to.
    pub(crate) fn destination(&self) -> u16 {
        self.municipality
    }

    /// Where the traveller is at a time, on a straight way from home and back.
    pub(crate) fn place(&self, home: Coordinates, time: i64) -> Coordinates {
        match self.is_staying(time) {
            true => self.lodging,
            false => home.towards(self.lodging, self.progress(time)),
        }
    }

    /// The municipality that the traveller is in, or that is the nearest on the way.
    pub(crate) fn town(&self, towns: &Towns, home: Coordinates, time: i64) -> u16 {
        match self.is_staying(time) {
            true => self.municipality,
            false => towns.around(self.place(home, time)),
        }
    }
}

/// A customer's trips, none during another.
pub(super) fn trips(world: &World, customer: &Customer) -> Vec<Trip> {
    let spec = world.plan.spec();
    let mut rng = Rng::new(spec.seed, Purpose::Trips, customer.number);
    let a_year = match customer.profile {
        Profile::HighSpender | Profile::BusinessOwner => MANY_TRIPS,
        _ => TRIPS,
    };
    let period = spec.start.0 - LONGEST..spec.start.0 + spec.days as i32;
    let mean = a_year * f64::from(period.end - period.start) / 365.0;
    let count = (2.0 * mean * rng.unit() + rng.unit()) as usize;
    let mut trips: Vec<Trip> = Vec::with_capacity(count);
    for _ in 0..count {
        let (from, to) = days_away(period.clone(), &mut rng);
        let trip = trip(world, customer, from, to, &mut rng);
        if trips.iter().all(|other| to < other.from || other.to < from) {
            trips.push(trip);
        }
    }
    trips
}

/// A trip at a time, to a destination that is not too far.
fn trip(world: &World, customer: &Customer, from: i64, to: i64, rng: &mut Rng) -> Trip {
    let home = customer.home_at(from);
    let municipality = match rng.chance(ERRANDS) {
        true => world.other_town(home.municipality, rng),
        false => {
            let weights = DESTINATIONS.map(|(_, weight)| weight);
            let drawn = [(); 2].map(|()| DESTINATIONS[rng.pick(&weights)].0);
            world.nearest_other_town(home.municipality, &drawn)
        }
    };
    let (normal, town) = (
        world.people.normal(),
        &MUNICIPALITIES[usize::from(municipality)],
    );
    let lodging = Coordinates::near(town, normal.draw(rng), normal.draw(rng));
    let ends = [home.location, lodging].map(|end| (end, end.cosine()));
    let km = f64::from(Coordinates::distance_km(ends[0], ends[1]));
    let hours = (km / BY_ROAD).min(AT_AIRPORTS + km / BY_PLANE);
    Trip {
        from,
        to,
        travel: ((hours * HOUR as f64) as i64).max(SHORTEST),
        municipality,
        lodging,
    }
}

/// When a trip begins and ends: people leave before long weekends, holidays and in the months of school holidays.
fn days_away(period: Range<i32>, rng: &mut Rng) -> (i64, i64) {
    let day = loop {
        let day = Date(rng.between(period.start.into(), i64::from(period.end) - 1) as i32);
        if rng.below(MOST_DEPARTURES) < departures(day) {
            break day;
        }
    };
    let days_off = days_off_after(day);
    let (days, hours) = match days_off {
        3.. if rng.chance(LONG_WEEKENDS) => (days_off, 15..21),
        _ if season(day) > ORDINARY => (rng.between(4, LONGEST.into()), 6..18),
        _ => (rng.between(2, 6), 6..18),
    };
    let from = day.midnight() + rng.between(hours.start * HOUR, hours.end * HOUR);
    let to = day.midnight() + days * DAY + rng.between(12 * HOUR, 22 * HOUR);
    (from, to)
}

/// Departures on an ordinary day, and on the eve of the longest weekends: relative numbers, all assumptions.
const ORDINARY: u64 = 100;
const MOST_DEPARTURES: u64 = 800;

/// The relative number of departures on a day.
fn departures(date: Date) -> u64 {
    let weekend = match days_off_after(date) {
        // Carnival, and holidays on Tuesdays and Thursdays.
        4.. => MOST_DEPARTURES,
        // Easter, and holidays on Mondays and Fridays.
        3 => 500,
        2 => 150,
        _ => ORDINARY,
    };
    weekend.max(season(date))
}

/// The same in the weeks around Christmas and New Year, and in the months of the school holidays.
fn season(date: Date) -> u64 {
    match date.civil() {
        (_, 12, 18..=30) => 400,
        (_, 1 | 7, _) => 200,
        _ => ORDINARY,
    }
}

/// For the eve of a weekend or holiday, the number of days off that follow, with the working day between two of them.
fn days_off_after(date: Date) -> i64 {
    let closed = |day: i32| !Date(day).is_business_day();
    let is_off = |day: i32| closed(day) || closed(day - 1) && closed(day + 1);
    match is_off(date.0) {
        true => 0,
        false => (date.0 + 1..).take_while(|&day| is_off(day)).count() as i64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    /// Trips of 256 customers in a year.
    fn with_trips(mut look: impl FnMut(&Customer, &Trip)) {
        let world = World::new(&Spec::default()).expect("a valid spec");
        for customer in world.customers(0..256) {
            trips(&world, &customer)
                .iter()
                .for_each(|trip| look(&customer, trip));
        }
    }

    #[test]
    fn days_off_are_those_of_weekends_holidays_and_the_day_between() {
        let off = |month, day| days_off_after(Date::from_civil(2025, month, day));
        // Friday before Carnival; Maundy Thursday; Wednesday before Corpus Christi; Friday; Saturday; Monday.
        let days = [(2, 28), (4, 17), (6, 18), (6, 6), (6, 7), (6, 9)];
        assert_eq!(days.map(|(month, day)| off(month, day)), [4, 4, 4, 2, 0, 0]);
    }

    #[test]
    fn more_people_leave_before_carnival_and_in_school_holidays_than_on_other_days() {
        let (mut carnival, mut july, mut may, mut all) = (0, 0, 0, 0);
        let world = World::new(&Spec::default()).expect("a valid spec");
        for customer in world.customers(0..2_000) {
            for trip in trips(&world, &customer) {
                let (_, month, day) = Date::of(trip.from).civil();
                carnival += i32::from((month, day) == (2, 28));
                july += i32::from(month == 7);
                may += i32::from(month == 5);
                all += 1;
            }
        }
        assert!(
            carnival * 365 > 3 * all && july * 10 > 13 * may,
            "{carnival} {july} {may} {all}"
        );
        assert!((1_500..2_300).contains(&all), "{all}");
    }

    #[test]
    fn travellers_leave_home_arrive_and_come_back_no_faster_than_a_plane() {
        let mut far = 0;
        with_trips(|customer, trip| {
            let place = |time| trip.place(customer.home, time);
            assert_eq!(
                (place(trip.from), place(trip.to)),
                (customer.home, customer.home)
            );
            let middle = (trip.from + trip.to) / 2;
            assert!(trip.is_staying(middle) && place(middle) == trip.lodging);
            let point = |time| (place(time), place(time).cosine());
            for time in (trip.from..trip.to).step_by(HOUR as usize) {
                let km = Coordinates::distance_km(point(time), point(time + HOUR));
                assert!(f64::from(km) < BY_PLANE, "{km}");
            }
            let km = Coordinates::distance_km(point(trip.from), point(middle));
            far += i32::from(km > 100.0);
        });
        assert!(far > 50, "{far}");
    }

    #[test]
    fn travellers_pass_the_towns_on_the_way() {
        let towns = Towns::new();
        with_trips(|customer, trip| {
            let town = |time| trip.town(&towns, customer.home, time);
            assert_eq!(town(trip.from), towns.around(customer.home));
            assert_eq!(town((trip.from + trip.to) / 2), trip.municipality);
        });
    }
}
