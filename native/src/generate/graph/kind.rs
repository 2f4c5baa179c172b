//! [`Kind`]: the kinds of nodes and edges, each of which is a file.

/// A kind of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// A person or company: a row of customers.
    Customer,
    /// A row of accounts.
    Account,
    /// A row of devices.
    Device,
    /// A row of merchants.
    Merchant,
    /// An account outside the population, in no table, that pays or is paid.
    External,
}

/// A kind of edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// From each account's holder.
    Owns,
    /// From the customer on whose accounts a device was first seen.
    Registered,
    /// From an account to each device that payments were made from, whosever it is.
    Used,
    /// A payment to an account of the dataset.
    PaysAccount,
    /// A payment to a merchant.
    PaysMerchant,
    /// A payment to an account outside.
    PaysExternal,
    /// What an account outside pays to an account of the dataset.
    ExternalPays,
}

/// A kind of node or edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nodes.
    Nodes(Node),
    /// Edges.
    Edges(Edge),
}

impl Node {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Account => "account",
            Self::Device => "device",
            Self::Merchant => "merchant",
            Self::External => "external",
        }
    }

    /// Its label in Neo4j.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::Account => "Account",
            Self::Device => "Device",
            Self::Merchant => "Merchant",
            Self::External => "External",
        }
    }
}

impl Edge {
    /// What it leads from, its relation, and what it leads to.
    pub const fn triple(self) -> (Node, &'static str, Node) {
        match self {
            Self::Owns => (Node::Customer, "owns", Node::Account),
            Self::Registered => (Node::Customer, "registered", Node::Device),
            Self::Used => (Node::Account, "used", Node::Device),
            Self::PaysAccount => (Node::Account, "pays", Node::Account),
            Self::PaysMerchant => (Node::Account, "pays", Node::Merchant),
            Self::PaysExternal => (Node::Account, "pays", Node::External),
            Self::ExternalPays => (Node::External, "pays", Node::Account),
        }
    }
}

impl Kind {
    /// Every kind: nodes first.
    pub const ALL: [Self; 12] = [
        Self::Nodes(Node::Customer),
        Self::Nodes(Node::Account),
        Self::Nodes(Node::Device),
        Self::Nodes(Node::Merchant),
        Self::Nodes(Node::External),
        Self::Edges(Edge::Owns),
        Self::Edges(Edge::Registered),
        Self::Edges(Edge::Used),
        Self::Edges(Edge::PaysAccount),
        Self::Edges(Edge::PaysMerchant),
        Self::Edges(Edge::PaysExternal),
        Self::Edges(Edge::ExternalPays),
    ];

    /// Its name: `account`, or `account-pays-merchant`.
    pub fn name(self) -> String {
        match self {
            Self::Nodes(node) => node.name().into(),
            Self::Edges(edge) => {
                let (source, relation, target) = edge.triple();
                format!("{}-{relation}-{}", source.name(), target.name())
            }
        }
    }

    /// The folder of its file.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Nodes(_) => "nodes",
            Self::Edges(_) => "edges",
        }
    }
}
