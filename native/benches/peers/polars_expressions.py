"""The table as Polars expressions: draws are hashes of the row's number, so that Polars itself does all the work."""

import math
import sys
from itertools import count

import polars as pl
from columns import GROUP_ROWS, START, YEAR, Category, Flag, Money, Normal, Number, Sequence, Text, Time, load

ROW = pl.col("row")
seeds = count()


def uniform():
    """Evenly from 0 to 1."""
    return (ROW.hash(next(seeds)) // 2**11).cast(pl.Float64) / 2.0**53


def normal():
    """The Box-Muller transform."""
    return (-2.0 * (1.0 - uniform()).log()).sqrt() * (2.0 * math.pi * uniform()).cos()


def values(column, total):
    match column:
        case Sequence():
            return ROW + 1
        case Time():
            step = int(YEAR.total_seconds() * 1e6) // total
            drawn = (ROW * step + int(START.timestamp() * 1e6)).cast(pl.Datetime("us", "UTC"))
        case Number():
            kind = pl.Int32 if column.bits == 32 else pl.Int64
            drawn = (uniform() * (column.high - column.low + 1) + column.low).floor().cast(kind)
        case Money():
            drawn = ((normal() * column.sigma).exp() * column.median).cast(pl.Decimal(15, 2))
        case Normal():
            drawn = (normal() * column.deviation + column.mean).cast(pl.Float32)
        case Flag():
            drawn = uniform() < column.share
        case Category():
            codes = (uniform().pow(2) * len(column.words)).cast(pl.UInt16 if len(column.words) > 255 else pl.UInt8)
            drawn = codes.cat.to(pl.Enum(column.words))
        case Text():
            digits = (uniform() * 10**column.digits).cast(pl.Int64).cast(pl.String)
            drawn = pl.concat_str(pl.lit(column.prefix), digits.str.zfill(column.digits))
    return pl.when(uniform() >= column.null).then(drawn) if column.null else drawn


def main(columns, path, total):
    frame = pl.LazyFrame().select(pl.int_range(total, dtype=pl.Int64).alias("row"))
    frame = frame.select(values(column, total).alias(column.name) for column in columns)
    frame.sink_parquet(path, compression="zstd", compression_level=1, row_group_size=GROUP_ROWS)


main(load(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
