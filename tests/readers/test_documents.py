"""A dataset's README.md, croissant.json and datapackage.json say what is true: others load every table by them, and
find the rows of the files."""

import json
import os
import re
import subprocess

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dataset import arrow_schema, dictionary, fraudgen, generate

os.environ["HF_HUB_OFFLINE"] = "1"
import datasets  # noqa: E402
import frictionless  # noqa: E402
import mlcroissant  # noqa: E402

datasets.disable_progress_bars()

TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]
FORMATS = ["parquet", "jsonl", "csv", "csv-pt-br"]
# Two cells, so that tables have several files.
SPEC = {"transactions": 4_000, "customers": 130, "fraud_rate": 0.02, "rows_per_file": 1_000}
NO_FRAUD = {"transactions": 4_000, "fraud_rate": 0}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The same dataset in every format, by format and compression."""
    root = tmp_path_factory.mktemp("described")
    made = {}
    for name in FORMATS:
        for compression in ["none", "zstd"]:
            flags = SPEC | {"format": name, "compression": compression}
            made[name, compression] = generate(root / f"{name}-{compression}", **flags)
    return made


@pytest.fixture(scope="module")
def truth(made):
    """The rows of each table, in order."""
    parquet = made["parquet", "none"]
    return {table: pa.concat_tables([pq.read_table(file) for file in parquet.files(table)]) for table in TABLES}


def document(dataset, name):
    return json.loads((dataset.folder / name).read_text())


def digits(table):
    """Columns of text that is all digits in some rows, which readers of CSV take for numbers."""
    return {name for name in table.column_names if table[name].type == pa.string()
            and pa.compute.any(pa.compute.match_substring_regex(table[name], r"^\d+$")).as_py()}


def assert_same(found, expected, but=()):
    """Compares rows that a reader without decimals, times or nullable numbers found."""
    assert found.num_rows == expected.num_rows
    for field in expected.schema:
        column = found[field.name].combine_chunks()
        if pa.types.is_decimal(field.type) and pa.types.is_floating(column.type):
            column = pa.compute.round(column, 2).cast(pa.decimal128(30, 2))
        elif pa.types.is_timestamp(field.type) and pa.types.is_string(column.type):
            column = column.cast(pa.timestamp("us", "UTC"))
        if field.name not in but:
            assert column.cast(field.type).equals(expected[field.name].combine_chunks()), field.name


@pytest.mark.parametrize("compression", ["none", "zstd"])
@pytest.mark.parametrize("name", FORMATS)
def test_hugging_face_loads_every_table_by_its_name(name, compression, made, truth, tmp_path):
    folder = str(made[name, compression].folder)
    assert datasets.get_dataset_config_names(folder) == TABLES
    for table in TABLES:
        features = datasets.load_dataset_builder(folder, table, cache_dir=tmp_path).info.features
        loaded = datasets.load_dataset(folder, table, split="train", features=features, cache_dir=tmp_path)
        assert_same(loaded.with_format("arrow")[:], truth[table])
        if not name.startswith("csv"):
            plain = datasets.load_dataset(folder, table, split="train", cache_dir=tmp_path)
            assert plain.features.arrow_schema.types == arrow_schema(table).types
    default = datasets.load_dataset(folder, split="train", cache_dir=tmp_path)
    assert default.num_rows == truth["transactions"].num_rows


@pytest.mark.parametrize("name", FORMATS)
def test_hugging_face_loads_a_table_of_no_rows(name, tmp_path):
    made = generate(tmp_path / "data", format=name, tables="fraud_cases", **NO_FRAUD)
    [table] = made.manifest["tables"]
    assert table["rows"] == 0
    loaded = datasets.load_dataset(str(made.folder), "fraud_cases", split="train", streaming=True)
    assert list(loaded) == []
    assert list(loaded.features) == arrow_schema("fraud_cases").names
    assert "here `fraud_cases`" in (made.folder / "README.md").read_text()


@pytest.mark.parametrize("compression", ["none", "zstd"])
@pytest.mark.parametrize("name", FORMATS)
def test_the_lines_of_the_card_load_the_table(name, compression, made, truth, tmp_path, monkeypatch):
    monkeypatch.chdir(made[name, compression].folder)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)
    card = (made[name, compression].folder / "README.md").read_text()
    [python] = re.findall(r"```python\n(.*?)```", card, re.S)
    spark_apart = [block for block in python.split("\n\n") if "pyspark" not in block]
    assert len(spark_apart) == 3
    expected = truth["transactions"]
    if name.startswith("csv"):
        assert all(f'"{column}": ' in python for column in digits(expected))
    for block in spark_apart:
        names = {}
        exec(block, names)  # noqa: S102
        loaded = names["transactions"]
        if isinstance(loaded, pl.LazyFrame):
            loaded = loaded.collect()
        assert len(loaded) == expected.num_rows
        banks = pd.Series(list(loaded["destination_bank"])).dropna()
        assert list(banks) == expected["destination_bank"].drop_null().to_pylist()


@pytest.mark.parametrize("compression", ["none", "zstd"])
@pytest.mark.parametrize("name", FORMATS)
def test_the_queries_of_the_card_split_the_table(name, compression, made, truth, monkeypatch):
    monkeypatch.chdir(made[name, compression].folder)
    card = (made[name, compression].folder / "README.md").read_text()
    view, splits = re.findall(r"```sql\n(.*?)```", card, re.S)
    connection = duckdb.connect()
    connection.execute(view)
    [(rows, banks)] = connection.sql("SELECT count(*), count(DISTINCT destination_bank) FROM transactions").fetchall()
    expected = truth["transactions"]
    assert rows == expected.num_rows and banks == len(expected["destination_bank"].drop_null().unique())
    train, test = (connection.sql(query).to_arrow_table() for query in splits.split(";")[:2])
    assert 0 < test.num_rows < train.num_rows < rows
    assert set(train["customer_id"].to_pylist()).isdisjoint(test["customer_id"].to_pylist())
    assert max(train["timestamp"].to_pylist()) < min(test["timestamp"].to_pylist())


def test_the_command_of_the_card_makes_the_same_files(made, monkeypatch, tmp_path):
    for dataset in made.values():
        [command] = re.findall(r"^fraudgen (generate .*)$", (dataset.folder / "README.md").read_text(), re.M)
        words = command.replace("'", "").replace("--out again", f"--out {tmp_path / dataset.folder.name}").split()
        monkeypatch.chdir(dataset.folder)
        fraudgen(*words, "--progress", "none")
        diff = ["diff", "-r", dataset.folder, tmp_path / dataset.folder.name]
        assert subprocess.run(diff, capture_output=True, text=True).stdout == ""


@pytest.mark.parametrize("name", ["parquet", "jsonl", "csv"])
def test_croissant_loads_the_records_of_every_table(name, made, truth):
    dataset = mlcroissant.Dataset(jsonld=str(made[name, "none"].folder / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    # Who publishes a dataset says when.
    [warning] = dataset.metadata.ctx.issues.warnings
    assert "datePublished" in warning
    assert [record_set.id for record_set in dataset.metadata.record_sets] == TABLES
    # It takes its time: all tables in one format, and in the others those that have a value of every type.
    for table in TABLES if name == "parquet" else ["accounts", "cards", "fraud_cases"]:
        rows = list(dataset.records(table))
        expected = truth[table].to_pylist()
        assert len(rows) == len(expected)
        lossy = set() if name == "parquet" else digits(truth[table])
        for row, wanted in list(zip(rows, expected))[::17]:
            for column in dictionary()[table]:
                if column["name"] not in lossy:
                    assert plain(row[f"{table}/{column['name']}"]) == plain(wanted[column["name"]]), column["name"]


def plain(value):
    """A value as Croissant's reader, which has bytes for text, floats for money and times without a zone, has it."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "isoformat"):
        return pd.Timestamp(value).tz_localize(None)
    return value if isinstance(value, (str, bool)) else pytest.approx(float(value), rel=1e-6)


def test_croissant_describes_files_that_it_has_no_terms_for(made):
    for name, compression in [("csv-pt-br", "none"), ("csv", "zstd"), ("jsonl", "zstd")]:
        dataset = mlcroissant.Dataset(jsonld=str(made[name, compression].folder / "croissant.json"))
        assert not dataset.metadata.record_sets
        assert len(dataset.metadata.distribution) == len(TABLES) + 1


def test_croissant_says_roles_and_that_the_data_are_synthetic(made):
    described = document(made["parquet", "zstd"], "croissant.json")
    assert described["rai:hasSyntheticData"] is True
    for record_set in described["recordSet"]:
        columns = dictionary()[record_set["@id"]]
        for field, column in zip(record_set["field"], columns, strict=True):
            assert field["description"] == column["description"]
            assert field["fraudgen:role"] == column["role"]
            assert ("cr:Label" in field["dataType"]) == (column["role"] == "label")


@pytest.mark.parametrize("name", ["jsonl", "csv", "csv-pt-br"])
def test_frictionless_validates_every_row(name, made, truth):
    package = frictionless.Package(str(made[name, "none"].folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["name", "message"])[:5]
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        table: rows.num_rows for table, rows in truth.items()
    }
    # Types, required columns, primary keys and references to other tables are checked with it.
    assert all(resource.schema.primary_key for resource in package.resources)
    assert sum(len(resource.schema.foreign_keys) for resource in package.resources) > 10


def test_frictionless_knows_every_file(made):
    """It reads Parquet by pandas, in which missing integers are none; files and schemas are as described."""
    for dataset in made.values():
        described = document(dataset, "datapackage.json")
        frictionless.Package.from_descriptor(described)  # refuses what is not valid
        paths = [path for resource in described["resources"]
                 for path in ([resource["path"]] if isinstance(resource["path"], str) else resource["path"])]
        assert sorted(paths) == sorted(part["path"] for part in dataset.manifest["parts"])
    merchants = frictionless.Package(str(made["parquet", "zstd"].folder / "datapackage.json")).get_resource("merchants-0")
    expected = pq.read_table(made["parquet", "zstd"].files("merchants")[0])
    assert [row["merchant_id"] for row in merchants.read_rows()] == expected["merchant_id"].to_pylist()
    assert [field.name for field in merchants.schema.fields] == expected.column_names


def test_documents_are_the_same_wherever_they_are_written(tmp_path):
    one, other = (generate(tmp_path / name, threads=threads, **SPEC) for name, threads in [("one", 1), ("two", 2)])
    for name in ["README.md", "croissant.json", "datapackage.json"]:
        text = (one.folder / name).read_bytes()
        assert text == (other.folder / name).read_bytes()
        assert str(tmp_path).encode() not in text
