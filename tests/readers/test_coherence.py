"""The records agree with each other.

A rule of `fraudgen report` has two forms, which share its id: the report's own check, and a query in its JSON for
the ids of the records that break it. Other rules have one form only: a query in `coherence/`, in a file that is
named by the rule's id and begins with the rule. `ONE_FORM` says why. These queries read the tables as written, and:

* `payments`: transactions with `us` (microseconds UTC), `local_time` (Brasília's) and `booked` (what left the account);
* `states`: codes of states by IBGE, Receita Federal, Anatel and Correios, for checks of addresses;
* `bank_holidays` (Febraban, 2025).
"""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from dataset import Dataset, ask, generate, report

HERE = Path(__file__).parent
RULES = {path.stem: path for path in sorted((HERE / "coherence").rglob("*.sql"))}

# Why a rule is a query only, and the report does not check it.
ONE_FORM = {
    "It needs columns of transactions that the report does not read, to be fast.": """
        card-columns channel-location distance-from-last merchant-columns payment-card-attributes pix-columns
        pix-end-to-end-id refusal-reason session
        """,
    "It needs merchants by their ids, which the report does not keep.": """
        merchant-attributes merchant-online merchant-open payment-merchant-attributes terminal-location
        """,
    "It needs rows of customers who may not be in the report's sample.": """
        beneficiary-open case-ring customer-unique ids-consecutive keys-resolve pix-key-of-account
        pix-key-unique
        """,
    "It is about a customer, account, card or device alone: a property of the generator, which no payment shows.": """
        account-primary amount-signs card-number card-replaced customer-address customer-age customer-document customer-email
        device-attributes entity-dates pix-key-type
        """,
    "It is about a fraud case alone, or holds only without label noise.": """
        case-mule case-parties case-remedy label-known-at
        """,
    "It is a rule of banking, not of records that agree with each other.": """
        betting-credit branch-hours business-days card-limit channel-device channel-instrument
        pix-new-device-limit pix-night-limit
        """,
}

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

# What breaks each rule of the report: a table, some of its rows, a column, and its wrong value there.
EVERY = "true"
SOME = "id % 3 = 0"
DAMAGE = {
    "ids-unique": ("customers", EVERY, "customer_id", "customer_id - 1"),
    "payment-customer": ("transactions", SOME, "customer_id", "customer_id + 100000000"),
    "payment-account": ("transactions", SOME, "account_id", "account_id + 100000000"),
    "payment-card": ("transactions", SOME, "card_id", "card_id + 1"),
    "payment-device": ("transactions", SOME, "device_id", "device_id + 700"),
    "payment-beneficiary": ("transactions", SOME, "beneficiary_id", "CASE WHEN type = 'PIX' THEN NULL ELSE -1 END"),
    "payment-merchant": ("transactions", SOME, "merchant_id", "merchant_id + 1"),
    "time-in-period": ("transactions", EVERY, "timestamp", "timestamp + INTERVAL 400 DAY"),
    "account-open": ("accounts", EVERY, "opened_on", "DATE '2025-06-01'"),
    "account-blocked": ("accounts", EVERY, "blocked_at", "TIMESTAMPTZ '2025-06-01 00:00:00+00'"),
    "card-valid": ("cards", EVERY, "expires_on", "DATE '2025-06-30'"),
    "device-seen": ("devices", EVERY, "first_seen", "first_seen + INTERVAL 400 DAY"),
    "unusual-time": ("transactions", SOME, "unusual_time", "NOT unusual_time"),
    "time-since-last": ("transactions", SOME, "time_since_last_txn_min", "time_since_last_txn_min + 1"),
    "window-counts": ("transactions", SOME, "transactions_last_7d", "transactions_last_7d + 1"),
    "window-sums": ("transactions", SOME, "accumulated_amount_1h", "accumulated_amount_1h + 1"),
    "new-beneficiary": ("transactions", SOME, "new_beneficiary", "NOT new_beneficiary"),
    "new-device": ("transactions", SOME, "device_age_days", "device_age_days + 1"),
    "balance-after": ("transactions", SOME, "balance_after", "balance_after + 1"),
    "credits-since-last": ("transactions", SOME, "credits_since_last", "credits_since_last + 1"),
    "payment-books": ("accounts", EVERY, "opening_balance", "opening_balance + 1"),
    "credit-books": ("credits", SOME, "balance_after", "balance_after + 1"),
    "credit-account": ("credits", EVERY, "account_id", "account_id + 100000000"),
    "credit-open": ("credits", SOME, "timestamp", "timestamp - INTERVAL 20000 DAY"),
    "credit-payer": ("credits", SOME, "payer_kind", "'MERCHANT'"),
    "credit-return": ("credits", EVERY, "transaction_id", "transaction_id + 1"),
    "payment-received": ("credits", SOME, "amount", "amount + 1"),
    "credit-paid": ("credits", SOME, "payer_id", "payer_id + 1"),
    "overdraft-limit": ("accounts", EVERY, "overdraft_limit", "overdraft_limit - 5000"),
    "labels-together": ("transactions", EVERY, "is_fraud", "NOT is_fraud"),
    "label-case": ("transactions", EVERY, "fraud_case_id", "fraud_case_id + 1"),
    "case-totals": ("fraud_cases", EVERY, "transactions", "transactions + 1"),
    "case-report": ("fraud_cases", EVERY, "reported_at", "first_event_at"),
}
# Separately: windows are undefined where times are the same.
DISORDER = {"time-distinct": ("transactions", SOME, "timestamp", "date_trunc('month', timestamp)")}


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
    return connection


def check(connection, rule):
    """Asserts that no row breaks a rule, or shows some."""
    query = RULES[rule].read_text()
    ask(connection, f"CREATE OR REPLACE TEMP TABLE found AS {query}")
    [[count]] = ask(connection, "SELECT count(*) FROM found")
    shown = [row for [row] in ask(connection, "SELECT found::VARCHAR FROM found LIMIT 5")]
    assert count == 0, "\n".join([query.splitlines()[0], f"{count} rows:", *shown])


def found_by_query(connection, rules):
    """The number of records that break each rule of a report, and the lowest id, by its query."""
    return {rule["id"]: ask(connection, f"SELECT count(*), min(id) FROM ({rule['sql']})")[0] for rule in rules}


def found_by_report(rules):
    return {rule["id"]: (rule["violations"], rule["example_id"]) for rule in rules}


def damaged(original, folder, damage):
    """A copy of a dataset in which each customer breaks one rule, chosen by id."""
    shutil.copytree(original.folder, folder)
    connection = original.connect()
    tables = {}
    for remainder, (table, where, column, value) in enumerate(damage.values()):
        key = table.removesuffix("s") + "_id"
        rows = f"customer_id % {len(damage)} = {remainder} AND {where.replace('id', key)}"
        tables.setdefault(table, {}).setdefault(column, []).append(f"WHEN {rows} THEN {value}")
    for table, columns in tables.items():
        replaced = ", ".join(f"CASE {' '.join(cases)} ELSE {column} END AS {column}" for column, cases in columns.items())
        for path in original.files(table):
            copy = folder / table / Path(path).name
            query = f"SELECT * REPLACE ({replaced}) FROM read_parquet('{path}')"
            # All in one row group, so that it has all payments of a customer.
            ask(connection, f"COPY ({query}) TO '{copy}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10000000)")
    return Dataset(folder)


@pytest.fixture(scope="module")
def tables(small):
    return prepared(small["parquet"], [PAYMENTS, STATES])


@pytest.fixture(scope="module")
def people(population):
    return prepared(population, [STATES])


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("whole") / "data", transactions=60_000, customers=2_000, fraud_rate=0.05)


@pytest.mark.parametrize("rule", RULES)
def test_rule(tables, rule):
    check(tables, rule)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.startswith("customer-")])
def test_rule_of_a_large_population(people, rule):
    check(people, rule)


def test_a_whole_dataset_breaks_no_rule_of_the_report(tables, small_report):
    rules = small_report["coherence"]
    assert all(rule["checked"] > 0 for rule in rules)
    unbroken = {rule["id"]: (0, None) for rule in rules}
    assert found_by_report(rules) == unbroken
    assert found_by_query(tables, rules) == unbroken


def test_a_rule_has_two_forms_or_a_reason_why_not(small_report):
    ids = [rule["id"] for rule in small_report["coherence"]]
    assert all(re.fullmatch("[a-z]+(-[a-z0-9]+)*", rule) for rule in [*ids, *RULES])
    assert len(ids) == len(set(ids)) and not set(ids) & RULES.keys()
    # A rule of the report is checked by its code and also has a query.
    assert all(rule["rule"] and rule["sql"] for rule in small_report["coherence"])
    explained = [rule for rules in ONE_FORM.values() for rule in rules.split()]
    assert sorted(explained) == sorted(RULES)
    assert all(path.read_text().startswith("-- ") for path in RULES.values())


def test_both_forms_of_a_rule_find_the_same_records(whole, tmp_path):
    dataset = damaged(whole, tmp_path / "data", DAMAGE)
    rules = report(dataset, "--all")["coherence"]
    assert DAMAGE.keys() | DISORDER.keys() == {rule["id"] for rule in rules}
    found = found_by_report(rules)
    assert [rule for rule in DAMAGE if found[rule][0] == 0] == []
    assert found == found_by_query(dataset.connect(), rules)


def test_both_forms_find_payments_at_the_same_time(whole, tmp_path):
    dataset = damaged(whole, tmp_path / "data", DISORDER)
    rules = [rule for rule in report(dataset, "--all")["coherence"] if rule["id"] in DISORDER]
    found = found_by_report(rules)
    assert [rule for rule in DISORDER if found[rule][0] == 0] == []
    assert found == found_by_query(dataset.connect(), rules)


def test_the_number_of_transactions_is_exact(tables, small):
    assert ask(tables, "SELECT count(*) FROM payments") == [(small["parquet"].manifest["spec"]["transactions"],)]


def test_the_fraud_rate_is_met(tables, small):
    [[rate]] = ask(tables, "SELECT avg(is_fraud::INT) FROM payments")
    assert rate == pytest.approx(small["parquet"].manifest["spec"]["fraud_rate"], rel=0.02)
