//! [`Truth`]: what only a scorer knows, made again from the spec.

use fraudgen_core::schema::Table;
use fraudgen_core::{FraudType, Generator, Maker, Spec};

use super::flows::Flows;
use super::make::arrow_error;
use super::parts::{each_part, each_unit};
use super::split::{Split, Splits};
use super::task::Kind;
use super::view::View;
use crate::dataset::layout::Part;
use crate::error::Error;
use crate::generate::graph::labels::{ILLICIT, Labels};
use crate::parallel::Context;

/// A row of test: a payment, or an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its key: `transaction_id` or `account_id`.
    pub id: i64,
    /// Whose it is.
    pub customer: i64,
    /// When it was, in microseconds UTC; 0 for accounts.
    pub time: i64,
    /// The money at stake in centavos: of a payment its amount, if it was approved; of an account what went through it.
    pub value: i64,
    /// Its typology or role by position among [`Truth::groups`]; none if it is legitimate.
    pub group: Option<u16>,
    /// Its fraud case, or ring.
    pub case: Option<i64>,
}

/// The rows of test, by their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// What the task is about.
    pub kind: Kind,
    /// The rows, by key.
    pub rows: Vec<Row>,
    /// The names of typologies or roles.
    pub groups: Vec<&'static str>,
}

impl Truth {
    /// The truth of a kind of task whose dataset is that of a spec.
    ///
    /// # Errors
    /// The spec is invalid, the system gives no threads, or the work was cancelled.
    pub fn of(context: &Context, kind: Kind, spec: &Spec) -> Result<Self, Error> {
        let generator = Generator::new(spec)?;
        let is_graph = kind == Kind::Graph;
        let splits = Splits::new(kind, spec);
        let (mut rows, mut flows) = (Vec::new(), Flows::default());
        let work = |maker: &mut Maker<'_>, part: &Part| {
            let (mut rows, mut flows) = (Vec::new(), Flows::default());
            each_unit(part, &context.cancel, |unit| {
                let payments = View(maker.make(Table::Transactions, unit));
                match is_graph {
                    true => flows.add(payments),
                    false => add_payments(&mut rows, &splits, payments),
                }
                Ok(())
            })?;
            Ok((rows, flows))
        };
        each_part(context, &generator, work, |(more, other)| {
            rows.extend(more);
            flows.merge(other);
        })?;
        if is_graph {
            rows = accounts(&generator, &flows)?;
        }
        rows.sort_unstable_by_key(|row| row.id);
        let groups = match is_graph {
            true => ILLICIT.to_vec(),
            false => FraudType::ALL.iter().map(|kind| kind.name()).collect(),
        };
        Ok(Self { kind, rows, groups })
    }
}

/// Adds the payments of test.
fn add_payments(rows: &mut Vec<Row>, splits: &Splits, payments: View<'_>) {
    let [id, customer, time, amount, case] = [
        "transaction_id",
        "customer_id",
        "timestamp",
        "amount",
        "fraud_case_id",
    ]
    .map(|name| payments.numbers(name));
    let [status, typology] = ["status", "fraud_type"].map(|name| payments.words(name));
    let is_fraud = payments.flags("is_fraud");
    for row in 0..id.values.len() {
        let (customer, time) = (customer.values[row], time.values[row]);
        if splits.of(customer, time) != Split::Test {
            continue;
        }
        let typology = typology.get(row).filter(|_| is_fraud.get(row));
        let kinds = FraudType::ALL.iter();
        let group = typology.and_then(|name| kinds.clone().position(|kind| kind.name() == name));
        rows.push(Row {
            id: id.values[row],
            customer,
            time,
            value: if status.get(row) == Some("APPROVED") {
                amount.values[row]
            } else {
                0
            },
            group: group.map(|group| group as u16),
            case: group.and(case.get(row)),
        });
    }
}

/// The accounts of test: primary ones, where transfers arrive.
fn accounts(generator: &Generator, flows: &Flows) -> Result<Vec<Row>, Error> {
    let (mut maker, mut labels) = (generator.maker(), Labels::default());
    for unit in 0..generator.plan().units(Table::FraudCases) {
        let cases = maker.make(Table::FraudCases, unit);
        labels.extend(Labels::new(cases).map_err(arrow_error)?);
    }
    let mut rows = Vec::new();
    for unit in 0..generator.plan().units(Table::Accounts) {
        let accounts = View(maker.make(Table::Accounts, unit));
        let [id, customer] =
            ["account_id", "customer_id"].map(|name| accounts.numbers(name).values);
        let is_primary = accounts.flags("is_primary");
        let of_test =
            |&row: &usize| is_primary.get(row) && Split::of_customer(customer[row]) == Split::Test;
        for row in (0..id.len()).filter(of_test) {
            let illicit = labels.illicit(id[row]);
            rows.push(Row {
                id: id[row],
                customer: customer[row],
                time: 0,
                value: flows.through(id[row]),
                group: illicit.map(|illicit| illicit.role),
                case: illicit.and_then(|illicit| illicit.ring),
            });
        }
    }
    Ok(rows)
}
