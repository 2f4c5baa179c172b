"""The records agree with each other: every rule is a query that finds the rows that break it.

The queries are the files of `coherence/`; each begins with its rule. They read the tables as written, and:

* `payments`: transactions with `us` (microseconds UTC), `local_time` (Brasília's) and `booked` (what left the account);
* `states`: codes of states by IBGE, Receita Federal, Anatel and Correios, for checks of addresses;
* `bank_holidays` (Febraban, 2025).
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from dataset import ask

HERE = Path(__file__).parent
RULES = sorted((HERE / "coherence").glob("*.sql"))
BANK_HOLIDAYS = [
    date(2025, month, day)
    for month, day in [
        (1, 1), (3, 3), (3, 4), (4, 18), (4, 21), (5, 1), (6, 19), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25)
    ]
]

PAYMENTS = """
CREATE TABLE payments AS
SELECT *, epoch_us(timestamp) AS us, timestamp AT TIME ZONE 'America/Sao_Paulo' AS local_time,
    CASE WHEN status = 'APPROVED' AND type != 'CREDIT_CARD' THEN amount ELSE 0 END AS booked
FROM transactions
"""
STATES = f"""
CREATE TABLE states AS
SELECT * REPLACE (
    [code::INT FOR code IN string_split(area_codes, '|')] AS area_codes,
    [[edge::INT FOR edge IN string_split(range, '-')] FOR range IN string_split(postal_codes, '|')] AS postal_codes
)
FROM read_csv('{HERE}/states.csv', types = {{'area_codes': 'VARCHAR', 'postal_codes': 'VARCHAR'}})
"""


def prepared(dataset, statements):
    connection = dataset.connect()
    spec = dataset.manifest["spec"]
    first = date.fromisoformat(spec["start"])
    for statement in [
        *statements,
        f"SET VARIABLE first_day = DATE '{first}'",
        f"SET VARIABLE last_day = DATE '{first + timedelta(spec['days'] - 1)}'",
    ]:
        ask(connection, statement)
    ask(connection, "CREATE TABLE bank_holidays AS SELECT unnest($days) AS day", {"days": BANK_HOLIDAYS})
    return connection


def check(connection, rule):
    """Asserts that no row breaks a rule, or shows some."""
    query = rule.read_text()
    ask(connection, f"CREATE OR REPLACE TEMP TABLE found AS {query}")
    [[count]] = ask(connection, "SELECT count(*) FROM found")
    shown = [row for [row] in ask(connection, "SELECT found::VARCHAR FROM found LIMIT 5")]
    assert count == 0, "\n".join([query.splitlines()[0], f"{count} rows:", *shown])


@pytest.fixture(scope="module")
def tables(small):
    return prepared(small["parquet"], [PAYMENTS, STATES])


@pytest.fixture(scope="module")
def people(population):
    return prepared(population, [STATES])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_rule(tables, rule):
    check(tables, rule)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.stem.startswith("customer_")], ids=lambda rule: rule.stem)
def test_rule_of_a_large_population(people, rule):
    check(people, rule)


def test_the_number_of_transactions_is_exact(tables, small):
    assert ask(tables, "SELECT count(*) FROM payments") == [(small["parquet"].manifest["spec"]["transactions"],)]


def test_the_fraud_rate_is_met(tables, small):
    [[rate]] = ask(tables, "SELECT avg(is_fraud::INT) FROM payments")
    assert rate == pytest.approx(small["parquet"].manifest["spec"]["fraud_rate"], rel=0.02)
