//! People and companies, merchants, coordinates and IP addresses.

pub(crate) mod coordinates;
pub(crate) mod externals;
pub(crate) mod ip;
pub(crate) mod merchants;
pub(crate) mod payee;
pub(crate) mod people;
pub(crate) mod towns;
