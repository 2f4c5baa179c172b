//! [`Habits`]: what is usual for the customer of a case, and for what looks like it.

use fraudgen_core::schema::{Role, Row, Table};
use serde::Serialize;
use serde_json::{Map, Value};

use super::value::{integer, json, text};

/// The quantiles between which a number is usual.
const USUAL: [f64; 3] = [0.05, 0.5, 0.95];

/// A column in which a payment shows.
#[derive(Debug, Serialize)]
pub struct Sign {
    /// The column.
    pub column: String,
    /// The payment's value.
    pub value: Value,
    /// What is usual in the customer's payments before the case; `None` if there are none.
    pub customer: Option<Usual>,
    /// What is usual in everyday payments that look like such a fraud; `None` if there are none.
    pub look_alikes: Option<Usual>,
}

/// What is usual in a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Usual {
    /// Of numbers: nine in ten are between two of them, and half are below the middle one.
    Between {
        /// One in twenty is lower.
        low: f64,
        /// The median.
        middle: f64,
        /// One in twenty is higher.
        high: f64,
    },
    /// Of anything else: how many payments have the same value.
    Seen {
        /// Those that have it.
        times: u64,
        /// All that have a value.
        of: u64,
    },
}

/// The payments that a case's payments are compared with.
#[derive(Debug)]
pub(super) struct Habits {
    customer_id: i64,
    fraud_type: String,
    before: String,
    of_customer: Vec<Map<String, Value>>,
    look_alikes: Vec<Map<String, Value>>,
}

impl Habits {
    /// Those for a row of `fraud_cases`; nothing is known of them yet.
    pub(super) fn of(case: &Map<String, Value>) -> Self {
        Self {
            customer_id: case["customer_id"].as_i64().unwrap_or_default(),
            fraud_type: text(case, "fraud_type"),
            before: text(case, "first_event_at"),
            of_customer: Vec::new(),
            look_alikes: Vec::new(),
        }
    }

    /// Takes note of a payment, if it says what is usual.
    pub(super) fn add(&mut self, row: &Row<'_>) {
        let column = |name| {
            row.get(name)
                .map(|value| value.to_string())
                .unwrap_or_default()
        };
        let is_of_customer = integer(row, "customer_id") == Some(self.customer_id)
            && column("is_fraud") == "false"
            && column("timestamp") < self.before;
        if is_of_customer {
            self.of_customer.push(features(row));
        } else if column("decoy_of") == self.fraud_type {
            self.look_alikes.push(features(row));
        }
    }

    /// The columns in which a payment of the case shows.
    pub(super) fn signs(&self, payment: &Map<String, Value>) -> Vec<Sign> {
        let evidence = text(payment, "evidence");
        let columns = evidence.split(',').filter(|column| !column.is_empty());
        columns
            .map(|column| Sign {
                column: column.to_owned(),
                value: payment[column].clone(),
                customer: usual(&self.of_customer, payment, column),
                look_alikes: usual(&self.look_alikes, payment, column),
            })
            .collect()
    }
}

/// The values of a payment that say something about habits.
fn features(row: &Row<'_>) -> Map<String, Value> {
    let told = row
        .values()
        .filter(|(column, _)| column.role != Role::Label);
    told.map(|(column, value)| (column.name.to_owned(), json(value)))
        .collect()
}

/// What is usual in a column of some payments: by the payment's instrument, for its amount.
fn usual(
    payments: &[Map<String, Value>],
    payment: &Map<String, Value>,
    column: &str,
) -> Option<Usual> {
    let is_like =
        |other: &&Map<String, Value>| column != "amount" || other["type"] == payment["type"];
    let values = payments.iter().filter(is_like).map(|other| &other[column]);
    let values: Vec<&Value> = values.filter(|value| !value.is_null()).collect();
    let is_id = Table::Transactions
        .columns()
        .iter()
        .any(|other| other.name == column && other.role == Role::Id);
    let mut numbers: Vec<f64> = values.iter().filter_map(|value| value.as_f64()).collect();
    if values.is_empty() {
        return None;
    }
    if is_id || numbers.len() < values.len() {
        let same = values.iter().filter(|value| **value == &payment[column]);
        return Some(Usual::Seen {
            times: same.count() as u64,
            of: values.len() as u64,
        });
    }
    numbers.sort_by(f64::total_cmp);
    let at = |share: f64| numbers[((numbers.len() - 1) as f64 * share).round() as usize];
    let [low, middle, high] = USUAL.map(at);
    Some(Usual::Between { low, middle, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn payment(amount: f64, device: Option<i64>, kind: &str) -> Map<String, Value> {
        let row = json!({"amount": amount, "device_id": device, "type": kind, "new_device": false});
        row.as_object().cloned().expect("an object")
    }

    #[test]
    fn numbers_are_usual_in_a_range_and_other_values_by_how_often_they_are_seen() {
        let payments: Vec<_> = (1..=21)
            .map(|n| payment(f64::from(n), Some(7), "PIX"))
            .collect();
        let of_case = payment(90.0, Some(8), "PIX");
        let seen = |times, of| Some(Usual::Seen { times, of });
        let range = Usual::Between {
            low: 2.0,
            middle: 11.0,
            high: 20.0,
        };
        assert_eq!(usual(&payments, &of_case, "amount"), Some(range));
        assert_eq!(usual(&payments, &of_case, "device_id"), seen(0, 21));
        assert_eq!(usual(&payments, &of_case, "new_device"), seen(21, 21));
        assert_eq!(usual(&payments, &payment(1.0, None, "TED"), "amount"), None);
        assert_eq!(usual(&[], &of_case, "amount"), None);
    }
}
