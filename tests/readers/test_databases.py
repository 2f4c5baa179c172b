"""PostgreSQL, ClickHouse and DuckDB load every table by the statements that `fraudgen schema` prints; spreadsheets of
Brazil read theirs."""

import csv
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import chdb.session
import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from dataset import arrow_schema, dictionary, fraudgen, generate

SPEC = {"transactions": 20_000, "fraud_rate": 0.02}
TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("text") / "data", format="csv", **SPEC)


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("parquet") / "data", **SPEC)


def expected(parquet, table):
    rows = pa.concat_tables([pq.read_table(file) for file in parquet.files(table)])
    return rows.sort_by(rows.column_names[0])


def assert_same(found, expected):
    found = pa.table({field.name: found[field.name].cast(field.type) for field in expected.schema})
    found = found.sort_by(found.column_names[0])
    for name in expected.column_names:
        assert found[name].equals(expected[name]), name


class Postgres:
    """A server of its own, on a socket in its folder; PostgreSQL does not run as root."""

    def __init__(self, folder):
        places = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.bin = places[-1] if places else Path(shutil.which("initdb")).parent
        self.folder = folder
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(folder, "postgres")
        self.run("initdb", "-D", folder / "data", "-U", "admin", "--auth=trust", "--encoding=UTF8", "--locale=C")
        options = f"-c listen_addresses= -k {folder} -c fsync=off"
        self.run("pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")

    def run(self, command, *arguments, stdin=None):
        command = [*self.user, self.bin / command, *arguments]
        done = subprocess.run(command, cwd="/", stdin=stdin, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def ask(self, query, stdin=None):
        return self.run("psql", "-h", self.folder, "-U", "admin", "-d", "postgres", "-qv", "ON_ERROR_STOP=1", "-c", query, stdin=stdin)

    def stop(self):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def postgres():
    # Its socket's path is short, and its user may come here.
    folder = Path(tempfile.mkdtemp(prefix="fraudgen-pg-"))
    server = Postgres(folder)
    yield server
    server.stop()
    shutil.rmtree(folder)


def test_postgresql_loads_every_table(text, parquet, postgres):
    postgres.ask(fraudgen("schema", "--output-format", "postgresql"))
    for table in TABLES:
        for file in text.files(table):
            with open(file, "rb") as rows:
                postgres.ask(f'COPY "{table}" FROM STDIN (FORMAT csv, HEADER)', stdin=rows)
        # Back out, with nulls told from empty texts, and read by another.
        out = postgres.ask(f"SET TimeZone = 'UTC'; COPY \"{table}\" TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE *)")
        assert_same(from_postgres(out, table), expected(parquet, table))
    comment = postgres.ask("SELECT col_description('cards'::regclass, 1)").decode()
    assert dictionary()["cards"][0]["description"] in comment


def from_postgres(out, table):
    schema = arrow_schema(table)
    kinds = {field.name: pa.string() if pa.types.is_timestamp(field.type) else field.type for field in schema}
    options = pyarrow.csv.ConvertOptions(
        column_types=kinds, strings_can_be_null=True, quoted_strings_can_be_null=False, true_values=["t"], false_values=["f"]
    )
    found = pyarrow.csv.read_csv(pa.py_buffer(out), convert_options=options)
    times = {field.name for field in schema if pa.types.is_timestamp(field.type)}
    # 2025-01-01 03:00:00.5+00: the offset has two digits.
    plain = {name: pc.replace_substring_regex(found[name], r"\+00$", "Z") for name in times}
    return pa.table({name: plain.get(name, found[name]) for name in found.column_names})


def test_clickhouse_loads_every_table(text, parquet, tmp_path):
    session = chdb.session.Session(str(tmp_path / "session"))
    session.query("CREATE DATABASE bank")
    session.query("USE bank")
    for statement in fraudgen("schema", "--output-format", "clickhouse").split(";\n"):
        if statement.strip():
            session.query(statement)
    for table in TABLES:
        files = f"{text.folder}/{table}/*.csv"
        session.query(f"INSERT INTO {table} SELECT * FROM file('{files}', CSVWithNames) "
                      "SETTINGS date_time_input_format = 'best_effort', schema_inference_make_columns_nullable = 1")
        settings = "output_format_arrow_string_as_string = 1, output_format_arrow_compression_method = 'none'"
        found = session.query(f"SELECT * FROM {table} SETTINGS {settings}", "Arrow").bytes()
        assert_same(pa.ipc.open_file(found).read_all(), expected(parquet, table))
    session.close()


def test_duckdb_loads_every_table(text, parquet):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(fraudgen("schema", "--output-format", "duckdb"))
    for table in TABLES:
        for folder, kind in [(text.folder, "csv"), (parquet.folder, "parquet")]:
            connection.execute(f"TRUNCATE {table}")
            connection.execute(f"COPY {table} FROM '{folder}/{table}/*.{kind}'")
            assert_same(connection.table(table).to_arrow_table(), expected(parquet, table))
    [(comment,)] = connection.execute(
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'cards' AND column_name = 'blocked_at'"
    ).fetchall()
    [column] = [column for column in dictionary()["cards"] if column["name"] == "blocked_at"]
    assert comment == f"{column['description']} Role: label."


def test_spreadsheets_of_brazil_read_semicolons_and_decimal_commas(parquet, tmp_path):
    made = generate(tmp_path / "data", format="csv-pt-br", **SPEC)
    assert made.manifest["digest"] == parquet.manifest["digest"]
    for table in TABLES:
        rows = expected(parquet, table).to_pylist()
        [file] = (made.folder / table).glob("*.csv")
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with open(file, encoding="utf-8-sig", newline="") as opened:
            found = list(csv.DictReader(opened, delimiter=";"))
        assert len(found) == len(rows) and list(found[0]) == list(rows[0])
        key = next(iter(found[0]))
        for read, row in zip(sorted(found, key=lambda row: int(row[key])), rows):
            for column in dictionary()[table]:
                name, kind = column["name"], column["type"]
                if row[name] is None:
                    assert read[name] == ""
                elif kind == "decimal(15,2)":
                    assert read[name] == str(row[name]).replace(".", ",")
                elif kind == "float32":
                    assert "." not in read[name] and abs(float(read[name].replace(",", ".")) - row[name]) <= 1e-4
                elif kind in ("string", "category"):
                    assert read[name] == row[name]
    fraudgen("verify", made.folder, "--deep")
