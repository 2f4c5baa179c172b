"""Columns cut into a few dozen steps, so that rows that meet conditions are counted at once for all columns."""

from dataclasses import dataclass

import numpy as np
from features import Column

# Step 0 is null. As many steps as are kept apart of the values of one column.
STEPS = 64
# Numbers with more values than steps are cut at these quantiles of the fraud, and of all rows.
OF_FRAUD = np.linspace(0, 1, 33)
OF_ALL = np.linspace(0, 1, 29)


@dataclass(frozen=True)
class Condition:
    """That a row is on one of some steps of a column, from `low` to `high`."""

    column: int
    low: int
    high: int


Rule = tuple[Condition, ...]


@dataclass(frozen=True)
class Cut:
    """Where a column is cut: the least number of each step from 1 on, or the category of each."""

    name: str
    edges: np.ndarray
    categories: tuple[str, ...] = ()

    def step(self, values: np.ndarray) -> np.ndarray:
        if self.categories:
            known = np.searchsorted(self.edges, values).clip(max=len(self.edges) - 1)
            return np.where(self.edges[known] == values, known + 1, np.where(values < 0, 0, STEPS - 1)).astype(np.uint8)
        steps = np.searchsorted(self.edges, values, "right").clip(min=1)
        return np.where(np.isnan(values), 0, steps).astype(np.uint8)

    def holds(self, values: np.ndarray, condition: Condition) -> np.ndarray:
        """Which values meet a condition, as their steps would."""
        low, high = condition.low, condition.high
        if self.categories or high == 0:
            on = self.step(values)
            return (on >= low) & (on <= high)
        # Comparisons with null are false.
        met = values >= self.edges[low - 1] if low > 1 else ~np.isnan(values)
        return met & (values < self.edges[high]) if high < len(self.edges) else met

    def words(self, condition: Condition) -> str:
        low, high = condition.low, condition.high
        if high == 0:
            return f"{self.name} is null"
        if self.categories:
            return f"{self.name} = {self.categories[int(self.edges[low - 1])] if low <= len(self.edges) else 'a rare one'}"
        least = "" if low <= 1 else f">= {self.edges[low - 1]:.7g}"
        below = "" if high >= len(self.edges) else f"< {self.edges[high]:.7g}"
        return f"{self.name} {' and '.join(filter(None, [least, below])) or 'is not null'}"


def cut(column: Column, fraud: np.ndarray) -> Cut:
    """Cuts a column at the values of these rows, so that those of the fraud are told apart as well as the rest."""
    if column.categories:
        counts = np.bincount(column.values[column.values >= 0], minlength=len(column.categories))
        frauds = np.bincount(column.values[fraud & (column.values >= 0)], minlength=len(column.categories))
        common = np.argsort(-(frauds + fraud.mean() * counts), kind="stable")[: STEPS - 2]
        return Cut(column.name, np.sort(common[counts[common] > 0]), column.categories)
    present = ~np.isnan(column.values)
    values = np.unique(column.values[present])
    if len(values) > STEPS - 2:
        parts = [(column.values[present & fraud], OF_FRAUD), (column.values[present], OF_ALL)]
        cuts = np.concatenate([np.quantile(part, at, method="lower") for part, at in parts if part.size])
        edges, often = np.unique(cuts, return_counts=True)
        # A value that much of the fraud has is a step of its own, up to the next value.
        after = np.searchsorted(values, edges[often > 1], "right")
        values = np.union1d(edges, values[after[after < len(values)]])
    return Cut(column.name, values)


def meets(steps: np.ndarray, rule: Rule) -> np.ndarray:
    """Which rows meet all conditions of a rule; `steps` has an array for each column."""
    met = np.ones(steps.shape[1], bool)
    for condition in rule:
        on = steps[condition.column]
        met &= (on >= condition.low) & (on <= condition.high)
    return met


def counted(steps: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """How many of some rows are on each step of each column."""
    return np.array([np.bincount(column[rows], minlength=STEPS) for column in steps])
