"""Features of structure: what they count, that they see no future, and that planted seams between tables are found."""

import judge
import numpy as np
import pytest
from dataset import dictionary, generate
from features import STRUCTURE, WHOLE

from . import structure
from .report import look
from .structure.events import Events
from .structure.facts import LEFT_OUT, read_tables
from .structure.runs import Runs, codes

# Two runs, 0 and 1, and a row without a key; the third row is the latest.
RUNS = Runs(np.array([0, 1, 0, -1, 0, 1]), np.array([10, 20, 50, 60, 30, 21]))
VALUES = np.array([1.0, 2, 3, 4, 5, 6])


def same(found, expected):
    return np.array_equal(found, np.array(expected, float), equal_nan=True)


def test_runs_know_what_came_before_and_ever():
    none = np.nan
    assert same(RUNS.previous(VALUES), [none, none, 5, none, 1, 2])
    assert same(RUNS.before(), [0, 0, 2, none, 1, 1])
    assert same(RUNS.ever(), [3, 2, 3, none, 3, 2])
    assert same(RUNS.total(VALUES), [9, 8, 9, none, 9, 8])
    assert same(RUNS.within(VALUES, 20), [0, 0, 5, none, 1, 2])
    assert same(RUNS.spread(RUNS.running(VALUES)), [0, 0, 6, none, 1, 2])


def test_the_first_row_of_each_user_is_new_to_a_run():
    assert same(RUNS.is_new(np.array([7, 8, 7, 7, 9, -1])), [1, 1, 0, 0, 1, 0])


def test_codes_tell_combinations_apart():
    found = codes(np.array([1.5, 1.5, -2, 1.5, np.nan]), np.array([3.0, 4, 3, 3, 3]))
    assert found[0] == found[3] and len(set(found[:3])) == 3 and found[4] == -1


def test_events_are_those_of_the_account():
    events = Events(np.array([2, 1, 1]), np.array([30, 10, 20]), np.array([5.0, 1, 2]), (0, 100))
    account, time = np.array([1, 1, 2, 3, 0]), np.array([20, 9, 99, 50, 50])
    assert same(events.look_up(np.array([30, 10, 20]), events.last(account, time)), [20, np.nan, 30, np.nan, np.nan])
    assert same(events.look_up(np.array([30, 10, 20]), events.next(account, time)), [np.nan, 10, np.nan, np.nan, np.nan])
    number, total = events.within(account, time, 10)
    assert same(number[:3], [2, 0, 0]) and same(total[:3], [3, 0, 0])


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("small") / "data", transactions=120_000, days=60, fraud_rate=0.02)


def test_no_label_is_read(small):
    tables = read_tables(small.connect(), dictionary())
    assert not LEFT_OUT & tables.keys()
    for name, table in tables.items():
        assert not {column["name"] for column in dictionary()[name] if column["role"] == "label"} & table.columns.keys()


def test_what_is_known_at_the_time_sees_only_what_came_before(small):
    whole, cut = small.connect(), small.connect()
    [[moment]] = whole.execute("SELECT epoch_us(quantile_disc(timestamp, 0.6)) FROM transactions").fetchall()
    for table in ("transactions", "credits"):
        cut.execute(f"CREATE OR REPLACE VIEW {table} AS FROM read_parquet('{small.folder}/{table}/*.parquet') WHERE epoch_us(timestamp) < {moment}")
    time = whole.sql("SELECT epoch_us(timestamp) AS us FROM transactions ORDER BY transaction_id").fetchnumpy()["us"]
    found = {column.name: column for column in structure.columns(whole, dictionary())}
    early = {column.name: column for column in structure.columns(cut, dictionary())}
    known = [name for name, column in early.items() if column.group == STRUCTURE]
    assert len(known) > 200 and {column.group for column in found.values()} == {STRUCTURE, WHOLE}
    for name in known:
        assert np.array_equal(words(early[name], slice(None)), words(found[name], time < moment), equal_nan=not early[name].categories), name


def words(column, chosen):
    return np.array([*column.categories, ""])[column.values[chosen]] if column.categories else column.values[chosen]


# Labels as if by lot, which nothing can tell.
BY_LOT = "hash(transaction_id) % 50 = 0"
SEAMS = {
    "none": {},
    # The device is first seen a whole number of minutes before.
    "remainder": {
        "transactions": "SELECT t.* REPLACE (CASE WHEN is_fraud AND device_id IS NOT NULL"
        " THEN timestamp - to_microseconds((epoch_us(timestamp) - epoch_us(first_seen)) % 60000000) ELSE timestamp END AS timestamp)"
        " FROM dealt t LEFT JOIN devices USING (device_id)",
    },
    # Money comes in at the same microsecond.
    "credit": {
        "credits": "SELECT * FROM credited UNION ALL BY NAME SELECT 1000000000 + transaction_id AS credit_id, account_id, customer_id,"
        " timestamp, 'TRANSFER' AS kind, amount, balance_after FROM dealt WHERE is_fraud",
    },
    # The payee is the customer with the next id.
    "neighbour": {
        "transactions": "SELECT t.* REPLACE (CASE WHEN is_fraud AND next > 0 THEN 'ACCOUNT' ELSE beneficiary_kind::VARCHAR END AS beneficiary_kind,"
        " CASE WHEN is_fraud AND next > 0 THEN next ELSE beneficiary_id END AS beneficiary_id) FROM dealt t"
        " LEFT JOIN (SELECT customer_id - 1 AS customer_id, min(account_id) AS next FROM accounts GROUP BY ALL) USING (customer_id)",
    },
}
TOLD_BY = {"remainder": "remainder of minutes since device.first_seen", "credit": "credit", "neighbour": "minus"}


class Planted:
    """A dataset with labels by lot, and a seam that tells them."""

    def __init__(self, dataset, seam):
        self.dataset, self.seam = dataset, seam

    def connect(self):
        connection = self.dataset.connect()
        for name, table in (("dealt", "transactions"), ("credited", "credits")):
            connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{self.dataset.folder}/{table}/*.parquet')")
        connection.execute(
            f"CREATE OR REPLACE VIEW dealt AS SELECT * REPLACE ({BY_LOT} AS is_fraud, CASE WHEN {BY_LOT} THEN 'PLANTED' END AS fraud_type)"
            f" FROM read_parquet('{self.dataset.folder}/transactions/*.parquet')"
        )
        for table, query in ({"transactions": "FROM dealt"} | SEAMS[self.seam]).items():
            connection.execute(f"CREATE OR REPLACE VIEW {table} AS {query}")
        return connection


@pytest.mark.parametrize("seam", SEAMS)
def test_planted_seams_are_found_and_no_others(small, seam):
    found = look(judge.read(Planted(small, seam)))
    if seam == "none":
        assert found.known.union.recall < 0.01 and found.whole.union.recall < 0.01
        assert found.strata == []
    else:
        assert found.known.union.recall > 0.3 and found.known.union.precision > 0.9
        assert any(TOLD_BY[seam] in condition for condition in found.known.union.rules[0].conditions)
