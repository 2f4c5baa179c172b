//! Apache Avro's schemas of the tables.

use fraudgen_core::schema::{Column, DataType, Table};
use serde_json::{Value, json};

/// The schema of a record of a table; of several tables, the union of theirs.
pub fn avro(tables: &[Table]) -> Value {
    match tables {
        [table] => record(*table),
        tables => tables.iter().map(|table| record(*table)).collect(),
    }
}

fn record(table: Table) -> Value {
    json!({
        "type": "record",
        "name": table.name(),
        "namespace": "fraudgen",
        "doc": table.description(),
        "fields": table.columns().iter().map(field).collect::<Value>(),
    })
}

fn field(column: &Column) -> Value {
    let data_type = data_type(column.data_type);
    let mut field = json!({
        "name": column.name,
        "doc": column.description,
        "role": column.role.as_str(),
    });
    if column.nullable {
        field["type"] = json!(["null", data_type]);
        field["default"] = Value::Null;
    } else {
        field["type"] = data_type;
    }
    field
}

fn data_type(data_type: DataType) -> Value {
    match data_type {
        DataType::Bool => json!("boolean"),
        DataType::Int32 => json!("int"),
        DataType::Int64 => json!("long"),
        DataType::Float32 => json!("float"),
        DataType::Money => {
            json!({ "type": "bytes", "logicalType": "decimal", "precision": 15, "scale": 2 })
        }
        DataType::Timestamp => json!({ "type": "long", "logicalType": "timestamp-micros" }),
        DataType::Date => json!({ "type": "int", "logicalType": "date" }),
        DataType::Category | DataType::Text => json!("string"),
    }
}
