"""Tables in memory are those of the files, in every library, in bounded memory, and without Python's lock."""

import multiprocessing
import subprocess
import sys
import threading
import time

import duckdb
import fraudgen
import numpy
import pandas
import polars
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from conftest import SPEC
from dataset import arrow_schema, dictionary


@pytest.fixture(scope="module")
def dataset():
    return fraudgen.Dataset(**SPEC)


def read(files, table):
    return pa.concat_tables([pq.read_table(file) for file in files.files(table)])


@pytest.mark.parametrize("table", ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits",
                                   "fraud_cases"])
def test_a_table_is_that_of_the_files(dataset, files, table):
    made = pa.table(dataset.table(table))
    assert made.schema == arrow_schema(table)
    assert made.num_rows > 0 and made.equals(read(files, table))


@pytest.mark.parametrize("table", ["transactions", "merchants", "fraud_cases"])
def test_shards_together_are_the_table(dataset, table):
    whole = pa.table(dataset.table(table))
    shards = [pa.table(dataset.table(table, shard=(index, 3))) for index in range(3)]
    order = whole.column_names[0]
    assert pa.concat_tables(shards).sort_by(order).equals(whole.sort_by(order))
    if table == "transactions":
        # None is idle.
        assert all(0.2 < shard.num_rows / whole.num_rows < 0.42 for shard in shards)


@pytest.mark.parametrize("kind", [list, tuple, iter, numpy.array, polars.Series, pandas.Index])
def test_columns_are_any_names_in_order(dataset, kind):
    names = ["is_fraud", "amount"]
    assert pa.schema(dataset.table("transactions", columns=kind(names))).names == names


def test_columns_come_in_the_order_asked_for_and_any_number_of_threads_makes_them(dataset):
    asked = ["is_fraud", "amount", "timestamp"]
    tables = [pa.table(dataset.table("transactions", columns=asked, threads=threads)) for threads in (1, 3)]
    assert tables[0].column_names == asked
    assert tables[0].equals(tables[1])


def test_every_library_reads_the_same(dataset):
    payments = dataset.table("transactions")
    arrow = pa.table(payments)
    lost = pc.sum(arrow.filter(pc.field("is_fraud"))["amount"]).as_py()
    assert lost > 0
    frame = polars.DataFrame(payments)
    assert frame.shape == (arrow.num_rows, arrow.num_columns)
    assert frame.filter(polars.col("is_fraud"))["amount"].sum() == lost
    assert duckdb.sql("SELECT count(*), sum(amount) FILTER (is_fraud) FROM payments").fetchall() == [(arrow.num_rows, lost)]
    frame = pandas.DataFrame.from_arrow(dataset.table("transactions", money="float"))
    assert str(frame["amount"].dtype) == "float64"
    assert frame.loc[frame["is_fraud"], "amount"].sum() == pytest.approx(float(lost))
    with pytest.raises((TypeError, ValueError)):
        pandas.DataFrame(payments)


def test_batches_are_read_by_themselves(dataset):
    rows = 0
    for batch in dataset.stream("transactions", columns=["amount", "fraud_type"]):
        assert len(batch) == batch.num_rows == pa.record_batch(batch).num_rows == pa.table(batch).num_rows
        assert "amount, fraud_type" in repr(batch)
        rows += len(batch)
    assert rows == SPEC["transactions"]


def test_a_table_is_read_as_often_as_asked_and_a_stream_once(dataset):
    table = dataset.table("customers")
    assert pa.table(table).equals(pa.table(table))
    assert pa.schema(table) == arrow_schema("customers")
    stream = dataset.stream("customers")
    first = next(stream)
    rest = pa.table(stream)
    assert len(first) + rest.num_rows == table.rows
    with pytest.raises(RuntimeError, match="read already"):
        pa.table(stream)
    assert list(stream) == []


def test_a_fork_does_not_wait_for_threads_that_it_does_not_have(dataset):
    script = """
import os, fraudgen
stream = fraudgen.Dataset(transactions=60_000).stream("transactions")
next(stream)
if os.fork() == 0:
    try:
        next(stream)
    except fraudgen.FraudgenError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
print(sum(map(len, stream)) > 0)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout == "this stream was begun by another process: ask the dataset for another\nTrue\n", done.stderr


def test_it_goes_to_other_processes(dataset):
    table = dataset.table("cards", columns=["card_id", "card_brand"], shard=(0, 2))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(pa.table, [table]).equals(pa.table(table))
        assert pool.apply(fraudgen.Dataset.digest, [dataset]) == dataset.digest()


def test_a_table_says_how_many_rows_it_has(dataset):
    for name in dictionary():
        table = dataset.table(name)
        made = pa.table(table).num_rows
        assert made == table.rows or (table.is_estimate and abs(made / table.rows - 1) < 0.1), name
        assert name in repr(table) and ("about" in repr(table)) == table.is_estimate


def test_a_stream_that_is_left_holds_nothing_up(dataset):
    before = threading.active_count()
    for _ in range(20):
        next(dataset.stream("transactions"))
    assert threading.active_count() == before


def test_other_threads_run_meanwhile(dataset):
    counted, done = 0, threading.Event()

    def work():
        for _ in range(3):
            pa.table(dataset.table("transactions"))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        time.sleep(0.001)
        counted += 1
    thread.join()
    assert counted > 50


def test_memory_is_bounded(tmp_path):
    script = r"""
import re, sys, fraudgen
dataset = fraudgen.Dataset(transactions=int(sys.argv[1]))
rows = sum(len(batch) for batch in dataset.stream("transactions", threads=2))
print(rows, int(re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1]) // 1024)
"""
    peaks = []
    for transactions in (200_000, 1_000_000):
        done = subprocess.run(
            [sys.executable, "-c", script, str(transactions)], capture_output=True, text=True, check=True, cwd=tmp_path
        )
        rows, peak = map(int, done.stdout.split())
        assert rows == transactions
        peaks.append(peak)
    # A million rows are some 400 MB as Arrow.
    assert max(peaks) < 250
