"""The table that DuckDB, NumPy and Polars make: fraudgen's transactions, column by column, each value drawn by itself.

Names, types, shares of nulls, words and magnitudes are learnt from a sample of what fraudgen makes, so that all
write as many values of the same kinds. How they relate is not learnt: there are no customers with habits, no
histories, no balances that add up, and no fraud to be found. That is far less work than fraudgen does.
"""

import json
import math
import statistics
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

START = datetime(2025, 1, 1, tzinfo=timezone.utc)
YEAR = timedelta(days=365)
GROUP_ROWS = 250_000
SAMPLE_ROWS = 20_000


@dataclass(frozen=True)
class Column:
    name: str
    null: float  # share of nulls


@dataclass(frozen=True)
class Sequence(Column):
    """1, 2, 3…"""


@dataclass(frozen=True)
class Time(Column):
    """Evenly over a year, in order."""


@dataclass(frozen=True)
class Number(Column):
    """A whole number between bounds, evenly."""

    low: int
    high: int
    bits: int


@dataclass(frozen=True)
class Money(Column):
    """Lognormal, to the cent."""

    median: float
    sigma: float


@dataclass(frozen=True)
class Normal(Column):
    mean: float
    deviation: float


@dataclass(frozen=True)
class Flag(Column):
    share: float


@dataclass(frozen=True)
class Category(Column):
    """One of some words, the first ones more often."""

    words: list


@dataclass(frozen=True)
class Text(Column):
    """Some characters that are always the same, and then as many digits."""

    prefix: str
    digits: int


KINDS = {kind.__name__: kind for kind in [Sequence, Time, Number, Money, Normal, Flag, Category, Text]}


def learn(fraudgen, transactions):
    """The columns of fraudgen's transactions, as JSON."""

    def told(*words):
        return subprocess.run([fraudgen, *words], check=True, capture_output=True, text=True).stdout

    schema = json.loads(told("schema", "--tables", "transactions", "--output-format", "json"))
    sample = told("sample", "--transactions", str(transactions), "--rows", str(SAMPLE_ROWS), "--output-format", "jsonl")
    rows = [json.loads(line) for line in sample.splitlines()]
    columns = schema["tables"][0]["columns"]
    return json.dumps([describe(column, [row[column["name"]] for row in rows]) for column in columns])


def describe(column, sample):
    values = [value for value in sample if value is not None]
    seen = {"name": column["name"], "null": 1 - len(values) / len(sample)}
    match column["type"]:
        case _ if not values:
            return {"kind": "Number", **seen, "low": 0, "high": 0, "bits": 32}
        case "int64" if values == list(range(values[0], values[0] + len(sample))):
            return {"kind": "Sequence", **seen}
        case "int64" | "int32" as whole:
            bounds = {"low": min(values), "high": max(values)}
            return {"kind": "Number", **seen, **bounds, "bits": int(whole[3:])}
        case "float32":
            return {"kind": "Normal", **seen, "mean": statistics.mean(values), "deviation": statistics.pstdev(values)}
        case "boolean":
            return {"kind": "Flag", **seen, "share": statistics.mean(values)}
        case "category":
            return {"kind": "Category", **seen, "words": [word for word, _ in Counter(values).most_common()]}
        case "string":
            digits = len(values[0]) // 3
            return {"kind": "Text", **seen, "prefix": values[0][:-digits], "digits": digits}
        case money if money.startswith("decimal"):
            logs = [math.log(value) for value in values if value > 0]
            shape = {"median": math.exp(statistics.mean(logs)), "sigma": statistics.pstdev(logs)}
            return {"kind": "Money", **seen, **shape}
        case time if time.startswith("timestamp"):
            return {"kind": "Time", **seen}
        case other:
            raise ValueError(f"{column['name']}: nothing is known of type {other}")


def load(path):
    with open(path, encoding="utf-8") as file:
        return [KINDS[column.pop("kind")](**column) for column in json.load(file)]
