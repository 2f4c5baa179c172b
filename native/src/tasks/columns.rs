//! [`columns`]: which columns of a table a kind of task shows, by their roles.

use fraudgen_core::schema::{Column, Role, Table};

use super::task::Kind;

/// Labels that are shown as of the cut: a bank knows what it has blocked.
const AS_OF_THE_CUT: &str = "blocked_at";

/// A feature that links rows as an id does.
const LINKS: &str = "ip_address";

/// Of payments, what counts a customer's earlier ones at every bank: no bank sees all of them.
const ACROSS_BANKS: [&str; 13] = [
    "session_id",
    "distance_from_last_txn_km",
    "time_since_last_txn_min",
    "transactions_last_1h",
    "transactions_last_24h",
    "transactions_last_7d",
    "accumulated_amount_1h",
    "accumulated_amount_24h",
    "accumulated_amount_7d",
    "new_beneficiary",
    "beneficiary_age_days",
    "new_device",
    "device_age_days",
];

/// The positions of the columns of a table that participants see.
pub(super) fn columns(kind: Kind, table: Table) -> Vec<usize> {
    let shown = |column: &Column| match (table, column.role) {
        (Table::FraudCases, _) => false,
        (Table::Transactions, Role::Label) => false,
        (_, Role::Label) => column.name == AS_OF_THE_CUT,
        (Table::Transactions, Role::Id) if kind == Kind::Row => column.name == kind.key(),
        (Table::Transactions, _) if kind == Kind::Row => column.name != LINKS,
        (Table::Transactions, _) if kind == Kind::Federated => !ACROSS_BANKS.contains(&column.name),
        _ => true,
    };
    positions(table, shown)
}

/// The positions of the labels of payments.
pub(super) fn labels() -> Vec<usize> {
    positions(Table::Transactions, |column| column.role == Role::Label)
}

/// The positions of columns by name, which the table must have.
pub(super) fn named(table: Table, names: &[&str]) -> Vec<usize> {
    let position = |name: &&str| table.position(name).expect("a column of the table");
    names.iter().map(position).collect()
}

fn positions(table: Table, shown: impl Fn(&Column) -> bool) -> Vec<usize> {
    let all = table.columns().iter().enumerate();
    all.filter(|(_, column)| shown(column))
        .map(|(index, _)| index)
        .collect()
}

#[cfg(test)]
mod tests {
    use fraudgen_core::schema::DataType;

    use super::*;

    fn names(kind: Kind, table: Table) -> Vec<&'static str> {
        let columns = columns(kind, table);
        columns
            .iter()
            .map(|&index| table.columns()[index].name)
            .collect()
    }

    #[test]
    fn labels_are_never_shown_but_blocks_as_of_the_cut() {
        for kind in Kind::ALL {
            for table in Table::ALL {
                let shown = columns(kind, table);
                let labels = shown.iter().map(|&index| table.columns()[index]);
                for column in labels.filter(|column| column.role == Role::Label) {
                    assert_eq!((column.name, column.nullable), ("blocked_at", true));
                    assert_eq!(column.data_type, DataType::Timestamp);
                }
            }
        }
    }

    #[test]
    fn rows_alone_have_no_id_but_the_key() {
        let names = names(Kind::Row, Table::Transactions);
        assert_eq!(names[..3], ["transaction_id", "timestamp", "type"]);
        assert!(names.contains(&"transactions_last_24h"));
        assert!(
            names
                .iter()
                .skip(1)
                .all(|name| !name.ends_with("_id") && *name != "ip_address")
        );
    }

    #[test]
    fn a_bank_does_not_see_what_is_counted_across_banks() {
        let federated = names(Kind::Federated, Table::Transactions);
        let hidden = names(Kind::Sequence, Table::Transactions).len() - federated.len();
        assert_eq!(hidden, ACROSS_BANKS.len());
    }
}
