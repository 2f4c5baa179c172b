//! [`Tie`]: someone in the district whom a customer pays.

use crate::relations::relation::RelationKind;

/// Whom a customer pays, and how often among the customer's relations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tie {
    /// Index among the district's customers.
    pub(super) payee: usize,
    pub(super) kind: RelationKind,
    /// Relative number of payments; monthly payments have none.
    pub(super) weight: f64,
}
