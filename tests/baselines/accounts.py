"""Accounts with what they did, for the tasks whose rows are accounts."""

from pathlib import Path

import features
import numpy as np
from features import GRAPH
from task import CONTEXT, LEARN, STOP, TEST, Examples, Task

SQL = (Path(__file__).parent / "accounts.sql").read_text()
# These name an account, or say what is asked.
NO_FEATURES = {"account_id", "customer_id", "split", "pix_key_id"}
PARTS = {"train": LEARN, "validation": STOP, "test": TEST}


def read(task: Task) -> Examples:
    """All accounts, in the order of their ids."""
    connection = task.connect()
    table = connection.sql(f"FROM ({SQL}) ORDER BY account_id").to_arrow_table()
    columns = []
    for name, kind in zip(table.column_names, connection.sql(SQL).types):
        if name not in NO_FEATURES:
            data = table[name] if kind == "VARCHAR" else table[name].cast("float32")
            columns.append(features.column(name, GRAPH, data, False))
    illicit = connection.sql("""
        SELECT coalesce(is_illicit, false) FROM nodes
        LEFT JOIN (SELECT account_id, is_illicit FROM train UNION ALL SELECT account_id, is_illicit FROM validation) USING (account_id) ORDER BY account_id
        """).fetchnumpy()
    [is_fraud] = illicit.values()
    part = np.array([PARTS.get(split, CONTEXT) for split in table["split"].to_pylist()])
    return Examples(table["account_id"].to_numpy(), part, np.asarray(is_fraud, bool), [column for column in columns if column])
