//! `croissant.json`: the dataset in the vocabulary of MLCommons Croissant 1.1, with its terms for responsible AI.

use fraudgen_core::schema::{Column, DataType, Role, Table};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::files::{KEYWORDS, LICENCES};
use super::keys::primary_key;
use crate::dataset::layout::Shard;
use crate::dataset::manifest::Manifest;
use crate::encode::Format;
use crate::storage::hexadecimal;

/// The context that the specification recommends, and the vocabularies used besides.
const CONTEXT: &str = include_str!("texts/croissant-context.json");
/// What the dataset says about its responsible use.
const RESPONSIBLE_AI: &str = include_str!("texts/rai.json");

/// The document's text.
pub(super) fn text(manifest: &Manifest) -> String {
    let [first, last] = manifest.period();
    let licences = LICENCES.map(|id| format!("https://spdx.org/licenses/{id}.html"));
    let mut document = json!({
        "@context": object(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": manifest.name(),
        "description": manifest.description(),
        "creator": { "@type": "sc:Organization", "name": "fraudgen" },
        "license": licences,
        "version": manifest.version(),
        "keywords": KEYWORDS,
        "inLanguage": "pt-BR",
        "isLiveDataset": false,
        "citeAs": citation(manifest),
        "temporalCoverage": format!("{first}/{last}"),
        "spatialCoverage": "Brazil",
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "prov:label": manifest.command(),
        },
        "prov:wasAttributedTo": { "@type": "prov:SoftwareAgent", "prov:label": manifest.generator },
        "distribution": distribution(manifest),
    });
    if has_record_sets(manifest) {
        let tables = manifest.table_list().into_iter();
        document["recordSet"] = tables.map(record_set).collect();
    }
    if let Some(document) = document.as_object_mut() {
        document.extend(object(RESPONSIBLE_AI));
    }
    format!("{document:#}\n")
}

/// A JSON object of this crate.
fn object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// Whether a column of the files can be named as Croissant does: not below a compression that it has no term for, nor
/// in another dialect of CSV.
fn has_record_sets(manifest: &Manifest) -> bool {
    manifest.format != Format::CsvPtBr && !manifest.is_compressed_text()
}

fn citation(manifest: &Manifest) -> String {
    format!(
        "@misc{{{}, title = {{{}: synthetic Brazilian banking data with labelled fraud}}, note = {{{}, dataset version {}, \
         content digest {}}}}}",
        manifest.name(),
        manifest.name(),
        manifest.generator,
        manifest.dataset_version,
        manifest.digest
    )
}

/// The manifest, which has the hash of every file, and the files of each table.
fn distribution(manifest: &Manifest) -> Value {
    let json = manifest.to_json();
    let name = Manifest::file_name(Shard::WHOLE);
    let object = json!({
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "description": "The spec, the content digests, and every file with its rows, length and SHA-256.",
        "contentUrl": name,
        "contentSize": format!("{} B", json.len()),
        "encodingFormat": "application/json",
        "sha256": hexadecimal(&Sha256::digest(json.as_bytes())),
    });
    let set = |table: Table| {
        json!({
            "@type": "cr:FileSet",
            "@id": files_id(table),
            "name": files_id(table),
            "description": format!("The files of the table {}.", table.name()),
            "encodingFormat": media_types(manifest),
            "includes": manifest.glob(table),
        })
    };
    let sets = manifest.table_list().into_iter().map(set);
    std::iter::once(object).chain(sets).collect()
}

fn files_id(table: Table) -> String {
    format!("{}-files", table.name())
}

fn media_types(manifest: &Manifest) -> Value {
    let of_format = match manifest.format {
        Format::Parquet => "application/x-parquet",
        Format::Jsonl => "application/jsonlines",
        Format::Csv => "text/csv",
        // With semicolons it is not what RFC 4180 calls text/csv.
        Format::CsvPtBr => "text/plain",
    };
    match manifest.is_compressed_text() {
        true => json!([of_format, "application/zstd"]),
        false => json!(of_format),
    }
}

/// A table. References between tables are left to `datapackage.json`: readers of Croissant join what a field refers to,
/// and load nothing where there are several.
fn record_set(table: Table) -> Value {
    let fields = table.columns().iter();
    json!({
        "@type": "cr:RecordSet",
        "@id": table.name(),
        "name": table.name(),
        "description": table.description(),
        "key": { "@id": field_id(table, primary_key(table)) },
        "field": fields.map(|column| field(table, column)).collect::<Value>(),
    })
}

fn field_id(table: Table, column: &str) -> String {
    format!("{}/{column}", table.name())
}

fn field(table: Table, column: &Column) -> Value {
    let data_type = data_type(column.data_type);
    json!({
        "@type": "cr:Field",
        "@id": field_id(table, column.name),
        "name": column.name,
        "description": column.description,
        "dataType": match column.role {
            Role::Label => json!([data_type, "cr:Label"]),
            _ => json!(data_type),
        },
        "fraudgen:role": column.role.as_str(),
        "source": {
            "fileSet": { "@id": files_id(table) },
            "extract": { "column": column.name },
        },
    })
}

fn data_type(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Bool => "sc:Boolean",
        DataType::Int32 => "cr:Int32",
        DataType::Int64 => "cr:Int64",
        DataType::Float32 => "cr:Float32",
        DataType::Money => "sc:Float",
        DataType::Timestamp => "sc:DateTime",
        DataType::Date => "sc:Date",
        DataType::Category | DataType::Text => "sc:Text",
    }
}
