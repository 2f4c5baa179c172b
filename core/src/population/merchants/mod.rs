//! [`MerchantDirectory`]: the merchants, where they are and how one is chosen.
//!
//! A merchant's number encodes its trade (merchant category) and municipality: numbers run by trade, and
//! within a trade online merchants come first, then local ones by municipality. So a merchant in a given
//! municipality is found, and a given merchant described, in O(1).

mod instead;
mod nearest;
mod open_days;

use core::ops::Range;

use alloc::vec::Vec;

use crate::calendar::Date;
use crate::catalog::merchants::MCCS;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::catalog::states::STATES;
use crate::catalog::{MerchantName, banks::BANKS};
use crate::population::coordinates::Coordinates;
use crate::population::towns::Towns;
use crate::random::distributions::{Alias, Normal};
use crate::random::rng::{Keys, Purpose, Rng, scale};
use crate::schema::categories::MerchantSize;
use crate::spec::Spec;
use open_days::OpenDays;

/// Online merchants of a trade, in hundredths of its share of online sales: they are fewer and larger.
const ONLINE_MERCHANTS: u64 = 80;
/// People per entry of the municipality index.
const INDEX_STEP: u64 = 1 << 16;

/// What a payment needs to know about a merchant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Merchant {
    /// Number, from 0.
    pub(crate) number: u64,
    /// Index in [`MCCS`].
    pub(crate) mcc: u8,
    pub(crate) online: bool,
    pub(crate) municipality: u16,
    pub(crate) name: MerchantName,
    pub(crate) location: Coordinates,
    /// Index in [`BANKS`].
    pub(crate) bank: u16,
    pub(crate) open: OpenDays,
}

impl Merchant {
    /// The id in the dataset, from 1.
    pub(crate) fn id(&self) -> i64 {
        self.number as i64 + 1
    }
}

/// Attributes that only the merchants table needs.
#[derive(Debug)]
pub(crate) struct MerchantDetails {
    pub(crate) size: MerchantSize,
    pub(crate) opened: Date,
    /// The last day, if it closes within the period.
    pub(crate) closed: Option<Date>,
}

/// The number of the first merchant of a trade, and how many are online and local.
#[derive(Debug)]
struct Trade {
    first: u64,
    online: u64,
    local: u64,
}

/// All merchants: trade, municipality and attributes by number.
#[derive(Debug)]
pub(crate) struct MerchantDirectory {
    seed: u64,
    start: Date,
    /// The length of the period.
    days: u32,
    trades: Vec<Trade>,
    /// Keys of [`Purpose::Merchant`].
    keys: Keys,
    /// Running total of the population of the municipalities.
    people_before: Vec<u64>,
    /// The municipality of every [`INDEX_STEP`]-th person, to start searches from.
    index: Vec<u16>,
    /// The municipalities of each state.
    states: Vec<Range<usize>>,
    /// Distances between the municipalities.
    pub(crate) towns: Towns,
    /// For each trade and municipality, the nearest municipality with local merchants of the trade.
    nearest: Vec<u16>,
    banks: Alias,
    normal: Normal,
}

impl MerchantDirectory {
    pub(crate) fn new(spec: &Spec, merchants: u64, banks: Alias, normal: Normal) -> Self {
        // A minimum weight, so that every trade has merchants.
        let weights: Vec<u64> = MCCS
            .iter()
            .map(|mcc| u64::from(mcc.weight).max(4))
            .collect();
        let total: u64 = weights.iter().sum();
        let (mut running, mut trades) = (0, Vec::new());
        for (weight, mcc) in weights.iter().zip(&MCCS) {
            let first = merchants * running / total;
            running += weight;
            let count = merchants * running / total - first;
            let online = (count * u64::from(mcc.online) * ONLINE_MERCHANTS / 10_000)
                .max(u64::from(mcc.online > 0));
            let online = online.min(count.saturating_sub(1));
            trades.push(Trade {
                first,
                online,
                local: count - online,
            });
        }
        let mut people_before = alloc::vec![0];
        for town in &MUNICIPALITIES {
            people_before.push(people_before[people_before.len() - 1] + u64::from(town.population));
        }
        let people = people_before[MUNICIPALITIES.len()];
        let index = (0..people).step_by(INDEX_STEP as usize).map(|person| {
            let town = people_before.partition_point(|&before| before <= person) - 1;
            town as u16
        });
        let index = index.collect();
        let first = |state| MUNICIPALITIES.partition_point(|m| usize::from(m.state) < state);
        let mut directory = Self {
            seed: spec.seed,
            start: spec.start,
            days: spec.days,
            trades,
            keys: Keys::new(spec.seed, Purpose::Merchant),
            people_before,
            index,
            states: (0..STATES.len())
                .map(|state| first(state)..first(state + 1))
                .collect(),
            towns: Towns::new(),
            nearest: Vec::new(),
            banks,
            normal,
        };
        directory.nearest = directory.nearest_by_trade();
        directory
    }

    /// A local merchant of a trade, in the nearest municipality that has one: usually the same.
    pub(crate) fn local(&self, mcc: usize, municipality: u16, rng: &mut Rng) -> Merchant {
        let trade = &self.trades[mcc];
        let index = mcc * MUNICIPALITIES.len() + usize::from(municipality);
        let town = usize::from(self.nearest[index]);
        let range = self.locals(trade, town..town + 1);
        let position = range.start + skewed(rng.next(), range.end - range.start);
        self.merchant_in(mcc, trade.online + position, town)
    }

    /// A merchant of a trade that sells online nationwide, or a local one if the trade has none online.
    pub(crate) fn online(&self, mcc: usize, municipality: u16, rng: &mut Rng) -> Merchant {
        match self.trades[mcc].online {
            0 => self.local(mcc, municipality, rng),
            count => self.merchant_at(mcc, skewed(rng.next(), count)),
        }
    }

    /// The days on which a merchant is open. The first of a trade online and the first elsewhere always are, so
    /// that there is a next one for every merchant.
    fn open_days(&self, trade: &Trade, position: u64) -> OpenDays {
        if position == 0 || position == trade.online {
            OpenDays::ALL
        } else {
            OpenDays::of(self.keys.of(trade.first + position), self.days)
        }
    }

    /// Merchant `number` (from 0).
    pub(crate) fn merchant(&self, number: u64) -> Merchant {
        let mcc = self.trades.partition_point(|trade| trade.first <= number) - 1;
        self.merchant_at(mcc, number - self.trades[mcc].first)
    }

    /// The token of the Pix key of merchant `number` (from 0).
    pub(crate) fn pix_key_token(&self, number: u64) -> i64 {
        (self.keys.of(number | 1 << 62) >> 11) as i64
    }

    /// The attributes of a merchant that only the merchants table needs.
    pub(crate) fn details(&self, merchant: &Merchant) -> MerchantDetails {
        let trade = &self.trades[usize::from(merchant.mcc)];
        let position = merchant.number - trade.first;
        let range = match merchant.online {
            true => 0..trade.online,
            false => {
                let town = usize::from(merchant.municipality);
                let locals = self.locals(trade, town..town + 1);
                locals.start + trade.online..locals.end + trade.online
            }
        };
        let percentile = (position - range.start) * 100 / (range.end - range.start).max(1);
        let size = match percentile {
            0..2 => MerchantSize::Large,
            2..12 => MerchantSize::Medium,
            12..45 => MerchantSize::Small,
            _ => MerchantSize::Micro,
        };
        let mut rng = Rng::new(self.seed, Purpose::Merchant, merchant.number | 1 << 63);
        let years = rng.unit();
        let before = -30 - (years * years * 20.0 * 365.0) as i32;
        let date = |day| Date(self.start.0 + day);
        MerchantDetails {
            size,
            opened: date(merchant.open.opening().unwrap_or(before)),
            closed: merchant.open.closing().map(date),
        }
    }

    /// The local merchants of a trade in a range of municipalities, from 0.
    fn locals(&self, trade: &Trade, municipalities: Range<usize>) -> Range<u64> {
        let people = self.people_before[MUNICIPALITIES.len()];
        let before = |index: usize| (trade.local * self.people_before[index]).div_ceil(people);
        before(municipalities.start)..before(municipalities.end)
    }

    /// The municipality that a person lives in, by the person's number.
    fn municipality_of(&self, person: u64) -> usize {
        let mut town = usize::from(self.index[(person / INDEX_STEP) as usize]);
        while self.people_before[town + 1] <= person {
            town += 1;
        }
        town
    }

    fn merchant_at(&self, mcc: usize, position: u64) -> Merchant {
        let trade = &self.trades[mcc];
        let people = self.people_before[MUNICIPALITIES.len()];
        let person = match position.checked_sub(trade.online) {
            None => {
                let hash = self.keys.of(trade.first + position);
                scale(hash.rotate_left(17), people)
            }
            // Inverse of `locals`: the last municipality whose first merchant is not after this one.
            Some(position) => position * people / trade.local,
        };
        self.merchant_in(mcc, position, self.municipality_of(person))
    }

    /// The merchant at a position among those of a trade, which is in this municipality.
    fn merchant_in(&self, mcc: usize, position: u64, town: usize) -> Merchant {
        let trade = &self.trades[mcc];
        let number = trade.first + position;
        let hash = self.keys.of(number);
        let municipality = &MUNICIPALITIES[town];
        Merchant {
            number,
            mcc: mcc as u8,
            online: position < trade.online,
            municipality: town as u16,
            name: MerchantName::of(mcc, hash),
            location: Coordinates::near(
                municipality,
                self.normal.at(hash.rotate_left(29)),
                self.normal.at(hash.rotate_left(43)),
            ),
            bank: self.banks.at(hash.rotate_left(7)) as u16 % BANKS.len() as u16,
            open: self.open_days(trade, position),
        }
    }
}

/// A number in `0..count`, skewed towards the low ones: a few merchants have most of the customers.
fn skewed(bits: u64, count: u64) -> u64 {
    let unit = crate::random::rng::unit(bits);
    ((unit * unit * unit * count as f64) as u64).min(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::people::account::bank_weights;

    fn merchants(merchants: u64) -> MerchantDirectory {
        let spec = Spec {
            seed: 1,
            ..Spec::default()
        };
        MerchantDirectory::new(&spec, merchants, bank_weights(), Normal::new())
    }

    #[test]
    fn a_local_merchant_is_in_the_municipality() {
        let merchants = merchants(100_000);
        let mut rng = Rng::new(1, Purpose::Events, 0);
        for town in 0..MUNICIPALITIES.len() as u16 {
            let merchant = merchants.local(7, town, &mut rng);
            assert_eq!((merchant.mcc, merchant.online), (7, false));
            assert_eq!(merchant.municipality, town);
            assert_eq!(merchants.merchant(merchant.number), merchant);
        }
    }

    #[test]
    fn the_index_finds_the_municipality_of_everyone() {
        let merchants = merchants(100_000);
        for (town, people) in merchants.people_before.windows(2).enumerate() {
            assert_eq!(merchants.municipality_of(people[0]), town);
            assert_eq!(merchants.municipality_of(people[1] - 1), town);
        }
    }

    #[test]
    fn every_number_is_a_merchant_of_one_trade() {
        let merchants = merchants(2_000);
        let merchants: Vec<Merchant> = (0..2_000)
            .map(|number| merchants.merchant(number))
            .collect();
        assert!(merchants.windows(2).all(|pair| pair[0].mcc <= pair[1].mcc));
        for (index, mcc) in MCCS.iter().enumerate() {
            let mut of_trade = merchants
                .iter()
                .filter(|merchant| usize::from(merchant.mcc) == index);
            assert!(of_trade.clone().next().is_some(), "{}", mcc.code);
            assert!(mcc.online == 0 || of_trade.any(|merchant| merchant.online));
        }
    }
}
