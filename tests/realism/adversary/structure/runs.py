"""Rows that share a key, such as a payee or an address, in the order of their times.

Every array that goes in or comes out has a value for each row of the dataset; those without a key get NaN.
"""

from functools import cached_property

import numpy as np
import polars

# Whole numbers below this are codes already: the product of two is exact.
DENSE = 1e9


def code(values: np.ndarray) -> np.ndarray:
    """A code for each different number; -1 for NaN."""
    present = ~np.isnan(values)
    known = values[present]
    found = np.full(len(values), -1)
    is_dense = len(known) == 0 or (known.min() >= 0 and known.max() < DENSE and not np.any(known % 1))
    found[present] = known if is_dense else np.unique(known, return_inverse=True)[1]
    return found


def codes(first: np.ndarray, *others: np.ndarray) -> np.ndarray:
    """A code for each different combination of numbers; -1 where one of them is NaN."""
    found = code(first)
    for other in map(code, others):
        both = np.where((found >= 0) & (other >= 0), found * (int(other.max(initial=0)) + 1) + other, np.nan)
        found = code(both)
    return found


class Runs:
    """Rows by key and time."""

    def __init__(self, key: np.ndarray, time: np.ndarray):
        self.count, self.key, self.time = len(key), key, time
        present = np.flatnonzero(key >= 0)
        by_time = present[np.argsort(time[present], kind="stable")]
        self.order = by_time[np.argsort(key[by_time], kind="stable")]
        keys = key[self.order]
        self.first = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
        starts = np.flatnonzero(self.first)
        self.run = np.cumsum(self.first) - 1
        self.start = starts[self.run] if len(starts) else starts
        self.size = np.diff(np.append(starts, len(keys)))

    def spread(self, sorted_values: np.ndarray) -> np.ndarray:
        """Values in the order of the runs, put back where their rows are."""
        values = np.full(self.count, np.nan, np.float32)
        values[self.order] = sorted_values
        return values

    def exact(self, sorted_values: np.ndarray) -> np.ndarray:
        """As `spread`, for times, which need all their digits."""
        values = np.full(self.count, np.nan)
        values[self.order] = sorted_values
        return values

    def previous(self, values: np.ndarray) -> np.ndarray:
        """The value of the row before, in the run."""
        shifted = np.full(len(self.order), np.nan)
        shifted[1:] = values[self.order[:-1]]
        return self.exact(np.where(self.first, np.nan, shifted))

    def before(self) -> np.ndarray:
        """How many rows of the run are earlier."""
        return self.spread(np.arange(len(self.order)) - self.start)

    def ever(self) -> np.ndarray:
        """How many rows the run has."""
        return self.spread(self.size[self.run])

    def lasts(self) -> np.ndarray:
        """The days from the run's first row to its last."""
        time = self.time[self.order]
        ends = self.start + self.size[self.run] - 1
        return self.spread((time[ends] - time[self.start]) / 86.4e9)

    def since_first(self) -> np.ndarray:
        """The days since the run's first row."""
        time = self.time[self.order]
        return self.spread((time - time[self.start]) / 86.4e9)

    def running(self, values: np.ndarray) -> np.ndarray:
        """The sum of the rows before in the run, in its order."""
        sums = np.append(0, np.cumsum(values[self.order]))
        return sums[:-1] - sums[self.start]

    def total(self, values: np.ndarray) -> np.ndarray:
        """The sum of all rows of the run."""
        return self.spread(np.bincount(self.run, values[self.order], len(self.size))[self.run])

    @cached_property
    def clock(self) -> np.ndarray:
        """Times that go on from run to run, so that a row's past is found by one search."""
        time = self.time[self.order] - self.time.min()
        return self.run * (2 * (int(self.time.max() - self.time.min()) + 1)) + time

    def within(self, values: np.ndarray, span: int) -> np.ndarray:
        """The sum of the earlier rows of the run that are no longer ago than this."""
        sums = np.append(0, np.cumsum(values[self.order]))
        since = np.searchsorted(self.clock, self.clock - span)
        # A period shorter than the span reaches into the run before.
        return self.spread(sums[np.arange(len(self.order))] - sums[np.maximum(since, self.start)])

    def is_new(self, other: np.ndarray) -> np.ndarray:
        """Whether a row is the run's first with this code of something else; those without a code never are."""
        each = other[self.order]
        first = polars.Series(self.run * (int(other.max(initial=0)) + 2) + each + 1).is_first_distinct().to_numpy()
        new = np.zeros(self.count)
        new[self.order] = first & (each >= 0)
        return new
