//! [`Rng`]: random numbers keyed by (seed, purpose, entity), never shared.
//!
//! No two purposes share a random stream, so an extra draw in one place changes nothing elsewhere, and the
//! stream of entity 10¹² is as cheap to start as that of entity 0.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng};

/// What a random stream is used for; each purpose has its own stream for every entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Purpose {
    /// Which slots of a cell hold customers of which fiscal region (entity: cell).
    Roster = 1,
    /// A customer's fixed attributes (entity: customer).
    Customer,
    /// A customer's accounts (entity: customer).
    Accounts,
    /// A customer's devices (entity: customer).
    Devices,
    /// A customer's contacts and bills (entity: customer).
    Contacts,
    /// When and with what an everyday payment is made (entity: customer and payment).
    Calendar,
    /// An everyday payment: payee, amount, device, outcome (entity: customer and payment).
    Events,
    /// Name, e-mail, phone and address (entity: customer).
    Identity,
    /// A merchant's attributes (entity: merchant).
    Merchant,
    /// An account outside the population (entity: external account).
    External,
    /// Fraud cases of a district (entity: district).
    District,
    /// One fraud case (entity: case).
    Case,
    /// The order in which case lengths repeat (entity: block of cases).
    CaseLengths,
    /// Legitimate payments that look like fraud (entity: cell).
    Decoys,
    /// An IP address (entity: what it belongs to).
    Address,
    /// Credit bureau points in the fraud score (entity: transaction).
    Bureau,
    /// Report, decision and refund of a case (entity: case).
    Aftermath,
    /// Permutation of document numbers (entity: fiscal region, or companies).
    Documents,
    /// An online merchant that a customer buys from regularly (entity: customer and index).
    RegularMerchants,
    /// Whether a report is lost or false (entity: case, look-alike or transaction).
    LabelNoise,
    /// What a customer shares with neighbours: address, phone (entity: customer).
    Sharing,
    /// A payment of a bill (entity: customer, bill and month).
    Bills,
    /// What a step of a fraud case or look-alike leaves open: device, address (entity: case or look-alike, and
    /// step).
    Steps,
    /// The order of transaction ids (entity: cell).
    TransactionIds,
    /// An amount that comes in (entity: customer and credit).
    Credits,
    /// A look at one's accounts (entity: customer and number).
    OwnTransfers,
    /// Permutations of account numbers (entity: banks without branches, or with).
    AccountNumbers,
    /// Which customers share a home, and where it is (entity: cell and class, or household).
    Households,
    /// Whom a customer pays in the district (entity: customer, or pair of customers).
    Relations,
    /// Relations between cells (entity: cell and link, or pairing of cells).
    Links,
    /// The payments of a relation (entity: relation).
    Transfers,
    /// What a planned transfer leaves open: device, address (entity: cell and number).
    TransferOrders,
    /// When a customer's income arrives (entity: customer).
    Payday,
    /// When a customer leaves (entity: customer).
    Leaving,
    /// When a customer makes no payments (entity: customer).
    Dormancy,
    /// When and where to a household moves (entity: household).
    Moving,
    /// What a customer finds in a new town (entity: customer).
    NewTown,
    /// Which weeks are busy (entity: customer).
    Rhythm,
    /// A customer's account at another bank (entity: customer).
    OwnAccount,
    /// When a customer travels, and where (entity: customer).
    Trips,
    /// Where a customer is for some hours (entity: customer, day and part of the day).
    Whereabouts,
    /// Where an ATM or branch is (entity: municipality and number).
    CashPoints,
    /// The cards that replace others (entity: slot).
    Cards,
    /// How long the bank takes to act on a report (entity: case).
    Consequences,
    /// When an account is blocked by mistake (entity: account).
    FalseAlarms,
    /// When the money comes in that a fraud case or look-alike needs (entity: case or look-alike).
    Funding,
    /// What the payer's bank puts into an end-to-end id (entity: transaction).
    EndToEnd,
    /// Devices that a customer uses for a short time (entity: device), and their order (entity: district).
    ShortTermDevices,
    /// How new devices are tried (entity: customer and device).
    FirstUses,
    /// Through which network someone pays (entity: customer, household or gang, and day or case).
    Connections,
}

/// The finaliser of SplitMix64: every input bit affects every output bit.
pub(crate) const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The keys of one purpose, with the seed and purpose already mixed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keys(u64);

impl Keys {
    pub(crate) const fn new(seed: u64, purpose: Purpose) -> Self {
        let seed = mix(seed.wrapping_add(GOLDEN));
        Self(mix(seed ^ (purpose as u64).wrapping_mul(GOLDEN)))
    }

    /// The key of an entity's stream; also used as a hash where a single draw is enough.
    pub(crate) const fn of(self, entity: u64) -> u64 {
        mix(self.0.wrapping_add(entity.wrapping_mul(GOLDEN)))
    }

    /// The stream of an entity.
    pub(crate) fn stream(self, entity: u64) -> Rng {
        Rng(SplitMix64::from_seed(self.of(entity).to_le_bytes()))
    }
}

/// The key of a single entity.
pub(crate) const fn key(seed: u64, purpose: Purpose, entity: u64) -> u64 {
    Keys::new(seed, purpose).of(entity)
}

/// A random stream: SplitMix64, because a stream that serves a single payment must cost nothing to start.
#[derive(Debug, Clone)]
pub(crate) struct Rng(SplitMix64);

impl Rng {
    pub(crate) fn new(seed: u64, purpose: Purpose, entity: u64) -> Self {
        Keys::new(seed, purpose).stream(entity)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number in `0..bound`; `bound` must not be 0. The bias is below 2⁻³² for any bound used here.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        scale(self.next(), bound)
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as u64) as i64
    }

    /// A number between two positive ones, as likely to be twice as large as half as large.
    pub(crate) fn log_between(&mut self, low: i64, high: i64) -> i64 {
        let (low, high) = (low as f64, high as f64);
        (low * libm::exp(self.unit() * libm::log(high / low))) as i64
    }

    /// True in `per_mille` of 1,000 draws.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < u64::from(per_mille)
    }

    /// A number in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        unit(self.next())
    }

    /// An index drawn with integer weights, for short lists.
    pub(crate) fn pick(&mut self, weights: &[u16]) -> usize {
        let total: u64 = weights.iter().map(|&w| u64::from(w)).sum();
        let mut left = self.below(total.max(1));
        for (index, &weight) in weights.iter().enumerate() {
            if left < u64::from(weight) {
                return index;
            }
            left -= u64::from(weight);
        }
        weights.len() - 1
    }

    /// A random element of a non-empty slice.
    pub(crate) fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// Fisher–Yates shuffle.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

/// Scales 64 random bits to `0..bound`.
pub(crate) const fn scale(bits: u64, bound: u64) -> u64 {
    ((bits as u128 * bound as u128) >> 64) as u64
}

/// Scales 64 random bits to [0, 1).
pub(crate) const fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_stable() {
        assert_eq!(key(42, Purpose::Roster, 0), VALUES[0]);
        let mut rng = Rng::new(42, Purpose::Customer, 7);
        assert_eq!(
            [rng.next(), rng.below(1000), rng.between(-5, 5) as u64],
            [VALUES[1], VALUES[2], VALUES[3]]
        );
    }

    const VALUES: [u64; 4] = [
        14_912_334_267_055_068_698,
        17_018_013_043_862_084_869,
        222,
        4,
    ];

    #[test]
    fn purposes_and_entities_do_not_share_streams() {
        let mut keys: alloc::vec::Vec<u64> =
            (0..1000).map(|e| key(1, Purpose::Events, e)).collect();
        keys.extend((0..1000).map(|e| key(1, Purpose::Decoys, e)));
        keys.extend((0..1000).map(|e| key(2, Purpose::Events, e)));
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 3000);
    }

    #[test]
    fn pick_follows_the_weights() {
        let mut rng = Rng::new(1, Purpose::Events, 1);
        let mut counts = [0; 3];
        for _ in 0..10_000 {
            counts[rng.pick(&[1, 0, 3])] += 1;
        }
        assert!(counts[1] == 0 && (2300..2700).contains(&counts[0]));
    }
}
