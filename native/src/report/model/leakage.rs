//! [`Leakage`]: what single columns, and rules on one or two columns, reveal about fraud.

use serde::Serialize;

/// How well a single column separates fraud from other payments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnLeakage {
    /// The column, or a feature derived from it.
    pub column: String,
    /// The larger of `rank` and `level`.
    pub auc: f64,
    /// ROC AUC of the column's own order, in the better direction, with nulls first or last; none for text.
    pub rank: Option<f64>,
    /// ROC AUC of the fraud rate of each value (numbers in a hundred bins), learnt on half of the customers
    /// and tested on the other half.
    pub level: Option<f64>,
    /// As `level`, for each typology against everything that is not fraud, in the order of
    /// [`Leakage::typologies`]; none if there are too few frauds.
    pub by_typology: Vec<Option<f64>>,
}

/// How well single columns, and rules on one or two columns, separate fraud from other payments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leakage {
    /// Transactions that it was measured on.
    pub rows: u64,
    /// Frauds among them.
    pub frauds: u64,
    /// The AUC that no column should exceed.
    pub limit: f64,
    /// Every feature column and derived feature, the strongest first.
    pub columns: Vec<ColumnLeakage>,
    /// The typologies that [`ColumnLeakage::by_typology`] is about.
    pub typologies: Vec<String>,
    /// The precision that a detection rule must reach.
    pub precision: f64,
    /// The best rule on one column; none if no rule is precise enough.
    pub best_of_one: Option<DetectionRule>,
    /// The best rule on two columns.
    pub best_of_two: Option<DetectionRule>,
}

/// A detection rule, and how well it does on the rows that it was found on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DetectionRule {
    /// Its conditions in SQL, all of which must hold.
    pub conditions: Vec<String>,
    /// Rows that it flags.
    pub flagged: u64,
    /// Frauds among them.
    pub frauds: u64,
    /// Share of frauds among the flagged rows.
    pub precision: f64,
    /// Share of all frauds that it flags.
    pub recall: f64,
}
