"""How well each single column tells fraud from the rest: the area under its ROC curve.

`rank`: the order of its numbers, in the better direction, nulls before or after all. `level`: the fraud rate of
each of its values (numbers in a hundred bins, null as a separate value), learnt on half of the customers and
tested on the other half, so that a peak in the middle is found as well.
"""

from dataclasses import dataclass

import numpy as np
from features import Column, Rows
from sklearn.metrics import roc_auc_score

# More numbers than these are put into bins.
FEW = 300
BINS = 100


@dataclass(frozen=True)
class Separation:
    """Areas of a column; `each` has that of its levels for a typology against everything that is not fraud."""

    column: str
    rank: float
    level: float
    each: dict[str, float]

    @property
    def auc(self) -> float:
        return max(self.rank, self.level)


def halves(rows: Rows) -> np.ndarray:
    """Whether a row's customer is in the half that measures are tested on, not learnt on."""
    return rows.customer % 2 == 0


def area(score: np.ndarray, frauds: np.ndarray, others: np.ndarray) -> float:
    """The area under the ROC curve of levels with these scores, and these numbers of fraud and other rows."""
    if not frauds.any() or not others.any():
        return 0.5
    truth = np.repeat([True, False], len(score))
    return float(roc_auc_score(truth, np.tile(score, 2), sample_weight=np.concatenate([frauds, others])))


def leveled(column: Column) -> tuple[np.ndarray, int]:
    """The level of each row, 0 for null, in the order of the values; and how many levels there are."""
    if column.categories:
        return column.values + 1, len(column.categories) + 1
    present = ~np.isnan(column.values)
    values, codes = np.unique(column.values[present], return_inverse=True)
    level = np.zeros(len(present), np.int64)
    level[present] = codes + 1
    return level, len(values) + 1


def binned(level: np.ndarray, count: int) -> tuple[np.ndarray, int]:
    """Levels of numbers in bins of equal size."""
    edges = np.unique(np.quantile(level[level > 0], np.arange(1, BINS) / BINS, method="lower"))
    bins = np.concatenate([[0], np.searchsorted(edges, np.arange(1, count)) + 1])
    return bins[level], len(edges) + 2


def rates(level: np.ndarray, count: int, fraud: np.ndarray) -> np.ndarray:
    """The fraud rate of each level, that of rare ones drawn to the mean."""
    return (np.bincount(level[fraud], minlength=count) + fraud.mean()) / (np.bincount(level, minlength=count) + 1)


def rank(level: np.ndarray, count: int, fraud: np.ndarray) -> float:
    frauds = np.bincount(level[fraud], minlength=count)
    others = np.bincount(level, minlength=count) - frauds
    nulls_first = np.arange(count)
    nulls_last = np.append(count, nulls_first[1:])
    areas = [area(order, frauds, others) for order in (nulls_first, nulls_last)]
    return max(max(each, 1 - each) for each in areas)


def separation(column: Column, rows: Rows) -> Separation:
    level, count = leveled(column)
    order = 0.5 if column.categories else rank(level, count, rows.is_fraud)
    if not column.categories and count > FEW:
        level, count = binned(level, count)
    tried = halves(rows)
    rate = rates(level[~tried], count, rows.is_fraud[~tried])
    others = np.bincount(level[tried & ~rows.is_fraud], minlength=count)

    def against_others(frauds: np.ndarray) -> float:
        return area(rate, np.bincount(level[tried & frauds], minlength=count), others)

    each = {name: against_others(rows.fraud_type == code) for code, name in enumerate(rows.typologies)}
    return Separation(column.name, order, against_others(rows.is_fraud), each)


def separations(rows: Rows) -> list[Separation]:
    """The separation by every single column, the strongest first."""
    return sorted((separation(column, rows) for column in rows.singles()), key=lambda found: -found.auc)
