//! Money on its way from fraud or crime.

pub(super) mod laundering;
pub(super) mod mule_account;
