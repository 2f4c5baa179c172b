//! `fraudgen schema`

use std::io::Write;

use fraudgen_core::schema::{Column, Table};
use serde_json::{Value, json};

use crate::cli::args::{DatasetArgs, parse_table};
use crate::cli::host::Host;
use crate::cli::table;
use crate::dataset::describe::schema::{
    avro, clickhouse, duckdb, json_schema, markdown, postgresql,
};

/// Print the data dictionary: every table and column, with type, role and meaning
///
/// Also as databases and formats of data have it. As JSON also the flags that describe a dataset.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Tables to print [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = parse_table)]
    tables: Vec<Table>,

    /// How to print them
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    output_format: OutputFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    Table,
    Json,
    Markdown,
    /// JSON Schema of the rows of files in JSONL, of each table in `$defs`
    JsonSchema,
    /// Schema of Apache Avro: a record, or the union of those of several tables
    Avro,
    /// CREATE TABLE statements for DuckDB
    Duckdb,
    /// CREATE TABLE statements for PostgreSQL
    Postgresql,
    /// CREATE TABLE statements for ClickHouse
    Clickhouse,
}

const EXAMPLES: &str = "Examples:
  fraudgen schema
  fraudgen schema --tables transactions --output-format json
  fraudgen schema --output-format markdown > data-dictionary.md
  fraudgen schema --output-format json-schema > row.schema.json
  fraudgen schema --tables transactions --output-format avro > transactions.avsc
  fraudgen schema --output-format duckdb | duckdb bank.db; then COPY customers FROM 'data/customers/*.parquet'
  fraudgen schema --output-format postgresql | psql; then \\copy customers FROM part-00000.csv CSV HEADER";

pub(in crate::cli) fn run(args: Args, host: &Host) -> anyhow::Result<()> {
    let tables: Vec<_> = Table::ALL
        .into_iter()
        .filter(|table| args.tables.is_empty() || args.tables.contains(table))
        .collect();
    let mut stdout = host.stdout();
    match args.output_format {
        OutputFormat::Table => {
            for table in tables {
                writeln!(stdout, "{}: {}", table.name(), table.description())?;
                let lines: Vec<_> = table.columns().iter().map(cells).collect();
                table::print(&mut stdout, &lines, |_| false)?;
                writeln!(stdout)?;
            }
        }
        OutputFormat::Json => {
            let tables: Vec<_> = tables.into_iter().map(table_json).collect();
            let flags: Vec<_> = DatasetArgs::descriptions()
                .into_iter()
                .map(|(name, description)| json!({ "name": name, "description": description }))
                .collect();
            let schema = json!({ "tables": tables, "dataset_flags": flags });
            writeln!(stdout, "{}", serde_json::to_string_pretty(&schema)?)?;
        }
        OutputFormat::Markdown => print_each(&mut stdout, &tables, markdown)?,
        OutputFormat::JsonSchema => writeln!(stdout, "{:#}", json_schema(&tables))?,
        OutputFormat::Avro => writeln!(stdout, "{:#}", avro(&tables))?,
        OutputFormat::Duckdb => print_each(&mut stdout, &tables, duckdb)?,
        OutputFormat::Postgresql => print_each(&mut stdout, &tables, postgresql)?,
        OutputFormat::Clickhouse => print_each(&mut stdout, &tables, clickhouse)?,
    }
    Ok(())
}

/// Prints a text for each table, an empty line after each.
fn print_each(
    out: &mut impl Write,
    tables: &[Table],
    text: fn(Table) -> String,
) -> std::io::Result<()> {
    tables
        .iter()
        .try_for_each(|table| writeln!(out, "{}", text(*table)))
}

fn cells(column: &Column) -> Vec<String> {
    let nullable = if column.nullable { "nullable" } else { "" };
    [
        column.name,
        column.data_type.as_str(),
        nullable,
        column.role.as_str(),
        column.description,
    ]
    .map(String::from)
    .to_vec()
}

fn table_json(table: Table) -> Value {
    let column = |column: &Column| {
        json!({
            "name": column.name,
            "type": column.data_type.as_str(),
            "nullable": column.nullable,
            "role": column.role.as_str(),
            "description": column.description,
        })
    };
    let columns: Vec<_> = table.columns().iter().map(column).collect();
    json!({ "name": table.name(), "description": table.description(), "columns": columns })
}
