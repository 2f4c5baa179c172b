//! `README.md`: the dataset's card, as Hugging Face shows it: a head in YAML, by which its library loads the tables,
//! and text for people.

use fraudgen_core::calendar::Date;
use fraudgen_core::schema::{Column, DataType, Role, Table};

use super::files::{KEYWORDS, LICENCES, SUMMARY};
use super::keys::primary_key;
use super::loaders::loaders;
use super::names::MARK;
use crate::dataset::manifest::Manifest;
use crate::encode::Format;
use crate::units::{bytes_text, count_text};

const BODY: &str = include_str!("texts/card.md");
const SPLITS: &str = include_str!("texts/splits.md");
/// The title of every dataset.
const TITLE: &str = "Synthetic Brazilian banking data with labelled fraud";
/// Classes of size, by how many rows the next one begins with.
const SIZES: [(u64, &str); 9] = [
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
    (1_000_000_000, "100M<n<1B"),
    (10_000_000_000, "1B<n<10B"),
    (100_000_000_000, "10B<n<100B"),
];
/// That of the largest datasets.
const LARGEST: &str = "100B<n<1T";

/// The document's text.
pub(super) fn text(manifest: &Manifest) -> String {
    format!("---\n{}---\n\n{}", head(manifest), body(manifest))
}

/// The text with each `{{name}}` replaced.
fn filled(template: &str, values: &[(&str, String)]) -> String {
    let fill = |text: String, (name, value): &(&str, String)| {
        text.replace(&format!("{{{{{name}}}}}"), value)
    };
    values.iter().fold(template.to_owned(), fill)
}

fn body(manifest: &Manifest) -> String {
    let [first, last] = manifest.period();
    let tables = manifest.table_list();
    let splits = match tables.contains(&Table::Transactions) {
        true => {
            let day = Date(first.0 + (manifest.spec.days * 3 / 4) as i32);
            filled(SPLITS, &[("split", day.to_string())])
        }
        false => String::new(),
    };
    let columns: Vec<_> = tables.iter().map(|table| columns(*table)).collect();
    filled(
        BODY,
        &[
            ("title", TITLE.into()),
            ("summary", SUMMARY.into()),
            ("dataset_version", manifest.dataset_version.to_string()),
            ("digest", manifest.digest.to_string()),
            ("seed", manifest.spec.seed.to_string()),
            ("first", first.to_string()),
            ("last", last.to_string()),
            ("fraud_rate", manifest.spec.fraud_rate.to_string()),
            ("rows", count_text(manifest.rows)),
            ("files", count_text(manifest.parts.len() as u64)),
            ("bytes", bytes_text(manifest.bytes)),
            ("format", manifest.format.name().into()),
            ("compression", manifest.compression.to_string()),
            ("tables", table_list(manifest)),
            ("columns", columns.join("\n")),
            ("loaders", loaders(manifest)),
            ("empty", empty(manifest)),
            ("generator", manifest.generator.clone()),
            ("command", manifest.command()),
            ("splits", splits),
        ],
    )
}

fn table_list(manifest: &Manifest) -> String {
    let line = |table: Table| {
        format!(
            "| `{}` | {} | {} | `{}` | {} |",
            table.name(),
            count_text(manifest.rows_of(table)),
            count_text(manifest.files(table).count() as u64),
            primary_key(table),
            table.description()
        )
    };
    let mut lines = vec![
        "| table | rows | files | key | what it is |".to_owned(),
        "|---|---:|---:|---|---|".to_owned(),
    ];
    lines.extend(manifest.table_list().into_iter().map(line));
    lines.join("\n")
}

/// What the library `datasets` asks for where a table has no rows.
fn empty(manifest: &Manifest) -> String {
    let tables = manifest.tables.iter().filter(|record| record.rows == 0);
    let names: Vec<_> = tables
        .map(|record| format!("`{}`", record.table.name()))
        .collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(
            "\n`datasets` loads what has no rows with `streaming=True` only, here {}.\n",
            names.join(", ")
        ),
    }
}

/// The names of a table's columns, by role.
fn columns(table: Table) -> String {
    let of = |role: Role| {
        let columns = table.columns().iter().filter(|column| column.role == role);
        let names: Vec<_> = columns.map(|column| format!("`{}`", column.name)).collect();
        (!names.is_empty()).then(|| format!("  - {}: {}\n", role.as_str(), names.join(", ")))
    };
    let roles = [Role::Id, Role::Feature, Role::Label];
    let lines: String = roles.into_iter().filter_map(of).collect();
    format!("- `{}`\n{lines}", table.name())
}

/// The head, in YAML.
fn head(manifest: &Manifest) -> String {
    let list =
        |values: &[&str]| -> String { values.iter().map(|value| format!("- {value}\n")).collect() };
    let licences: Vec<_> = LICENCES.iter().map(|id| id.to_lowercase()).collect();
    let licences: Vec<_> = licences.iter().map(String::as_str).collect();
    let size = SIZES.iter().find(|(below, _)| manifest.rows < *below);
    let size = size.map_or(LARGEST, |(_, name)| name);
    let tables = manifest.table_list();
    let configs: String = tables
        .iter()
        .map(|table| config(manifest, *table))
        .collect();
    let features: String = tables
        .iter()
        .map(|table| features(manifest, *table))
        .collect();
    format!(
        "# {MARK}\npretty_name: {TITLE}\nlicense:\n{}language:\n- pt\ntags:\n{}size_categories:\n- {size}\n\
         task_categories:\n- tabular-classification\nconfigs:\n{configs}dataset_info:\n{features}",
        list(&licences),
        list(&KEYWORDS),
    )
}

/// How a table is loaded: a configuration of its name.
fn config(manifest: &Manifest, table: Table) -> String {
    let name = table.name();
    let default = match table {
        Table::Transactions => "  default: true\n",
        _ => "",
    };
    let dialect = match manifest.format {
        Format::CsvPtBr => "  sep: ';'\n  decimal: ','\n",
        _ => "",
    };
    // Otherwise the text "NA" would be taken for null.
    let nulls = match manifest.format {
        Format::Csv | Format::CsvPtBr => "  keep_default_na: false\n  na_values:\n  - ''\n",
        _ => "",
    };
    let files = manifest.glob(table);
    format!("- config_name: {name}\n  data_files: {files}\n{default}{dialect}{nulls}")
}

fn features(manifest: &Manifest, table: Table) -> String {
    let feature = |column: &Column| {
        let data_type = data_type(manifest.format, column);
        format!("  - name: {}\n    dtype: '{data_type}'\n", column.name)
    };
    let features: String = table.columns().iter().map(feature).collect();
    format!("- config_name: {}\n  features:\n{features}", table.name())
}

/// The type as which the library `datasets` loads a column.
fn data_type(format: Format, column: &Column) -> &'static str {
    match (format, column.data_type) {
        (Format::Parquet | Format::Jsonl, DataType::Money) => "decimal128(15, 2)",
        (Format::Parquet | Format::Jsonl, DataType::Timestamp) => "timestamp[us, tz=UTC]",
        (Format::Parquet | Format::Jsonl, DataType::Date) => "date32",
        // Its reader of CSV knows no decimals and times, and only floats and texts that may be missing.
        (_, DataType::Money) => "float64",
        (_, DataType::Timestamp | DataType::Date) => "string",
        (Format::Csv | Format::CsvPtBr, DataType::Int32 | DataType::Int64) if column.nullable => {
            "float64"
        }
        (Format::Csv | Format::CsvPtBr, DataType::Bool) if column.nullable => "string",
        (_, DataType::Bool) => "bool",
        (_, DataType::Int32) => "int32",
        (_, DataType::Int64) => "int64",
        (_, DataType::Float32) => "float32",
        (_, DataType::Category | DataType::Text) => "string",
    }
}
