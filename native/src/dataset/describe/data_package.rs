//! `datapackage.json`: the dataset as a Data Package, version 2.

use fraudgen_core::schema::{Column, DataType, Table};
use serde_json::{Value, json};

use super::files::{KEYWORDS, LICENCES};
use super::keys::{primary_key, referenced};
use crate::dataset::manifest::{Manifest, PartRecord};
use crate::encode::Format;

/// The document's text.
pub(super) fn text(manifest: &Manifest) -> String {
    let licence =
        |id| json!({ "name": id, "path": format!("https://spdx.org/licenses/{id}.html") });
    let resources: Vec<_> = manifest
        .table_list()
        .into_iter()
        .flat_map(|table| resources(manifest, table))
        .collect();
    let document = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": manifest.name(),
        "id": format!("urn:fraudgen:{}", manifest.digest),
        "title": "Synthetic Brazilian banking data with labelled fraud",
        "description": manifest.description(),
        "version": manifest.version(),
        "keywords": KEYWORDS,
        "licenses": LICENCES.map(licence),
        "contributors": [{ "title": manifest.generator, "roles": ["creator"] }],
        "resources": resources,
    });
    format!("{document:#}\n")
}

/// The resources of a table. Text in several files is one resource, as if they were joined; Parquet files cannot be
/// joined like that, and each is one.
fn resources(manifest: &Manifest, table: Table) -> Vec<Value> {
    let files: Vec<_> = manifest.files(table).collect();
    let is_text = manifest.format != Format::Parquet;
    match files.as_slice() {
        [file] => vec![of_file(manifest, file, table.name().into())],
        files if is_text => {
            let paths: Vec<_> = files.iter().map(|file| &file.path).collect();
            let mut resource = resource(manifest, table, table.name().into());
            resource["path"] = json!(paths);
            vec![with_rows(resource, manifest.rows_of(table))]
        }
        files => files
            .iter()
            .map(|file| of_file(manifest, file, format!("{}-{}", table.name(), file.part)))
            .collect(),
    }
}

fn of_file(manifest: &Manifest, file: &PartRecord, name: String) -> Value {
    let mut resource = match file.part {
        0 => resource(manifest, file.table, name),
        // A Parquet file has a schema of its own; the first of a table says what the columns mean.
        _ => description(manifest, file.table, name),
    };
    resource["path"] = json!(file.path);
    resource["bytes"] = file.bytes.into();
    resource["hash"] = format!("sha256:{}", file.sha256).into();
    with_rows(resource, file.rows)
}

/// How many rows a table has; what is no table has none.
fn with_rows(mut resource: Value, rows: u64) -> Value {
    if resource.get("type").is_some() {
        resource["rows"] = rows.into();
    }
    resource
}

/// A resource with its schema, without its files. Readers of Data Packages know no compression but gzip, so that
/// compressed text is no table to them.
fn resource(manifest: &Manifest, table: Table, name: String) -> Value {
    let mut resource = description(manifest, table, name);
    if !manifest.is_compressed_text() {
        resource["schema"] = schema(manifest, table);
    }
    resource
}

fn description(manifest: &Manifest, table: Table, name: String) -> Value {
    let mut resource = json!({ "name": name, "description": table.description() });
    if manifest.is_compressed_text() {
        resource["format"] = "zst".into();
        resource["mediatype"] = "application/zstd".into();
        return resource;
    }
    let (format, media_type) = match manifest.format {
        Format::Parquet => ("parquet", "application/vnd.apache.parquet"),
        Format::Jsonl => ("jsonl", "application/jsonl"),
        Format::Csv => ("csv", "text/csv"),
        // With semicolons it is not what RFC 4180 calls text/csv.
        Format::CsvPtBr => ("csv", "text/plain"),
    };
    resource["type"] = "table".into();
    resource["format"] = format.into();
    resource["mediatype"] = media_type.into();
    if manifest.format != Format::Parquet {
        resource["encoding"] = "utf-8".into();
    }
    if manifest.format == Format::CsvPtBr {
        resource["dialect"] = json!({ "delimiter": ";" });
    }
    resource
}

fn schema(manifest: &Manifest, table: Table) -> Value {
    let fields = table.columns().iter().map(|column| field(manifest, column));
    let mut schema = json!({
        "fields": fields.collect::<Value>(),
        "primaryKey": [primary_key(table)],
    });
    // A resource can refer to another one only, not to the files of a table.
    let others: Vec<_> = manifest
        .table_list()
        .into_iter()
        .filter(|other| manifest.format != Format::Parquet || manifest.files(*other).count() == 1)
        .collect();
    let keys: Vec<_> = table
        .columns()
        .iter()
        .filter_map(|column| Some((column.name, referenced(table, column, &others)?)))
        .map(|(column, other)| {
            let reference = json!({ "resource": other.name(), "fields": [column] });
            json!({ "fields": [column], "reference": reference })
        })
        .collect();
    if !keys.is_empty() {
        schema["foreignKeys"] = keys.into();
    }
    schema
}

fn field(manifest: &Manifest, column: &Column) -> Value {
    let data_type = match column.data_type {
        DataType::Bool => "boolean",
        DataType::Int32 | DataType::Int64 => "integer",
        DataType::Float32 | DataType::Money => "number",
        DataType::Timestamp => "datetime",
        DataType::Date => "date",
        DataType::Category | DataType::Text => "string",
    };
    let mut field = json!({
        "name": column.name,
        "type": data_type,
        "description": column.description,
        "role": column.role.as_str(),
    });
    if !column.nullable {
        field["constraints"] = json!({ "required": true });
    }
    if manifest.format == Format::CsvPtBr && data_type == "number" {
        field["decimalChar"] = ",".into();
    }
    field
}
