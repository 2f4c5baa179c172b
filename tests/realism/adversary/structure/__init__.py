"""Structure across tables as features: what a detector could use without knowing how people behave.

Some is known at the time of a row, some only when the period is over. Nothing comes from labels or from what
follows from them. What the features are is told by the data dictionary: every date gives an age, every id its
distance to others of its kind, everything shared its users, all numbers their remainders.
"""

from collections.abc import Iterator

import duckdb
import numpy as np
from features import STRUCTURE, WHOLE, Column, Dictionary

from . import flows, numbers, parties, sharing
from .facts import Feature, Features, Table, read_tables


def known(tables: dict[str, Table]) -> Iterator[tuple[str, Features]]:
    """Features, and when they are known."""
    rows, accounts = tables["transactions"], tables["accounts"]
    booked = np.where(rows.is_word("status", "APPROVED") & ~rows.is_word("type", "CREDIT_CARD"), rows.columns["amount"], 0)
    overdraft = accounts.look_up("overdraft_limit", accounts.place(rows.columns["account_id"]))
    yield STRUCTURE, parties.compared(tables)
    yield STRUCTURE, numbers.remainders(rows)
    yield STRUCTURE, numbers.octets(rows)
    yield STRUCTURE, numbers.order(rows)
    yield STRUCTURE, numbers.balances(rows, booked, overdraft)
    yield WHOLE, numbers.ends(rows)
    shared = sharing.shared(rows)
    yield STRUCTURE, sharing.before(rows, shared)
    yield WHOLE, sharing.ever(rows, tables["customers"], shared)
    flow = flows.flow(rows, tables["credits"], booked)
    yield STRUCTURE, flows.before(flow)
    yield WHOLE, flows.ever(flow)


def column(group: str, feature: Feature) -> Column | None:
    """None for a feature that is the same in all rows."""
    values = np.asarray(feature.values, np.float32)
    present = values[~np.isnan(values)]
    if not len(present) or (len(present) == len(values) and present.min() == present.max()):
        return None
    if feature.words:
        return Column(feature.name, group, np.where(np.isnan(values), -1, values).astype(np.int32), feature.words)
    return Column(feature.name, group, values)


def columns(connection: duckdb.DuckDBPyConnection, dictionary: Dictionary) -> list[Column]:
    """All features, in the order of the transactions' ids."""
    found = (column(group, feature) for group, features in known(read_tables(connection, dictionary)) for feature in features)
    return [each for each in found if each]
