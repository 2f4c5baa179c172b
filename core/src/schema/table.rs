//! [`Table`] and [`Column`]: the tables and the description of a column.

use crate::schema::columns::DataType;

/// The role of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Identifies or refers to an entity; not a feature to learn from.
    Id,
    /// Known to the payer's bank when it decides on the transaction.
    Feature,
    /// Ground truth.
    Label,
}

impl Role {
    /// The role's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Id => "id",
            Role::Feature => "feature",
            Role::Label => "label",
        }
    }
}

/// The description of a column.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Column {
    /// The column's name in every format.
    pub name: &'static str,
    /// Its type.
    pub data_type: DataType,
    /// Whether it may be null.
    pub nullable: bool,
    /// Its role.
    pub role: Role,
    /// What it means, in a sentence.
    pub description: &'static str,
    /// Whether a few thousand consecutive rows hold few distinct numbers, in no order, so writers
    /// should dictionary-encode them.
    pub repeats: bool,
}

/// A table of the dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Table {
    /// People and companies.
    Customers,
    /// Accounts at banks.
    Accounts,
    /// Payment cards.
    Cards,
    /// Phones and computers.
    Devices,
    /// Merchants, billers and service providers.
    Merchants,
    /// Payments, as the payer's bank sees them.
    Transactions,
    /// Amounts that come into accounts.
    Credits,
    /// The ground truth behind the labels.
    FraudCases,
}

impl Table {
    /// Every table: entities first, then transactions and credits, then fraud cases.
    pub const ALL: [Table; 8] = [
        Table::Customers,
        Table::Accounts,
        Table::Cards,
        Table::Devices,
        Table::Merchants,
        Table::Transactions,
        Table::Credits,
        Table::FraudCases,
    ];

    /// The table's name: the name of its folder, and its value on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Table::Customers => "customers",
            Table::Accounts => "accounts",
            Table::Cards => "cards",
            Table::Devices => "devices",
            Table::Merchants => "merchants",
            Table::Transactions => "transactions",
            Table::Credits => "credits",
            Table::FraudCases => "fraud_cases",
        }
    }

    /// The position of a column by name; `None` if the table has no such column.
    pub fn position(self, name: &str) -> Option<usize> {
        let mut columns = self.columns().iter();
        columns.position(|column| column.name == name)
    }

    /// The table with this name.
    pub fn from_name(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.name() == name)
    }
}

/// A field's name as users see it: without the `r#` of raw identifiers.
pub(crate) const fn column_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}
