//! Which merchant is paid where the one that was chosen cannot be: it is not open, or does not take the instrument.

use super::open_days::OpenDays;
use super::{Merchant, MerchantDirectory};
use crate::calendar::Date;
use crate::catalog::mcc;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::schema::categories::Instrument;

/// From this date betting cannot be paid by credit card (Portaria SPA/MF 615, 2024).
const NO_BETTING_ON_CREDIT: Date = Date::from_civil(2025, 1, 1);
const BETTING: u8 = mcc("7995") as u8;
/// What is bought instead: digital services online, groceries in person.
const INSTEAD_OF_BETTING: [usize; 2] = [mcc("5815"), mcc("5499")];

impl MerchantDirectory {
    /// The merchant to pay by an instrument at a time instead of another, unless that one can be paid: the next one
    /// of its trade in its municipality, else in the nearest one around, else in its state, else anywhere.
    #[inline]
    pub(crate) fn instead_of(
        &self,
        merchant: &Merchant,
        instrument: Instrument,
        time: i64,
    ) -> Option<Merchant> {
        match merchant.open == OpenDays::ALL && merchant.mcc != BETTING {
            true => None,
            false => self.instead_on(merchant, instrument, time),
        }
    }

    /// The same, for a merchant that may not be open always or not take all instruments.
    fn instead_on(
        &self,
        merchant: &Merchant,
        instrument: Instrument,
        time: i64,
    ) -> Option<Merchant> {
        let date = Date::of(time);
        let day = date.0 - self.start.0;
        let is_refused = merchant.mcc == BETTING
            && instrument == Instrument::CreditCard
            && date >= NO_BETTING_ON_CREDIT;
        if is_refused {
            let other = self.instead_of_betting(merchant);
            Some(match other.open.contains(day) {
                true => other,
                false => self.next_open(&other, day),
            })
        } else {
            let is_open = merchant.open.contains(day);
            (!is_open).then(|| self.next_open(merchant, day))
        }
    }

    /// A merchant of another trade in about the same place.
    #[cold]
    fn instead_of_betting(&self, merchant: &Merchant) -> Merchant {
        let [online, local] = INSTEAD_OF_BETTING;
        let trade = &self.trades[usize::from(merchant.mcc)];
        let position = merchant.number - trade.first;
        if merchant.online {
            let others = self.trades[online].online;
            self.merchant_at(online, position * others / trade.online)
        } else {
            let others = &self.trades[local];
            let among_locals = (position - trade.online) * others.local / trade.local;
            self.merchant_at(local, others.online + among_locals)
        }
    }

    /// The next merchant of the trade that is open on a day of the period.
    #[cold]
    fn next_open(&self, merchant: &Merchant, day: i32) -> Merchant {
        let mcc = usize::from(merchant.mcc);
        let trade = &self.trades[mcc];
        let position = merchant.number - trade.first;
        let is_open = |position: &u64| self.open_days(trade, *position).contains(day);
        let town = usize::from(merchant.municipality);
        let state = &self.states[usize::from(MUNICIPALITIES[town].state)];
        let around = self.towns.near(merchant.municipality).iter();
        let around = around.map(|&near| usize::from(near)..usize::from(near) + 1);
        let places = core::iter::once(town..town + 1)
            .chain(around)
            .chain([state.clone(), 0..MUNICIPALITIES.len()]);
        let next = places.into_iter().find_map(|place| {
            let others = match merchant.online {
                true => 0..trade.online,
                false => {
                    let locals = self.locals(trade, place);
                    trade.online + locals.start..trade.online + locals.end
                }
            };
            (position + 1..others.end)
                .chain(others.start..position)
                .find(is_open)
        });
        self.merchant_at(mcc, next.unwrap_or(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::people::account::bank_weights;
    use crate::random::distributions::Normal;
    use crate::spec::Spec;

    fn merchants(merchants: u64) -> MerchantDirectory {
        MerchantDirectory::new(&Spec::default(), merchants, bank_weights(), Normal::new())
    }

    #[test]
    fn where_a_merchant_is_not_open_the_next_of_its_trade_is_paid() {
        let directory = merchants(4_000);
        let start = Spec::default().start;
        let (mut replaced, mut in_town) = (0, 0);
        for number in 0..4_000 {
            let merchant = directory.merchant(number);
            for day in [0, 100, 364] {
                let time = Date(start.0 + day).midnight();
                let instead = directory.instead_of(&merchant, Instrument::Pix, time);
                assert_eq!(instead.is_none(), merchant.open.contains(day));
                let Some(other) = instead else {
                    continue;
                };
                assert!(other.open.contains(day) && other.number != number);
                assert_eq!((other.mcc, other.online), (merchant.mcc, merchant.online));
                assert_eq!(directory.instead_of(&other, Instrument::Pix, time), None);
                replaced += 1;
                in_town += i32::from(other.municipality == merchant.municipality);
            }
        }
        assert!((350..500).contains(&replaced), "{replaced}");
        assert!(in_town > 50, "{in_town}");
    }

    #[test]
    fn betting_is_not_paid_on_credit_from_2025_on() {
        let directory = merchants(40_000);
        let last_day = Date(NO_BETTING_ON_CREDIT.0 - 1).midnight();
        let betting = &directory.trades[usize::from(BETTING)];
        for number in betting.first..betting.first + betting.online + betting.local {
            let merchant = directory.merchant(number);
            let instead = |instrument, time| directory.instead_of(&merchant, instrument, time);
            let time = NO_BETTING_ON_CREDIT.midnight();
            let other = instead(Instrument::CreditCard, time).expect("another merchant");
            assert_eq!(other.online, merchant.online);
            assert!(INSTEAD_OF_BETTING.contains(&usize::from(other.mcc)));
            assert_eq!(
                directory.instead_of(&other, Instrument::CreditCard, time),
                None
            );
            for (instrument, time) in [
                (Instrument::DebitCard, time),
                (Instrument::CreditCard, last_day),
            ] {
                let other = instead(instrument, time);
                assert!(other.is_none_or(|other| other.mcc == BETTING));
            }
        }
    }
}
