//! [`RuleResult`]: whether the records keep a rule.

use serde::Serialize;

/// A rule that the records keep, and what was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleResult {
    /// The rule's id, which stays the same from version to version.
    pub id: &'static str,
    /// What the rule says.
    pub rule: &'static str,
    /// A query for the ids of the records that break it, over the dataset's tables.
    pub sql: String,
    /// Records that were checked.
    pub checked: u64,
    /// Records that break it.
    pub violations: u64,
    /// The lowest id of a record that breaks it.
    pub example_id: Option<i64>,
}
