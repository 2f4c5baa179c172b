//! Keys of tables: the first column is the primary key, and a column that has the name of another table's key
//! refers to it.

use fraudgen_core::schema::{Column, Table};

/// The column whose values identify the rows of a table.
pub(super) fn primary_key(table: Table) -> &'static str {
    table.columns()[0].name
}

/// The table of a dataset that a column of another refers to.
pub(super) fn referenced(table: Table, column: &Column, tables: &[Table]) -> Option<Table> {
    let is_key = |other: &&Table| **other != table && primary_key(**other) == column.name;
    tables.iter().find(is_key).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_refers_to_a_table_says_so() {
        for table in Table::ALL {
            for column in table.columns() {
                if let Some(other) = referenced(table, column, &Table::ALL) {
                    let reference = format!("{}.{}", other.name(), column.name);
                    let description = column.description;
                    assert!(
                        description.contains(&reference),
                        "{reference}: {description}"
                    );
                }
            }
        }
    }
}
