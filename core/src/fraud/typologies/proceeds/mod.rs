//! Moving the proceeds of fraud or crime.

pub(super) mod laundering;
pub(super) mod mule_account;
