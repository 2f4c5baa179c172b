"""Rules of up to three conditions that find fraud and little else.

They are sought on half of the customers. For fraud of each typology, and for all of it, the most telling
conditions are followed, then the most telling second ones, then third ones: what is kept is precise enough. From
all that were kept, those that add most are joined until none adds enough. A quarter of the customers says which of
these bear out, and what those find is measured on the last quarter.

What is sought on is all the fraud and a sample of the rest; what is measured is measured on all rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from columns import area, halves
from features import Column, Rows

from .steps import STEPS, Condition, Cut, Rule, counted, cut, meets

PRECISION = 0.9
# Of short rules, of one condition or two.
SHORT, SHORT_PRECISION = 2, 0.95
# As rules are sought: some are less precise on other customers than on those that they are sought on.
SOUGHT_PRECISION = 0.93
CONDITIONS = 3
# Rows without fraud that rules are sought on.
SAMPLE = 120_000
# Rules that are followed at each length, and how many may end with the same column.
WIDTH = 12
OF_A_COLUMN = 2
# A rule finds at least this many frauds of the customers that it is sought on.
LEAST = 25
MOST_JOINED = 60
# Short rules that are tried, and the fraud rate of a step without rows.
TRIED = 100
RARE = 0.01


@dataclass(frozen=True)
class Found:
    """A rule in words, and what it finds among the customers that are held out."""

    conditions: tuple[str, ...]
    recall: float
    precision: float
    typologies: dict[str, int]

    def __str__(self) -> str:
        return " and ".join(self.conditions) or "none"


@dataclass(frozen=True)
class Union:
    """Rules that are joined, the one that adds most first, and what they find together.

    Of rules that are not precise together the last are left out until the rest is.
    """

    rules: list[Found]
    recall: float
    precision: float


@dataclass(frozen=True)
class Alone:
    """The area under the ROC curve of a column's steps by their fraud rates, as learnt on other rows."""

    column: str
    auc: float


@dataclass(frozen=True)
class Searched:
    """The union, the short rule that finds most, and how well each column tells fraud by itself."""

    union: Union
    short: Found
    columns: list[Alone]


@dataclass(frozen=True)
class Sought:
    """The rows that rules are sought on, as an array of steps for each column."""

    frauds: np.ndarray
    typology: np.ndarray
    others: np.ndarray
    # How many rows without fraud one of those represents.
    weight: float
    is_category: np.ndarray


def told(frauds: np.ndarray, hits: np.ndarray, others: np.ndarray, share: float) -> np.ndarray:
    """How telling conditions are: the frauds times the logarithm of how much commoner fraud is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        score = frauds * np.log(hits / (hits + others) / share)
    return np.where(frauds >= LEAST, score, -np.inf)


def ranges(counts: np.ndarray, is_category: np.ndarray) -> list[np.ndarray]:
    """How many rows are on each step, on it or any above, on it or any below; the last two for numbers."""
    above = counts[:, ::-1].cumsum(axis=1)[:, ::-1]
    below = counts.cumsum(axis=1) - counts[:, :1]
    for part in (above, below):
        part[is_category] = 0
        part[:, 0] = 0
    return [counts, above, below]


def condition(kind: int, column: int, step: int) -> Condition:
    low, high = [(step, step), (step, STEPS - 1), (1, step)][kind]
    return Condition(column, low, high)


@dataclass
class Region:
    """The rows that meet a rule."""

    rule: Rule
    frauds: np.ndarray
    others: np.ndarray


def within(region: Region, last: Condition, sought: Sought) -> Region:
    def kept(rows: np.ndarray, steps: np.ndarray) -> np.ndarray:
        on = steps[last.column][rows]
        return rows[(on >= last.low) & (on <= last.high)]

    return Region((*region.rule, last), kept(region.frauds, sought.frauds), kept(region.others, sought.others))


def extended(region: Region, of_typology: np.ndarray, sought: Sought, precise: set[Rule]) -> list[tuple[float, Condition]]:
    """The most telling conditions within a region; rules that are precise enough are put aside."""
    hits, frauds, others = (
        ranges(counted(steps, rows), sought.is_category)
        for steps, rows in [
            (sought.frauds, region.frauds),
            (sought.frauds, region.frauds[of_typology[region.frauds]]),
            (sought.others, region.others),
        ]
    )
    share = len(sought.typology) / (len(sought.typology) + sought.others.shape[1] * sought.weight)
    found = []
    for kind in range(3):
        against = others[kind] * sought.weight
        score = told(frauds[kind], hits[kind], against, share)
        enough = (hits[kind] >= LEAST) & (hits[kind] >= SOUGHT_PRECISION * (hits[kind] + against))
        best = np.argsort(-np.where(enough, hits[kind], 0), axis=None)[:4]
        for column, step in zip(*np.unravel_index(best, enough.shape)):
            if enough[column, step]:
                precise.add((*region.rule, condition(kind, int(column), int(step))))
        for column, step in enumerate(score.argmax(axis=1)):
            if np.isfinite(score[column, step]):
                found.append((float(score[column, step]), condition(kind, column, int(step))))
    return sorted(found, key=lambda each: -each[0])[: 2 * WIDTH]


def followed(of_typology: np.ndarray, sought: Sought) -> set[Rule]:
    """Precise rules for the frauds of a typology, found by following the most telling conditions."""
    precise = set()
    regions = [Region((), np.arange(len(sought.typology)), np.arange(sought.others.shape[1]))]
    for length in range(CONDITIONS):
        longer = []
        for region in regions:
            for score, last in extended(region, of_typology, sought, precise):
                longer.append((score, region, last))
        if length == CONDITIONS - 1:
            break
        regions = widest(longer, sought)
    return precise


def widest(longer: list, sought: Sought) -> list[Region]:
    """The best of these rules, no more than a few of which end with the same column."""
    kept, ends, seen = [], {}, set()
    for _, region, last in sorted(longer, key=lambda each: -each[0]):
        rule = tuple(sorted((*region.rule, last), key=lambda each: (each.column, each.low, each.high)))
        if rule in seen or ends.get(last.column, 0) >= OF_A_COLUMN:
            continue
        seen.add(rule)
        ends[last.column] = ends.get(last.column, 0) + 1
        kept.append(within(region, last, sought))
        if len(kept) == WIDTH:
            break
    return kept


@dataclass(frozen=True)
class Cuts:
    """The columns, and where they are cut."""

    columns: tuple[Column, ...]
    cuts: tuple[Cut, ...]

    def met(self, rule: Rule, chosen: np.ndarray) -> np.ndarray:
        """Which of the chosen rows meet a rule."""
        for each in rule:
            chosen = chosen[self.cuts[each.column].holds(self.columns[each.column].values[chosen], each)]
        return chosen

    def words(self, rule: Rule) -> tuple[str, ...]:
        return tuple(self.cuts[each.column].words(each) for each in rule)


def prepared(columns: list[Column], rows: Rows) -> tuple[Cuts, Sought]:
    """The columns cut, and what rules are sought on; of columns that are cut alike the first."""
    learnt = ~halves(rows)
    frauds, others = np.flatnonzero(learnt & rows.is_fraud), np.flatnonzero(learnt & ~rows.is_fraud)
    weight = max(len(others) / SAMPLE, 1)
    others = np.sort(np.random.default_rng(1).choice(others, round(len(others) / weight), replace=False))
    chosen, is_fraud = np.concatenate([frauds, others]), np.repeat([True, False], [len(frauds), len(others)])
    found = {}
    for column in columns:
        part = Column(column.name, column.group, column.values[chosen], column.categories)
        cut_at = cut(part, is_fraud)
        on = cut_at.step(part.values)
        found.setdefault(on.tobytes(), (column, cut_at, on))
    kept, cuts, steps = zip(*found.values())
    steps, is_category = np.array(steps), np.array([bool(column.categories) for column in kept])
    return Cuts(kept, cuts), Sought(steps[:, : len(frauds)], rows.fraud_type[frauds], steps[:, len(frauds) :], weight, is_category)


def candidates(sought: Sought) -> list[Rule]:
    """Precise rules for the frauds of all typologies together and of each."""
    typologies = [np.ones(len(sought.typology), bool)]
    typologies += [sought.typology == code for code in np.unique(sought.typology)]
    return sorted(set().union(*(followed(each, sought) for each in typologies if each.sum() >= LEAST)), key=lambda rule: (len(rule), str(rule)))


def alone(cuts: Cuts, sought: Sought) -> list[Alone]:
    """The columns by how well each tells by itself, the best first; learnt on every other row."""
    found = []
    for column, frauds, others in zip(cuts.columns, sought.frauds, sought.others):
        learnt = [np.bincount(part[::2], minlength=STEPS) for part in (frauds, others)]
        rate = (learnt[0] + RARE) / (learnt[0] + learnt[1] * sought.weight + 1)
        found.append(Alone(column.name, area(rate, *(np.bincount(part[1::2], minlength=STEPS) for part in (frauds, others)))))
    return sorted(found, key=lambda each: -each.auc)


@dataclass(frozen=True)
class Covered:
    """Which rows of the sought ones each rule covers, as bits."""

    frauds: np.ndarray
    others: np.ndarray

    def added(self, frauds: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How many more rows each rule covers than these."""
        return tuple(np.bitwise_count(bits & ~done).sum(axis=1, dtype=np.int64) for bits, done in [(self.frauds, frauds), (self.others, others)])


def covered(rules: list[Rule], sought: Sought) -> Covered:
    def packed(steps: np.ndarray) -> np.ndarray:
        bits = [np.packbits(meets(steps, rule)) for rule in rules]
        return np.array(bits, np.uint8).reshape(len(rules), -(-steps.shape[1] // 8))

    return Covered(packed(sought.frauds), packed(sought.others))


def in_order(rules: list[Rule], by: Covered, weight: float, is_precise: Callable[[Rule], bool]) -> list[Rule]:
    """The rules that are joined: each time the one that adds most, if what it adds is precise."""
    frauds, others = np.zeros(by.frauds.shape[1], np.uint8), np.zeros(by.others.shape[1], np.uint8)
    chosen, seen = [], np.zeros(len(rules), bool)
    while len(chosen) < MOST_JOINED:
        hits, misses = by.added(frauds, others)
        adds = (hits >= LEAST) & (hits >= PRECISION * (hits + misses * weight)) & ~seen
        if not adds.any():
            break
        best = int(np.argmax(np.where(adds, hits, -1)))
        seen[best] = True
        if is_precise(rules[best]):
            chosen.append(rules[best])
            frauds, others = frauds | by.frauds[best], others | by.others[best]
    return chosen


@dataclass(frozen=True)
class Trial:
    """Customers whom rules are tried on."""

    rows: Rows
    cuts: Cuts
    tried: np.ndarray

    @property
    def frauds(self) -> int:
        return int(np.count_nonzero(self.rows.is_fraud[self.tried]))

    def hits(self, rule: Rule) -> np.ndarray:
        return self.cuts.met(rule, self.tried)

    def found(self, rule: Rule) -> Found:
        hits = self.hits(rule)
        frauds = hits[self.rows.is_fraud[hits]]
        each = np.bincount(self.rows.fraud_type[frauds], minlength=len(self.rows.typologies))
        typologies = {self.rows.typologies[code]: int(each[code]) for code in np.argsort(-each, kind="stable") if each[code]}
        return Found(self.cuts.words(rule), len(frauds) / self.frauds, len(frauds) / max(len(hits), 1), typologies)

    def borne_out(self, rules: list[Rule]) -> list[Rule]:
        """Those that are precise in what they add to the ones before."""
        kept, seen = [], np.zeros(len(self.rows.is_fraud), bool)
        for rule in rules:
            hits = self.hits(rule)
            new = hits[~seen[hits]]
            if len(new) and self.rows.is_fraud[new].mean() >= PRECISION:
                seen[new] = True
                kept.append(rule)
        return kept

    def union(self, rules: list[Rule]) -> Union:
        best, seen = Union([], 0.0, 0.0), np.zeros(len(self.rows.is_fraud), bool)
        found = []
        for rule in rules:
            seen[self.hits(rule)] = True
            found.append(self.found(rule))
            hits, frauds = np.count_nonzero(seen), np.count_nonzero(seen & self.rows.is_fraud)
            if hits and frauds >= PRECISION * hits:
                best = Union(list(found), frauds / self.frauds, frauds / hits)
        return best

    def short(self, rules: list[Rule]) -> Found:
        """The rule that finds most of these, among those that are precise enough."""
        precise = [found for found in map(self.found, rules) if found.precision >= SHORT_PRECISION]
        return max(precise, key=lambda found: found.recall, default=Found((), 0.0, 0.0, {}))


def search(columns: list[Column], rows: Rows) -> Searched:
    """The best rules over these columns, and how well they do on customers that are held out."""
    cuts, sought = prepared(columns, rows)
    rules = candidates(sought)
    by = covered(rules, sought)
    held_out = halves(rows)
    learnt = np.flatnonzero(~held_out)
    check, trial = (Trial(rows, cuts, np.flatnonzero(held_out & (rows.customer % 4 == quarter))) for quarter in (0, 2))

    def is_precise(rule: Rule) -> bool:
        """Whether a rule is so in all rows, not only in the sample that it was found in."""
        return rows.is_fraud[cuts.met(rule, learnt)].mean() >= PRECISION

    hits, misses = by.added(np.uint8(0), np.uint8(0))
    short = [at for at in np.argsort(-hits) if len(rules[at]) <= SHORT and hits[at] >= SHORT_PRECISION * (hits[at] + misses[at] * sought.weight)]
    return Searched(
        union=trial.union(check.borne_out(in_order(rules, by, sought.weight, is_precise))),
        short=trial.short([rules[at] for at in short[:TRIED]]),
        columns=alone(cuts, sought),
    )
