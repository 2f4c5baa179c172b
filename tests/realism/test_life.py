"""Everyday life has the money, the habits and the graph that it should have; `pytest -s` prints the table."""

import life
import pytest


@pytest.fixture(scope="module")
def measured(year):
    found = life.measure(year)
    print("", *found, sep="\n")
    return {measure.figure.name: measure for measure in found}


@pytest.mark.parametrize("name", [figure.name for figure in life.FIGURES])
def test_a_figure_is_within_its_limits(measured, name):
    assert measured[name].met, measured[name]


def test_every_figure_has_limits_on_both_sides_and_a_source():
    assert all(figure.low < figure.high and figure.source for figure in life.FIGURES)
