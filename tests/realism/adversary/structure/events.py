"""What happened on accounts, to be asked about any account at any time."""

import numpy as np


class Events:
    """Events with an amount, by account and time. Times are whole microseconds."""

    def __init__(self, account: np.ndarray, time: np.ndarray, amount: np.ndarray, period: tuple[int, int]):
        self.least = period[0]
        self.room = period[1] - period[0] + 1
        clock = self.clock(account, time)
        self.order = np.argsort(clock, kind="stable")
        self.at, self.account = clock[self.order], account[self.order]
        self.time = time[self.order]
        self.amounts = amount[self.order]
        # In whole centavos, so that a sum does not depend on what was summed before.
        self.sums = np.append(0, np.cumsum(np.rint(100 * self.amounts)))

    def clock(self, account: np.ndarray, time: np.ndarray) -> np.ndarray:
        return account.astype(np.int64) * self.room + (time - self.least).astype(np.int64)

    def last(self, account: np.ndarray, time: np.ndarray, including: bool = True) -> np.ndarray:
        """The last event at a time or before it; -1 for none, and for an account of 0."""
        at = np.searchsorted(self.at, self.clock(account, time), "right" if including else "left") - 1
        return np.where((at >= 0) & (account > 0) & (self.account[at] == account), at, -1)

    def next(self, account: np.ndarray, time: np.ndarray) -> np.ndarray:
        """The first event after a time; -1 for none."""
        at = np.searchsorted(self.at, self.clock(account, time), "right").clip(max=len(self.at) - 1)
        return np.where((account > 0) & (self.account[at] == account) & (self.time[at] > time), at, -1)

    def within(self, account: np.ndarray, time: np.ndarray, span: int) -> tuple[np.ndarray, np.ndarray]:
        """The number of events up to a time that are no longer ago than this, and their sum."""
        clock = self.clock(account, time)
        since = np.searchsorted(self.at, np.maximum(clock - span, self.clock(account, np.full(len(time), self.least))))
        until = np.searchsorted(self.at, clock, "right")
        return until - since, (self.sums[until] - self.sums[since]) / 100

    def look_up(self, values: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Values of the events (in the order that they came in) at these places, NaN for none."""
        return np.append(values[self.order].astype(float), np.nan)[places]
