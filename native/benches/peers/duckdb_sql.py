"""The table as one SQL statement of DuckDB."""

import sys

import duckdb
from columns import GROUP_ROWS, START, YEAR, Category, Flag, Money, Normal, Number, Sequence, Text, Time, load

NORMAL = "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())"


def values(column, total):
    match column:
        case Sequence():
            return "row + 1"
        case Time():
            start, step = int(START.timestamp() * 1e6), int(YEAR.total_seconds() * 1e6) // total
            drawn = f"make_timestamptz({start} + row * {step})"
        case Number():
            kind = "INT" if column.bits == 32 else "BIGINT"
            drawn = f"floor(random() * {column.high - column.low + 1} + {column.low})::{kind}"
        case Money():
            drawn = f"(exp({NORMAL} * {column.sigma}) * {column.median})::DECIMAL(15, 2)"
        case Normal():
            drawn = f"({NORMAL} * {column.deviation} + {column.mean})::FLOAT"
        case Flag():
            drawn = f"random() < {column.share}"
        case Category():
            words = ", ".join("'" + word.replace("'", "''") + "'" for word in column.words)
            drawn = f"[{words}][1 + floor(random() ** 2 * {len(column.words)})::INT]"
        case Text():
            digits = f"floor(random() * {10**column.digits})::BIGINT::VARCHAR"
            drawn = f"'{column.prefix}' || lpad({digits}, {column.digits}, '0')"
    return f"CASE WHEN random() >= {column.null} THEN {drawn} END" if column.null else drawn


def main(columns, path, total, threads):
    selected = ", ".join(f'{values(column, total)} AS "{column.name}"' for column in columns)
    connection = duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})
    connection.sql("SELECT setseed(0.42)").fetchall()
    connection.sql(
        f"COPY (SELECT {selected} FROM range({total}) AS rows(row)) TO '{path}' "
        f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {GROUP_ROWS})"
    )


main(load(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
