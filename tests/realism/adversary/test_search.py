"""The search for rules: planted seams are found, of which two or three conditions are needed too, and none in noise."""

import numpy as np
import pytest
from features import ROW, Column, Rows

from .search import PRECISION, search
from .steps import STEPS, Condition, cut, meets

COUNT = 40_000
FRAUD = np.arange(COUNT) % 50 == 0
# Half of the fraud is of the second typology.
SECOND = np.arange(COUNT) % 100 == 0
random = np.random.default_rng(5)


def rows(fraud=FRAUD, **values):
    """Rows of 400 customers with these columns, and with noise."""
    values |= {f"noise {at}": random.random(COUNT) for at in range(5)}
    return Rows(
        columns=[
            Column(name, ROW, value.astype(np.int32), ("a", "b", "c")) if value.dtype.kind == "i" else Column(name, ROW, value.astype(np.float32))
            for name, value in values.items()
        ],
        customer=random.integers(0, 400, COUNT),
        time=np.arange(COUNT, dtype=np.int64),
        is_fraud=fraud,
        fraud_type=np.where(fraud, SECOND.astype(int), -1),
        decoy_of=np.full(COUNT, -1),
        typologies=("FIRST", "SECOND"),
    )


def union(**values):
    found = rows(**values)
    return search(found.columns, found).union


def test_nothing_is_found_in_noise():
    found = rows()
    searched = search(found.columns, found)
    assert searched.union.recall < 0.01 and searched.short.recall < 0.01
    assert all(0.4 < column.auc < 0.6 for column in searched.columns)


def test_a_value_of_fraud_only_is_found():
    found = union(users=np.where(FRAUD, 4.0, random.choice([1, 2, 3, 5, 6], COUNT)))
    assert found.recall > 0.99 and found.precision > 0.99
    assert found.rules[0].conditions == ("users >= 4 and < 5",)


def test_null_and_a_category_are_found():
    assert union(absent=np.where(FRAUD, np.nan, random.random(COUNT))).rules[0].conditions == ("absent is null",)
    assert union(kind=np.where(FRAUD, 2, random.integers(0, 2, COUNT))).rules[0].conditions == ("kind = c",)


@pytest.mark.parametrize("conditions", [2, 3])
def test_conditions_are_found_that_say_little_alone(conditions):
    share = (0.001 / 0.98) ** (1 / conditions)
    values = {f"part {at}": np.where(FRAUD | (random.random(COUNT) < share), 1.0, 0.0) for at in range(conditions)}
    found = union(**values)
    assert found.recall > 0.95 and found.precision > PRECISION
    assert len(found.rules[0].conditions) == conditions


def test_a_seam_of_one_typology_is_found():
    found = union(amount=np.where(SECOND, 77.0, random.integers(0, 100, COUNT) + 0.5))
    assert found.recall == pytest.approx(0.5, abs=0.1) and found.precision > 0.99
    assert list(found.rules[0].typologies) == ["SECOND"]


def test_rules_that_find_different_frauds_are_joined():
    left, right = np.where(FRAUD & ~SECOND, 2.0, random.random(COUNT)), np.where(SECOND, 2.0, random.random(COUNT))
    found = union(left=left, right=right)
    assert len(found.rules) == 2 and found.recall > 0.99


def test_customers_that_are_held_out_do_not_bear_out_chance():
    """A column that tells the fraud of the others, and nothing of theirs."""
    found = rows()
    told = np.where(found.is_fraud & (found.customer % 2 == 1), 2.0, random.random(COUNT))
    searched = search([*found.columns, Column("told", ROW, told.astype(np.float32))], found)
    assert searched.union.recall == 0


def test_steps_hold_what_their_conditions_say():
    values = np.append(random.normal(size=999), np.nan).astype(np.float32)
    column = cut(Column("value", ROW, values), np.arange(1_000) < 50)
    steps = column.step(values)
    assert steps[-1] == 0 and 20 < len(np.unique(steps)) < STEPS
    for low, high in [(0, 0), (1, 5), (7, 7), (9, STEPS - 1)]:
        condition = Condition(0, low, high)
        assert np.array_equal(column.holds(values, condition), meets(steps[None], (condition,)))
