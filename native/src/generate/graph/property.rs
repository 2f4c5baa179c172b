//! [`Property`]: what nodes and edges carry, column by column.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{Field, Schema, SchemaRef};
use fraudgen_core::schema::{Column, DataType, Role, Table};

use super::kind::{Edge, Kind, Node};
use crate::encode::arrow::arrow_type;
use crate::encode::batches::{Money, plain};

/// The key of a field's metadata that holds its role: id, feature or label.
pub const ROLE_KEY: &str = "role";

/// The number of a node, from 0.
pub(super) const NODE: &str = "node";
/// The number of the node that an edge leads from, and of that it leads to.
pub(super) const ENDS: [&str; 2] = ["source", "target"];

/// Roles in cases that accounts are labelled with, as cases name them.
pub(super) const ROLES: [&str; 6] = [
    "VICTIM",
    "MULE",
    "LAUNDERER",
    "FRAUDSTER",
    "SCAMMER",
    "SHELL_COMPANY",
];

/// A column of a file: its name, type and meaning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Property {
    pub(super) name: &'static str,
    pub(super) data_type: DataType,
    pub(super) nullable: bool,
    pub(super) role: Role,
    pub(super) description: &'static str,
}

impl From<&Column> for Property {
    fn from(column: &Column) -> Self {
        Self {
            name: column.name,
            data_type: column.data_type,
            nullable: column.nullable,
            role: column.role,
            description: column.description,
        }
    }
}

const fn own(name: &'static str, data_type: DataType, description: &'static str) -> Property {
    Property {
        name,
        data_type,
        nullable: false,
        role: Role::Id,
        description,
    }
}

const fn label(
    name: &'static str,
    data_type: DataType,
    nullable: bool,
    description: &'static str,
) -> Property {
    Property {
        nullable,
        role: Role::Label,
        ..own(name, data_type, description)
    }
}

const OF_NODES: [Property; 1] = [own(NODE, DataType::Int64, "Number of the node, from 0.")];
const OF_EDGES: [Property; 2] = [
    own(ENDS[0], DataType::Int64, "Node that it leads from."),
    own(ENDS[1], DataType::Int64, "Node that it leads to."),
];
const OF_EXTERNALS: [Property; 1] = [own(
    "external_id",
    DataType::Int64,
    "Its beneficiary_id in transactions, and payer_id in credits.",
)];
#[rustfmt::skip]
const OF_ACCOUNTS: [Property; 8] = [
    label("label_victim", DataType::Bool, false, "Whether it is the account of a victim."),
    label("label_mule", DataType::Bool, false, "Whether it is a mule's: it has, or takes in the money of, a case."),
    label("label_launderer", DataType::Bool, false, "Whether it is a launderer's."),
    label("label_fraudster", DataType::Bool, false, "Whether its holder defrauds the bank."),
    label("label_scammer", DataType::Bool, false, "Whether a scam is paid to it."),
    label("label_shell_company", DataType::Bool, false, "Whether a fraud is paid to it as a shell company's."),
    label("label_ring_id", DataType::Int64, true, "Ring of mules or launderers that it belongs to: fraud_cases.ring_id."),
    label("label_ring_level", DataType::Int32, true, "Its level in the ring: 1 for those that collect."),
];
const OF_USES: [Property; 3] = [
    feature("payments", DataType::Int32, "Payments from this device."),
    feature("first_at", DataType::Timestamp, "The first of them (UTC)."),
    feature("last_at", DataType::Timestamp, "The last of them (UTC)."),
];

const fn feature(name: &'static str, data_type: DataType, description: &'static str) -> Property {
    Property {
        role: Role::Feature,
        ..own(name, data_type, description)
    }
}

/// What payments carry of their table, besides its labels; the rest is found by their id.
const OF_PAYMENTS: [&str; 8] = [
    "transaction_id",
    "device_id",
    "timestamp",
    "type",
    "amount",
    "channel",
    "destination_bank",
    "status",
];
const OF_CREDITS: [&str; 4] = ["credit_id", "timestamp", "kind", "amount"];

/// The positions of the columns of a table that nodes or edges of a kind carry; none if no table has them.
pub(super) fn table_columns(kind: Kind) -> Option<(Table, Vec<usize>)> {
    let (table, names): (_, &[&str]) = match kind {
        Kind::Nodes(Node::Customer) => (Table::Customers, &["customer_id"]),
        Kind::Nodes(Node::Account) => (Table::Accounts, &["account_id"]),
        Kind::Nodes(Node::Device) => (Table::Devices, &["device_id"]),
        Kind::Nodes(Node::Merchant) => (Table::Merchants, &["merchant_id"]),
        Kind::Edges(Edge::PaysAccount | Edge::PaysMerchant | Edge::PaysExternal) => {
            (Table::Transactions, &OF_PAYMENTS)
        }
        Kind::Edges(Edge::ExternalPays) => (Table::Credits, &OF_CREDITS),
        Kind::Nodes(Node::External) | Kind::Edges(_) => return None,
    };
    let is_carried = |column: &Column| match (kind, column.role) {
        (_, Role::Label) | (Kind::Nodes(_), Role::Feature) => true,
        _ => names.contains(&column.name),
    };
    let columns = table.columns().iter().enumerate();
    let carried = columns.filter(|(_, column)| is_carried(column));
    Some((table, carried.map(|(index, _)| index).collect()))
}

/// The columns of a kind's file: the graph's own, then those of a table.
pub(super) fn properties(kind: Kind) -> Vec<Property> {
    let mut properties = match kind {
        Kind::Nodes(_) => OF_NODES.to_vec(),
        Kind::Edges(_) => OF_EDGES.to_vec(),
    };
    properties.extend_from_slice(match kind {
        Kind::Nodes(Node::Account) => &OF_ACCOUNTS[..],
        Kind::Nodes(Node::External) => &OF_EXTERNALS,
        Kind::Edges(Edge::Used) => &OF_USES,
        _ => &[],
    });
    if let Some((table, columns)) = table_columns(kind) {
        let columns = columns.iter().map(|&index| &table.columns()[index]);
        properties.extend(columns.map(Property::from));
    }
    properties
}

/// The Arrow schema of a kind's file, with the role of each field as its metadata.
pub(super) fn schema(kind: Kind) -> SchemaRef {
    let field = |property: Property| {
        let data_type = plain(&arrow_type(property.data_type), Money::Float);
        let role = (ROLE_KEY.into(), property.role.as_str().into());
        Field::new(property.name, data_type, property.nullable).with_metadata(HashMap::from([role]))
    };
    let fields = properties(kind).into_iter().map(field);
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_those_of_columns_exist() {
        for kind in Kind::ALL {
            let properties = properties(kind);
            for (index, property) in properties.iter().enumerate() {
                let before = &properties[..index];
                assert!(before.iter().all(|other| other.name != property.name));
            }
        }
        let labels = |table: Table| {
            let columns = table.columns().iter();
            columns.filter(|column| column.role == Role::Label).count()
        };
        let carried = |kind| table_columns(kind).expect("of a table").1.len();
        assert_eq!(
            carried(Kind::Edges(Edge::PaysAccount)),
            OF_PAYMENTS.len() + labels(Table::Transactions)
        );
        assert_eq!(
            carried(Kind::Edges(Edge::ExternalPays)),
            OF_CREDITS.len() + labels(Table::Credits)
        );
    }

    #[test]
    fn nodes_have_no_other_ids_than_their_own() {
        for kind in Kind::ALL {
            if let (Kind::Nodes(_), Some((table, columns))) = (kind, table_columns(kind)) {
                let ids = columns.iter().map(|&index| table.columns()[index].role);
                assert_eq!(ids.filter(|role| *role == Role::Id).count(), 1, "{kind:?}");
            }
        }
    }
}
