"""How much of the payments is fraud near the ends of the period, by the mean of all days.

A period that is cut out of life has no edges: frauds that began before it end in it, and those at its end go on.
"""

from dataclasses import dataclass

import numpy as np
from features import Rows

# Days at each end, and at each end of those.
DAYS, FEW_DAYS = 12, 3
DAY = 86_400_000_000


@dataclass(frozen=True)
class Edges:
    """Rates of fraud by day of the period, by the mean of all days."""

    rates: list[float]
    # Of the days at both ends together.
    first: float
    last: float
    # The first and the last few.
    very_first: float
    very_last: float


def edges(rows: Rows) -> Edges:
    # The period begins at midnight in Brasília, three hours behind.
    local = rows.time - 3 * 3_600_000_000
    day = local // DAY - local.min() // DAY
    payments, frauds = np.bincount(day), np.bincount(day[rows.is_fraud], minlength=int(day.max()) + 1)
    mean = frauds.sum() / payments.sum()

    def rate(days: slice) -> float:
        return float(frauds[days].sum() / max(payments[days].sum(), 1) / mean)

    return Edges(
        rates=[float(each) for each in frauds / np.maximum(payments, 1) / mean],
        first=rate(slice(DAYS)),
        last=rate(slice(-DAYS, None)),
        very_first=rate(slice(FEW_DAYS)),
        very_last=rate(slice(-FEW_DAYS, None)),
    )
