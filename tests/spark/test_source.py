"""The data source returns what the Parquet files contain, and generates only the columns that are read."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dataset import generate
from fraudgen.spark import FraudgenDataSource, register
from fraudgen.spark.source import Shard
from pyspark.errors import PySparkException
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

SPEC = {"transactions": 60_000, "fraud_rate": 0.02, "rows_per_file": 8_000}
DRIFT_AND_NOISE = {"fraud_drift": "FALSA_CENTRAL=APPEARS,PHISHING=FADES", "label_noise": 0.25}
TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("files") / "data", **SPEC)


@pytest.fixture
def read(spark):
    """Reads the dataset of `files` with the data source."""
    register(spark)

    def make(**options):
        return spark.read.format("fraudgen").options(**SPEC | options)

    return make


def rows(table):
    """Sorted by id, and with all columns nullable, as Spark makes them when it reads files."""
    nullable = pa.schema([field.with_nullable(True) for field in table.schema])
    return table.cast(nullable).sort_by(table.column_names[0])


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_that_of_the_parquet_files(spark, files, read, table):
    stream = read(table=table, shards=2).load()
    parquet = spark.read.parquet(str(files.folder / table))
    assert [(field.name, field.dataType) for field in stream.schema] == [
        (field.name, field.dataType) for field in parquet.schema
    ]
    found = rows(stream.toArrow())
    assert found.num_rows > 0
    assert found.equals(rows(parquet.toArrow()))
    # pyarrow reads the same from the files as Spark.
    assert found.equals(rows(pa.concat_tables([pq.read_table(file) for file in files.files(table)])))


@pytest.mark.parametrize("table", ["transactions", "credits", "fraud_cases"])
def test_drift_and_label_noise_give_the_records_of_the_command(files, read, tmp_path, table):
    made = generate(tmp_path / "data", tables=table, **SPEC, **DRIFT_AND_NOISE)
    found = rows(read(table=table, shards=2, **DRIFT_AND_NOISE).load().toArrow())
    assert found.equals(rows(pa.concat_tables([pq.read_table(file) for file in made.files(table)])))
    without = rows(pa.concat_tables([pq.read_table(file) for file in files.files(table)]))
    assert not found.equals(without)


def test_each_shard_is_a_partition(read, files):
    load = read(columns="transaction_id").load
    assert load().rdd.getNumPartitions() == len(files.files("transactions"))
    frame = read(columns="transaction_id", shards=3).load()
    counts = frame.groupBy(F.spark_partition_id()).count().collect()
    assert len(counts) == 3 and sum(count for _, count in counts) == SPEC["transactions"]


def test_only_the_columns_asked_for_are_generated(read):
    by_option = read(shards=1, columns="fraud_type,amount").load()
    by_schema = read(shards=1).schema("fraud_type STRING, amount DECIMAL(15,2)").load()
    sums = [
        frame.groupBy("fraud_type").agg(F.sum("amount")).sort("fraud_type").collect() for frame in (by_option, by_schema)
    ]
    assert sums[0] == sums[1] and len(sums[0]) > 2
    reader = FraudgenDataSource({"transactions": "3000"}).reader(StructType.fromDDL("fraud_type STRING, channel STRING"))
    assert next(reader.read(Shard(0, 1))).schema.names == ["fraud_type", "channel"]
    with pytest.raises(PySparkException, match="amount is decimal"):
        read().schema("amount DOUBLE").load().count()
    with pytest.raises(PySparkException, match="--columns"):
        read(columns="amounts").load()


def test_a_spec_is_text_or_a_file_or_a_manifest(read, files, tmp_path):
    spec = tmp_path / "spec.json"
    spec.write_text('{"transactions": 2000, "seed": 7}')
    manifest = files.folder / "_manifest.json"
    ids = [
        {row[0] for row in read(columns="account_id", shards=1, transactions=2000, **options).load().collect()}
        for options in [{"spec": spec.read_text()}, {"spec": str(spec)}, {"seed": 7}]
    ]
    assert ids[0] == ids[1] == ids[2]
    again = read(table="fraud_cases", spec=str(manifest)).load().toArrow()
    assert rows(again).equals(rows(pa.concat_tables([pq.read_table(file) for file in files.files("fraud_cases")])))


def test_an_error_is_a_sentence(read):
    for options, words in [
        ({"table": "card"}, "the tables are customers"),
        ({"rate": "0.1"}, "`rate` is not an option"),
        ({"shards": 0}, "`shards` is 0"),
        ({"fraud_rate": 2}, "--fraud-rate"),
    ]:
        with pytest.raises(PySparkException, match=words):
            read(**options).load().count()
