//! The rows of the tables, as far as a report needs them.

mod credit;
mod entities;
mod holder;
mod index;
mod label;
mod life;
mod local_time;
mod payment;
mod place;
mod row;

pub(super) use self::credit::{Credit, CreditRow};
pub(super) use self::entities::{
    Account, Card, Customer, Device, Entity, FraudCase, Merchant, cell_of, district_of,
};
pub(super) use self::holder::Holder;
pub(super) use self::index::EntityIndex;
pub(super) use self::label::Label;
pub(super) use self::life::Life;
pub(super) use self::local_time::{LocalTime, is_payday};
pub(super) use self::payment::{Payment, PaymentRow};
pub(super) use self::place::Place;

/// Centavos as reais.
pub(super) fn reais(centavos: i64) -> f64 {
    centavos as f64 / 100.0
}
