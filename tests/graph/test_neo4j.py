"""The CSV against the rules of `neo4j-admin database import`, and against the graph in Parquet."""

import csv
import re
import shlex
from datetime import date, datetime

import polars as pl
import pytest

TYPES = {
    "string": str,
    "long": int,
    "int": lambda text: -(2**31) <= int(text) < 2**31 or pytest.fail(text),
    "double": float,
    "float": float,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ"),
}
FIELD = re.compile(r'(?:[^",\n]*|"(?:[^"]|"")*")(?:,|\n)')


def read(path):
    """The header and the rows of a file; every field is plain, or quoted with doubled quotes."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n") and "\r" not in text
    assert sum(len(field) for field in FIELD.findall(text)) == len(text), path
    header, *rows = csv.reader(text.splitlines(), strict=True)
    assert rows and all(len(row) == len(header) for row in rows), path
    return header, rows


def checked(header, rows):
    """Whether the values of properties are of the types of the header; returns columns by name."""
    columns = dict(zip(header, zip(*rows)))
    assert len(columns) == len(header)
    names = [name.partition(":") for name in header if not name.startswith(":")]
    assert len({name for name, _, _ in names}) == len(names)
    for name, _, kind in names:
        parse = TYPES[kind]
        for value in columns[f"{name}:{kind}"]:
            value == "" or parse(value)
    return columns


@pytest.fixture(scope="session")
def groups(graph):
    """The ids of each group of nodes."""
    groups = {}
    for path in (graph("neo4j") / "nodes").glob("*.csv"):
        header, rows = read(path)
        columns = checked(header, rows)
        [group] = [found[1] for name in header if (found := re.fullmatch(r":ID\((\w+)\)", name))]
        assert set(columns[":LABEL"]) == {group} and group.lower() == path.stem
        ids = [int(value) for value in columns[f":ID({group})"]]
        assert len(set(ids)) == len(ids)
        groups[group] = set(ids)
    return groups


def test_both_ends_of_every_relationship_are_in_their_groups(graph, groups):
    paths = list((graph("neo4j") / "edges").glob("*.csv"))
    assert len(paths) == 7 and len(groups) == 5
    for path in paths:
        header, rows = read(path)
        columns = checked(header, rows)
        source, relation, target = path.stem.split("-")
        assert set(columns[":TYPE"]) == {relation.upper()}
        for end, kind in [("START", source), ("END", target)]:
            group = kind.capitalize()
            assert {int(value) for value in columns[f":{end}_ID({group})"]} <= groups[group], path


def test_it_is_the_graph_in_parquet(graph):
    for path in graph("neo4j").glob("*/*.csv"):
        header, rows = read(path)
        parquet = pl.read_parquet(graph("parquet") / path.parent.name / f"{path.stem}.parquet")
        assert len(rows) == len(parquet), path
        names = [name.partition(":") for name in header[:-1]]
        for (name, _, kind), column, values in zip(names, parquet.iter_columns(), zip(*rows)):
            assert name in ("", column.name)
            parse = TYPES.get(kind, int) if kind != "int" else int
            parsed = [None if value == "" else parse(value) for value in values]
            if column.dtype == pl.Datetime:
                column = column.dt.replace_time_zone(None)
            if column.dtype == pl.Float32:
                parsed = pl.Series(parsed, dtype=pl.Float32).to_list()
            assert parsed == column.to_list(), f"{path}: {column.name}"


def test_the_readme_names_every_file_in_its_command(graph):
    text = (graph("neo4j") / "README.md").read_text()
    command = shlex.split(text.partition("```sh\n")[2].partition("```")[0])
    assert command[:4] == ["neo4j-admin", "database", "import", "full"]
    files = {word.partition("=")[2] for word in command if word.startswith(("--nodes=", "--relationships="))}
    assert files == {f"{path.parent.name}/{path.name}" for path in graph("neo4j").glob("*/*.csv")}
