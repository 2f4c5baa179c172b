"""Checks with DuckDB that a downloaded file has the same records as a file that `fraudgen` wrote.

    python same.py DOWNLOADED REFERENCE

One of the files is Parquet, and its types are used for both. Prints the number of rows; fails with rows that differ.
"""

import sys

import duckdb

downloaded, reference = sys.argv[1:]
connection = duckdb.connect()
connection.execute("SET TimeZone = 'UTC'")
parquet = next(path for path in (downloaded, reference) if path.endswith(".parquet"))
types = {name: kind for name, kind, *_ in connection.sql(f"DESCRIBE SELECT * FROM '{parquet}'").fetchall()}


def records(path):
    if path.endswith(".parquet"):
        return f"SELECT * FROM '{path}'"
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
    if path.endswith(".csv"):
        return f"SELECT * FROM read_csv('{path}', columns = {columns}, header = true, auto_detect = false)"
    return f"SELECT * FROM read_json('{path}', columns = {columns}, format = 'newline_delimited')"


count = lambda path: connection.sql(f"SELECT count(*) FROM ({records(path)})").fetchall()[0][0]
assert count(downloaded) == count(reference), f"{count(downloaded)} rows, not {count(reference)}"
for left, right in [(downloaded, reference), (reference, downloaded)]:
    differing = connection.sql(f"{records(left)} EXCEPT {records(right)} LIMIT 3").fetchall()
    assert not differing, f"only in {left}: {differing}"
print(count(downloaded))
