//! The schema and the plan, as JSON.

use fraudgen_core::schema::{Column, Table};
use fraudgen_core::{Drift, FraudType, Plan, Spec};
use serde::Serialize;

/// What is the same for every dataset.
#[derive(Serialize)]
pub(crate) struct About {
    pub(crate) dataset_version: u32,
    pub(crate) spec: Spec,
    pub(crate) typologies: Vec<&'static str>,
    pub(crate) drifts: [&'static str; Drift::ALL.len()],
    pub(crate) tables: Vec<TableInfo>,
}

/// A table.
#[derive(Serialize)]
pub(crate) struct TableInfo {
    name: &'static str,
    description: &'static str,
    columns: Vec<ColumnInfo>,
}

#[derive(Serialize)]
struct ColumnInfo {
    name: &'static str,
    r#type: &'static str,
    role: &'static str,
    description: &'static str,
    nullable: bool,
}

/// The size of a table.
#[derive(Serialize)]
pub(crate) struct TablePlan {
    name: &'static str,
    rows: u64,
    /// Whether `rows` is exact; only making the rows of some tables tells how many there are.
    counted: bool,
    units: u64,
}

/// Every table with its columns.
pub(crate) fn tables() -> Vec<TableInfo> {
    let info = |table: Table| TableInfo {
        name: table.name(),
        description: table.description(),
        columns: table.columns().iter().map(ColumnInfo::from).collect(),
    };
    Table::ALL.map(info).into()
}

/// The names of the fraud typologies.
pub(crate) fn typologies() -> Vec<&'static str> {
    FraudType::ALL
        .iter()
        .copied()
        .map(FraudType::name)
        .collect()
}

/// The size of every table of a plan.
pub(crate) fn plan(plan: &Plan) -> Vec<TablePlan> {
    let table_plan = |table: Table| TablePlan {
        name: table.name(),
        rows: plan.table_rows(table),
        counted: plan.counts(table),
        units: plan.units(table),
    };
    Table::ALL.map(table_plan).into()
}

impl From<&Column> for ColumnInfo {
    fn from(column: &Column) -> Self {
        Self {
            name: column.name,
            r#type: column.data_type.as_str(),
            role: column.role.as_str(),
            description: column.description,
            nullable: column.nullable,
        }
    }
}
