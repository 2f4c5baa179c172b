"""One dataset, of customers of several districts, as tables and as graphs of both formats."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests/readers"), str(ROOT / "examples/graph")]
from dataset import FRAUDGEN, generate

SPEC = {"transactions": 120_000, "customers": 9_000, "fraud_rate": 0.03}


@pytest.fixture(scope="session")
def tables(tmp_path_factory):
    """The tables, in DuckDB."""
    return generate(tmp_path_factory.mktemp("tables") / "data", **SPEC).connect()


@pytest.fixture(scope="session")
def graph(tmp_path_factory, tables):
    """The folder of the graph in a format."""
    made = {}

    def of(name):
        if name not in made:
            made[name] = tmp_path_factory.mktemp("graph") / name
            flags = [f"--{flag.replace('_', '-')}={value}" for flag, value in SPEC.items()]
            done = subprocess.run(
                [FRAUDGEN, "graph", "--out", made[name], "--format", name, *flags], capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
        return made[name]

    return of
