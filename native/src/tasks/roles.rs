//! [`Roles`]: which accounts are part of frauds, and how.

use std::collections::HashMap;

use super::view::View;

/// What an account is, if it is part of frauds: roles by which it collects or moves on other people's money.
pub(super) const ROLES: [&str; 4] = ["MULE", "LAUNDERER", "SCAMMER", "SHELL_COMPANY"];

/// An account's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    /// Its position among the roles.
    pub(super) role: u16,
    /// The ring that it belongs to, if any.
    pub(super) ring: Option<i64>,
}

/// Accounts that are part of frauds.
#[derive(Debug, Default)]
pub(super) struct Roles(HashMap<i64, Role>);

impl Roles {
    /// Adds those of a unit of fraud cases. A case of the account's own says what it is; else the case that it
    /// collected for.
    pub(super) fn add(&mut self, cases: View<'_>) {
        let [account, beneficiary, ring] =
            ["account_id", "beneficiary_id", "ring_id"].map(|name| cases.numbers(name));
        let [own, kind, other] =
            ["customer_role", "beneficiary_kind", "beneficiary_role"].map(|name| cases.words(name));
        for row in 0..account.values.len() {
            let ring = ring.get(row);
            if let Some(role) = role(own.get(row)) {
                let known = self.0.get(&account.values[row]);
                let ring = ring.or(known.and_then(|known| known.ring));
                self.0.insert(account.values[row], Role { role, ring });
            }
            if kind.get(row) == Some("ACCOUNT")
                && let Some(role) = role(other.get(row))
            {
                let collects = Role { role, ring };
                let known = self.0.entry(beneficiary.values[row]).or_insert(collects);
                known.ring = known.ring.or(ring);
            }
        }
    }

    /// The role of an account.
    pub(super) fn get(&self, account: i64) -> Option<Role> {
        self.0.get(&account).copied()
    }
}

fn role(name: Option<&str>) -> Option<u16> {
    let index = ROLES.iter().position(|role| Some(*role) == name)?;
    u16::try_from(index).ok()
}
