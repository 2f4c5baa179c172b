"""The dataset that is judged, and where the judgement is written."""

from pathlib import Path

import judge
import pytest
from dataset import generate


def pytest_addoption(parser):
    parser.addoption("--results", type=Path, metavar="DIR", help="folder for judgement.md and judgement.json")


@pytest.fixture(scope="session")
def judgement(tmp_path_factory, pytestconfig):
    """The judgement of a year of 5,500 customers."""
    found = judge.judge(generate(tmp_path_factory.mktemp("year") / "data", transactions=2_000_000))
    results = pytestconfig.getoption("results") or tmp_path_factory.mktemp("results")
    judge.write(found, results)
    print(f"\n\n{found.markdown()}\n(also in {results})")
    return found
