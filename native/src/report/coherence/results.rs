//! [`RuleResults`]: what was found of every rule.

use super::rules::{RULES, Reference, Rule};
use crate::report::model::RuleResult;

/// What was found of every rule.
#[derive(Debug, Clone)]
pub(in crate::report) struct RuleResults(Vec<Found>);

#[derive(Debug, Clone, Copy, Default)]
struct Found {
    checked: u64,
    violations: u64,
    example_id: Option<i64>,
}

impl Found {
    fn add(&mut self, checked: u64, violations: u64, example: Option<i64>) {
        self.checked += checked;
        self.violations += violations;
        self.example_id = match (self.example_id, example) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
    }
}

impl Default for RuleResults {
    fn default() -> Self {
        Self(vec![Found::default(); RULES.len()])
    }
}

impl RuleResults {
    /// Notes whether the record with an id keeps a rule.
    pub(super) fn check(&mut self, rule: Rule, holds: bool, id: i64) {
        self.add(rule, 1, u64::from(!holds), Some(id).filter(|_| !holds));
    }

    /// Notes how many records were checked against a rule, and how many break it, with the id of one.
    pub(super) fn add(&mut self, rule: Rule, checked: u64, violations: u64, example: Option<i64>) {
        self.0[rule as usize].add(checked, violations, example);
    }

    /// Adds what was found of other records.
    pub(in crate::report) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.0.iter_mut().zip(&other.0) {
            ours.add(theirs.checked, theirs.violations, theirs.example_id);
        }
    }

    /// The results as the report shows them.
    pub(in crate::report) fn results(&self, reference: &Reference) -> Vec<RuleResult> {
        let result = |(rule, found): (&super::rules::RuleText, &Found)| RuleResult {
            id: rule.id,
            rule: rule.text,
            sql: rule.sql(reference),
            checked: found.checked,
            violations: found.violations,
            example_id: found.example_id,
        };
        RULES.iter().zip(&self.0).map(result).collect()
    }

    /// The rules that are broken, by id, each with the lowest id of a record that breaks it.
    #[cfg(test)]
    pub(super) fn broken(&self) -> Vec<(&'static str, i64)> {
        let broken = RULES.iter().zip(&self.0);
        broken
            .filter_map(|(rule, found)| Some((rule.id, found.example_id?)))
            .collect()
    }
}
