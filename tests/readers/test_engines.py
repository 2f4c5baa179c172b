"""Every value of every table is the same in every engine, whatever it is written in, and so is every filter's result."""

import os

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from dataset import arrow_schema, generate
from engines import READERS

TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]
# What every engine knows; others are in newer versions of some of them only.
KNOWN = {"PLAIN", "RLE", "RLE_DICTIONARY", "DELTA_BINARY_PACKED"}


@pytest.fixture(scope="session")
def grouped(tmp_path_factory):
    """All tables, with two row groups of many pages in the file of transactions."""
    made = generate(tmp_path_factory.mktemp("grouped") / "data", transactions=530_000, fraud_rate=0.02, rows_per_file=600_000)
    assert pq.read_metadata(made.files("transactions")[0]).num_row_groups == 2
    return made


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """All tables, of which fraud_cases has no rows."""
    return generate(tmp_path_factory.mktemp("empty") / "data", transactions=3_000, fraud_rate=0)


def assert_same(found, expected):
    """The same rows, by their key: engines read row groups in any order."""
    assert found.column_names == expected.column_names
    found = pa.table({field.name: found[field.name].cast(field.type) for field in expected.schema})
    found, expected = (table.take(pc.sort_indices(table[0])) for table in (found, expected))
    for name in expected.column_names:
        assert found[name].equals(expected[name]), name


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("reader", READERS)
def test_every_value_is_the_same(grouped, empty, reader, table):
    if reader == "arrow-go" and "FRAUDGEN_ARROW_GO" not in os.environ:
        pytest.skip("tests/setup found no Go to build the reader with")
    read, schema = READERS[reader], arrow_schema(table)
    for file in empty.files(table):
        assert_same(read(file, schema), pq.read_table(file).combine_chunks())
    [file] = grouped.files(table)
    expected = pq.read_table(file).combine_chunks()
    if reader == "hyparquet" and expected.num_rows > 20_000:
        # Slow: some pages on both sides of where the row groups meet.
        middle = pq.read_metadata(file).row_group(0).num_rows
        assert_same(read(file, schema, (middle - 9_000, middle + 9_000)), expected.slice(middle - 9_000, 18_000))
    else:
        assert_same(read(file, schema), expected)


@pytest.mark.parametrize("table", TABLES)
def test_encodings_are_those_that_every_engine_knows(grouped, table):
    for file in grouped.files(table):
        metadata = pq.read_metadata(file)
        for group in range(metadata.num_row_groups):
            for column in range(metadata.num_columns):
                chunk = metadata.row_group(group).column(column)
                assert set(chunk.encodings) <= KNOWN, chunk.path_in_schema


def test_a_file_without_rows_has_no_row_group(empty):
    [file] = empty.files("fraud_cases")
    assert pq.read_metadata(file).num_row_groups == 0
    assert pq.read_table(file).num_rows == 0


# Ids, times, money, counts, floats, words and flags; with nulls and without.
FILTERED = [
    "transaction_id", "customer_id", "session_id", "timestamp", "amount", "balance_after", "fraud_score",
    "geolocation_lat", "merchant_name", "label_known_at",
]
COMPARED = ["==", "<", ">="]
PREDICATES = [(column, how) for column in FILTERED for how in COMPARED] + [("is_fraud", "==")]
PC = {"==": pc.equal, "<": pc.less, ">=": pc.greater_equal}


@pytest.fixture(scope="session")
def transactions(grouped):
    return pq.read_table(grouped.files("transactions")).combine_chunks()


def bound(values):
    """A value that some rows have, with others on both sides."""
    if pa.types.is_boolean(values.type):
        return pa.scalar(True)
    present = values.drop_null()
    return present.take(pc.sort_indices(present))[len(present) * 2 // 3]


def by_duckdb(file, column, how, value):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    how = "=" if how == "==" else how
    query = f"SELECT transaction_id FROM read_parquet($file) WHERE {column} {how} (SELECT v FROM bound)"
    connection.register("bound", pa.table({"v": pa.array([value.as_py()], value.type)}))
    return connection.sql(query, params={"file": file}).to_arrow_table()


def by_polars(file, column, how, value):
    asked, value = pl.col(column), pl.from_arrow(pa.table({"v": pa.array([value.as_py()], value.type)}))["v"]
    chosen = {"==": asked == value.item(), "<": asked < value.item(), ">=": asked >= value.item()}[how]
    return pl.scan_parquet(file).filter(chosen).select("transaction_id").collect().to_arrow()


def by_pyarrow(file, column, how, value):
    chosen = PC[how](pc.field(column), value)
    return pyarrow.dataset.dataset(file).to_table(columns=["transaction_id"], filter=chosen)


@pytest.mark.parametrize(("column", "how"), PREDICATES)
def test_filters_that_are_pushed_down_find_the_same_rows(grouped, transactions, column, how):
    assert len(PREDICATES) == 31
    [file] = grouped.files("transactions")
    values = transactions[column]
    value = bound(values.combine_chunks())
    expected = transactions["transaction_id"].filter(pc.fill_null(PC[how](values, value), False))
    assert 0 < len(expected) < len(values)
    for read in (by_duckdb, by_polars, by_pyarrow):
        found = read(file, column, how, value)["transaction_id"].combine_chunks()
        assert found.sort().equals(expected.combine_chunks().sort()), read.__name__
