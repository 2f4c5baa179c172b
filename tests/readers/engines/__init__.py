"""Engines that read Parquet files, none of which shares code with the writer: each reads a file into an Arrow table."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import chdb
import datafusion
import duckdb
import fastparquet
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

HERE = Path(__file__).parent
# Its packages are those of the page.
PAGE = HERE.parents[1] / "page"


def by_duckdb(file, schema):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection.sql("FROM read_parquet($file)", params={"file": file}).to_arrow_table()


def by_polars(file, schema):
    return pl.scan_parquet(file).collect().to_arrow()


def by_datafusion(file, schema):
    frame = datafusion.SessionContext().read_parquet(file)
    return pa.Table.from_batches(frame.collect(), frame.schema())


def by_clickhouse(file, schema):
    settings = "output_format_arrow_string_as_string = 1, output_format_arrow_compression_method = 'none'"
    # It returns no file at all for no rows.
    found = chdb.query(f"SELECT * FROM file('{file}', Parquet) SETTINGS {settings}", "Arrow").bytes()
    return pa.ipc.open_file(found).read_all() if found else schema.empty_table()


def by_fastparquet(file, schema):
    frame = fastparquet.ParquetFile(file).to_pandas()
    return pa.table({field.name: from_pandas(frame[field.name], field.type) for field in schema})


def from_pandas(column, kind):
    """A column as fastparquet returns it: money as a float, a date as a time."""
    nulls = pd.isna(column).to_numpy()
    if pa.types.is_decimal(kind):
        return reais(np.where(nulls, 0, column.to_numpy(dtype=float, na_value=0)), nulls)
    if pa.types.is_string(kind):
        return pa.array(column.to_numpy(dtype=object), pa.string(), mask=nulls)
    if pa.types.is_boolean(kind):
        return pa.array(np.where(nulls, False, column.to_numpy(dtype=object)).astype(bool), mask=nulls)
    return pa.array(column) if isinstance(column.dtype, pd.api.extensions.ExtensionDtype) else pa.array(column, mask=nulls)


def reais(floats, nulls):
    """Numbers with two decimals, from the nearest floats: a decimal is an integer of 128 bits."""
    low = np.rint(floats * 100).astype("i8")
    words = np.stack([low, low >> 63], axis=1)
    valid = pa.array(~nulls).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(15, 2), len(low), [valid, pa.py_buffer(words)])


def by_hyparquet(file, schema, rows=None):
    """In JavaScript: rows of JSON, with integers as text, since they may be larger than a number's."""
    first, end = rows or (0, 1 << 40)
    command = ["node", "--input-type=module", "-", file, str(first), str(end)]
    done = subprocess.run(command, cwd=PAGE, input=(HERE / "hyparquet.mjs").read_text(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    columns = json.loads(done.stdout)
    return pa.table({field.name: from_json(columns[field.name], field.type) for field in schema})


def from_json(values, kind):
    if pa.types.is_decimal(kind):
        nulls = np.array([value is None for value in values], dtype=bool)
        return reais(np.array([value or 0 for value in values], dtype=float), nulls)
    if pa.types.is_integer(kind) or pa.types.is_temporal(kind):
        whole = pa.int32() if kind in (pa.int32(), pa.date32()) else pa.int64()
        return pa.array([None if value is None else int(value) for value in values], whole).cast(kind)
    return pa.array(values, kind)


def by_arrow_go(file, schema):
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/read.arrow"
        subprocess.run([os.environ["FRAUDGEN_ARROW_GO"], file, out], check=True)
        with pa.OSFile(out) as opened, pa.ipc.open_file(opened) as found:
            return found.read_all()


READERS = {
    "duckdb": by_duckdb, "polars": by_polars, "datafusion": by_datafusion, "clickhouse": by_clickhouse,
    "fastparquet": by_fastparquet, "hyparquet": by_hyparquet, "arrow-go": by_arrow_go,
}
