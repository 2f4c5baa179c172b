//! [`Figure`]: an expected value, and how it is measured: here over rows, and by a query that says the same.

use fraudgen_core::published::Published;

use super::statistics::{mode, quantile};
use crate::report::read::ShortText;
use crate::report::rows::Payment;

pub(super) const PIX: ShortText = ShortText::new("PIX");

/// A published figure or one with limits, and how it is measured over rows.
pub(in crate::report) struct Figure<R> {
    /// Its name, which no other figure has.
    pub(in crate::report) name: String,
    pub(in crate::report) unit: &'static str,
    pub(in crate::report) expected: Expected,
    pub(in crate::report) source: &'static str,
    /// A query that measures it over the dataset's tables and the view `payments`.
    pub(in crate::report) sql: String,
    pub(super) measure: Measure<R>,
}

/// What a measured value should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) enum Expected {
    /// A published value, and how far the measured one may lie from it, in the same unit.
    Published { value: f64, tolerance: f64 },
    /// No less and no more than this.
    Limits { low: f64, high: f64 },
}

impl Expected {
    /// How far a value lies beyond what is expected; zero or less if it does not.
    pub(super) fn excess(self, measured: f64) -> f64 {
        match self {
            Self::Published { value, tolerance } => (measured - value).abs() - tolerance,
            Self::Limits { low, high } => (low - measured).max(measured - high),
        }
    }
}

impl<R> std::fmt::Debug for Figure<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Figure")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A numerator and a denominator.
pub(super) type Fraction = (i64, i64);
/// What a row contributes; nothing if it does not count.
type Contribution<R, T> = Box<dyn Fn(&R) -> Option<T> + Send + Sync>;

/// How a figure is measured over rows.
pub(super) enum Measure<R> {
    /// `factor` × the sum of the numerators ÷ the sum of the denominators: shares and means.
    Ratio {
        factor: f64,
        of: Contribution<R, Fraction>,
    },
    /// The quotient of two such ratios.
    Quotient(Contribution<R, [Fraction; 2]>),
    /// A statistic of all values, which it gets in ascending order with their counts.
    Distribution {
        of: Contribution<R, i64>,
        statistic: fn(&[(i64, u64)]) -> Option<f64>,
    },
}

impl<R> Figure<R> {
    /// The published figure, and the tolerance in its unit.
    pub(super) fn meets(self, published: Published, tolerance: f64) -> Self {
        self.is(published.value, tolerance, published.source)
    }

    /// The published figure, and the tolerance as a share of it.
    pub(super) fn nearly_meets(self, published: Published, tolerance: f64) -> Self {
        self.near(published.value, tolerance, published.source)
    }

    /// The published value, and the tolerance in its unit.
    pub(super) fn is(self, published: f64, tolerance: f64, source: &'static str) -> Self {
        Self {
            expected: Expected::Published {
                value: published,
                tolerance,
            },
            source,
            ..self
        }
    }

    /// The limits of the measured value.
    pub(super) fn between(self, low: f64, high: f64, source: &'static str) -> Self {
        Self {
            expected: Expected::Limits { low, high },
            source,
            ..self
        }
    }

    /// The published value, and the tolerance as a share of it.
    pub(super) fn near(self, published: f64, tolerance: f64, source: &'static str) -> Self {
        self.is(published, tolerance * published, source)
    }
}

/// A ratio of sums; `of` gives a row's numerator and denominator.
pub(super) fn ratio<R>(
    name: impl Into<String>,
    unit: &'static str,
    factor: f64,
    sql: String,
    of: impl Fn(&R) -> Option<(i64, i64)> + Send + Sync + 'static,
) -> Figure<R> {
    Figure {
        name: name.into(),
        unit,
        expected: Expected::Published {
            value: f64::NAN,
            tolerance: 0.0,
        },
        source: "",
        sql,
        measure: Measure::Ratio {
            factor,
            of: Box::new(of),
        },
    }
}

/// A ratio divided by another; `of` gives a row's fractions for both.
pub(super) fn quotient<R>(
    name: impl Into<String>,
    sql: String,
    of: impl Fn(&R) -> Option<[(i64, i64); 2]> + Send + Sync + 'static,
) -> Figure<R> {
    Figure {
        measure: Measure::Quotient(Box::new(of)),
        ..ratio(name, "×", 1.0, sql, |_| None)
    }
}

/// A value that counts in the first mean of a quotient, or in the second.
pub(super) fn either(is_first: bool, value: i64) -> [(i64, i64); 2] {
    if is_first {
        [(value, 1), (0, 0)]
    } else {
        [(0, 0), (value, 1)]
    }
}

/// A share of rows in per cent. In SQL: what counts, and the query from FROM on.
pub(super) fn share_of<R>(
    name: impl Into<String>,
    [what, from]: [&str; 2],
    of: impl Fn(&R) -> bool + Send + Sync + 'static,
    counts: impl Fn(&R) -> bool + Send + Sync + 'static,
) -> Figure<R> {
    let sql = format!("SELECT 100 * avg(({what})::INT) {from}");
    ratio(name, "%", 100.0, sql, move |row| {
        of(row).then(|| (i64::from(counts(row)), 1))
    })
}

/// A share of payments in per cent. In SQL: what counts, and among which payments.
pub(super) fn share(
    name: impl Into<String>,
    [what, among]: [&str; 2],
    of: impl Fn(&Payment) -> bool + Send + Sync + 'static,
    counts: impl Fn(&Payment) -> bool + Send + Sync + 'static,
) -> Figure<Payment> {
    share_of(
        name,
        [what, &format!("FROM payments WHERE {among}")],
        of,
        counts,
    )
}

/// A share of the value of payments in per cent. In SQL: what counts, and among which payments.
pub(super) fn value_share(
    name: impl Into<String>,
    [what, among]: [&str; 2],
    of: fn(&Payment) -> bool,
    counts: impl Fn(&Payment) -> bool + Send + Sync + 'static,
) -> Figure<Payment> {
    let sql = format!(
        "SELECT 100 * sum(amount) FILTER ({what}) / sum(amount) FROM payments WHERE {among}"
    );
    ratio(name, "%", 100.0, sql, move |row| {
        of(row).then(|| (if counts(row) { row.amount } else { 0 }, row.amount))
    })
}

/// The mean amount of payments, in reais.
pub(super) fn mean(
    name: impl Into<String>,
    among: &str,
    of: impl Fn(&Payment) -> bool + Send + Sync + 'static,
) -> Figure<Payment> {
    let sql = format!("SELECT avg(amount) FROM payments WHERE {among}");
    ratio(name, "R$", 0.01, sql, move |row| {
        of(row).then_some((row.amount, 1))
    })
}

/// The 99th percentile of payments, in reais.
pub(super) fn percentile_99(
    name: &str,
    among: &str,
    of: impl Fn(&Payment) -> bool + Send + Sync + 'static,
) -> Figure<Payment> {
    Figure {
        measure: Measure::Distribution {
            of: Box::new(move |row| of(row).then_some(row.amount)),
            statistic: |counts| Some(quantile(counts, 0.99)? / 100.0),
        },
        ..ratio(
            name,
            "R$",
            1.0,
            format!("SELECT quantile_cont(amount::DOUBLE, 0.99) FROM payments WHERE {among}"),
            |_| None,
        )
    }
}

/// The hour with the most Pix payments.
pub(super) fn busiest(name: &str, among: &str, of: fn(&Payment) -> bool) -> Figure<Payment> {
    Figure {
        measure: Measure::Distribution {
            of: Box::new(move |row| {
                (row.instrument == PIX && of(row)).then_some(row.local.hour.into())
            }),
            statistic: mode,
        },
        ..ratio(
            name,
            "h",
            1.0,
            format!("SELECT mode(hour(local_time)) FROM payments WHERE type = 'PIX' AND {among}"),
            |_| None,
        )
    }
}
