//! Who and what there is: people and companies, merchants, places, IP addresses.

pub(crate) mod coordinates;
pub(crate) mod externals;
pub(crate) mod ip;
pub(crate) mod merchants;
pub(crate) mod payee;
pub(crate) mod people;
