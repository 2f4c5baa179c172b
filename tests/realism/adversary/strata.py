"""Common kinds of payments, by one category or two, of which none is fraud, or all are.

A detector that counts sees them at once, so of every common kind some payments must be fraud, and some not.
Of strata that share most of their rows the largest is named.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from features import GRAPH, HISTORY, ROW, TABLES, Column, Rows

# A stratum is common if this many rows of a kind are expected in it.
EXPECTED = 100
# Columns with more categories, such as names, have no common ones.
MOST = 120
# Rows without fraud that strata are sought in; those found are counted in all rows.
SAMPLE = 300_000
NO_FRAUD, ONLY_FRAUD = "no fraud", "only fraud"


@dataclass(frozen=True)
class Stratum:
    """Categories that are common together, and what their rows have."""

    categories: tuple[str, ...]
    rows: int
    has: str

    def __str__(self) -> str:
        return f"{' and '.join(self.categories)}: {self.rows:,} rows, {self.has}"


@dataclass(frozen=True)
class Coded:
    """The category of each row, 0 for null."""

    name: str
    code: np.ndarray
    words: tuple[str, ...]


def coded(column: Column) -> Coded | None:
    """A column of few categories, or of yes and no; None for others."""
    if column.categories:
        return Coded(column.name, (column.values + 1).astype(np.uint8), ("null", *column.categories)) if len(column.categories) <= MOST else None
    present = ~np.isnan(column.values)
    if np.any((column.values[present] != 0) & (column.values[present] != 1)):
        return None
    return Coded(column.name, np.where(present, column.values + 1, 0).astype(np.uint8), ("null", "no", "yes"))


def is_category(column: Column) -> bool:
    """Whether a column says of what kind a payment is: not what is left of a number, nor whether two rows are alike."""
    return column.group in (ROW, HISTORY, TABLES, GRAPH) or column.name.startswith(("same ", "presence of "))


class Census:
    """Counts of all combinations of one category or two, in all fraud and a sample of the rest."""

    def __init__(self, rows: Rows):
        self.rows = rows
        self.rate = rows.is_fraud.mean()
        self.columns = [found for column in rows.columns if is_category(column) and (found := coded(column))]
        frauds, others = np.flatnonzero(rows.is_fraud), np.flatnonzero(~rows.is_fraud)
        self.weight = max(len(others) / SAMPLE, 1)
        others = np.sort(np.random.default_rng(1).choice(others, round(len(others) / self.weight), replace=False))
        self.frauds = len(frauds)
        sampled = np.concatenate([frauds, others])
        self.codes = [column.code[sampled] for column in self.columns]

    def suspects(self) -> list[tuple[tuple[int, int], ...]]:
        """Columns and codes of those that lack a kind; null is no category."""
        found = []
        for at, (column, codes) in enumerate(zip(self.columns, self.codes)):
            found += [((at, code),) for code in self.lacking(codes, len(column.words)) if code > 0]
        for a, b in combinations(range(len(self.columns)), 2):
            words = len(self.columns[b].words)
            both = self.codes[a].astype(np.uint16) * np.uint16(words) + self.codes[b]
            for code_a, code_b in (divmod(code, words) for code in self.lacking(both, len(self.columns[a].words) * words)):
                if code_a > 0 and code_b > 0:
                    found.append(((a, code_a), (b, code_b)))
        return found

    def lacking(self, codes: np.ndarray, count: int) -> list[int]:
        frauds, others = np.bincount(codes[: self.frauds], minlength=count), np.bincount(codes[self.frauds :], minlength=count)
        return np.flatnonzero([self.lacks(*counts) is not None for counts in zip(frauds, others)]).tolist()

    def lacks(self, frauds: int, others: int) -> str | None:
        """What alone there is, if enough of the other kind are expected among so many rows."""
        if frauds == 0:
            return NO_FRAUD if others * self.weight * self.rate >= EXPECTED else None
        return ONLY_FRAUD if others == 0 and frauds * (1 - self.rate) >= EXPECTED else None

    def within(self, suspect: tuple[tuple[int, int], ...]) -> np.ndarray:
        return np.logical_and.reduce([self.codes[at] == code for at, code in suspect])

    def named(self, suspect: tuple[tuple[int, int], ...]) -> Stratum | None:
        """A stratum with all its rows; None if the sample was wrong."""
        rows = np.logical_and.reduce([self.columns[at].code == code for at, code in suspect])
        frauds = self.rows.is_fraud[rows]
        if frauds.any() and not frauds.all():
            return None
        words = tuple(f"{self.columns[at].name} = {self.columns[at].words[code]}" for at, code in suspect)
        return Stratum(words, len(frauds), ONLY_FRAUD if frauds.any() else NO_FRAUD)

    def strata(self) -> list[Stratum]:
        """The largest first, and of the rest those that lack a kind in their other rows too."""
        suspects = [(len(suspect), -np.count_nonzero(self.within(suspect)), suspect) for suspect in self.suspects()]
        found, seen = [], np.zeros(len(self.codes[0]), bool)
        # Those of one category go before those of two that are in them.
        for *_, suspect in sorted(suspects):
            within = self.within(suspect)
            new = within & ~seen
            if self.lacks(np.count_nonzero(new[: self.frauds]), np.count_nonzero(new[self.frauds :])) and (stratum := self.named(suspect)):
                seen |= within
                found.append(stratum)
        return found


def strata(rows: Rows) -> list[Stratum]:
    return Census(rows).strata()
