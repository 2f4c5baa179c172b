//! The tables: one file each, declared once with types, roles and descriptions.

mod accounts;
mod cards;
mod customers;
mod devices;
mod fraud_cases;
mod merchants;
mod transactions;

pub(crate) use accounts::{AccountRow, Accounts};
pub(crate) use cards::{CardRow, Cards};
pub(crate) use customers::{CustomerRow, Customers};
pub(crate) use devices::{DeviceRow, Devices};
pub(crate) use fraud_cases::{FraudCaseRow, FraudCases};
pub(crate) use merchants::{MerchantRow, Merchants};
pub(crate) use transactions::{TransactionRow, Transactions};

use crate::column::ColumnView;
use crate::schema::Table;

/// Rows of one table, column by column.
pub trait Batch {
    /// The table.
    fn table(&self) -> Table;
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// Column `index` of [`Table::columns`]; panics beyond the last one.
    fn column(&self, index: usize) -> ColumnView<'_>;
}

/// Declares a table: its columns, its rows and its schema in one place.
macro_rules! table {
    (
        $description:literal
        $batch:ident of $row:ident {
            $($field:ident: $store:ty, $role:ident, $column_description:literal;)*
        }
    ) => {
        use $crate::column::{ColumnView, Store};
        use $crate::record::Batch;
        use $crate::schema::{Column, Role, Table};

        #[doc = $description]
        #[derive(Debug, Default)]
        pub(crate) struct $batch {
            rows: usize,
            /// Rows that all columns have room for.
            room: usize,
            $(pub(crate) $field: $store,)*
        }

        #[doc = $description]
        #[derive(Debug, Default)]
        pub(crate) struct $row<'a> {
            $(#[doc = $column_description] pub(crate) $field: <$store as Store>::Value<'a>,)*
        }

        impl $batch {
            pub(crate) const DESCRIPTION: &'static str = $description;
            pub(crate) const COLUMNS: &'static [Column] = &[
                $(Column {
                    name: $crate::schema::column_name(stringify!($field)),
                    data_type: <$store as Store>::TYPE,
                    nullable: <$store as Store>::NULLABLE,
                    role: Role::$role,
                    description: $column_description,
                },)*
            ];

            /// Empties the batch.
            pub(crate) fn clear(&mut self) {
                (self.rows, self.room) = (0, 0);
                $(self.$field.clear();)*
            }

            /// Makes room for so many rows, as far as they are known.
            pub(crate) fn resize(&mut self, rows: usize) {
                self.room = rows;
                $(self.$field.resize(rows);)*
            }

            pub(crate) fn push(&mut self, row: $row<'_>) {
                let at = self.rows;
                if at == self.room {
                    self.resize(2 * at + 512);
                }
                $(self.$field.set(at, row.$field);)*
                self.rows += 1;
            }

            /// Cuts off the room that is left.
            pub(crate) fn finish(&mut self) {
                self.resize(self.rows);
            }
        }

        impl Batch for $batch {
            fn table(&self) -> Table {
                Table::$batch
            }
            fn rows(&self) -> usize {
                self.rows
            }
            fn column(&self, index: usize) -> ColumnView<'_> {
                let columns: &[for<'a> fn(&'a $batch) -> ColumnView<'a>] = &[$(|batch| batch.$field.view()),*];
                columns[index](self)
            }
        }
    };
}
pub(crate) use table;
