//! The tables: each declared once, in its own file, with types, roles and descriptions.

mod accounts;
mod cards;
mod credits;
mod customers;
mod devices;
mod fraud_cases;
mod merchants;
mod transactions;

pub(crate) use accounts::{AccountRow, Accounts};
pub(crate) use cards::{CardRow, Cards};
pub(crate) use credits::{CreditRow, Credits};
pub(crate) use customers::{CustomerRow, Customers};
pub(crate) use devices::{DeviceRow, Devices};
pub(crate) use fraud_cases::{FraudCaseRow, FraudCases};
pub(crate) use merchants::{MerchantRow, Merchants};
pub(crate) use transactions::{TransactionRow, Transactions};

use crate::schema::columns::ColumnView;
use crate::schema::table::Table;

/// Rows of one table, column by column.
pub trait Batch {
    /// The table that the rows belong to.
    fn table(&self) -> Table;
    /// The number of rows.
    fn rows(&self) -> usize;
    /// Column `index` of [`Table::columns`]; panics if out of bounds.
    fn column(&self, index: usize) -> ColumnView<'_>;
}

/// Declares a table: its columns, its rows and its schema in one place.
macro_rules! table {
    (@repeats) => { false };
    (@repeats repeats) => { true };
    (
        $description:literal
        $batch:ident of $row:ident {
            $($field:ident: $store:ty, $role:ident, $column_description:literal $(, $repeats:ident)?;)*
        }
    ) => {
        use $crate::schema::columns::ColumnView;
        use $crate::schema::stores::{STAGED, Store};
        use $crate::schema::record::Batch;
        use $crate::schema::table::{Column, Role, Table};

        #[doc = $description]
        #[derive(Debug, Default)]
        pub(crate) struct $batch {
            rows: usize,
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
                    name: $crate::schema::table::column_name(stringify!($field)),
                    data_type: <$store as Store>::TYPE,
                    nullable: <$store as Store>::NULLABLE,
                    role: Role::$role,
                    description: $column_description,
                    repeats: table!(@repeats $($repeats)?),
                },)*
            ];

            pub(crate) fn clear(&mut self) {
                self.rows = 0;
                $(self.$field.clear();)*
            }

            // Inlined, so that the row is never assembled in memory.
            #[inline(always)]
            pub(crate) fn push(&mut self, row: $row<'_>) {
                let staged = self.rows % STAGED;
                $(self.$field.stage(staged, row.$field);)*
                self.rows += 1;
                if staged == STAGED - 1 {
                    self.append(STAGED);
                }
            }

            /// Appends the rows still staged; called once, after the last row.
            pub(crate) fn finish(&mut self) {
                self.append(self.rows % STAGED);
            }

            fn append(&mut self, rows: usize) {
                $(self.$field.append(rows);)*
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
