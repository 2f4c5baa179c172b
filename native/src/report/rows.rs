//! The rows of the tables, as far as a report looks at them.

use fraudgen_core::calendar::{Date, HOUR, MINUTE, time_of_day};
use fraudgen_core::schema::Table;

use super::read::Columns;
use super::word::Word;
use crate::error::Error;

/// A payment, as figures see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Payment {
    pub(super) instrument: Word,
    /// In centavos, as every amount here.
    pub(super) amount: i64,
    pub(super) channel: Word,
    pub(super) entry: Option<Word>,
    pub(super) installments: i32,
    pub(super) beneficiary: Option<Word>,
    pub(super) has_card: bool,
    pub(super) has_device: bool,
    pub(super) is_approved: bool,
    pub(super) is_person: bool,
    /// The customer's.
    pub(super) state: Word,
    pub(super) fraud_type: Option<Word>,
    /// In Brasília, as the rest of the time; Monday is 1.
    pub(super) weekday: u32,
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) is_payday: bool,
}

/// Day, weekday from Monday as 1, hour and minute in Brasília of a time in microseconds UTC.
pub(super) fn local(time: i64) -> (Date, u32, u32, u32) {
    let (day, since_midnight) = (Date::of(time), time_of_day(time));
    // 1970-01-01 was a Thursday.
    let weekday = (day.0 + 3).rem_euclid(7) as u32 + 1;
    let hour = since_midnight / HOUR;
    let minute = since_midnight % HOUR / MINUTE;
    (day, weekday, hour as u32, minute as u32)
}

/// A row of a table other than transactions: what a report keeps of it.
pub(super) trait Entity: Sized + Send + Sync {
    const TABLE: Table;
    const COLUMNS: &'static [&'static str];
    fn id(&self) -> i64;
    /// Whose it is.
    fn customer(&self) -> i64;
    fn read(columns: &Columns) -> Result<Vec<Self>, Error>;
}

/// Declares what is read of a table: fields from columns of a type, `words`, `longs`, `ints` or `flags`,
/// which may be null where a `?` stands.
macro_rules! entity {
    ($(#[$doc:meta])* $name:ident of $table:ident by $id:ident for $customer:ident {
        $($field:ident: $type:ty = $read:ident $column:literal $(? $nullable:ident)?;)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(super) struct $name { $(pub(super) $field: $type,)* }

        impl Entity for $name {
            const TABLE: Table = Table::$table;
            const COLUMNS: &'static [&'static str] = &[$($column),*];
            fn id(&self) -> i64 {
                self.$id
            }
            fn customer(&self) -> i64 {
                self.$customer
            }
            fn read(columns: &Columns) -> Result<Vec<Self>, Error> {
                $(let $field = columns.$read($column)?;)*
                Ok((0..columns.rows()).map(|row| Self { $($field: entity!(@value $field row $($nullable)?),)* }).collect())
            }
        }
    };
    (@value $column:ident $row:ident) => { $column.at($row) };
    (@value $column:ident $row:ident nullable) => { $column.get($row) };
}

entity! {
    /// A person or company.
    Customer of Customers by id for id {
        id: i64 = longs "customer_id";
        kind: Word = words "kind";
        state: Word = words "state";
        income: i64 = longs "monthly_income";
    }
}
entity! {
    /// An account.
    Account of Accounts by id for customer {
        id: i64 = longs "account_id";
        customer: i64 = longs "customer_id";
        bank: Word = words "bank_code";
        key: Option<Word> = words "pix_key_type" ? nullable;
        is_primary: bool = flags "is_primary";
        opened_on: i32 = ints "opened_on";
        opening_balance: i64 = longs "opening_balance";
        overdraft: i64 = longs "overdraft_limit";
    }
}
entity! {
    /// A payment card.
    Card of Cards by id for customer {
        id: i64 = longs "card_id";
        account: i64 = longs "account_id";
        customer: i64 = longs "customer_id";
        kind: Word = words "card_type";
        brand: Word = words "card_brand";
    }
}
entity! {
    /// A phone or computer.
    Device of Devices by id for customer {
        id: i64 = longs "device_id";
        customer: i64 = longs "customer_id";
        kind: Word = words "device_type";
        maker: Word = words "manufacturer";
        first_seen: i64 = longs "first_seen";
    }
}
entity! {
    /// A fraud case.
    Case of FraudCases by id for customer {
        id: i64 = longs "fraud_case_id";
        fraud_type: Word = words "fraud_type";
        customer: i64 = longs "customer_id";
        customer_role: Word = words "customer_role";
        beneficiary_role: Word = words "beneficiary_role";
        transactions: i32 = ints "transactions";
        first: i64 = longs "first_event_at";
        last: i64 = longs "last_event_at";
        attempted: i64 = longs "amount_attempted";
        lost: i64 = longs "amount_lost";
        recovered: i64 = longs "amount_recovered";
        reported: Option<i64> = longs "reported_at" ? nullable;
        decided: Option<i64> = longs "decided_at" ? nullable;
        decision: Word = words "decision";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_is_brasilia_s() {
        // Friday, 5 December 2025, 02:30:15 UTC: still Thursday in Brasília.
        let time = Date::from_civil(2025, 12, 5).midnight() - 30 * MINUTE;
        assert_eq!(local(time), (Date::from_civil(2025, 12, 4), 4, 23, 30));
        assert_eq!(
            local(time + HOUR),
            (Date::from_civil(2025, 12, 5), 5, 0, 30)
        );
    }
}
