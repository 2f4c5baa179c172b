"""The table drawn by NumPy, a row group at a time, and written by pyarrow with settings chosen by column."""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from columns import GROUP_ROWS, START, YEAR, Category, Flag, Money, Normal, Number, Sequence, Text, Time, load

MONEY = pa.decimal128(15, 2)


def values(column, rng, first, rows, total):
    null = rng.random(rows, np.float32) < column.null if column.null else None
    match column:
        case Sequence():
            return pa.array(np.arange(first + 1, first + rows + 1))
        case Time():
            start, step = int(START.timestamp() * 1e6), int(YEAR.total_seconds() * 1e6) // total
            times = start + np.arange(first, first + rows) * step
            return pa.array(times, pa.timestamp("us", "UTC"), mask=null)
        case Number():
            kind = np.int32 if column.bits == 32 else np.int64
            return pa.array(rng.integers(column.low, column.high, rows, kind, endpoint=True), mask=null)
        case Money():
            cents = np.rint(np.exp(rng.standard_normal(rows) * column.sigma) * (column.median * 100))
            # Two 64-bit halves each: pyarrow has no faster way to make decimals.
            halves = np.zeros((rows, 2), np.int64)
            halves[:, 0] = cents
            drawn = pa.Array.from_buffers(MONEY, rows, [None, pa.py_buffer(halves)])
            return drawn if null is None else pc.if_else(pa.array(null), None, drawn)
        case Normal():
            drawn = rng.standard_normal(rows, np.float32)
            return pa.array(drawn * np.float32(column.deviation) + np.float32(column.mean), mask=null)
        case Flag():
            return pa.array(rng.random(rows, np.float32) < column.share, mask=null)
        case Category():
            codes = (rng.random(rows, np.float32) ** 2 * len(column.words)).astype(np.uint16)
            return pa.DictionaryArray.from_arrays(pa.array(codes, mask=null), pa.array(column.words, pa.string()))
        case Text():
            digits = pa.array(rng.integers(0, 10**column.digits, rows), mask=null).cast(pa.string())
            return pc.binary_join_element_wise(column.prefix, pc.utf8_lpad(digits, column.digits, "0"), "")


def main(columns, path, total):
    rng = np.random.default_rng(42)
    writer = None
    for first in range(0, total, GROUP_ROWS):
        rows = min(GROUP_ROWS, total - first)
        arrays = [values(column, rng, first, rows, total) for column in columns]
        table = pa.table(arrays, [column.name for column in columns])
        if writer is None:
            integers = [c.name for c in columns if isinstance(c, (Sequence, Time, Number, Money))]
            writer = pq.ParquetWriter(
                path,
                table.schema,
                compression="zstd",
                compression_level=1,
                use_dictionary=[c.name for c in columns if isinstance(c, Category)],
                column_encoding={name: "DELTA_BINARY_PACKED" for name in integers},
                store_decimal_as_integer=True,
            )
        writer.write_table(table, row_group_size=GROUP_ROWS)
    writer.close()


main(load(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
