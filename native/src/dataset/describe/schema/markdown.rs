//! The data dictionary in Markdown.

use fraudgen_core::schema::{Column, Table};

/// A section with a table of the columns.
pub fn markdown(table: Table) -> String {
    let lines: String = table.columns().iter().map(line).collect();
    format!(
        "## {}\n\n{}\n\n| column | type | null | role | meaning |\n|---|---|---|---|---|\n{lines}",
        table.name(),
        table.description()
    )
}

fn line(column: &Column) -> String {
    format!(
        "| `{}` | {} | {} | {} | {} |\n",
        column.name,
        column.data_type.as_str(),
        if column.nullable { "nullable" } else { "" },
        column.role.as_str(),
        column.description.replace('|', "\\|")
    )
}
