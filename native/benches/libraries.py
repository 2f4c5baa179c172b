"""How fast tables get into Python's libraries: by the package's Arrow streams, and by files that are written and read.

    python native/benches/libraries.py [--rows 10M] [--repeat 3] >libraries.md

Each way runs in a process of its own, with the command that the package brings. CPU seconds are those of the process
and what it starts; memory is the most that one of them held. Needs pyarrow, polars, duckdb and pandas.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

STREAM = """
import fraudgen
payments = fraudgen.Dataset(transactions="{rows}", fraud_rate=0.01).table("transactions", money="{money}")
"""
FILES = """
import subprocess, sys
subprocess.run([sys.executable, "-m", "fraudgen", "generate", "--out", "data", "--transactions", "{rows}", "--fraud-rate",
                "0.01", "--tables", "transactions", "--progress", "none"], check=True, stderr=subprocess.DEVNULL)
payments = "data/transactions/*.parquet"
"""
# What each library does with the stream, and with the files.
READERS = {
    "pyarrow": ("import pyarrow as pa\nt = pa.table(payments)", "import pyarrow.parquet as pq\nt = pq.read_table('data/transactions')"),
    "Polars": ("import polars as pl\nt = pl.DataFrame(payments)", "import polars as pl\nt = pl.read_parquet(payments)"),
    "pandas": (
        "import pyarrow as pa\nt = pa.table(payments).to_pandas(split_blocks=True, self_destruct=True)",
        "import pandas as pd\nt = pd.read_parquet('data/transactions')",
    ),
    "DuckDB, a table": (
        "import duckdb\nduckdb.sql('CREATE TABLE t AS FROM payments')",
        "import duckdb\nduckdb.sql(f\"CREATE TABLE t AS FROM '{payments}'\")",
    ),
    "batches only": ("for batch in payments: pass", None),
}


def run(script):
    """Wall and CPU seconds, and the peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-c", script + PEAK], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, cpu, int(done.stdout)


# Of this process; the command holds less.
PEAK = """
import re
print(int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="10M")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    rows = int(float(options.rows.rstrip("M")) * 1e6)
    print(f"{rows:,} transactions, {os.cpu_count()} cores, medians of {options.repeat}\n")
    print("| to | way | s | CPU s | rows/CPU s | peak MB |\n|---|---|---:|---:|---:|---:|")
    for library, (of_stream, of_files) in READERS.items():
        money = "float" if library == "pandas" else "decimal"
        ways = {"stream": STREAM.format(rows=options.rows, money=money) + of_stream}
        if of_files:
            ways["files"] = FILES.format(rows=options.rows) + of_files
        for way, script in ways.items():
            wall, cpu, peak = (statistics.median(column) for column in zip(*(run(script) for _ in range(options.repeat))))
            print(f"| {library} | {way} | {wall:.1f} | {cpu:.1f} | {rows / cpu:,.0f} | {peak:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
