//! [`Labels`]: what fraud cases say about accounts.
//!
//! All accounts of a case are in its district, so that a district's accounts are labelled from its cases alone.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int32Array, Int64Array, StringArray};
use arrow::datatypes::{Int32Type, Int64Type};
use arrow::error::ArrowError;
use fraudgen_core::Batch;

use super::columns::column;
use super::property::ROLES;

/// Roles by which an account collects or moves on other people's money.
pub(crate) const ILLICIT: [&str; 4] = ["MULE", "LAUNDERER", "SCAMMER", "SHELL_COMPANY"];

/// What cases say about one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Label {
    /// Whether it has each of [`ROLES`].
    roles: [bool; ROLES.len()],
    ring: Option<i64>,
    level: Option<i32>,
}

/// An account that collects or moves on other people's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Illicit {
    /// The first of its roles, by position among [`ILLICIT`].
    pub(crate) role: u16,
    /// The ring that it belongs to, if any.
    pub(crate) ring: Option<i64>,
}

/// What cases say about accounts, by id.
#[derive(Debug, Default)]
pub(crate) struct Labels(HashMap<i64, Label>);

impl Labels {
    /// From the cases of a district: of each account, its roles in all of them, and the ring that it belongs to. What it
    /// only takes in of other rings' money makes it no part of them.
    pub(crate) fn new(cases: &dyn Batch) -> Result<Self, ArrowError> {
        let text = |name| column(cases, name).map(|array| array.as_string::<i32>().clone());
        let id = |name| column(cases, name).map(|array| array.as_primitive::<Int64Type>().clone());
        let (accounts, roles) = (id("account_id")?, text("customer_role")?);
        let (payees, kinds) = (id("beneficiary_id")?, text("beneficiary_kind")?);
        let (payees_roles, rings) = (text("beneficiary_role")?, id("ring_id")?);
        let levels = column(cases, "ring_level")?;
        let levels = levels.as_primitive::<Int32Type>();
        let mut labels = Self::default();
        for case in 0..cases.rows() {
            let own = labels.add(accounts.value(case), &roles, case);
            if levels.is_valid(case) {
                own.ring = rings.is_valid(case).then(|| rings.value(case));
                own.level = Some(levels.value(case));
            }
        }
        for case in (0..cases.rows()).filter(|&case| kinds.value(case) == "ACCOUNT") {
            labels.add(payees.value(case), &payees_roles, case);
        }
        Ok(labels)
    }

    fn add(&mut self, account: i64, roles: &StringArray, case: usize) -> &mut Label {
        let label = self.0.entry(account).or_default();
        if let Some(role) = ROLES.iter().position(|role| *role == roles.value(case)) {
            label.roles[role] = true;
        }
        label
    }

    /// Adds those of another district.
    pub(crate) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// What an account is, if it collects or moves on other people's money.
    pub(crate) fn illicit(&self, account: i64) -> Option<Illicit> {
        let label = self.0.get(&account)?;
        let has = |name| {
            ROLES
                .iter()
                .zip(label.roles)
                .any(|role| role == (name, true))
        };
        let role = ILLICIT.iter().position(has)?;
        Some(Illicit {
            role: role as u16,
            ring: label.ring,
        })
    }

    /// The columns of labels of some accounts.
    pub(super) fn columns(&self, accounts: &Int64Array) -> Vec<ArrayRef> {
        let none = Label::default();
        let labels: Vec<_> = accounts
            .values()
            .iter()
            .map(|account| self.0.get(account).unwrap_or(&none))
            .collect();
        let role = |index: usize| -> ArrayRef {
            let has: Vec<_> = labels.iter().map(|label| label.roles[index]).collect();
            Arc::new(BooleanArray::from(has))
        };
        let mut columns: Vec<_> = (0..ROLES.len()).map(role).collect();
        let rings = labels.iter().map(|label| label.ring);
        columns.push(Arc::new(rings.collect::<Int64Array>()));
        let levels = labels.iter().map(|label| label.level);
        columns.push(Arc::new(levels.collect::<Int32Array>()));
        columns
    }
}

#[cfg(test)]
mod tests {
    use fraudgen_core::schema::Table;
    use fraudgen_core::{Generator, Spec};

    use super::*;

    #[test]
    fn every_role_is_one_of_those_that_accounts_are_labelled_with() {
        let spec = Spec {
            transactions: 200_000,
            customers: Some(9_000),
            fraud_rate: 0.05,
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let mut maker = generator.maker();
        for district in 0..generator.plan().districts() {
            let cases = maker.make(Table::FraudCases, district);
            let labels = Labels::new(cases).expect("labels");
            assert!(labels.0.values().all(|label| label.roles.contains(&true)));
            let accounts = column(maker.make(Table::Accounts, district), "account_id");
            let accounts = accounts.expect("a column");
            let accounts = accounts.as_primitive::<Int64Type>();
            let here = accounts.values().iter();
            let labelled = here.filter(|account| labels.0.contains_key(account));
            assert!(!labels.0.is_empty() && labelled.count() == labels.0.len());
            let columns = labels.columns(accounts);
            assert!(columns[0].as_boolean().true_count() > 0 && columns[6].null_count() > 0);
        }
    }
}
