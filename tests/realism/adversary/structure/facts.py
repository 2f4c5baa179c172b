"""The tables of a dataset as arrays of numbers, as the data dictionary describes them."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from features import Dictionary

# Days, microseconds, and numbers as they are; text and categories are encoded.
AS_NUMBERS = {
    "date": "epoch({0}) / 86400",
    "timestamp(us, UTC)": "epoch_us({0})::DOUBLE",
    "int32": "{0}::DOUBLE",
    "int64": "{0}::DOUBLE",
    "float32": "{0}::DOUBLE",
    "decimal(15,2)": "{0}::DOUBLE",
    "boolean": "{0}::INT::DOUBLE",
}
# Ground truth as a whole.
LEFT_OUT = {"fraud_cases"}


@dataclass(frozen=True)
class Feature:
    """A number, or the code of a word, for every transaction."""

    name: str
    values: np.ndarray
    words: tuple[str, ...] = ()


Features = Iterator[Feature]


@dataclass(frozen=True)
class Table:
    """Columns as numbers with NaN for null, text as codes; rows in the order of their ids."""

    key: str
    columns: dict[str, np.ndarray]
    # As the data dictionary has them.
    types: dict[str, str]
    roles: dict[str, str]
    nullable: frozenset[str]
    # What the codes of texts and categories stand for.
    words: dict[str, tuple[str, ...]]

    def of_type(self, *types: str) -> list[str]:
        return [name for name, kind in self.types.items() if kind in types]

    def is_word(self, name: str, word: str) -> np.ndarray:
        """Which rows have a word in a column."""
        words = self.words[name]
        return self.columns[name] == (words.index(word) if word in words else -1)

    def place(self, ids: np.ndarray) -> np.ndarray:
        """The rows with these ids; -1 for none."""
        keys = self.columns[self.key]
        # NaN is sorted after all numbers.
        at = np.searchsorted(keys, ids).clip(max=max(len(keys) - 1, 0))
        return np.where(keys[at] == ids, at, -1) if len(keys) else np.full(len(ids), -1)

    def look_up(self, name: str, places: np.ndarray) -> np.ndarray:
        """A column of the rows at these places, NaN for none."""
        return np.append(self.columns[name], np.nan)[places]


def encoded(column: pa.ChunkedArray) -> tuple[np.ndarray, tuple[str, ...]]:
    found = column.combine_chunks().dictionary_encode()
    return found.indices.cast(pa.float64()).to_numpy(zero_copy_only=False), tuple(found.dictionary.to_pylist())


def read_table(connection: duckdb.DuckDBPyConnection, name: str, described: list[dict]) -> Table:
    """A table without its labels."""
    present = {column for [column, *_] in connection.execute(f"DESCRIBE {name}").fetchall()}
    kept = [column for column in described if column["role"] != "label" and column["name"] in present]
    key = described[0]["name"]
    selected = ", ".join(f'{AS_NUMBERS.get(column["type"], "{0}::VARCHAR").format(column["name"])} AS "{column["name"]}"' for column in kept)
    found = connection.sql(f"SELECT {selected} FROM {name} ORDER BY {key}").to_arrow_table()
    columns, words = {}, {}
    for column in kept:
        values = found[column["name"]]
        if column["type"] in AS_NUMBERS:
            columns[column["name"]] = values.to_numpy()
        else:
            columns[column["name"]], words[column["name"]] = encoded(values)
    types, roles = ({column["name"]: column[what] for column in kept} for what in ("type", "role"))
    nullable = frozenset(column["name"] for column in kept if column["nullable"])
    return Table(key, columns, types, roles, nullable, words)


def read_tables(connection: duckdb.DuckDBPyConnection, dictionary: Dictionary) -> dict[str, Table]:
    return {name: read_table(connection, name, described) for name, described in dictionary.items() if name not in LEFT_OUT}
