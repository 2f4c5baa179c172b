//! JSON Schema of the rows of files in JSONL.

use fraudgen_core::schema::{Column, DataType, Table};
use serde_json::{Map, Value, json};

/// One schema of a row of any of the tables; `$defs` has that of each, by its name.
pub fn json_schema(tables: &[Table]) -> Value {
    let definitions: Map<_, _> = tables
        .iter()
        .map(|table| (table.name().to_owned(), row(*table)))
        .collect();
    let references = tables
        .iter()
        .map(|table| json!({ "$ref": format!("#/$defs/{}", table.name()) }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A row of a fraudgen dataset in JSONL",
        "anyOf": references.collect::<Value>(),
        "$defs": definitions,
    })
}

fn row(table: Table) -> Value {
    let columns = || table.columns().iter();
    let properties: Map<_, _> = columns()
        .map(|column| (column.name.to_owned(), property(column)))
        .collect();
    json!({
        "title": table.name(),
        "description": table.description(),
        "type": "object",
        "properties": properties,
        "required": columns().map(|column| column.name).collect::<Value>(),
        "additionalProperties": false,
    })
}

fn property(column: &Column) -> Value {
    let (data_type, format) = match column.data_type {
        DataType::Bool => ("boolean", None),
        DataType::Int32 | DataType::Int64 => ("integer", None),
        DataType::Float32 | DataType::Money => ("number", None),
        DataType::Timestamp => ("string", Some("date-time")),
        DataType::Date => ("string", Some("date")),
        DataType::Category | DataType::Text => ("string", None),
    };
    let mut property = json!({
        "type": match column.nullable {
            true => json!([data_type, "null"]),
            false => json!(data_type),
        },
        "description": column.description,
        "x-role": column.role.as_str(),
    });
    if let Some(format) = format {
        property["format"] = format.into();
    }
    if column.data_type == DataType::Int32 {
        property["minimum"] = i32::MIN.into();
        property["maximum"] = i32::MAX.into();
    }
    property
}
