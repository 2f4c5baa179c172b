"""What `fraudgen graph` wrote, as NumPy arrays: nodes by kind, and edges by source, relation and target."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def load(folder):
    """The nodes and the edges of a graph, each a dictionary of `read`'s by kind."""
    nodes = {path.stem: read(path) for path in sorted(Path(folder, "nodes").glob("*.parquet"))}
    edges = {tuple(path.stem.split("-")): read(path) for path in sorted(Path(folder, "edges").glob("*.parquet"))}
    return nodes, edges


def read(path):
    """Of one kind: `ends`, the nodes that each edge leads from and to; `time` of payments, in seconds since 1970; `x`, a
    row of numbers for each node or edge, whose names are `features`; and `y`, labels by name. Text is left out."""
    table = pq.read_table(path)
    named = {"id": {}, "feature": {}, "label": {}}
    for field in table.schema:
        if not pa.types.is_string(field.type):
            named[field.metadata[b"role"].decode()][field.name] = table[field.name]
    ids, features, labels = named.values()
    time = features.pop("timestamp", None)
    x = [numbers(column) for column in features.values()]
    return {
        "rows": table.num_rows,
        "ends": np.stack([ids["source"], ids["target"]]) if "source" in ids else None,
        "time": None if time is None else np.array(pc.divide(time.cast(pa.int64()), 1_000_000)),
        "x": np.stack(x, axis=1) if x else np.zeros((table.num_rows, 0)),
        "features": list(features),
        "y": {name: numbers(column) for name, column in labels.items()},
    }


def numbers(column):
    """A column as floats: dates and times in days since 1970, flags as 0 and 1, null as 0."""
    if pa.types.is_timestamp(column.type):
        column = pc.divide(column.cast(pa.int64()).cast(pa.float64()), 86_400e6)
    if pa.types.is_date(column.type):
        column = column.cast(pa.int32())
    return np.array(pc.fill_null(column.cast(pa.float64()), 0))
