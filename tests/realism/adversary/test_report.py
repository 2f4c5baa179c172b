"""The adversary on a whole year: it keeps every limit; `pytest -s` prints what it finds."""

import subprocess
import sys
from pathlib import Path

import pytest
from dataset import generate

from . import report


@pytest.fixture(scope="module")
def found(year, rows):
    looked = report.look(rows, report.titled(year))
    print(f"\n\n{looked.markdown()}")
    return looked


def test_every_limit_is_kept(found, subtests):
    for verdict in found.verdicts():
        with subtests.test(verdict.name):
            assert verdict.met, f"{verdict.measured}, should be {verdict.limit}"


def test_the_report_says_all(found):
    text = found.markdown()
    assert all(verdict.name in text for verdict in found.verdicts())
    assert all(str(rule) in text for rule in found.known.union.rules)


@pytest.mark.parametrize("flags, remedy", [({"format": "jsonl"}, "must be in Parquet"), ({"tables": "transactions"}, "with all tables")])
def test_the_command_refuses_what_it_cannot_read(tmp_path, flags, remedy):
    generate(tmp_path / "data", transactions=1_000, **flags)
    done = subprocess.run([sys.executable, Path(report.__file__).parent, tmp_path / "data"], capture_output=True, text=True)
    assert done.returncode == 2 and remedy in done.stderr
