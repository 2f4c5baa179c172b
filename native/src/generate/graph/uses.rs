//! [`Uses`]: what accounts used for their payments, such as devices.

use std::collections::BTreeMap;

use arrow::array::{Int32Array, Int64Array, TimestampMicrosecondArray};

/// How often an account used something, and when first and last, in microseconds UTC.
#[derive(Debug)]
struct Use {
    payments: i32,
    first: i64,
    last: i64,
}

/// What accounts used, in the order of their ids and then of what they used.
#[derive(Debug)]
pub(crate) struct Uses<T>(BTreeMap<(i64, T), Use>);

impl<T: Ord> Uses<T> {
    /// Of payments: the account, what it used and when.
    pub(crate) fn of(payments: impl Iterator<Item = (i64, T, i64)>) -> Self {
        let mut uses = BTreeMap::new();
        for (account, used, time) in payments {
            let of = uses.entry((account, used)).or_insert(Use {
                payments: 0,
                first: time,
                last: time,
            });
            of.payments += 1;
            of.first = of.first.min(time);
            of.last = of.last.max(time);
        }
        Self(uses)
    }

    pub(crate) fn accounts(&self) -> Int64Array {
        Int64Array::from_iter_values(self.0.keys().map(|(account, _)| *account))
    }

    pub(crate) fn used(&self) -> impl Iterator<Item = &T> {
        self.0.keys().map(|(_, used)| used)
    }

    pub(crate) fn payments(&self) -> Int32Array {
        Int32Array::from_iter_values(self.0.values().map(|of| of.payments))
    }

    pub(crate) fn first(&self) -> TimestampMicrosecondArray {
        self.times(|of| of.first)
    }

    pub(crate) fn last(&self) -> TimestampMicrosecondArray {
        self.times(|of| of.last)
    }

    fn times(&self, of: impl Fn(&Use) -> i64) -> TimestampMicrosecondArray {
        TimestampMicrosecondArray::from_iter_values(self.0.values().map(of)).with_timezone("UTC")
    }
}
