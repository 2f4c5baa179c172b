"""Spark reads the values that pyarrow reads: this one and 3.3, by its vectorised reader and by parquet-java's rows, and 3.3
also the tables of Delta Lake and Iceberg."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from dataset import generate

TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]
WAYS = ["vectorised", "rows", "delta", "iceberg"]


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    flags = {"transactions": 60_000, "rows_per_file": 20_000, "fraud_rate": 0.02, "table_format": "delta,iceberg"}
    return generate(tmp_path_factory.mktemp("lake") / "são 1", **flags)


@pytest.fixture(scope="module")
def no_fraud(tmp_path_factory):
    """One table has no rows."""
    flags = {"transactions": 3_000, "fraud_rate": 0, "table_format": "delta,iceberg"}
    return generate(tmp_path_factory.mktemp("no_fraud") / "data", **flags)


def assert_same(found, dataset, table):
    expected = pa.concat_tables([pq.read_table(file) for file in dataset.files(table)])
    key = expected.column_names[0]
    assert found.column_names == expected.column_names
    for name in expected.column_names:
        sorted_by_key = (rows.sort_by(key)[name].combine_chunks() for rows in (found, expected))
        left, right = sorted_by_key
        assert left.cast(right.type).equals(right), name


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("vectorised", ["true", "false"])
def test_this_spark_reads_every_value(spark, lake, no_fraud, table, vectorised):
    spark.conf.set("spark.sql.parquet.enableVectorizedReader", vectorised)
    for dataset in (lake, no_fraud):
        assert_same(spark.read.parquet(f"{dataset.folder}/{table}").toArrow(), dataset, table)


@pytest.fixture(scope="module")
def old(lake, no_fraud, tmp_path_factory):
    """What Spark 3.3 read, by dataset."""
    home = Path(os.environ["FRAUDGEN_SPARK_33"])
    variables = {"SPARK_HOME": str(home / "pyspark"), "PYTHONPATH": str(home), "PYSPARK_PYTHON": sys.executable}
    jars = ",".join(map(str, home.glob("ivy/jars/*.jar")))
    submit = [home / "pyspark/bin/spark-submit", "--jars", jars, "--conf", "spark.ui.enabled=false"]
    submit += ["--conf", "spark.driver.bindAddress=127.0.0.1", "--conf", "spark.driver.host=127.0.0.1"]
    made = {}
    for dataset, tables in ((lake, TABLES), (no_fraud, ["fraud_cases"])):
        out = tmp_path_factory.mktemp("old") / "out"
        job = [*submit, ROOT / "tests/spark/old_spark.py", dataset.folder, out, *tables]
        done = subprocess.run(job, env=os.environ | variables, cwd=out.parent, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3_000:]
        made[dataset.folder] = out
    return made


@pytest.mark.skipif("FRAUDGEN_SPARK_33" not in os.environ, reason="tests/setup could not get Spark 3.3")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", WAYS)
def test_spark_3_3_reads_every_value(lake, no_fraud, old, way, table):
    for dataset in (lake, no_fraud) if table == "fraud_cases" else (lake,):
        files = sorted((old[dataset.folder] / way / table).glob("*.parquet"))
        # Spark writes no file for no rows of a table that has none.
        expected = pq.read_schema(dataset.files(table)[0])
        found = pa.concat_tables([pq.read_table(file) for file in files]) if files else expected.empty_table()
        assert_same(found, dataset, table)
