"""Everyday life has the money, the graph and the times that it should have; `pytest -s` prints the tables."""

import duckdb
import graph
import life
import numpy as np
import pytest
import times
from dataset import generate, report

SEEDS = [1, 2, 3]


@pytest.fixture(scope="module", params=SEEDS)
def dataset(request, tmp_path_factory):
    return generate(tmp_path_factory.mktemp("life") / "data", transactions=1_000_000, seed=request.param)


@pytest.fixture(scope="module")
def measured(dataset):
    found = life.measured(dataset)
    print("", *found, sep="\n")
    return {one.figure.name: one for one in found}


@pytest.mark.parametrize("name", [figure.name for figure in life.FIGURES])
def test_a_figure_is_within_its_limits(measured, name):
    assert measured[name].met, measured[name]


def test_the_report_says_the_same(dataset, measured):
    figures = {figure["name"]: figure for figure in report(dataset, "--all")["life"]["figures"]}
    assert len(figures) > 15 and figures.keys() < measured.keys()
    for name, figure in figures.items():
        other = measured[name]
        assert (figure["low"], figure["high"], figure["source"]) == (other.figure.low, other.figure.high, other.figure.source)
        assert figure["measured"] == pytest.approx(other.value, rel=1e-6, abs=1e-9), name


def test_every_figure_has_limits_on_both_sides_and_a_source():
    assert all(figure.low <= figure.high and figure.source for figure in life.FIGURES)


def weeks(counts):
    """A connection with these weekly counts of customers."""
    connection = duckdb.connect()
    rows = [(customer, week, int(count)) for customer, row in enumerate(counts) for week, count in enumerate(row) if count]
    connection.execute("CREATE TABLE weeks (customer_id BIGINT, week BIGINT, payments BIGINT)")
    connection.executemany("INSERT INTO weeks VALUES (?, ?, ?)", rows)
    return connection


def test_independent_payments_have_no_bursts_and_no_memory():
    random = np.random.default_rng(1)
    # Customers are unlike, and so are weeks.
    rates = random.uniform(3, 20, (150, 1)) * random.uniform(0.7, 1.3, 52)
    connection = weeks(random.poisson(rates))
    assert times.variance_to_mean(connection) == pytest.approx(1, abs=0.05)
    assert times.memory(connection) == pytest.approx(0, abs=0.03)


def test_months_that_differ_are_bursts_and_memory():
    random = np.random.default_rng(1)
    moods = np.repeat(random.choice([0.5, 1.5], (150, 13)), 4, axis=1)
    connection = weeks(random.poisson(10 * moods))
    assert times.variance_to_mean(connection) > 2
    assert times.memory(connection) > 0.3


def test_a_graph_of_friends_is_reciprocal_and_clustered():
    # Three friends who pay each other, of whom one pays a fourth.
    payers, payees = np.array([0, 1, 1, 2, 2, 0, 0, 3]), np.array([1, 0, 2, 1, 0, 2, 3, 3])
    joined = graph.matrix(payers, payees, 4)
    assert joined.nnz == 7 and graph.reciprocity(joined) == pytest.approx(6 / 7)
    assert graph.clustering(joined) == pytest.approx(6 / 10)
