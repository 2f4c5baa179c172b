"""Datasets that the tests read, each made once per session."""

import pytest
from dataset import FORMATS, generate, report

# Several parts of transactions, and each format in a second.
SMALL = {"transactions": 300_000, "fraud_rate": 0.02, "rows_per_file": 80_000}


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """One spec in every format."""
    return {name: generate(tmp_path_factory.mktemp(name) / "data", format=name, **SMALL) for name in FORMATS}


@pytest.fixture(scope="session")
def no_fraud(tmp_path_factory):
    """The same without fraud: columns of labels are null throughout."""
    return generate(tmp_path_factory.mktemp("no_fraud") / "data", **SMALL | {"fraud_rate": 0})


@pytest.fixture(scope="session")
def year(tmp_path_factory):
    """A year of 5,500 customers, for shares and means; with much fraud, for those of its cases."""
    return generate(tmp_path_factory.mktemp("year") / "data", transactions=2_000_000, fraud_rate=0.02)


@pytest.fixture(scope="session")
def population(tmp_path_factory):
    """280,000 customers and what they own, without their payments."""
    tables = "customers,accounts,cards,devices"
    return generate(tmp_path_factory.mktemp("population") / "data", transactions=100_000_000, fraud_rate=0, tables=tables)


@pytest.fixture(scope="session")
def small_report(small):
    """The report on all of the small dataset."""
    return report(small["parquet"], "--all")


@pytest.fixture(scope="session")
def year_report(year):
    """The report on all of the year."""
    return report(year, "--all")
