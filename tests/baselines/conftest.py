"""Tasks that are small to learn from, but whole to score."""

import functools
import importlib.util
import sys
from pathlib import Path

import pyarrow.dataset
import pytest
from task import Task

# The folder's program, whose name is every program's.
spec = importlib.util.spec_from_file_location("baselines", Path(__file__).parent / "__main__.py")
baselines = sys.modules["baselines"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(baselines)

# One in this many customers, or rows where no customer is told, is learnt from.
FEWER = 8


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A function that makes a task by its name."""

    @functools.cache
    def made(name):
        task = baselines.made(name, None, tmp_path_factory.mktemp(name) / "task")
        if task.kind != "graph":
            for table in {"train", "context"} & set(task.tables):
                thin(task, table)
        return task

    return made


def thin(task: Task, table: str) -> None:
    """Leaves a share of a table's rows."""
    of = "customer_id" if "customer_id" in task.tables[table] else task.key
    kept = task.connect().sql(f"FROM {table} WHERE {of} % {FEWER} = 0").to_arrow_table()
    folder = task.folder / table
    for file in folder.rglob("*.parquet"):
        file.unlink()
    partitioning = {"partitioning": ["bank"], "partitioning_flavor": "hive"} if task.kind == "federated" else {}
    pyarrow.dataset.write_dataset(kept, folder, format="parquet", existing_data_behavior="overwrite_or_ignore", **partitioning)
