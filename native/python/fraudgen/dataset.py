"""`Dataset`: what a spec describes, as tables in memory, or as files."""

from __future__ import annotations

import html
import json
import operator
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ._flags import flags, place
from ._fraudgen import (
    DATASET_VERSION,
    DEFAULT_ROWS_PER_FILE,
    LEAST_ROWS_PER_FILE,
    Batch,
    Generator,
    Stream,
    command,
)
from ._progress import Bar, is_watched

Place = str | os.PathLike[str]
# True is a bar, None a bar where somebody sees it; a function is called with rows done, rows in all, and bytes.
Progress = bool | Callable[[int | None, int | None, int | None], object] | None


@dataclass(frozen=True)
class Written:
    """What was written, and where."""

    place: str
    rows: int
    bytes: int
    files: int
    digest: str
    seconds: float

    def __str__(self) -> str:
        rate = self.rows / max(self.seconds, 1e-3)
        return (
            f"{self.rows:,} rows, {self.bytes:,} bytes in {self.files:,} files in {self.place}, "
            f"{rate:,.0f} rows/s, digest {self.digest}"
        )


@dataclass(frozen=True)
class Findings:
    """What a check of files found. It is true if there are no problems."""

    problems: list[str]
    rows: int
    bytes: int
    files: int
    digest: str

    def __bool__(self) -> bool:
        return not self.problems


@dataclass(frozen=True, repr=False)
class Table:
    """A table of a dataset, made whenever it is read.

    It has ``__arrow_c_stream__``: ``pyarrow.table(payments)``, ``polars.DataFrame(payments)``,
    ``pandas.DataFrame.from_arrow(payments)``, ``duckdb.sql("FROM payments")`` and other readers of Arrow take it without
    a copy.
    """

    name: str
    #: Of the whole table, all shards together.
    rows: int
    #: Whether `rows` is an estimate: some tables are counted once they are made.
    is_estimate: bool
    _generator: Generator
    _flags: tuple[str, ...]
    _money_as_floats: bool

    def __arrow_c_schema__(self) -> object:
        return self._stream().__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._stream().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        about = "about " if self.is_estimate else ""
        return f"<table {self.name}: {about}{self.rows:,} rows in all>"

    def _stream(self) -> Stream:
        return self._generator.stream(self._flags, self._money_as_floats)


class Dataset:
    """A dataset: the arguments are those of ``fraudgen generate``, with the same bounds and defaults.

    seed            seed of all randomness
    transactions    number of transactions, such as ``1_000_000`` or ``"64.3M"``
    size            total size of the Parquet files instead, such as ``"30GB"``
    customers       number of customers
    start, days     first day and length of the period; or its last day as ``end``
    fraud_rate      share of fraudulent transactions
    fraud_mix       weights of the typologies, such as ``{"FALSA_CENTRAL": 3, "CONTA_LARANJA": 1}``
    fraud_drift     typologies that appear, grow or fade over time, such as ``{"MAO_FANTASMA": "APPEARS"}``
    inside          share of transfers that reach an account of the dataset
    label_noise     share of cases whose report is missing from the labels
    difficulty      how far fraudsters imitate everyday life: ``"easy"``, ``"realistic"`` or ``"hard"``
    without_cases   fraud cases to leave out, by ``fraud_case_id``: all else is the same
    spec            a spec as a mapping, or a file with one, or a manifest; the other arguments override it

    Raises ValueError, in the words of the command, for what it refuses, and FraudgenError for a file that cannot be read.
    """

    def __init__(
        self,
        *,
        transactions: int | str | None = None,
        seed: int | None = None,
        size: str | None = None,
        customers: int | str | None = None,
        start: date | str | None = None,
        days: int | None = None,
        end: date | str | None = None,
        fraud_rate: float | None = None,
        fraud_mix: Mapping[str, int] | str | None = None,
        fraud_drift: Mapping[str, str] | str | None = None,
        inside: float | None = None,
        label_noise: float | None = None,
        difficulty: str | None = None,
        without_cases: Iterable[int] | int | None = None,
        spec: Mapping[str, object] | Place | None = None,
    ) -> None:
        arguments = {name: value for name, value in locals().items() if name != "self"}
        # As a spec has it.
        arguments["fraud_drift"] = fraud_drift or None
        self._generator = Generator(flags(arguments))
        self._spec = self._generator.spec()

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return [name for name, _, _ in self._generator.rows()]

    @property
    def spec(self) -> dict[str, Any]:
        """The spec, with every field: it gives this dataset again."""
        spec: dict[str, Any] = json.loads(self._spec)
        return spec

    def table(
        self,
        name: str,
        *,
        columns: Iterable[str] | None = None,
        shard: tuple[int, int] | None = None,
        money: Literal["decimal", "float"] = "decimal",
        threads: int | None = None,
    ) -> Table:
        """A table, or some columns of it, to be read by any library that takes Arrow.

        ``shard=(0, 8)`` is one of eight parts, which together are the table. ``money="float"`` gives floating-point
        numbers, for pandas and models, instead of decimals. All cores work, without Python's lock, unless ``threads``
        says otherwise.
        """
        if not isinstance(name, str) or "," in name:
            raise ValueError(f"invalid value {name!r} for 'name': give the name of a table: {', '.join(self.tables)}")
        if money not in ("decimal", "float"):
            raise ValueError(f"invalid value '{money}' for 'money': give 'decimal' or 'float'")
        sizes = {table: (rows, is_estimate) for table, rows, is_estimate in self._generator.rows()}
        rows, is_estimate = sizes.get(name, (0, False))
        asked: dict[str, object] = {"tables": name, "columns": columns, "threads": threads}
        if shard is not None:
            index, count = _shard(shard)
            # Some parts for each shard, so that all have work.
            cut = min(max(rows // (8 * max(count, 1)), LEAST_ROWS_PER_FILE), DEFAULT_ROWS_PER_FILE)
            asked |= {"shard": f"{index}/{count}", "rows_per_file": cut}
        arguments = tuple(flags(asked))
        self._generator.stream(arguments, False)  # Begins nothing, but refuses what is wrong.
        return Table(name, rows, is_estimate, self._generator, arguments, money == "float")

    def stream(self, name: str, **arguments: Any) -> Iterator[Batch]:
        """The record batches of a table in order, made while they are read; arguments are those of `table`."""
        return iter(self.table(name, **arguments)._stream())

    def write(self, to: Place, *, progress: Progress = None, **arguments: Any) -> Written:
        """Writes the dataset to a folder or ``s3://BUCKET/PREFIX``.

        Other arguments are flags of ``fraudgen generate``, such as ``format="csv"``, ``tables=["transactions"]``,
        ``resume=True`` or ``table_format="delta"``. Credentials of a store are found where the command finds them.
        """
        out = place(to)
        own = [f"--out={out}", "--json", "--progress=json"]
        made = json.loads(self._run("generate", [*own, *self._more(arguments)], progress))
        return Written(out, *(made[name] for name in ("rows", "bytes", "parts", "digest", "seconds")))

    def digest(self, *, progress: Progress = None, **arguments: Any) -> str:
        """The content digest of the records, which all that make them agree on; nothing is kept."""
        return self.write("null", progress=progress, **arguments).digest

    def plan(self, **arguments: Any) -> dict[str, Any]:
        """Tables, files, rows and bytes that `write` would make; arguments are flags of ``fraudgen plan``."""
        plan: dict[str, Any] = json.loads(self._run("plan", ["--json", *self._more(arguments)]))
        return plan

    @staticmethod
    def schema() -> dict[str, Any]:
        """The data dictionary: of each table its columns, their types, roles and meanings."""
        schema: dict[str, Any] = json.loads(command(["schema", "--output-format=json"]))
        return schema

    @staticmethod
    def verify(at: Place, *, progress: Progress = None, **arguments: Any) -> Findings:
        """Checks files that were written; ``deep=True`` makes them again. Arguments are flags of ``fraudgen verify``."""
        words = ["verify", "--json", *_more_flags(arguments), "--", place(at)]
        found = json.loads(command(words, _shown(progress), findings=True))
        return Findings(found["problems"], found["rows"], found["bytes"], found["parts"], found["digest"])

    @staticmethod
    def report(at: Place, *, progress: Progress = None, **arguments: Any) -> dict[str, Any]:
        """What files that were written are like: published figures, coherence, leakage, example cases.

        Arguments are flags of ``fraudgen report``, such as ``html="report.html"``.
        """
        words = ["report", "--json=-", *_more_flags(arguments), "--", place(at)]
        report: dict[str, Any] = json.loads(command(words, _shown(progress), findings=True))
        return report

    def _more(self, arguments: Mapping[str, object]) -> list[str]:
        """Flags of a command that are not the dataset's, which is what it is."""
        return _more_flags(arguments, (*self.spec, "size", "end"))

    def _run(self, name: str, arguments: list[str], progress: Progress = False) -> str:
        return command([name, f"--spec={self._spec}", *arguments], _shown(progress))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and self._spec == other._spec

    def __hash__(self) -> int:
        return hash(self._spec)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._fields())
        rows = "\n".join(f"  {name:<12} {count:>20}" for name, count in self._rows())
        return f"Dataset({fields}) of version {DATASET_VERSION}\n{rows}"

    def _repr_html_(self) -> str:
        fields = html.escape(", ".join(f"{name} {value}" for name, value in self._fields()))
        rows = "".join(f"<tr><th>{name}</th><td>{count}</td></tr>" for name, count in self._rows())
        return f"<p>fraudgen, dataset version {DATASET_VERSION}: {fields}</p><table>{rows}</table>"

    def _fields(self) -> list[tuple[str, object]]:
        """What makes it this dataset: its size and seed, and whatever is not as by default."""
        default = json.loads(Generator([]).spec())
        fields = self.spec.items()
        return [(name, value) for name, value in fields if name in ("transactions", "seed") or value != default[name]]

    def _rows(self) -> list[tuple[str, str]]:
        return [(name, f"about {rows:,}" if about else f"{rows:,}") for name, rows, about in self._generator.rows()]


def _more_flags(arguments: Mapping[str, object], of_dataset: Iterable[str] = ()) -> list[str]:
    """Flags that a method passes on, but those that it sets itself."""
    for name in arguments:
        if name in of_dataset or name in ("out", "spec", "json", "help", "version"):
            raise ValueError(f"'{name}' is not an argument here: it is the method's or the dataset's own")
    return flags(arguments, switches=True)


def _shard(shard: Any) -> tuple[int, int]:
    try:
        if isinstance(shard, (set, frozenset)):
            raise TypeError("a set has no order")
        index, count = shard
        return operator.index(index), operator.index(count)
    except (TypeError, ValueError):
        remedy = "give its number and how many there are, such as (0, 8)"
        raise ValueError(f"invalid value {shard!r} for 'shard': {remedy}") from None


def _shown(progress: Progress) -> Callable[[int | None, int | None, int | None], object] | None:
    if callable(progress):
        return progress
    if progress is not None and not isinstance(progress, bool):
        raise ValueError(f"invalid value {progress!r} for 'progress': give True, False or a function")
    return Bar() if progress or (progress is None and is_watched()) else None
