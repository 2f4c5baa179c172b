"""The best rules of one threshold and of two: how much of the fraud they find while 95 % of their hits are fraud.

A threshold is `column >= value`, `column <= value`, `category = value`, or a category whose fraud rate,
learnt on half of the customers, is at least a given one. As in SQL, null meets none of them; whether a column
is null is a separate column. Rules are sought on the other half and measured on the same rows, which is in
their favour.
"""

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from columns import halves, rates
from features import Column, Rows

PRECISION = 0.95
# Thresholds are at these quantiles of all rows, and of the fraud.
QUANTILES = np.linspace(0, 1, 51)


@dataclass(frozen=True)
class Rule:
    """Conditions that must all hold, and what they find; no conditions if nothing is precise enough."""

    conditions: tuple[str, ...] = ()
    recall: float = 0.0
    precision: float = 0.0

    def __str__(self) -> str:
        return " and ".join(self.conditions) or "none"


@dataclass(frozen=True)
class Axis:
    """A column cut into steps."""

    # The step of each fraud, and of each other row; 0 for null.
    frauds: np.ndarray
    others: np.ndarray
    # Which steps (along the second axis) meet each condition.
    meets: np.ndarray
    conditions: tuple[str, ...]

    @property
    def size(self) -> int:
        return self.meets.shape[1]


def cut_numbers(column: Column, sought: np.ndarray, fraud: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The steps of the rows that rules are sought on, the conditions on steps, and their words."""
    values = column.values[sought]
    present = ~np.isnan(values)
    parts = [values[present & part] for part in (True, fraud)]
    edges = np.unique(np.concatenate([np.quantile(part, QUANTILES, method="lower") for part in parts if part.size]))
    # Values at the edge k are step 2k + 2; those between two edges are the step between.
    step = np.where(present, np.searchsorted(edges, values) + np.searchsorted(edges, values, "right") + 1, 0)
    steps, at = np.arange(2 * len(edges) + 2), 2 * np.arange(len(edges)) + 2
    meets = [steps >= k for k in at] + [(steps > 0) & (steps <= k) for k in at]
    words = [f"{column.name} {sign} {edge:.7g}" for sign in (">=", "<=") for edge in edges]
    return step, np.array(meets), words


def cut_categories(column: Column, sought: np.ndarray, rows: Rows) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """As numbers; steps are the values by their fraud rate, several in one if they are many."""
    level, count = column.values + 1, len(column.categories) + 1
    rate = rates(level[~sought], count, rows.is_fraud[~sought])
    edges = np.unique(rate[1:])
    if len(edges) > len(QUANTILES):
        edges = np.unique(np.quantile(rate[level[sought & (level > 0)]], QUANTILES, method="lower"))
    step_of = np.searchsorted(edges, rate).clip(max=len(edges) - 1) + 1
    step_of[0] = 0
    steps = np.arange(len(edges) + 1)
    meets = [steps >= k for k in steps[2:]]
    words = [f"{column.name} of a rate >= {edge:.4f}" for edge in edges[1:]]
    for k in steps[1:]:
        values = [column.categories[at - 1] for at in np.flatnonzero(step_of == k)]
        if len(values) == 1:
            meets.append(steps == k)
            words.append(f"{column.name} = {values[0]}")
    return step_of[level[sought]], np.array(meets), words


def axes(rows: Rows) -> list[Axis]:
    """The single columns; of those that are cut alike, such as the presence of two, the first."""
    sought = halves(rows)
    fraud = rows.is_fraud[sought]
    found = {}
    for column in rows.singles():
        step, meets, words = cut_categories(column, sought, rows) if column.categories else cut_numbers(column, sought, fraud)
        if words:
            found.setdefault(step.astype(np.uint8).tobytes(), Axis(step[fraud], step[~fraud], meets.astype(np.float32), tuple(words)))
    return list(found.values())


def best(frauds: np.ndarray, others: np.ndarray) -> tuple[int, ...] | None:
    """The condition that finds most fraud, among those that are precise enough."""
    precise = (frauds > 0) & (frauds >= PRECISION * (frauds + others))
    return np.unravel_index(np.argmax(np.where(precise, frauds, -1)), frauds.shape) if precise.any() else None


def crossed(a: Axis, b: Axis, frauds: bool) -> np.ndarray:
    """How many rows meet each condition on one axis and each on the other."""
    of_a, of_b = (axis.frauds if frauds else axis.others for axis in (a, b))
    steps = np.bincount(of_a * b.size + of_b, minlength=a.size * b.size).reshape(a.size, b.size)
    return a.meets @ steps.astype(np.float32) @ b.meets.T


def best_rules(rows: Rows) -> tuple[Rule, Rule]:
    """The best rule of one threshold, and the best of one or two."""
    found = axes(rows)
    total = int(rows.is_fraud[halves(rows)].sum())
    one = Rule()
    for axis in found:
        frauds, others = (axis.meets @ np.bincount(part, minlength=axis.size) for part in (axis.frauds, axis.others))
        if (at := best(frauds, others)) and frauds[at] / total > one.recall:
            one = Rule((axis.conditions[at[0]],), float(frauds[at] / total), float(frauds[at] / (frauds[at] + others[at])))
    two = one
    for a, b in combinations_with_replacement(found, 2):
        frauds, others = crossed(a, b, True), crossed(a, b, False)
        if (at := best(frauds, others)) and frauds[at] / total > two.recall:
            two = Rule((a.conditions[at[0]], b.conditions[at[1]]), float(frauds[at] / total), float(frauds[at] / (frauds[at] + others[at])))
    return one, two
