//! The rows of the tables, as far as a report needs them.

mod entities;
mod index;
mod label;
mod local_time;
mod payment;
mod row;

pub(super) use self::entities::{Account, Card, Customer, Device, Entity, FraudCase};
pub(super) use self::index::EntityIndex;
pub(super) use self::label::Label;
pub(super) use self::local_time::{LocalTime, is_payday};
pub(super) use self::payment::{Payment, PaymentRow};

/// Centavos as reais.
pub(super) fn reais(centavos: i64) -> f64 {
    centavos as f64 / 100.0
}
