//! Where customers are: at home, at work, elsewhere or on a trip, and never farther away than they can have gone.

use crate::bank::order::Order;
use crate::calendar::{Date, HOUR};
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::population::coordinates::Coordinates;
use crate::population::ip::Connection;
use crate::population::merchants::Merchant;
use crate::random::rng::{Purpose, key, scale};
use crate::schema::categories::Channel;
use crate::simulation::customer::state::CustomerState;
use crate::simulation::customer::visit::Visit;
use crate::world::World;

/// When the parts of a day begin, after the first: in the morning, at noon and in the evening people go elsewhere.
const PARTS: [i64; 3] = [8 * HOUR, 12 * HOUR, 18 * HOUR];
/// How often another merchant is looked for where one is closed and no other of its trade is nearby.
const ATTEMPTS: usize = 8;
/// People per ATM or bank branch where travellers withdraw cash (assumption).
const PEOPLE_PER_ATM: u64 = 10_000;

impl CustomerState<'_> {
    /// Where the customer's devices are, and how they are connected. It changes every few hours.
    pub(crate) fn whereabouts(&self, time: i64) -> (Connection, Coordinates) {
        let (connection, place) = self.intended_whereabouts(time);
        match &self.last_visit {
            Some(last) if !last.reaches(place, time) => (Connection::Network, last.place),
            _ => (connection, place),
        }
    }

    fn intended_whereabouts(&self, time: i64) -> (Connection, Coordinates) {
        let [home, work, elsewhere] = self.usual_locations;
        if let Some(trip) = self.trip() {
            let connection = match trip.is_staying(time) {
                true => Connection::Trip,
                false => Connection::Network,
            };
            return (connection, trip.place(home, time));
        }
        let date = Date::of(time);
        let clock = time - date.midnight();
        let part = PARTS.iter().filter(|&&start| clock >= start).count();
        let working = || (1..3).contains(&part) && !date.is_weekend();
        let part_of_life = (date.0 as u64) << 2 | part as u64;
        match scale(
            self.places.of(self.customer.number << 20 | part_of_life),
            100,
        ) {
            ..40 => (Connection::Home, home),
            40..60 if working() => (Connection::Work, work),
            40..60 => (Connection::Home, home),
            60..82 => (Connection::Network, elsewhere),
            _ => (Connection::Network, work),
        }
    }

    /// The municipality that the customer travels to or through, if it is not the own one.
    pub(crate) fn away(&self, world: &World, time: i64) -> Option<u16> {
        let home = self.usual_locations[0];
        self.trip()
            .map(|trip| trip.town(&world.merchants.towns, home, time))
    }

    /// An ATM or a branch: near work or elsewhere in town, or where the customer is travelling.
    pub(crate) fn cash_point(&mut self, world: &World, time: i64) -> Coordinates {
        let Some(town) = self.away(world, time) else {
            return self.usual_locations[1 + self.rng.below(2) as usize];
        };
        let facts = &MUNICIPALITIES[usize::from(town)];
        let number = self
            .rng
            .below(1 + u64::from(facts.population) / PEOPLE_PER_ATM);
        let hash = key(
            world.seed(),
            Purpose::CashPoints,
            u64::from(town) << 32 | number,
        );
        let normal = world.people.normal();
        Coordinates::near(facts, normal.at(hash), normal.at(hash.rotate_left(32)))
    }

    /// The merchant that is paid by card, where one was chosen without regard to time. It may be closed: then another
    /// nearby is. In person it may be farther away than the customer can have gone since the last visit: then the last
    /// merchant is paid again or, where that is not possible either, something is bought online.
    pub(crate) fn within_reach(
        &mut self,
        world: &World,
        order: &Order,
        merchant: Merchant,
    ) -> Merchant {
        let (instrument, time) = (order.instrument, order.time);
        let open = |merchant: Merchant| {
            let other = world.merchants.instead_of(&merchant, instrument, time);
            other.unwrap_or(merchant)
        };
        let merchant = match open(merchant) {
            other if other.number != merchant.number && !other.online => {
                self.open_nearby(world, time, other, open)
            }
            other => other,
        };
        let Some(last) = &self.last_visit else {
            return merchant;
        };
        if merchant.online || last.reaches(merchant.location, time) {
            return merchant;
        }
        let again = last.merchant.map(|number| world.merchants.merchant(number));
        let again = again.filter(|again| {
            last.reaches(again.location, time) && open(*again).number == again.number
        });
        again.unwrap_or_else(|| open(*self.rng.choose(&self.online)))
    }

    /// Another merchant that is open where the one found is not near the town that the customer is in.
    #[cold]
    fn open_nearby(
        &mut self,
        world: &World,
        time: i64,
        found: Merchant,
        open: impl Fn(Merchant) -> Merchant,
    ) -> Merchant {
        let town = self.away(world, time);
        let town = town.unwrap_or(self.municipality);
        let is_near = |other: &Merchant| world.merchants.towns.are_near(town, other.municipality);
        let others =
            (0..ATTEMPTS).map(|_| open(world.local_merchant(self.customer, town, &mut self.rng)));
        let nearby = core::iter::once(found).chain(others).find(is_near);
        nearby.unwrap_or(found)
    }

    /// Notes where the customer pays at a terminal, withdraws cash or is at a branch. ATMs and branches farther away
    /// than the customer can have gone are replaced by one where the last visit was.
    pub(crate) fn visit(&mut self, order: &mut Order) {
        let is_visit = matches!(order.channel, Channel::Pos | Channel::Atm | Channel::Branch);
        let Some(mut place) = order.location.filter(|_| is_visit && order.case.is_none()) else {
            return;
        };
        let at_terminal = order.channel == Channel::Pos;
        let mut merchant = order
            .merchant
            .filter(|_| at_terminal)
            .map(|merchant| merchant.number);
        if let Some(last) = &self.last_visit
            && !at_terminal
        {
            merchant = last.merchant;
            if !last.reaches(place, order.time) {
                place = last.place;
            }
        }
        order.location = Some(place);
        self.last_visit = Some(Visit {
            time: order.time,
            place,
            merchant,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DAY, MINUTE};
    use crate::fraud::planning::consequences::Consequences;
    use crate::schema::categories::Instrument;
    use crate::spec::Spec;

    /// The states of the customers of a cell.
    fn with_states(mut look: impl FnMut(&World, &mut CustomerState<'_>)) {
        let world = World::new(&Spec::default()).expect("a valid spec");
        let cell = world.customers(world.plan.cell_customers(0));
        for customer in &cell {
            look(
                &world,
                &mut CustomerState::new(&world, &cell, customer, &[], Consequences::NONE),
            );
        }
    }

    /// A payment by debit card or in cash.
    fn order(time: i64, merchant: Option<Merchant>, place: Coordinates) -> Order {
        Order {
            instrument: Instrument::DebitCard,
            channel: match merchant {
                Some(_) => Channel::Pos,
                None => Channel::Atm,
            },
            location: Some(place),
            merchant,
            ..Order::at(time)
        }
    }

    #[test]
    fn customers_stay_in_a_place_for_hours_and_work_on_weekdays() {
        let monday = Date::from_civil(2025, 5, 5).midnight();
        let (mut changes, mut at_work) = (0, 0);
        with_states(|_, state| {
            let mut before = None;
            for hour in 0..7 * 24 {
                let time = monday + hour * HOUR;
                let now = state.whereabouts(time);
                assert_eq!(now, state.whereabouts(time + HOUR - 1));
                assert!(state.usual_locations.contains(&now.1));
                let is_new_part = [0, 8, 12, 18].contains(&(hour % 24));
                assert!(before.is_none_or(|before| is_new_part || before == now));
                changes += i32::from(before.is_some_and(|before| before != now));
                before = Some(now);
                if now.0 == Connection::Work {
                    at_work += 1;
                    assert!(hour / 24 < 5 && (8..18).contains(&(hour % 24)));
                }
            }
        });
        // Of 64 customers, in 28 parts of days.
        assert!((64 * 12..64 * 24).contains(&changes), "{changes}");
        assert!((64 * 5..64 * 15).contains(&at_work), "{at_work}");
    }

    #[test]
    fn what_is_too_far_is_bought_where_the_customer_was_or_online() {
        let (mut again, mut online) = (0, 0);
        with_states(|world, state| {
            let time = world.period().start + 200 * DAY;
            let is_open = |merchant: &&Merchant| merchant.open.contains(200);
            let Some(near) = state.merchants.iter().find(is_open).copied() else {
                return;
            };
            let far = world
                .merchants
                .towns
                .around(near.location.towards(Coordinates::default(), 0.5));
            let far = world
                .merchants
                .local(usize::from(near.mcc), far, &mut state.rng);
            if !is_open(&&far) || near.location.is_within(300.0, far.location) {
                return;
            }
            state.visit(&mut order(time, Some(near), near.location));
            let later = order(time + 10 * MINUTE, Some(far), far.location);
            assert_eq!(state.within_reach(world, &later, far), near);
            again += 1;
            // An ATM is found where the customer is.
            let mut cash = order(time + 20 * MINUTE, None, far.location);
            state.visit(&mut cash);
            assert_eq!(cash.location, Some(near.location));
            // After a withdrawal far away the last merchant is too far as well.
            state.visit(&mut order(time + DAY, None, far.location));
            let later = order(time + DAY + MINUTE, Some(near), near.location);
            let found = state.within_reach(world, &later, near);
            online += i32::from(found.online);
            let later = order(time + 2 * DAY, Some(near), near.location);
            assert_eq!(state.within_reach(world, &later, near), near);
        });
        assert!(again > 40 && online == again, "{again} {online}");
    }
}
