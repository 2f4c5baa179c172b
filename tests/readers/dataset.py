"""A dataset as the command writes it, and as the data dictionary describes it."""

import functools
import json
import os
import subprocess
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

FRAUDGEN = os.environ.get("FRAUDGEN_BIN") or Path(__file__).parents[2] / "target/release/fraudgen"
FORMATS = ["parquet", "jsonl", "csv"]
# Days of 2025 on which banks are closed (Febraban).
BANK_HOLIDAYS = [
    date(2025, month, day)
    for month, day in [
        (1, 1), (3, 3), (3, 4), (4, 18), (4, 21), (5, 1), (6, 19), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25)
    ]
]

TYPES = {
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float32": pa.float32(),
    "decimal(15,2)": pa.decimal128(15, 2),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp(us, UTC)": pa.timestamp("us", tz="UTC"),
    "string": pa.string(),
    "category": pa.string(),
}


def fraudgen(*arguments, codes=(0,)):
    """Runs the command, which ends with one of these codes; returns its standard output."""
    done = subprocess.run([FRAUDGEN, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode in codes, done.stderr
    return done.stdout


@functools.cache
def dictionary():
    """The columns of every table: name, type, nullable, role, description."""
    tables = json.loads(fraudgen("schema", "--output-format", "json"))["tables"]
    return {table["name"]: table["columns"] for table in tables}


def arrow_schema(table):
    """The schema that the data dictionary promises for a table."""
    return pa.schema([
        pa.field(column["name"], TYPES[column["type"]], column["nullable"]) for column in dictionary()[table]
    ])


def ask(connection, query, parameters=None):
    """All rows of a query; the connection is free for the next one."""
    return connection.execute(query, parameters).fetchall()


def generate(folder, **flags):
    """A dataset, made with these flags."""
    arguments = [part for flag, value in flags.items() for part in (f"--{flag.replace('_', '-')}", value)]
    fraudgen("generate", "--out", folder, "--progress", "none", *arguments)
    return Dataset(folder)


def report(dataset, *flags):
    """What `fraudgen report` says about a dataset, whether or not its records break rules."""
    broken_rules = 3
    printed = fraudgen("report", dataset.folder, "--json", "-", "--progress", "none", *flags, codes=(0, broken_rules))
    return json.loads(printed)


class Dataset:
    """A folder that `fraudgen generate` filled."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.manifest = json.loads((self.folder / "_manifest.json").read_text())
        self.format = self.manifest["format"]

    @property
    def tables(self):
        return [table["table"] for table in self.manifest["tables"]]

    def files(self, table):
        """The parts of a table, in order."""
        return [str(path) for path in sorted((self.folder / table).glob(f"*.{self.format}"))]

    def connect(self):
        """DuckDB with a view of each table of a Parquet dataset, and the table `bank_holidays`."""
        connection = duckdb.connect()
        ask(connection, "SET TimeZone = 'UTC'")
        ask(connection, "CREATE TABLE bank_holidays AS SELECT unnest($days) AS day", {"days": BANK_HOLIDAYS})
        for table in self.tables:
            ask(connection, f"CREATE VIEW {table} AS FROM read_parquet('{self.folder}/{table}/*.parquet')")
        return connection
