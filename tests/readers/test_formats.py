"""DuckDB, pyarrow and Polars read every table of every format, with the types that the data dictionary
promises, and find the same rows."""

import json
import subprocess

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet as pq
import pytest
from conftest import SMALL
from dataset import FORMATS, FRAUDGEN, arrow_schema, ask, dictionary

TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]

DUCKDB_TYPES = {
    "int32": "INTEGER", "int64": "BIGINT", "float32": "FLOAT", "decimal(15,2)": "DECIMAL(15,2)", "boolean": "BOOLEAN",
    "date": "DATE", "timestamp(us, UTC)": "TIMESTAMPTZ", "string": "VARCHAR", "category": "VARCHAR",
}
POLARS_TYPES = {
    "int32": pl.Int32, "int64": pl.Int64, "float32": pl.Float32, "decimal(15,2)": pl.Decimal(15, 2), "boolean": pl.Boolean,
    "date": pl.Date, "timestamp(us, UTC)": pl.Datetime("us", "UTC"), "string": pl.String, "category": pl.String,
}


def types(table, words):
    return {column["name"]: words[column["type"]] for column in dictionary()[table]}


def by_duckdb(dataset, table):
    columns = ", ".join(f"'{name}': '{word}'" for name, word in types(table, DUCKDB_TYPES).items())
    read = {
        "parquet": "read_parquet($files)",
        "jsonl": f"read_json($files, format = 'newline_delimited', columns = {{{columns}}})",
        "csv": f"read_csv($files, header = true, columns = {{{columns}}})",
    }[dataset.format]
    connection = duckdb.connect()
    ask(connection, "SET TimeZone = 'UTC'")
    return connection.sql(f"FROM {read}", params={"files": dataset.files(table)}).to_arrow_table()


def by_pyarrow(dataset, table):
    schema = arrow_schema(table)
    # Its JSON reader takes dates for numbers: they are cast separately.
    plain = pa.schema([
        pa.field(field.name, pa.string() if dataset.format == "jsonl" and field.type == pa.date32() else field.type)
        for field in schema
    ])
    read = {
        "parquet": pq.read_table,
        "jsonl": lambda file: pyarrow.json.read_json(
            file, parse_options=pyarrow.json.ParseOptions(explicit_schema=plain, unexpected_field_behavior="error")
        ),
        "csv": lambda file: pyarrow.csv.read_csv(
            file, convert_options=pyarrow.csv.ConvertOptions(column_types=plain, strings_can_be_null=True)
        ),
    }[dataset.format]
    found = pa.concat_tables([read(file) for file in dataset.files(table)])
    return found.cast(pa.schema([field.with_type(schema.field(field.name).type) for field in found.schema]))


def by_polars(dataset, table):
    schema = types(table, POLARS_TYPES)
    # Its text readers parse no time zone, and its JSON reader no decimals: those are cast separately.
    moments = [name for name, kind in schema.items() if kind == pl.Datetime]
    money = [name for name, kind in schema.items() if kind == pl.Decimal and dataset.format == "jsonl"]
    plain = schema | dict.fromkeys(moments, pl.String) | dict.fromkeys(money, pl.Float64)
    read = {
        "parquet": pl.scan_parquet,
        "jsonl": lambda files: pl.scan_ndjson(files, schema=plain),
        "csv": lambda files: pl.scan_csv(files, schema=plain),
    }[dataset.format]
    frame = read(dataset.files(table))
    if dataset.format != "parquet":
        frame = frame.with_columns(
            pl.col(moments).str.to_datetime(time_unit="us", time_zone="UTC"), pl.col(money).cast(pl.Decimal(15, 2))
        )
    return frame.collect().to_arrow()


READERS = {"duckdb": by_duckdb, "pyarrow": by_pyarrow, "polars": by_polars}


def plain(kind):
    """The type without the engine's choice of layout for text."""
    return pa.string() if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) else kind


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("reader", READERS)
def test_readers_agree(small, reader, format, table):
    expected = arrow_schema(table)
    found = READERS[reader](small[format], table)
    assert found.column_names == expected.names
    assert [plain(kind) for kind in found.schema.types] == expected.types
    rows = next(entry["rows"] for entry in small[format].manifest["tables"] if entry["table"] == table)
    assert found.num_rows == rows
    reference = pq.read_table(small["parquet"].folder / table)
    for name, kind in zip(expected.names, expected.types):
        assert found[name].cast(kind).equals(reference[name].cast(kind)), name


@pytest.mark.parametrize("table", TABLES)
def test_nulls_are_where_the_dictionary_allows_them(small, table):
    found = pq.read_table(small["parquet"].folder / table)
    for column in dictionary()[table]:
        nulls = found[column["name"]].null_count
        assert nulls == 0 or column["nullable"], column["name"]


@pytest.mark.parametrize("format", FORMATS)
def test_text_says_the_types_without_help(small, format):
    """A reader that guesses types from the text alone takes numbers for numbers and times for times."""
    read = {"parquet": "read_parquet", "jsonl": "read_json_auto", "csv": "read_csv_auto"}[format]
    connection = duckdb.connect()
    ask(connection, "SET TimeZone = 'UTC'")
    described = ask(connection, f"DESCRIBE FROM {read}($files)", {"files": small[format].files("transactions")})
    guessed = {name: kind for name, kind, *_ in described}
    number = ("BIGINT", "DOUBLE", "DECIMAL(15,2)")
    assert guessed["amount"] in number and guessed["transaction_id"] == "BIGINT"
    assert guessed["timestamp"].startswith("TIMESTAMP") and guessed["is_fraud"] == "BOOLEAN"
    assert guessed["type"] == "VARCHAR" and guessed["time_since_last_txn_min"] in ("BIGINT", "INTEGER")


PHYSICAL = {
    "int32": ("INT32", "NONE"), "int64": ("INT64", "NONE"), "float32": ("FLOAT", "NONE"),
    "decimal(15,2)": ("INT64", "DECIMAL"), "boolean": ("BOOLEAN", "NONE"), "date": ("INT32", "DATE"),
    "timestamp(us, UTC)": ("INT64", "TIMESTAMP"), "string": ("BYTE_ARRAY", "STRING"), "category": ("BYTE_ARRAY", "STRING"),
}


@pytest.mark.parametrize("table", TABLES)
def test_parquet_types_are_plain(small, table):
    """What Spark reads: the types of Parquet itself, none of Arrow's own."""
    file = pq.ParquetFile(small["parquet"].files(table)[0])
    for column, promised in zip(file.schema, dictionary()[table], strict=True):
        name = promised["name"]
        assert column.name == column.path == name
        assert (column.physical_type, column.logical_type.type) == PHYSICAL[promised["type"]], name
        assert column.max_definition_level == int(promised["nullable"]), name
        assert column.max_repetition_level == 0, name
        if promised["type"].startswith("timestamp"):
            logical = json.loads(column.logical_type.to_json())
            assert logical["isAdjustedToUTC"] and logical["timeUnit"] == "microseconds", name
    assert file.schema_arrow.remove_metadata().equals(arrow_schema(table))


@pytest.mark.parametrize("table", TABLES)
def test_every_part_has_the_same_schema(small, no_fraud, table):
    files = small["parquet"].files(table) + no_fraud.files(table)
    first = pq.read_schema(files[0]).remove_metadata()
    assert table != "transactions" or len(small["parquet"].files(table)) > 2
    for file in files:
        assert pq.ParquetFile(file).schema.equals(pq.ParquetFile(files[0]).schema), file
        assert pq.read_schema(file).remove_metadata().equals(first), file


def test_columns_without_a_value_are_read(no_fraud):
    for reader in READERS.values():
        found = reader(no_fraud, "transactions")
        assert found["fraud_type"].null_count == found["fraud_case_id"].null_count == found.num_rows
        assert reader(no_fraud, "fraud_cases").num_rows == 0


def test_metadata_names_spec_version_and_digest(small):
    dataset = small["parquet"]
    for part in dataset.manifest["parts"]:
        metadata = pq.read_metadata(dataset.folder / part["path"]).metadata
        assert json.loads(metadata[b"fraudgen.spec"]) == dataset.manifest["spec"]
        assert int(metadata[b"fraudgen.dataset_version"]) == dataset.manifest["dataset_version"]
        assert metadata[b"fraudgen.table"].decode() == part["table"]
        assert metadata[b"fraudgen.digest"].decode() == part["digest"]


def test_formats_hold_the_same_records(small):
    assert len({dataset.manifest["digest"] for dataset in small.values()}) == 1


def by_stream(table, *flags):
    """What the command streams from the dataset that `small` has in files."""
    dataset = [part for flag, value in SMALL.items() for part in (f"--{flag.replace('_', '-')}", str(value))]
    command = [FRAUDGEN, "generate", *dataset, "--format", "arrow-stream", "--tables", table, "--out", "-", *flags]
    done = subprocess.run(command, capture_output=True, check=True)
    return pa.ipc.open_stream(done.stdout).read_all()


@pytest.mark.parametrize("table", TABLES)
def test_a_stream_has_the_types_and_rows_of_the_parquet_files(small, table):
    files = pa.concat_tables([pq.read_table(file) for file in small["parquet"].files(table)])
    stream = by_stream(table)
    assert stream.schema.equals(files.schema)
    assert stream.equals(files)


def test_a_stream_has_the_columns_that_are_asked_for(small):
    names = ["fraud_type", "amount", "transaction_id"]
    files = [pq.read_table(file, columns=names) for file in small["parquet"].files("transactions")[1::3]]
    stream = by_stream("transactions", "--columns", ",".join(names), "--shard", "1/3")
    assert stream.equals(pa.concat_tables(files).select(names))
