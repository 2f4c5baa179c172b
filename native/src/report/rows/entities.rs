//! [`Entity`]: a row of a table other than transactions.

use fraudgen_core::plan::{CELL_CUSTOMERS, DISTRICT_CELLS};
use fraudgen_core::schema::Table;

use super::place::Place;
use super::row::row;
use crate::error::Error;
use crate::report::read::{Columns, ShortText};

/// A row of a table other than transactions: what a report keeps of it.
pub(in crate::report) trait Entity: Sized + Send + Sync {
    const TABLE: Table;
    const COLUMNS: &'static [&'static str];
    fn id(&self) -> i64;
    /// The customer it belongs to; the merchant itself.
    fn customer(&self) -> i64;
    fn read(columns: &Columns) -> Result<Vec<Self>, Error>;
}

/// Declares an entity: its table, the fields of its id and of its customer, and its row.
macro_rules! entity {
    ($table:ident, $id:ident of $customer:ident: $(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        row! { $(#[$doc])* $name { $($fields)* } }

        impl Entity for $name {
            const TABLE: Table = Table::$table;
            const COLUMNS: &'static [&'static str] = Self::COLUMNS;

            fn id(&self) -> i64 {
                self.$id
            }

            fn customer(&self) -> i64 {
                self.$customer
            }

            fn read(columns: &Columns) -> Result<Vec<Self>, Error> {
                Ok((0..columns.rows()).map(Self::reader(columns)?).collect())
            }
        }
    };
}

entity! {
    Customers, id of id:
    /// A person or company.
    Customer {
        id: i64 = longs "customer_id";
        kind: ShortText = short_texts "kind";
        state: ShortText = short_texts "state";
        income: i64 = longs "monthly_income";
        born_on: i32 = ints "birth_date";
        municipality: ShortText = short_texts "municipality";
        latitude: f32 = floats "latitude";
        longitude: f32 = floats "longitude";
    }
}
entity! {
    Accounts, id of customer:
    /// An account.
    Account {
        id: i64 = longs "account_id";
        customer: i64 = longs "customer_id";
        bank: ShortText = short_texts "bank_code";
        key: Option<ShortText> = short_texts "pix_key_type" ? nullable;
        is_primary: bool = flags "is_primary";
        opened_on: i32 = ints "opened_on";
        opening_balance: i64 = longs "opening_balance";
        overdraft: i64 = longs "overdraft_limit";
        blocked: Option<i64> = longs "blocked_at" ? nullable;
    }
}
entity! {
    Cards, id of customer:
    /// A payment card.
    Card {
        id: i64 = longs "card_id";
        account: i64 = longs "account_id";
        customer: i64 = longs "customer_id";
        kind: ShortText = short_texts "card_type";
        brand: ShortText = short_texts "card_brand";
        issued_on: i32 = ints "issued_on";
        expires_on: i32 = ints "expires_on";
        replaces: Option<i64> = longs "replaces_card_id" ? nullable;
        blocked: Option<i64> = longs "blocked_at" ? nullable;
    }
}
entity! {
    Devices, id of customer:
    /// A phone or computer.
    Device {
        id: i64 = longs "device_id";
        customer: i64 = longs "customer_id";
        kind: ShortText = short_texts "device_type";
        maker: ShortText = short_texts "manufacturer";
        first_seen: i64 = longs "first_seen";
    }
}
entity! {
    Merchants, id of id:
    /// A merchant.
    Merchant {
        id: i64 = longs "merchant_id";
        size: ShortText = short_texts "size";
        opened_on: i32 = ints "opened_on";
        closed_on: Option<i32> = ints "closed_on" ? nullable;
    }
}
entity! {
    FraudCases, id of customer:
    /// A fraud case.
    FraudCase {
        id: i64 = longs "fraud_case_id";
        fraud_type: ShortText = short_texts "fraud_type";
        customer: i64 = longs "customer_id";
        account: i64 = longs "account_id";
        customer_role: ShortText = short_texts "customer_role";
        device: Option<i64> = longs "device_id" ? nullable;
        beneficiary_role: ShortText = short_texts "beneficiary_role";
        transactions: i32 = ints "transactions";
        first: i64 = longs "first_event_at";
        last: i64 = longs "last_event_at";
        attempted: i64 = longs "amount_attempted";
        lost: i64 = longs "amount_lost";
        recovered: i64 = longs "amount_recovered";
        remedy: ShortText = short_texts "remedy";
        reported: Option<i64> = longs "reported_at" ? nullable;
        decided: Option<i64> = longs "decided_at" ? nullable;
        decision: ShortText = short_texts "decision";
        refunded: Option<i64> = longs "refunded_at" ? nullable;
    }
}

impl Customer {
    pub(in crate::report) fn is_person(&self) -> bool {
        const PERSON: ShortText = ShortText::new("PERSON");
        self.kind == PERSON
    }

    /// The cell it is in.
    pub(in crate::report) fn cell(&self) -> i64 {
        cell_of(self.id)
    }

    pub(in crate::report) fn home(&self) -> Place {
        Place::new(self.latitude, self.longitude)
    }
}

/// The cell of a customer's id.
pub(in crate::report) fn cell_of(customer: i64) -> i64 {
    (customer - 1).div_euclid(CELL_CUSTOMERS as i64)
}

/// The district that a customer lives in, of all `customers`: what is left for the last one belongs to it.
pub(in crate::report) fn district_of(customer: i64, customers: i64) -> i64 {
    let size = (CELL_CUSTOMERS * DISTRICT_CELLS) as i64;
    let last = (customers / size).max(1) - 1;
    (customer - 1).div_euclid(size).min(last)
}

impl Card {
    pub(in crate::report) fn is_credit(&self) -> bool {
        const CREDIT: ShortText = ShortText::new("CREDIT");
        self.kind == CREDIT
    }
}

impl Device {
    pub(in crate::report) fn is_phone(&self) -> bool {
        self.kind.as_str().starts_with("SMARTPHONE")
    }
}
