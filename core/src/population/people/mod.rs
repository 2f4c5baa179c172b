//! Customers, and their accounts, cards, devices and identities.

pub(crate) mod account;
pub(crate) mod card;
pub(crate) mod customer;
pub(crate) mod device;
pub(crate) mod device_tables;
pub(crate) mod document;
pub(crate) mod identity;
mod life;
pub(crate) mod moving;
pub(crate) mod roster;
