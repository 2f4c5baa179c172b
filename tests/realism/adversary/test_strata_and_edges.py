"""Strata without one kind and days without fraud are seen, and none where fraud is anywhere."""

import numpy as np
import pytest
from dataclasses import replace
from features import ROW, Column, Rows

from .edges import DAY, edges
from .strata import NO_FRAUD, ONLY_FRAUD, strata

COUNT = 100_000
random = np.random.default_rng(6)
FRAUD = random.random(COUNT) < 0.02


def rows(*columns, fraud=FRAUD):
    return Rows(
        columns=list(columns),
        customer=np.zeros(COUNT, np.int64),
        # A hundred days from midnight in Brasília.
        time=3 * 3_600_000_000 + np.arange(COUNT) * (100 * DAY // COUNT),
        is_fraud=fraud,
        fraud_type=np.where(fraud, 0, -1),
        decoy_of=np.full(COUNT, -1),
        typologies=("TYPOLOGY",),
    )


def category(name, values):
    return Column(name, ROW, np.asarray(values, np.int32), ("a", "b", "c", "d"))


LEFT, RIGHT = category("left", random.integers(0, 4, COUNT)), category("right", random.integers(0, 4, COUNT))


def test_random_fraud_is_in_every_stratum():
    assert strata(rows(LEFT, RIGHT)) == []


def test_a_category_without_fraud_is_named_once():
    spared = category("spared", np.where(FRAUD, random.integers(1, 4, COUNT), random.integers(0, 4, COUNT)))
    [found] = strata(rows(LEFT, RIGHT, spared))
    assert found.categories == ("spared = a",) and found.has == NO_FRAUD


def test_two_categories_without_fraud_are_found():
    both = FRAUD & (LEFT.values == 1) & (RIGHT.values == 2)
    spared = replace(LEFT, values=np.where(both, 0, LEFT.values).astype(np.int32))
    [found] = strata(rows(spared, RIGHT))
    assert found.categories == ("left = b", "right = c")
    assert found.rows == np.count_nonzero((spared.values == 1) & (RIGHT.values == 2))


def test_two_categories_of_fraud_only_are_found():
    both = ~FRAUD & (LEFT.values == 3) & (RIGHT.values == 0)
    [found] = strata(rows(replace(LEFT, values=np.where(both, 0, LEFT.values).astype(np.int32)), RIGHT))
    assert found.categories == ("left = d", "right = a") and found.has == ONLY_FRAUD


def test_rare_categories_are_none():
    assert strata(rows(category("rare", np.where(FRAUD, 0, random.random(COUNT) < 0.03)))) == []


def test_random_fraud_has_no_edges():
    found = edges(rows())
    assert len(found.rates) == 100
    assert all(rate == pytest.approx(1, abs=0.2) for rate in (found.first, found.last))


def test_last_days_without_fraud_are_seen():
    found = edges(rows(fraud=FRAUD & (np.arange(COUNT) < COUNT * 97 // 100)))
    assert found.very_last == 0 and found.last == pytest.approx(0.75, abs=0.1) and found.first == pytest.approx(1, abs=0.2)
