"""delta-rs and pyiceberg read what `--table-format` leaves, in a folder and in a store, and never half of it."""

import os
import subprocess
import sys

import boto3
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from dataset import FRAUDGEN, Dataset, fraudgen, generate
from deltalake import DeltaTable
from pyiceberg.table import StaticTable
from real_store import BUCKET, REGION, RealStore

SPEC = {"transactions": 60_000, "rows_per_file": 15_000, "fraud_rate": 0.02}
BOTH = "delta,iceberg"
TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]


def log(table):
    return f"{table}/_delta_log/00000000000000000000.json"


def metadata(table):
    return f"_iceberg/{table}/metadata/v1.metadata.json"


def by_delta(place, table, **options):
    return pa.table(DeltaTable(f"{place}/{table}", **options).to_pyarrow_dataset().to_table())


def by_iceberg(place, table, **options):
    place = place if "://" in str(place) else f"file://{place}"
    return StaticTable.from_metadata(f"{place}/{metadata(table)}", **options).scan().to_arrow()


READERS = {"delta": by_delta, "iceberg": by_iceberg}


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("lake") / "são 1", table_format=BOTH, **SPEC)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    flags = {"transactions": 3_000, "fraud_rate": 0, "table_format": BOTH}
    return generate(tmp_path_factory.mktemp("empty") / "data", **flags)


def assert_same(found, dataset, table):
    expected = pa.concat_tables([pq.read_table(file) for file in dataset.files(table)])
    key = expected.column_names[0]
    assert found.cast(expected.schema).sort_by(key).equals(expected.sort_by(key))


DUCKDB = """
import sys, duckdb
from duckdb_extensions import import_extension

for extension in ("avro", "delta", "iceberg"):
    import_extension(extension)
    duckdb.execute(f"LOAD {extension}")
answers, lake, *tables = sys.argv[1:]
for table in tables:
    files = f"'{lake}/{table}/*.parquet'"
    for read in (f"delta_scan('{lake}/{table}')", f"iceberg_scan('{lake}/_iceberg/{table}/metadata/v1.metadata.json')"):
        for one, other in ((files, read), (read, files)):
            missing = duckdb.sql(f"FROM {one} EXCEPT ALL FROM {other}").fetchall()
            assert not missing, (read, missing[:3])
        # In a file: on a slow machine DuckDB prints its progress.
        with open(answers, "a") as file:
            print(table, duckdb.sql(f"SELECT count(*) FROM {read}").fetchone()[0], file=file)
"""


def test_duckdb_reads_both_as_the_files(lake, tmp_path):
    # A version of its own, for which there are packages of the extensions, which it unpacks into its home.
    environment = os.environ | {"PYTHONPATH": os.environ["FRAUDGEN_DUCKDB_15"], "HOME": str(tmp_path)}
    answers = tmp_path / "answers"
    read = [sys.executable, "-c", DUCKDB, answers, lake.folder, *TABLES]
    done = subprocess.run(read, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = {table["table"]: table["rows"] for table in lake.manifest["tables"]}
    assert answers.read_text().splitlines() == [f"{table} {rows[table]}" for table in TABLES for _ in range(2)]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("reader", READERS)
def test_every_value_is_that_of_the_files(lake, empty, reader, table):
    assert_same(READERS[reader](lake.folder, table), lake, table)
    assert_same(READERS[reader](empty.folder, table), empty, table)


def test_files_are_left_out_by_their_statistics(lake):
    table = StaticTable.from_metadata(f"file://{lake.folder}/{metadata('transactions')}")
    assert len(list(table.scan().plan_files())) == len(lake.files("transactions")) > 2
    few = table.scan(row_filter="customer_id == 5")
    assert len(list(few.plan_files())) == 1
    rows = pq.read_table(lake.files("transactions"), filters=[("customer_id", "==", 5)]).num_rows
    assert few.to_arrow().num_rows == rows > 0
    actions = pa.table(DeltaTable(f"{lake.folder}/transactions").get_add_actions(flatten=True))
    assert sum(actions["num_records"].to_pylist()) == SPEC["transactions"]
    # delta-rs shows those of the first 32 columns.
    for column in ["customer_id", "session_id", "timestamp", "amount", "card_id", "beneficiary_id"]:
        for action in actions.to_pylist():
            values = pq.read_table(lake.folder / "transactions" / action["path"], columns=[column])[column]
            assert action[f"null_count.{column}"] == values.null_count
            bounds = pc.min_max(values).as_py()
            assert (action[f"min.{column}"], action[f"max.{column}"]) == (bounds["min"], bounds["max"]), column


def test_verify_and_plain_readers_see_no_more_than_before(lake):
    fraudgen("verify", lake.folder)
    assert pq.read_table(lake.folder / "transactions").num_rows == SPEC["transactions"]


def test_shards_are_published_when_they_are_finished(tmp_path):
    for shard in ("0/2", "1/2"):
        fraudgen("generate", "--out", tmp_path / "data", "--shard", shard, *flags())
        assert not list(tmp_path.glob("data/*/_delta_log")) and not (tmp_path / "data/_iceberg").exists()
    refused = subprocess.run([FRAUDGEN, "generate", "--out", tmp_path / "x", "--shard", "0/2", "--table-format", "delta"],
                             capture_output=True, text=True)
    assert refused.returncode == 2 and "fraudgen finish" in refused.stderr
    fraudgen("finish", tmp_path / "data", "--table-format", BOTH)
    for reader in READERS.values():
        assert_same(reader(tmp_path / "data", "transactions"), Dataset(tmp_path / "data"), "transactions")


def test_only_parquet_can_be_published(tmp_path):
    refused = subprocess.run([FRAUDGEN, "generate", "--out", tmp_path / "x", "--format", "csv", "--table-format", "delta"],
                             capture_output=True, text=True)
    assert refused.returncode == 2 and "--table-format" in refused.stderr
    fraudgen("generate", "--out", tmp_path / "csv", "--transactions", 1_000, "--format", "csv")
    refused = subprocess.run([FRAUDGEN, "finish", tmp_path / "csv", "--table-format", "delta"], capture_output=True, text=True)
    assert refused.returncode == 1 and "Parquet" in refused.stderr


def flags():
    return [part for flag, value in SPEC.items() for part in (f"--{flag.replace('_', '-')}", value)]


def test_a_dataset_that_is_made_again_is_no_table_until_it_is_complete(tmp_path):
    """As a reader sees it when a run fails in the middle: a part cannot be written."""
    out = tmp_path / "data"
    generate(out, table_format=BOTH, **SPEC)
    victim = out / "transactions/part-00002.parquet"
    victim.unlink()
    victim.mkdir()
    failed = subprocess.run([FRAUDGEN, "generate", "--out", out, "--resume", *map(str, flags())], capture_output=True, text=True)
    assert failed.returncode != 0
    assert not (out / log("transactions")).exists() and not (out / metadata("transactions")).exists()
    victim.rmdir()
    fraudgen("generate", "--out", out, "--resume", "--table-format", BOTH, *flags())
    for reader in READERS.values():
        assert_same(reader(out, "transactions"), Dataset(out), "transactions")
    # Begun afresh without being asked for: nothing of them is left.
    fraudgen("generate", "--out", out, "--force", *flags())
    assert not list(out.glob("*/_delta_log")) and not (out / "_iceberg").exists()


def test_tables_in_a_store(tmp_path):
    store = RealStore(tmp_path)
    try:
        place = f"s3://{BUCKET}/lake"
        store.fraudgen("generate", "--out", place, "--table-format", BOTH, *map(str, flags()))
        expected = generate(tmp_path / "same", **SPEC)
        delta = {"AWS_ENDPOINT_URL": store.endpoint, "AWS_REGION": REGION, "AWS_ALLOW_HTTP": "true",
                 "AWS_ACCESS_KEY_ID": store.key, "AWS_SECRET_ACCESS_KEY": store.secret}
        iceberg = {"s3.endpoint": store.endpoint, "s3.region": REGION, "s3.access-key-id": store.key,
                   "s3.secret-access-key": store.secret}
        for table in ("transactions", "fraud_cases"):
            assert_same(by_delta(place, table, storage_options=delta), expected, table)
            assert_same(by_iceberg(place, table, properties=iceberg), expected, table)
        store.fraudgen("verify", place)
        store.fraudgen("generate", "--out", place, "--force", *map(str, flags()))
        pages = store.client(boto3).get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="lake/")
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        assert keys and not [key for key in keys if "_delta_log" in key or "_iceberg" in key]
    finally:
        store.stop()
