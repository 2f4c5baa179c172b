"""A task's folder, as `fraudgen task make` writes it, with its tables as views of DuckDB."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

TESTS = Path(__file__).parents[1]
sys.path.extend([str(TESTS / "readers"), str(TESTS / "realism")])
# With active waiting, threads take four times as long if other programs run too.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from features import Column

LEARN, STOP, TEST, CONTEXT = "learn", "stop", "test", "context"
# The share of rows without fraud that most baselines learn from: more only costs time.
NEGATIVES = 0.25


class Task:
    """What the folder says of itself."""

    def __init__(self, folder: Path):
        self.folder = folder
        facts = json.loads((folder / "task.json").read_text())
        self.name, self.key, self.target = facts["name"], facts["key"], facts["target"]
        self.kind = self.name.rpartition("-")[0]
        self.tables = {table: [column["name"] for column in of["columns"]] for table, of in facts["tables"].items()}

    def connect(self) -> duckdb.DuckDBPyConnection:
        """DuckDB with a view of each table but the labels of test. Tables that lie by bank have the column `bank`."""
        connection = duckdb.connect(config={"threads": 1})
        connection.execute("SET TimeZone = 'UTC'")
        for table in self.tables:
            if table != "test_labels":
                files = f"read_parquet('{self.folder}/{table}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
                connection.execute(f"CREATE VIEW {table} AS FROM {files}")
        return connection


@dataclass(frozen=True)
class Examples:
    """Rows to learn from, to stop by and to score, in the order of their keys."""

    key: np.ndarray
    # LEARN, STOP, TEST, or CONTEXT for what has no label and needs no score.
    part: np.ndarray
    # False where it is not known.
    is_fraud: np.ndarray
    columns: list[Column]
    # Who pays and when, where a task tells it, and the bank that sees the row.
    customer: np.ndarray | None = None
    time: np.ndarray | None = None
    bank: np.ndarray | None = None

    @property
    def learn(self) -> np.ndarray:
        return self.part == LEARN

    @property
    def stop(self) -> np.ndarray:
        return self.part == STOP

    @property
    def test(self) -> np.ndarray:
        return self.part == TEST
