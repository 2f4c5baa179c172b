//! [`Figures`]: what is measured, as values or with intervals.

use serde::Serialize;

/// The shares of legitimate rows that are alerted.
pub const RATES: [f64; 4] = [0.001, 0.005, 0.01, 0.05];

/// The share at which typologies are compared, and cases found.
pub(super) const MAIN_RATE: f64 = 0.01;

/// The figures of predictions. What cannot be measured, for want of rows, is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures<T> {
    /// How many rows were scored.
    pub rows: usize,
    /// How many of them are fraud.
    pub positives: usize,
    /// How many customers have them.
    pub customers: usize,
    /// Average precision, as scikit-learn has it.
    pub average_precision: T,
    /// Area under the ROC curve, ties counting half.
    pub roc_auc: T,
    /// The figures at [`RATES`].
    pub at_false_positive_rate: Vec<At<T>>,
    /// Cases of fraud, or rings, of which a row is alerted at 1 % false positives.
    pub found: Found<T>,
    /// By typology or role.
    pub groups: Vec<Group<T>>,
}

/// The figures when a share of legitimate rows is alerted, or the largest share below it that a threshold gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct At<T> {
    /// The share.
    pub rate: f64,
    /// The lowest score that is alerted; none if no row may be.
    pub threshold: Option<f64>,
    /// How many rows are alerted.
    pub alerts: u64,
    /// The share of frauds that are alerted.
    pub recall: T,
    /// The share of their money.
    pub value_recall: T,
    /// Alerts for each case of which a row is alerted; in the graph, for each account that is found.
    pub alerts_per_case: T,
}

/// Cases, or rings, of which a row is alerted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found<T> {
    /// What they are: cases or rings.
    pub what: &'static str,
    /// How many there are.
    pub count: usize,
    /// The share that is found.
    pub share: T,
    /// The median time from a case's first fraudulent payment to the first one that is alerted, in hours; none for rings.
    pub hours: T,
}

/// The figures of a typology or role.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group<T> {
    /// Its name.
    pub name: &'static str,
    /// How many rows it has.
    pub positives: usize,
    /// The share that is alerted at 1 % false positives.
    pub recall: T,
    /// Average precision of its rows among all legitimate ones.
    pub average_precision: T,
}

impl<T> Figures<T> {
    /// The same with other values, which are visited in an order that depends only on the truth.
    pub(super) fn map<U>(self, f: &mut impl FnMut(T) -> U) -> Figures<U> {
        let at = |at: At<T>, f: &mut dyn FnMut(T) -> U| At {
            rate: at.rate,
            threshold: at.threshold,
            alerts: at.alerts,
            recall: f(at.recall),
            value_recall: f(at.value_recall),
            alerts_per_case: f(at.alerts_per_case),
        };
        let group = |group: Group<T>, f: &mut dyn FnMut(T) -> U| Group {
            name: group.name,
            positives: group.positives,
            recall: f(group.recall),
            average_precision: f(group.average_precision),
        };
        Figures {
            rows: self.rows,
            positives: self.positives,
            customers: self.customers,
            average_precision: f(self.average_precision),
            roc_auc: f(self.roc_auc),
            at_false_positive_rate: (self.at_false_positive_rate.into_iter())
                .map(|of| at(of, f))
                .collect(),
            found: Found {
                what: self.found.what,
                count: self.found.count,
                share: f(self.found.share),
                hours: f(self.found.hours),
            },
            groups: self.groups.into_iter().map(|of| group(of, f)).collect(),
        }
    }
}
