//! The schema: every table and column, with its type, nullability, role and meaning.
//!
//! The single source of the Arrow schema, the CSV header, the JSON keys, the page's columns and the data
//! dictionary. The tables themselves are declared in `record`.

pub(crate) mod categories;
pub mod columns;
pub(crate) mod record;
mod row;
pub(crate) mod stores;
pub(crate) mod table;

pub use columns::DataType;
pub use row::{Row, Value};
pub use table::{Column, Role, Table};

impl Table {
    /// The table's columns, in order.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Table::Customers => record::Customers::COLUMNS,
            Table::Accounts => record::Accounts::COLUMNS,
            Table::Cards => record::Cards::COLUMNS,
            Table::Devices => record::Devices::COLUMNS,
            Table::Merchants => record::Merchants::COLUMNS,
            Table::Transactions => record::Transactions::COLUMNS,
            Table::Credits => record::Credits::COLUMNS,
            Table::FraudCases => record::FraudCases::COLUMNS,
        }
    }

    /// What a row of the table represents.
    pub const fn description(self) -> &'static str {
        match self {
            Table::Customers => record::Customers::DESCRIPTION,
            Table::Accounts => record::Accounts::DESCRIPTION,
            Table::Cards => record::Cards::DESCRIPTION,
            Table::Devices => record::Devices::DESCRIPTION,
            Table::Merchants => record::Merchants::DESCRIPTION,
            Table::Transactions => record::Transactions::DESCRIPTION,
            Table::Credits => record::Credits::DESCRIPTION,
            Table::FraudCases => record::FraudCases::DESCRIPTION,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_described() {
        for table in Table::ALL {
            assert_eq!(Table::from_name(table.name()), Some(table));
            for (index, column) in table.columns().iter().enumerate() {
                assert!(
                    table.columns()[..index]
                        .iter()
                        .all(|other| other.name != column.name),
                    "{}",
                    column.name
                );
                assert!(
                    !column.name.contains('#') && column.description.ends_with('.'),
                    "{}",
                    column.name
                );
            }
        }
    }

    #[test]
    fn only_the_last_columns_of_a_transaction_are_labels() {
        let labels: alloc::vec::Vec<_> = Table::Transactions
            .columns()
            .iter()
            .filter(|c| c.role == Role::Label)
            .map(|c| c.name)
            .collect();
        assert_eq!(
            labels,
            [
                "is_fraud",
                "fraud_type",
                "fraud_case_id",
                "label_known_at",
                "decoy_of",
                "evidence"
            ]
        );
    }
}
