//! Delta Lake: a table's log of one commit, as its protocol has it, for readers of version 1.

use fraudgen_core::schema::{Column, DataType, Table};
use serde_json::{Map, Value, json};

use super::statistics::{Range, Statistics};
use super::{Published, put};
use crate::encode::{date_text, time_text};
use crate::error::Error;

/// The folder of a table's log.
pub(super) const LOG: &str = "_delta_log";

/// The path of a table's only commit.
pub(super) fn commit(table: Table) -> String {
    format!("{}/{LOG}/{:020}.json", table.name(), 0)
}

/// Writes a table's log.
pub(super) fn publish(table: &Published<'_>) -> Result<(), Error> {
    let millis = table.at.as_millisecond();
    let mut actions = vec![
        json!({ "commitInfo": {
            "timestamp": millis,
            "operation": "WRITE",
            "operationParameters": { "mode": "ErrorIfExists" },
            "engineInfo": concat!("fraudgen ", env!("CARGO_PKG_VERSION")),
        } }),
        json!({ "protocol": { "minReaderVersion": 1, "minWriterVersion": 2 } }),
        json!({ "metaData": {
            "id": table.uuid(),
            "name": table.table.name(),
            "description": table.table.description(),
            "format": { "provider": "parquet", "options": {} },
            "schemaString": schema(table.table).to_string(),
            "partitionColumns": [],
            "configuration": {},
            "createdTime": millis,
        } }),
    ];
    actions.extend(table.files.iter().map(|(part, statistics)| {
        json!({ "add": {
            "path": part.path.rsplit('/').next(),
            "partitionValues": {},
            "size": part.bytes,
            "modificationTime": millis,
            "dataChange": true,
            "stats": stats(table.table, part.rows, statistics).to_string(),
        } })
    }));
    let lines: Vec<_> = actions.iter().map(Value::to_string).collect();
    let log = lines.join("\n") + "\n";
    put(table.location, &commit(table.table), log.as_bytes())
}

/// A table's schema, as Spark writes it.
fn schema(table: Table) -> Value {
    let field = |column: &Column| {
        json!({
            "name": column.name,
            "type": data_type(column.data_type),
            "nullable": column.nullable,
            "metadata": { "comment": column.description },
        })
    };
    let fields: Vec<_> = table.columns().iter().map(field).collect();
    json!({ "type": "struct", "fields": fields })
}

fn data_type(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Bool => "boolean",
        DataType::Int32 => "integer",
        DataType::Int64 => "long",
        DataType::Float32 => "float",
        DataType::Money => "decimal(15,2)",
        DataType::Timestamp => "timestamp",
        DataType::Date => "date",
        DataType::Category | DataType::Text => "string",
    }
}

fn stats(table: Table, rows: u64, statistics: &Statistics) -> Value {
    let columns = table.columns();
    let each = |value: &dyn Fn(&Range, &Column) -> Value| {
        let entry = |range: &Range| {
            let column = &columns[range.column];
            (column.name.to_owned(), value(range, column))
        };
        Value::Object(Map::from_iter(statistics.iter().map(entry)))
    };
    json!({
        "numRecords": rows,
        "minValues": each(&|range, column| bound(column.data_type, range.min)),
        "maxValues": each(&|range, column| bound(column.data_type, range.max)),
        "nullCount": each(&|range, _| range.nulls.into()),
    })
}

fn bound(data_type: DataType, bound: i64) -> Value {
    match data_type {
        // Fifteen digits, which a double has.
        DataType::Money => (bound as f64 / 100.0).into(),
        DataType::Timestamp => time_text(bound).into(),
        DataType::Date => date_text(bound as i32).into(),
        _ => bound.into(),
    }
}
