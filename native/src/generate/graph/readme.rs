//! [`readme`]: the document of a graph: what its files hold, and how they are loaded.

use std::fmt::Write;

use fraudgen_core::schema::DataType;
use fraudgen_core::{DATASET_VERSION, Spec};

use super::csv::type_name;
use super::file::{GraphFormat, Written};
use super::kind::Kind;
use super::property::properties;
use crate::units::count_text;

/// The document, in Markdown.
pub(super) fn readme(spec: &Spec, format: GraphFormat, files: &[Written]) -> String {
    let mut text = include_str!("texts/readme.md").to_owned();
    let spec = serde_json::to_string(spec).unwrap_or_default();
    let version = DATASET_VERSION;
    text += "\n## Files\n\n| file | rows |\n|---|---:|\n";
    for file in files {
        let _ = writeln!(text, "| `{}` | {} |", file.path, count_text(file.rows));
    }
    text += "\n## How to load it\n\n";
    match format {
        GraphFormat::Parquet => text += include_str!("texts/parquet.md"),
        GraphFormat::Neo4j => text += &import(files),
    }
    text += "\n## Columns\n";
    for file in files {
        let _ = write!(text, "\n### {}\n\n", file.kind.name());
        text += "| column | type | role | meaning |\n|---|---|---|---|\n";
        for property in properties(file.kind) {
            let data_type = match format {
                GraphFormat::Neo4j => type_name(property.data_type),
                GraphFormat::Parquet => match property.data_type {
                    DataType::Money => "float64",
                    DataType::Category => DataType::Text.as_str(),
                    other => other.as_str(),
                },
            };
            let (name, role) = (property.name, property.role.as_str());
            let _ = writeln!(
                text,
                "| `{name}` | {data_type} | {role} | {} |",
                property.description
            );
        }
    }
    let _ = write!(
        text,
        "\n## Spec\n\nDataset version {version}, from\n\n```json\n{spec}\n```\n"
    );
    text
}

/// How Neo4j takes the files.
fn import(files: &[Written]) -> String {
    let mut lines = vec!["neo4j-admin database import full neo4j --id-type=integer".to_owned()];
    lines.extend(files.iter().map(|file| match file.kind {
        Kind::Nodes(_) => format!("  --nodes={}", file.path),
        Kind::Edges(_) => format!("  --relationships={}", file.path),
    }));
    let command = lines.join(" \\\n");
    format!("In this folder, while the database is stopped:\n\n```sh\n{command}\n```\n")
}
