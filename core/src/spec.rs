//! [`Spec`]: the user's description of a dataset. A dataset is a pure function of its spec and the dataset
//! version.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::calendar::Date;
use crate::catalog::states::people;
use crate::fraud::difficulty::Difficulty;
use crate::fraud::drift::Drift;
use crate::fraud::kinds::FraudType;

/// Transactions per customer and year when the number of customers is not given.
const TRANSACTIONS_PER_CUSTOMER_YEAR: u64 = 360;
/// Minimum transactions per customer: enough to fit a customer's fraud cases at the highest rate.
const MIN_TRANSACTIONS_PER_CUSTOMER: u64 = 10;
/// Maximum transactions per customer: keeps a cell of customers to up to 256,000 rows.
const MAX_TRANSACTIONS_PER_CUSTOMER: u64 = 4_000;
/// Maximum transactions per customer and day, on average.
const MAX_TRANSACTIONS_PER_CUSTOMER_DAY: u64 = 20;
/// Maximum number of customers: the population of Brazil. With more, CPFs would repeat.
pub const MAX_CUSTOMERS: u64 = people();
/// Maximum number of transactions: the most that this many customers can make.
pub const MAX_TRANSACTIONS: u64 = MAX_CUSTOMERS * MAX_TRANSACTIONS_PER_CUSTOMER;
const MAX_DAYS: u32 = 3_660;
/// The launch of Pix.
const FIRST_START: Date = Date::from_civil(2020, 11, 16);
const LAST_START: Date = Date::from_civil(2090, 1, 1);
const MAX_FRAUD_RATE: f64 = 0.2;
const MAX_INSIDE: f64 = 0.8;
const MAX_LABEL_NOISE: f64 = 0.5;

/// The parameters of a dataset.
///
/// In JSON, missing fields take their defaults and unknown fields are rejected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spec {
    /// Seed of all randomness.
    pub seed: u64,
    /// Exact number of transactions.
    pub transactions: u64,
    /// Number of customers, at most 203 million; by default one for every 360 transactions a year, so beyond
    /// 73 billion transactions a year each customer makes more of them.
    pub customers: Option<u64>,
    /// First day of the period.
    pub start: Date,
    /// Length of the period in days.
    pub days: u32,
    /// Share of transactions that belong to a fraud case, 0 to 0.2. The default, 0.001, is about four times what
    /// banks publish: of card payments [`crate::published::CARD_FRAUD`] about three times, of those in
    /// person [`crate::published::CARD_FRAUD_IN_PERSON`] four times, of Pix [`crate::published::PIX_FRAUD`] six times.
    /// Weights that divide by these multiples recover the published rates.
    pub fraud_rate: f64,
    /// Weights of the fraud typologies, by number of cases; typologies left out do not occur.
    #[serde(deserialize_with = "each_once")]
    pub fraud_mix: BTreeMap<FraudType, u32>,
    /// Typologies that become more or less frequent over the period; none by default.
    #[serde(deserialize_with = "each_once")]
    pub fraud_drift: BTreeMap<FraudType, Drift>,
    /// Share of transfers between accounts that reach an account of the dataset, 0 to 0.8; transfers between a
    /// customer's own accounts come on top.
    pub inside: f64,
    /// Share of cases whose report is missing from `label_known_at`, 0 to 0.5. Half as many are reported in part:
    /// without the payments below the mean of their case. False reports are that same share of the number of
    /// fraudulent payments, nearly all about whole look-alikes. `is_fraud` stays correct, and so does all that follows
    /// reports: `fraud_cases`, refunds, blocks.
    pub label_noise: f64,
    /// How far fraudsters imitate everyday life, and everyday life looks like fraud; realistic by default. It is no noise:
    /// labels stay correct, and so do the number of frauds and the mean of their amounts.
    pub difficulty: Difficulty,
    /// Fraud cases that are left out, by `fraud_case_id`; none by default. The rest of the dataset is as with them, and ids
    /// do not move: rows differ only where a case, its reports and blocks, and the money that it moved can be felt.
    pub without_cases: BTreeSet<u64>,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            seed: 42,
            transactions: 1_000_000,
            customers: None,
            start: Date::from_civil(2025, 1, 1),
            days: 365,
            fraud_rate: 0.001,
            fraud_mix: FraudType::ALL
                .iter()
                .copied()
                .map(|kind| (kind, u32::from(kind.typology().weight)))
                .collect(),
            fraud_drift: BTreeMap::new(),
            inside: 0.68,
            label_noise: 0.0,
            difficulty: Difficulty::Realistic,
            without_cases: BTreeSet::new(),
        }
    }
}

/// Values by typology, none of which may be given twice.
fn each_once<'de, D, V>(deserializer: D) -> Result<BTreeMap<FraudType, V>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    struct Values<V>(PhantomData<V>);

    impl<'de, V: Deserialize<'de>> Visitor<'de> for Values<V> {
        type Value = BTreeMap<FraudType, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("values by typology")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut values = BTreeMap::new();
            while let Some((kind, value)) = map.next_entry::<FraudType, V>()? {
                if values.insert(kind, value).is_some() {
                    return Err(Error::custom(format_args!(
                        "`{}` is given twice",
                        kind.name()
                    )));
                }
            }
            Ok(values)
        }
    }

    deserializer.deserialize_map(Values(PhantomData))
}

/// A field of a spec that is out of bounds, and how to correct it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` is {value}: {remedy}")]
#[non_exhaustive]
pub struct SpecError {
    /// Name of the field.
    pub field: &'static str,
    /// The value given.
    pub value: String,
    /// How to correct it.
    pub remedy: String,
}

impl Spec {
    /// The number of customers, as given or by default.
    pub fn customer_count(&self) -> u64 {
        self.customers.unwrap_or_else(|| {
            let year_days =
                u128::from(TRANSACTIONS_PER_CUSTOMER_YEAR) * u128::from(self.days.max(1));
            let usual = (u128::from(self.transactions) * 365).div_ceil(year_days) as u64;
            let most = (self.transactions / MIN_TRANSACTIONS_PER_CUSTOMER).clamp(1, MAX_CUSTOMERS);
            usual.clamp(1, most)
        })
    }

    /// This spec with every default filled in.
    pub fn resolved(&self) -> Self {
        Self {
            customers: Some(self.customer_count()),
            ..self.clone()
        }
    }

    /// Checks every field against its bounds.
    ///
    /// # Errors
    /// The first field that is out of bounds, with its value and the remedy.
    pub fn validate(&self) -> Result<(), SpecError> {
        let error = |field, value: &dyn ToString, remedy: String| {
            Err(SpecError {
                field,
                value: value.to_string(),
                remedy,
            })
        };
        if !(MIN_TRANSACTIONS_PER_CUSTOMER..=MAX_TRANSACTIONS).contains(&self.transactions) {
            let remedy = format!(
                "give {MIN_TRANSACTIONS_PER_CUSTOMER} to {MAX_TRANSACTIONS}, the most that the population of \
                 Brazil can make; for more, generate a second dataset with another seed"
            );
            return error("transactions", &self.transactions, remedy);
        }
        if !(1..=MAX_DAYS).contains(&self.days) {
            return error("days", &self.days, format!("give 1 to {MAX_DAYS}"));
        }
        if !(FIRST_START..=LAST_START).contains(&self.start) {
            return error(
                "start",
                &self.start,
                format!("give a date from {FIRST_START} to {LAST_START}"),
            );
        }
        let most = MAX_TRANSACTIONS_PER_CUSTOMER
            .min(MAX_TRANSACTIONS_PER_CUSTOMER_DAY * u64::from(self.days));
        let fewest_customers = self
            .transactions
            .div_ceil(most.max(MIN_TRANSACTIONS_PER_CUSTOMER));
        let most_customers = (self.transactions / MIN_TRANSACTIONS_PER_CUSTOMER).min(MAX_CUSTOMERS);
        if fewest_customers > MAX_CUSTOMERS {
            let remedy = format!(
                "the {MAX_CUSTOMERS} people of Brazil can make at most {} in {} days: give fewer transactions \
                 or more days, or generate a second dataset with another seed",
                MAX_CUSTOMERS * most,
                self.days
            );
            return error("transactions", &self.transactions, remedy);
        }
        let customers = self.customer_count();
        if !(fewest_customers..=most_customers).contains(&customers) {
            let remedy = format!(
                "{} transactions in {} days need {fewest_customers} to {most_customers} customers",
                self.transactions, self.days
            );
            return error("customers", &customers, remedy);
        }
        if !(0.0..=MAX_FRAUD_RATE).contains(&self.fraud_rate) {
            return error(
                "fraud_rate",
                &self.fraud_rate,
                format!("give 0 to {MAX_FRAUD_RATE}"),
            );
        }
        if !(0.0..=MAX_INSIDE).contains(&self.inside) {
            return error("inside", &self.inside, format!("give 0 to {MAX_INSIDE}"));
        }
        if !(0.0..=MAX_LABEL_NOISE).contains(&self.label_noise) {
            return error(
                "label_noise",
                &self.label_noise,
                format!("give 0 to {MAX_LABEL_NOISE}"),
            );
        }
        if let Some((kind, weight)) = self
            .fraud_mix
            .iter()
            .find(|(_, weight)| **weight > 1_000_000)
        {
            return error(
                "fraud_mix",
                &format!("{kind}={weight}"),
                "give weights from 0 to 1000000".into(),
            );
        }
        if self.fraud_rate > 0.0 && self.fraud_mix.values().all(|&weight| weight == 0) {
            let remedy =
                "give at least one typology a weight above 0, or set fraud_rate to 0".into();
            return error("fraud_mix", &"empty", remedy);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::Plan;
    use crate::schema::Table;

    #[test]
    fn the_default_spec_is_valid() {
        assert_eq!(Spec::default().validate(), Ok(()));
        assert_eq!(Spec::default().customer_count(), 2778);
    }

    #[test]
    fn a_spec_without_a_difficulty_is_realistic() {
        let spec = serde_json::from_str::<Spec>("{}").expect("a spec");
        assert_eq!(spec.difficulty, Difficulty::Realistic);
        assert!(serde_json::from_str::<Spec>(r#"{"difficulty": "MEDIUM"}"#).is_err());
    }

    #[test]
    fn the_default_population_never_exceeds_that_of_brazil() {
        let customers = |transactions| {
            let spec = Spec {
                transactions,
                ..Spec::default()
            };
            assert_eq!(spec.validate(), Ok(()), "{transactions}");
            spec.customer_count()
        };
        assert_eq!(customers(73_000_000_000), 73_000_000_000_u64.div_ceil(360));
        assert_eq!(customers(74_000_000_000), MAX_CUSTOMERS);
        assert_eq!(customers(MAX_TRANSACTIONS), MAX_CUSTOMERS);
    }

    #[test]
    fn an_error_names_the_field_that_is_out_of_bounds() {
        let cases: [(&str, Spec); 11] = [
            (
                "transactions",
                Spec {
                    transactions: 9,
                    ..Spec::default()
                },
            ),
            (
                "transactions",
                Spec {
                    transactions: u64::MAX,
                    ..Spec::default()
                },
            ),
            (
                "transactions",
                Spec {
                    transactions: MAX_TRANSACTIONS,
                    days: 30,
                    ..Spec::default()
                },
            ),
            (
                "days",
                Spec {
                    days: 0,
                    ..Spec::default()
                },
            ),
            (
                "start",
                Spec {
                    start: Date::from_civil(1999, 1, 1),
                    ..Spec::default()
                },
            ),
            (
                "customers",
                Spec {
                    customers: Some(0),
                    ..Spec::default()
                },
            ),
            (
                "customers",
                Spec {
                    customers: Some(100_001),
                    ..Spec::default()
                },
            ),
            (
                "fraud_rate",
                Spec {
                    fraud_rate: f64::NAN,
                    ..Spec::default()
                },
            ),
            (
                "label_noise",
                Spec {
                    label_noise: 0.6,
                    ..Spec::default()
                },
            ),
            (
                "inside",
                Spec {
                    inside: 0.9,
                    ..Spec::default()
                },
            ),
            (
                "fraud_mix",
                Spec {
                    fraud_mix: BTreeMap::new(),
                    ..Spec::default()
                },
            ),
        ];
        for (field, spec) in cases {
            assert_eq!(spec.validate().map_err(|error| error.field), Err(field));
        }
    }

    fn any_spec() -> impl Strategy<Value = Spec> {
        let kind = || prop::sample::select(FraudType::ALL);
        let drift = prop::sample::select(&Drift::ALL[..]);
        let difficulty = prop::sample::select(&Difficulty::ALL[..]);
        let (most, noise) = (MAX_FRAUD_RATE * 1.1, MAX_LABEL_NOISE * 1.1);
        (
            (any::<u64>(), 0..=MAX_TRANSACTIONS.ilog2() + 1, any::<u64>()),
            prop::option::of((0..=MAX_CUSTOMERS.ilog2() + 1, any::<u64>())),
            (Date::from_civil(2000, 1, 1).0..Date::from_civil(2100, 1, 1).0).prop_map(Date),
            prop_oneof![0..MAX_DAYS + 5, any::<u32>()],
            (-0.01..most, -0.01..noise, -0.01..MAX_INSIDE * 1.1),
            prop::collection::btree_map(kind(), 0..1_100_000_u32, 0..5),
            prop::collection::btree_map(kind(), drift, 0..5),
            (difficulty, prop::collection::btree_set(any::<u64>(), 0..3)),
        )
            .prop_map(
                |(
                    (seed, bits, transactions),
                    customers,
                    start,
                    days,
                    rates,
                    mix,
                    drift,
                    (difficulty, without_cases),
                )| Spec {
                    seed,
                    transactions: transactions >> (63 - bits),
                    customers: customers.map(|(bits, customers)| customers >> (63 - bits)),
                    start,
                    days,
                    fraud_rate: rates.0,
                    fraud_mix: mix,
                    fraud_drift: drift,
                    label_noise: rates.1,
                    inside: rates.2,
                    difficulty,
                    without_cases,
                },
            )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

        #[test]
        fn a_spec_reads_back_as_it_was_written(spec in any_spec()) {
            let json = serde_json::to_string(&spec).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Spec>(&json).expect("a spec"), spec);
        }

        #[test]
        fn a_valid_spec_has_a_plan_of_all_it_asks_for(spec in any_spec()) {
            let spec = Spec { without_cases: BTreeSet::new(), ..spec };
            let plan = Plan::new(&spec);
            prop_assert_eq!(plan.is_ok(), spec.validate().is_ok());
            if let Ok(plan) = plan {
                prop_assert_eq!(plan.table_rows(Table::Transactions), spec.transactions);
                prop_assert_eq!(plan.table_rows(Table::Customers), spec.customer_count());
                prop_assert_eq!(spec.resolved().validate(), Ok(()));
                prop_assert_eq!(spec.resolved().resolved(), spec.resolved());
            }
        }
    }
}
