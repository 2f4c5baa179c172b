//! Statements that make the tables in databases, for the files in CSV to be loaded.

use fraudgen_core::schema::{Column, DataType, Table};

/// Makes a table in PostgreSQL, with the descriptions of its columns.
pub(super) fn postgresql(table: Table) -> String {
    let data_type = |column: &Column| {
        let name = match column.data_type {
            DataType::Bool => "boolean",
            DataType::Int32 => "integer",
            DataType::Int64 => "bigint",
            DataType::Float32 => "real",
            DataType::Money => "numeric(15,2)",
            DataType::Timestamp => "timestamptz",
            DataType::Date => "date",
            DataType::Category | DataType::Text => "text",
        };
        let constraint = if column.nullable { "" } else { " NOT NULL" };
        format!("{name}{constraint}")
    };
    let mut text = create(table, '"', data_type) + ";\n";
    let comment = |what: String, description: &str| {
        let description = description.replace('\'', "''");
        format!("COMMENT ON {what} IS '{description}';\n")
    };
    let name = table.name();
    text += &comment(format!("TABLE \"{name}\""), table.description());
    for column in table.columns() {
        let what = format!("COLUMN \"{name}\".\"{}\"", column.name);
        text += &comment(what, column.description);
    }
    text
}

/// Makes a table in ClickHouse, in the order of its first column, which is its key.
pub(super) fn clickhouse(table: Table) -> String {
    let data_type = |column: &Column| {
        let name = match column.data_type {
            DataType::Bool => "Bool",
            DataType::Int32 => "Int32",
            DataType::Int64 => "Int64",
            DataType::Float32 => "Float32",
            DataType::Money => "Decimal(15, 2)",
            DataType::Timestamp => "DateTime64(6, 'UTC')",
            DataType::Date => "Date32",
            DataType::Category | DataType::Text => "String",
        };
        let name = match column.nullable {
            true => format!("Nullable({name})"),
            false => name.to_owned(),
        };
        let name = match column.data_type {
            DataType::Category => format!("LowCardinality({name})"),
            _ => name,
        };
        let description = column.description.replace('\'', "\\'");
        format!("{name} COMMENT '{description}'")
    };
    let key = table.columns()[0].name;
    let description = table.description().replace('\'', "\\'");
    let end = format!("ENGINE = MergeTree ORDER BY `{key}`\nCOMMENT '{description}';\n");
    format!("{}\n{end}", create(table, '`', data_type))
}

/// The statement up to the end of the columns.
fn create(table: Table, quote: char, data_type: impl Fn(&Column) -> String) -> String {
    let column = |column: &Column| {
        let name = column.name;
        format!("    {quote}{name}{quote} {}", data_type(column))
    };
    let columns: Vec<_> = table.columns().iter().map(column).collect();
    let (name, columns) = (table.name(), columns.join(",\n"));
    format!("CREATE TABLE {quote}{name}{quote} (\n{columns}\n)")
}
