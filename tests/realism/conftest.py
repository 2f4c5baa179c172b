"""The dataset that is judged, and where the judgement is written."""

from pathlib import Path

import judge
import pytest
from dataset import generate


def pytest_addoption(parser):
    parser.addoption("--results", type=Path, metavar="DIR", help="folder for judgement.md and judgement.json")


@pytest.fixture(scope="session")
def year(tmp_path_factory):
    """A year of 5,500 customers, at the fraud rate that the limits are for."""
    return generate(tmp_path_factory.mktemp("year") / "data", transactions=2_000_000, fraud_rate=0.02)


@pytest.fixture(scope="session")
def rows(year):
    """The year's payments with all their features, which take a minute or two to derive."""
    return judge.read(year)


@pytest.fixture(scope="session")
def judgement(year, rows, tmp_path_factory, pytestconfig):
    """How hard the year's fraud is to find."""
    found = judge.judge(year, rows)
    results = pytestconfig.getoption("results") or tmp_path_factory.mktemp("results")
    judge.write(found, results)
    print(f"\n\n{found.markdown()}\n(also in {results})")
    return found
