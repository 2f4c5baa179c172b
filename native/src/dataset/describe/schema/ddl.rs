//! Statements that make the tables in databases, for the files to be loaded.

use fraudgen_core::schema::{Column, DataType, Table};

/// The statements that make a table in PostgreSQL, with comments.
pub fn postgresql(table: Table) -> String {
    commented(table, |data_type| match data_type {
        DataType::Bool => "boolean",
        DataType::Int32 => "integer",
        DataType::Int64 => "bigint",
        DataType::Float32 => "real",
        DataType::Money => "numeric(15,2)",
        DataType::Timestamp => "timestamptz",
        DataType::Date => "date",
        DataType::Category | DataType::Text => "text",
    })
}

/// The statements that make a table in DuckDB, with comments.
pub fn duckdb(table: Table) -> String {
    commented(table, |data_type| match data_type {
        DataType::Bool => "BOOLEAN",
        DataType::Int32 => "INTEGER",
        DataType::Int64 => "BIGINT",
        DataType::Float32 => "FLOAT",
        DataType::Money => "DECIMAL(15,2)",
        DataType::Timestamp => "TIMESTAMPTZ",
        DataType::Date => "DATE",
        DataType::Category | DataType::Text => "VARCHAR",
    })
}

/// A table with these types, and what it and its columns mean as comments.
fn commented(table: Table, data_type: fn(DataType) -> &'static str) -> String {
    let definition = |column: &Column| {
        let constraint = if column.nullable { "" } else { " NOT NULL" };
        format!("{}{constraint}", data_type(column.data_type))
    };
    let mut text = create(table, '"', definition) + ";\n";
    let comment = |what: String, comment: &str| {
        let comment = comment.replace('\'', "''");
        format!("COMMENT ON {what} IS '{comment}';\n")
    };
    let name = table.name();
    text += &comment(format!("TABLE \"{name}\""), table.description());
    for column in table.columns() {
        let what = format!("COLUMN \"{name}\".\"{}\"", column.name);
        text += &comment(what, &meaning(column));
    }
    text
}

/// The statement that makes a table in ClickHouse, in the order of its first column, which is its key.
pub fn clickhouse(table: Table) -> String {
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
        let comment = meaning(column).replace('\'', "\\'");
        format!("{name} COMMENT '{comment}'")
    };
    let key = table.columns()[0].name;
    let description = table.description().replace('\'', "\\'");
    let end = format!("ENGINE = MergeTree ORDER BY `{key}`\nCOMMENT '{description}';\n");
    format!("{}\n{end}", create(table, '`', data_type))
}

/// What a column means, and its role.
fn meaning(column: &Column) -> String {
    format!("{} Role: {}.", column.description, column.role.as_str())
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
