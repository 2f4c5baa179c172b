//! [`Splits`]: which rows are learnt from, which are scored, and which are only there.

use fraudgen_core::Spec;
use fraudgen_core::calendar::Date;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::task::Kind;

/// Percent of the period before which training ends, and before which validation ends.
const CUTS: [u32; 2] = [60, 75];
/// Percent of the customers in train, and in train or validation; the others are in test.
const SHARES: [u64; 2] = [70, 80];

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// To learn from: early rows of train customers.
    Train,
    /// To choose models by: middle rows of validation customers.
    Validation,
    /// To be scored: late rows of test customers.
    Test,
    /// All other rows, without labels.
    Context,
}

impl Split {
    /// Every split.
    pub const ALL: [Split; 4] = [Split::Train, Split::Validation, Split::Test, Split::Context];

    /// The name of its folder.
    pub const fn name(self) -> &'static str {
        match self {
            Split::Train => "train",
            Split::Validation => "validation",
            Split::Test => "test",
            Split::Context => "context",
        }
    }

    /// The split that a customer is of, however large the dataset and whatever its seed.
    pub fn of_customer(customer: i64) -> Self {
        let hash = Sha256::digest(format!("fraudgen task customer {customer}"));
        let (words, _) = hash.as_chunks::<8>();
        let percent = u64::from_le_bytes(words[0]) % 100;
        match percent {
            _ if percent < SHARES[0] => Split::Train,
            _ if percent < SHARES[1] => Split::Validation,
            _ => Split::Test,
        }
    }
}

/// The splits of a task's payments, by time and customer.
#[derive(Debug, Clone, Copy)]
pub struct Splits {
    by_customer: bool,
    cuts: [Date; 2],
}

impl Splits {
    /// Those of a kind of task, for a spec's period.
    pub fn new(kind: Kind, spec: &Spec) -> Self {
        let cut = |percent| Date(spec.start.0 + (spec.days * percent / 100) as i32);
        Self {
            by_customer: !matches!(kind, Kind::Delayed | Kind::Drift),
            cuts: CUTS.map(cut),
        }
    }

    /// The first days of validation and of test, in Brasília.
    pub fn days(&self) -> [Date; 2] {
        self.cuts
    }

    /// When test begins, in microseconds UTC: the time up to which everything is known.
    pub fn cut(&self) -> i64 {
        self.cuts[1].midnight()
    }

    /// The split of a customer's payment at a time in microseconds UTC.
    pub fn of(&self, customer: i64, time: i64) -> Split {
        let by_time = match time {
            _ if time < self.cuts[0].midnight() => Split::Train,
            _ if time < self.cuts[1].midnight() => Split::Validation,
            _ => Split::Test,
        };
        match self.by_customer && Split::of_customer(customer) != by_time {
            true => Split::Context,
            false => by_time,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_are_shared_out_by_percent_and_stay_where_they_are() {
        let count = |split| {
            let of = (1..=10_000).filter(|&customer| Split::of_customer(customer) == split);
            of.count()
        };
        let counts = [Split::Train, Split::Validation, Split::Test].map(count);
        assert_eq!(counts, [7_017, 946, 2_037]);
        let first: Vec<_> = (1..=8)
            .map(|customer| Split::of_customer(customer).name())
            .collect();
        assert_eq!(
            first.join(" "),
            "test test train train train validation test train"
        );
    }

    #[test]
    fn payments_are_split_by_time_and_customer() {
        let spec = Spec::default();
        let [early, middle, late] = [10, 230, 300].map(|day| Date(spec.start.0 + day).midnight());
        let customer = |split| {
            (1..)
                .find(|&id| Split::of_customer(id) == split)
                .expect("one")
        };
        let [train, validation, test] =
            [Split::Train, Split::Validation, Split::Test].map(customer);
        let splits = Splits::new(Kind::Sequence, &spec);
        assert_eq!(splits.of(train, early), Split::Train);
        assert_eq!(splits.of(validation, middle), Split::Validation);
        assert_eq!(splits.of(test, late), Split::Test);
        for (customer, time) in [(train, late), (validation, early), (test, middle)] {
            assert_eq!(splits.of(customer, time), Split::Context);
        }
        let splits = Splits::new(Kind::Drift, &spec);
        assert_eq!(splits.of(train, late), Split::Test);
        assert_eq!(splits.of(test, splits.cut() - 1), Split::Validation);
        assert_eq!(splits.of(test, splits.cut()), Split::Test);
    }
}
