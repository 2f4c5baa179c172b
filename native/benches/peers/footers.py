"""Counts what Parquet files below a folder hold, from their footers."""

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq

files = list(Path(sys.argv[1]).rglob("*.parquet"))
footers = [pq.read_metadata(file) for file in files]
largest = max(footers, key=lambda footer: footer.num_rows)
print(
    json.dumps(
        {
            "rows": sum(footer.num_rows for footer in footers),
            "values": sum(footer.num_rows * footer.num_columns for footer in footers),
            "columns": largest.num_columns,
            "bytes": sum(file.stat().st_size for file in files),
        }
    )
)
