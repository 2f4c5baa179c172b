//! Apache Iceberg: a table's metadata, of version 2, with one snapshot.
//!
//! It is apart from the table's folder, which plain readers of Parquet take for data as a whole. Columns are
//! found by name: the files do not number them.

use fraudgen_core::schema::{Column, DataType, Table};
use serde_json::{Value, json};

use super::avro::{Avro, container};
use super::statistics::{Range, Statistics};
use super::{Published, put};
use crate::dataset::manifest::PartRecord;
use crate::error::Error;
use crate::storage::Location;

/// The folder of all tables' metadata.
pub(super) const FOLDER: &str = "_iceberg";
/// The names of a table's files; the last says which metadata are current, and is written last.
pub(super) const MANIFEST: &str = "manifest.avro";
pub(super) const MANIFEST_LIST: &str = "manifest-list.avro";
pub(super) const METADATA: &str = "v1.metadata.json";
pub(super) const HINT: &str = "version-hint.text";

/// The path of one of a table's files.
pub(super) fn path(table: Table, name: &str) -> String {
    format!("{FOLDER}/{}/metadata/{name}", table.name())
}

/// Writes a table's metadata.
pub(super) fn publish(table: &Published<'_>) -> Result<(), Error> {
    let root = root(table.location)?;
    let snapshot = snapshot_id(&table.id);
    let schema = schema(table.table);
    let manifest = manifest(table, &root, snapshot, &schema);
    let list = manifest_list(table, &root, snapshot, manifest.len());
    let metadata = metadata(table, &root, snapshot, &schema);
    for (name, bytes) in [
        (MANIFEST, &manifest[..]),
        (MANIFEST_LIST, &list),
        (METADATA, metadata.to_string().as_bytes()),
        (HINT, b"1"),
    ] {
        put(table.location, &path(table.table, name), bytes)?;
    }
    Ok(())
}

/// The address of the dataset: Iceberg's paths are absolute.
fn root(location: &Location) -> Result<String, Error> {
    let Location::Folder(folder) = location else {
        return Ok(location.to_string());
    };
    let path = folder.root();
    let absolute = path.canonicalize().map_err(Error::io("find", path))?;
    match absolute.to_str() {
        Some(absolute) => Ok(format!("file://{absolute}")),
        None => Err(Error::NotUtf8 {
            path: absolute.display().to_string(),
        }),
    }
}

/// A positive number for the snapshot.
fn snapshot_id(id: &str) -> i64 {
    let high = id.get(..16).unwrap_or_default();
    u64::from_str_radix(high, 16).unwrap_or_default() as i64 & i64::MAX
}

/// The fields of a table, numbered from 1.
fn fields(table: Table) -> impl Iterator<Item = (usize, &'static Column)> {
    (1..).zip(table.columns())
}

fn schema(table: Table) -> Value {
    let field = |(id, column): (usize, &Column)| {
        json!({
            "id": id,
            "name": column.name,
            "required": !column.nullable,
            "type": data_type(column.data_type),
            "doc": column.description,
        })
    };
    let fields: Vec<_> = fields(table).map(field).collect();
    json!({ "type": "struct", "schema-id": 0, "fields": fields })
}

fn data_type(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Bool => "boolean",
        DataType::Int32 => "int",
        DataType::Int64 => "long",
        DataType::Float32 => "float",
        DataType::Money => "decimal(15, 2)",
        DataType::Timestamp => "timestamptz",
        DataType::Date => "date",
        DataType::Category | DataType::Text => "string",
    }
}

/// A bound in Iceberg's binary form.
fn bound(data_type: DataType, bound: i64) -> Vec<u8> {
    match data_type {
        DataType::Int32 | DataType::Date => (bound as i32).to_le_bytes().to_vec(),
        // As few bytes as hold the number and its sign, the highest first.
        DataType::Money => {
            let bytes = bound.to_be_bytes();
            let is_spare = |pair: &[u8]| {
                let sign = pair[1] & 0x80;
                pair[0] == if sign == 0 { 0 } else { 0xFF }
            };
            let spare = bytes.windows(2).take_while(|pair| is_spare(pair)).count();
            bytes[spare..].to_vec()
        }
        _ => bound.to_le_bytes().to_vec(),
    }
}

/// The manifest: every file, with what is known of its columns.
fn manifest(table: &Published<'_>, root: &str, snapshot: i64, schema: &Value) -> Vec<u8> {
    let metadata = [
        ("schema", schema.to_string()),
        ("schema-id", "0".into()),
        ("partition-spec", "[]".into()),
        ("partition-spec-id", "0".into()),
        ("format-version", "2".into()),
        ("content", "data".into()),
    ];
    let files = table.files.iter();
    let entries = files.map(|(part, statistics)| entry(part, root, snapshot, statistics));
    container(&manifest_schema(), &metadata, entries)
}

/// One file of a manifest.
fn entry(part: &PartRecord, root: &str, snapshot: i64, statistics: &Statistics) -> Avro {
    let columns = part.table.columns();
    let bounds = |entry: Avro, value: fn(&Range) -> i64| {
        entry.some().array(statistics.iter(), |entry, range| {
            let bytes = bound(columns[range.column].data_type, value(range));
            entry.long(range.column as i64 + 1).bytes(bytes)
        })
    };
    // Added by this snapshot, whose sequence number it takes.
    let entry = Avro::default().long(1).some().long(snapshot).none().none();
    let entry = entry.long(0).bytes(format!("{root}/{}", part.path));
    let entry = entry.bytes("PARQUET");
    let entry = entry.long(part.rows as i64).long(part.bytes as i64);
    let entry = entry.some().array(statistics.iter(), |entry, range| {
        entry.long(range.column as i64 + 1).long(range.nulls as i64)
    });
    let entry = bounds(entry, |range| range.min);
    bounds(entry, |range| range.max)
}

/// The list of the only manifest.
fn manifest_list(table: &Published<'_>, root: &str, snapshot: i64, length: usize) -> Vec<u8> {
    let metadata = [
        ("snapshot-id", snapshot.to_string()),
        ("parent-snapshot-id", "null".into()),
        ("sequence-number", "1".into()),
        ("format-version", "2".into()),
    ];
    let entry = Avro::default()
        .bytes(format!("{root}/{}", path(table.table, MANIFEST)))
        .long(length as i64)
        // Partition spec, content, sequence number and the least one.
        .long(0)
        .long(0)
        .long(1)
        .long(1)
        .long(snapshot)
        // Files and rows: added, existing, deleted.
        .long(table.files.len() as i64)
        .long(0)
        .long(0)
        .long(table.rows as i64)
        .long(0)
        .long(0);
    container(&manifest_list_schema(), &metadata, [entry].into_iter())
}

fn metadata(table: &Published<'_>, root: &str, snapshot: i64, schema: &Value) -> Value {
    let millis = table.at.as_millisecond();
    let names: Vec<_> = fields(table.table)
        .map(|(id, column)| json!({ "field-id": id, "names": [column.name] }))
        .collect();
    json!({
        "format-version": 2,
        "table-uuid": table.uuid(),
        "location": format!("{root}/{FOLDER}/{}", table.table.name()),
        "last-sequence-number": 1,
        "last-updated-ms": millis,
        "last-column-id": names.len(),
        "schemas": [schema],
        "current-schema-id": 0,
        "partition-specs": [{ "spec-id": 0, "fields": [] }],
        "default-spec-id": 0,
        "last-partition-id": 999,
        "sort-orders": [{ "order-id": 0, "fields": [] }],
        "default-sort-order-id": 0,
        "properties": {
            "comment": table.table.description(),
            "schema.name-mapping.default": Value::from(names).to_string(),
        },
        "current-snapshot-id": snapshot,
        "snapshots": [{
            "snapshot-id": snapshot,
            "sequence-number": 1,
            "timestamp-ms": millis,
            "manifest-list": format!("{root}/{}", path(table.table, MANIFEST_LIST)),
            "summary": {
                "operation": "append",
                "added-data-files": table.files.len().to_string(),
                "total-data-files": table.files.len().to_string(),
                "added-records": table.rows.to_string(),
                "total-records": table.rows.to_string(),
            },
            "schema-id": 0,
        }],
        "snapshot-log": [{ "snapshot-id": snapshot, "timestamp-ms": millis }],
        "metadata-log": [],
        "refs": { "main": { "snapshot-id": snapshot, "type": "branch" } },
    })
}

/// A field of an Avro schema, with Iceberg's number for it.
fn avro_field(id: u32, name: &str, data_type: impl Into<Value>) -> Value {
    let data_type = data_type.into();
    let mut field = json!({ "name": name, "type": data_type, "field-id": id });
    if data_type.is_array() {
        field["default"] = Value::Null;
    }
    field
}

/// An optional map of field numbers to values, as an array of pairs, since Avro's maps have text for keys.
fn avro_map(key: u32, value: u32, data_type: &str) -> Value {
    json!(["null", {
        "type": "array",
        "logicalType": "map",
        "items": {
            "type": "record",
            "name": format!("k{key}_v{value}"),
            "fields": [avro_field(key, "key", "int"), avro_field(value, "value", data_type)],
        },
    }])
}

fn manifest_schema() -> Value {
    let optional = || json!(["null", "long"]);
    let partition = json!({ "type": "record", "name": "r102", "fields": [] });
    let file = json!({
        "type": "record",
        "name": "r2",
        "fields": [
            avro_field(134, "content", "int"),
            avro_field(100, "file_path", "string"),
            avro_field(101, "file_format", "string"),
            avro_field(102, "partition", partition),
            avro_field(103, "record_count", "long"),
            avro_field(104, "file_size_in_bytes", "long"),
            avro_field(110, "null_value_counts", avro_map(121, 122, "long")),
            avro_field(125, "lower_bounds", avro_map(126, 127, "bytes")),
            avro_field(128, "upper_bounds", avro_map(129, 130, "bytes")),
        ],
    });
    json!({
        "type": "record",
        "name": "manifest_entry",
        "fields": [
            avro_field(0, "status", "int"),
            avro_field(1, "snapshot_id", optional()),
            avro_field(3, "sequence_number", optional()),
            avro_field(4, "file_sequence_number", optional()),
            avro_field(2, "data_file", file),
        ],
    })
}

fn manifest_list_schema() -> Value {
    let fields = [
        (500, "manifest_path", "string"),
        (501, "manifest_length", "long"),
        (502, "partition_spec_id", "int"),
        (517, "content", "int"),
        (515, "sequence_number", "long"),
        (516, "min_sequence_number", "long"),
        (503, "added_snapshot_id", "long"),
        (504, "added_files_count", "int"),
        (505, "existing_files_count", "int"),
        (506, "deleted_files_count", "int"),
        (512, "added_rows_count", "long"),
        (513, "existing_rows_count", "long"),
        (514, "deleted_rows_count", "long"),
    ];
    let fields = fields.map(|(id, name, data_type)| avro_field(id, name, data_type));
    json!({ "type": "record", "name": "manifest_file", "fields": fields })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_takes_as_few_bytes_as_its_sign_allows() {
        for (centavos, bytes) in [
            (0, &[0][..]),
            (127, &[127]),
            (128, &[0, 128]),
            (-1, &[0xFF]),
            (-128, &[0x80]),
            (-129, &[0xFF, 0x7F]),
            (1 << 40, &[1, 0, 0, 0, 0, 0]),
            (i64::MIN, &i64::MIN.to_be_bytes()),
        ] {
            assert_eq!(bound(DataType::Money, centavos), bytes, "{centavos}");
        }
    }
}
