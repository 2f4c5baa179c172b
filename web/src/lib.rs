//! fraudgen for the browser: the records and digests of a spec, from the core that the `fraudgen`
//! command runs.
//!
//! A spec comes in and everything goes out as JSON; what is wrong with a spec is thrown as an `Error`.

mod cell;

use cell::Cell;
use fraudgen_core::schema::{Column, Table};
use fraudgen_core::{Batch, DATASET_VERSION, Digest, Generator, Spec};
use serde::Serialize;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A column, as the page needs it.
#[derive(Serialize)]
struct ColumnInfo {
    name: &'static str,
    r#type: &'static str,
    role: &'static str,
    description: &'static str,
    nullable: bool,
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

/// A table, as the page needs it.
#[derive(Serialize)]
struct TableInfo {
    name: &'static str,
    description: &'static str,
    columns: Vec<ColumnInfo>,
}

/// Some rows of a table.
#[derive(Serialize)]
struct Sample<'a> {
    columns: Vec<ColumnInfo>,
    rows: Vec<Vec<Cell<'a>>>,
    table_rows: u64,
    units: u64,
}

/// The first `rows` rows of a unit of a table, as `{columns, rows, table_rows, units}`: `rows` holds an
/// array of cells for each row, `table_rows` and `units` count those of the whole table.
///
/// # Errors
/// What is wrong with the spec, the table's name or the unit.
#[wasm_bindgen]
pub fn sample(spec_json: &str, table: &str, unit: u64, rows: usize) -> Result<String, JsError> {
    let generator = generator(spec_json)?;
    let table = Table::from_name(table)
        .ok_or_else(|| JsError::new(&format!("there is no table `{table}`")))?;
    let units = generator.plan().units(table);
    if unit >= units {
        return Err(JsError::new(&format!(
            "there is no unit {unit}: `{}` has {units}, from 0",
            table.name()
        )));
    }
    let mut maker = generator.maker();
    let batch = maker.make(table, unit);
    let sample = Sample {
        columns: columns(table),
        rows: (0..rows.min(batch.rows()))
            .map(|row| cells(batch, row))
            .collect(),
        table_rows: generator.plan().table_rows(table),
        units,
    };
    Ok(serde_json::to_string(&sample)?)
}

/// The content digest of a spec's whole dataset, which `fraudgen generate` writes to the manifest.
/// This makes every record.
///
/// # Errors
/// What is wrong with the spec.
#[wasm_bindgen]
pub fn digest(spec_json: &str) -> Result<String, JsError> {
    let generator = generator(spec_json)?;
    let digest: Digest = Table::ALL
        .map(|table| generator.digest(table))
        .into_iter()
        .sum();
    Ok(digest.to_string())
}

/// Every table with its columns.
///
/// # Errors
/// None.
#[wasm_bindgen]
pub fn schema() -> Result<String, JsError> {
    let tables = Table::ALL.map(|table| TableInfo {
        name: table.name(),
        description: table.description(),
        columns: columns(table),
    });
    Ok(serde_json::to_string(&tables)?)
}

/// The spec that leaving every field out means.
///
/// # Errors
/// None.
#[wasm_bindgen]
pub fn default_spec() -> Result<String, JsError> {
    Ok(serde_json::to_string(&Spec::default())?)
}

/// The version of the records that a spec stands for.
#[wasm_bindgen]
pub fn dataset_version() -> u32 {
    DATASET_VERSION
}

fn generator(spec_json: &str) -> Result<Generator, JsError> {
    let spec: Spec = serde_json::from_str(spec_json)?;
    Ok(Generator::new(&spec)?)
}

fn columns(table: Table) -> Vec<ColumnInfo> {
    table.columns().iter().map(ColumnInfo::from).collect()
}

fn cells(batch: &dyn Batch, row: usize) -> Vec<Cell<'_>> {
    let columns = batch.table().columns().iter().enumerate();
    columns
        .map(|(index, column)| Cell::new(batch.column(index), column.data_type, row))
        .collect()
}
