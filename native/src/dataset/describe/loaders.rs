//! How a table of a dataset is loaded, in a line or two for each of the usual tools.

use fraudgen_core::schema::{Column, Table};

use crate::dataset::manifest::Manifest;
use crate::encode::Format;

/// Columns of codes in digits, which readers of CSV would take for numbers.
const CODES: [&str; 5] = [
    "bank_code",
    "branch",
    "destination_bank",
    "ispb",
    "mcc_code",
];

/// Blocks of code for a table of the dataset: transactions if they are there.
pub(super) fn loaders(manifest: &Manifest) -> String {
    let tables = manifest.table_list();
    let table = match tables.contains(&Table::Transactions) {
        true => Some(Table::Transactions),
        false => tables.first().copied(),
    };
    let Some(table) = table else {
        return String::new();
    };
    let (name, files) = (table.name(), manifest.glob(table));
    let codes: Vec<_> = table
        .columns()
        .iter()
        .filter(|column| is_code(column))
        .collect();
    let python: Vec<_> = [
        pandas(manifest.format, name, &files, &codes),
        polars(manifest.format, name, &files, &codes),
        datasets(manifest.format, name),
        spark(manifest, name),
    ]
    .into_iter()
    .filter(|block| !block.is_empty())
    .collect();
    let duckdb = duckdb(manifest.format, &files, &codes);
    format!(
        "```python\n{}\n```\n\n```sql\n-- DuckDB\nCREATE VIEW {name} AS FROM {duckdb};\n```",
        python.join("\n\n")
    )
}

fn is_code(column: &Column) -> bool {
    CODES.contains(&column.name)
}

/// The entries of a map from each of the columns to a type; nothing without columns.
fn types(columns: &[&Column], before: &str, quote: char, data_type: &str) -> String {
    let entry = |column: &&Column| format!("{quote}{}{quote}: {data_type}", column.name);
    let entries: Vec<_> = columns.iter().map(entry).collect();
    match entries.is_empty() {
        true => String::new(),
        false => format!("{before}{{{}}}", entries.join(", ")),
    }
}

fn pandas(format: Format, name: &str, files: &str, codes: &[&Column]) -> String {
    let read = match format {
        Format::Parquet => {
            return format!("import pandas as pd\n{name} = pd.read_parquet(\"{name}\")");
        }
        Format::Jsonl => "read_json(file, lines=True, dtype=False".to_owned(),
        Format::Csv => format!("read_csv(file{}", types(codes, ", dtype=", '"', "\"str\"")),
        Format::CsvPtBr => format!(
            "read_csv(file, sep=\";\", decimal=\",\"{}",
            types(codes, ", dtype=", '"', "\"str\"")
        ),
    };
    format!(
        "from glob import glob\nimport pandas as pd\n\
         {name} = pd.concat(pd.{read}) for file in sorted(glob(\"{files}\")))"
    )
}

fn polars(format: Format, name: &str, files: &str, codes: &[&Column]) -> String {
    let overrides = types(codes, ", schema_overrides=", '"', "pl.String");
    let read = match format {
        Format::Parquet => format!("scan_parquet(\"{files}\""),
        Format::Jsonl => format!("scan_ndjson(\"{files}\", infer_schema_length=None"),
        Format::Csv => format!("scan_csv(\"{files}\", infer_schema_length=None{overrides}"),
        Format::CsvPtBr => format!(
            "scan_csv(\"{files}\", separator=\";\", decimal_comma=True, infer_schema_length=None{overrides}"
        ),
    };
    format!("import polars as pl\n{name} = pl.{read})")
}

fn datasets(format: Format, name: &str) -> String {
    match format {
        Format::Parquet | Format::Jsonl => format!(
            "import os\nfrom datasets import load_dataset\n\
             {name} = load_dataset(os.getcwd(), \"{name}\", split=\"train\")"
        ),
        Format::Csv | Format::CsvPtBr => format!(
            "import os\nfrom datasets import load_dataset, load_dataset_builder\n\
             features = load_dataset_builder(os.getcwd(), \"{name}\").info.features  # keeps codes such as 033 as text\n\
             {name} = load_dataset(os.getcwd(), \"{name}\", split=\"train\", features=features)"
        ),
    }
}

/// Nothing where Spark needs more: Hadoop's native libraries for compressed text, a schema for decimal commas.
fn spark(manifest: &Manifest, name: &str) -> String {
    let read = match manifest.format {
        _ if manifest.is_compressed_text() => return String::new(),
        Format::Parquet => format!("parquet(\"{name}\")"),
        Format::Jsonl => format!("json(\"{name}\")"),
        Format::Csv => format!("csv(\"{name}\", header=True)  # all columns as text"),
        Format::CsvPtBr => return String::new(),
    };
    format!(
        "from pyspark.sql import SparkSession\n{name} = SparkSession.builder.getOrCreate().read.{read}"
    )
}

fn duckdb(format: Format, files: &str, codes: &[&Column]) -> String {
    let types = types(codes, ", types = ", '\'', "'VARCHAR'");
    match format {
        Format::Parquet => format!("read_parquet('{files}')"),
        Format::Jsonl => {
            format!("read_json('{files}', format = 'newline_delimited', sample_size = -1)")
        }
        Format::Csv => format!("read_csv('{files}', header = true, sample_size = -1{types})"),
        Format::CsvPtBr => format!(
            "read_csv('{files}', header = true, delim = ';', decimal_separator = ',', sample_size = -1{types})"
        ),
    }
}
