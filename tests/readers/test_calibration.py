"""Published Brazilian figures, which `fraudgen report` states with their source, tolerance and query, against whole
datasets, measured by DuckDB and printed side by side with `pytest -s`.

A tolerance also covers the noise of a dataset of this size: a customer's payments are alike, so what counts is
thousands of customers, not millions of payments. Everyday figures exclude payments labelled as fraud, because
the fraud rate of a training set is not the world's.
"""

import pytest
from dataset import ask

# The columns that the queries read: a table of these is faster than a view.
COLUMNS = """
    type, amount, channel, status, card_id, card_entry, installments, device_id, beneficiary_id, beneficiary_kind, merchant_category,
    kind, state, monthly_income, local_time
    """

# The topics, each measured by a test.
TOPICS = {"payments", "credits", "fraud", "people", "accounts", "cards", "devices", "merchants"}
# Figures that the generator does not meet, and why, in the order of the report.
NOT_MET = {
    "payments": {
        "credit card invoice, mean": "A customer has half of the published number of payments, each of the published mean.",
        "credit card invoice of persons with up to one minimum wage": "Likewise.",
        "South, of Pix": "Persons of all regions use Pix alike, and 15 % of them live in the South.",
        "Pix a month of a customer": "How many payments a customer has is up to the spec: by default, a year's are 360.",
        "salaries in November and December, of the other months'": "At this rate of fraud many accounts are blocked by then.",
        "micro and small, of merchants": "A size is one among the merchants of a trade and town: the largest is large.",
        "merchants that open in a year": "Fewer open and close.",
        "merchants that close in a year": "Likewise.",
    },
    "fraud": {
        "debit card, mean of approved fraud": "Swapped and cloned cards are used until they are blocked.",
        "online, of card fraud's value": "Typologies are as frequent as complaints to banks, not as card fraud is for acquirers.",
    },
    "people": {
        "persons of 65 years or more": "Ages are those of the profiles; most are of younger people.",
        "companies, of customers": "They make as many payments as published, so they are fewer.",
        "municipality of São Paulo, of persons": "All residents of a state live in those of its municipalities that are listed.",
        "municipality of Fortaleza, of persons": "Likewise.",
        "Pix keys a customer": "An account has one key at most.",
        "CREDIT, of cards": "Every account has a debit card, every other one a credit card, and every customer a prepaid card.",
        "DEBIT, of cards": "Likewise.",
        "PREPAID, of cards": "Likewise.",
        "persons with a credit card": "Likewise.",
        "persons with a phone only": "More customers pay by computer, some for a day by one that is not theirs.",
    },
}
# Figures of few cases: the report's margin of error is added to the tolerance.
OF_FEW_CASES = {"companies', of scam money"}


@pytest.fixture(scope="module")
def payments(year, year_report):
    connection = year.connect()
    ask(connection, year_report["calibration"]["view"])
    ask(connection, f"CREATE TABLE everyday AS SELECT {COLUMNS} FROM payments")
    ask(connection, "DROP VIEW payments")
    ask(connection, "ALTER TABLE everyday RENAME TO payments")
    return connection


def unmet(connection, figures):
    """Measures figures, prints them, and names those that are not met."""
    print(f"\n\n{'figure':52}{'published':>10}{'±':>9}{'measured':>11}      source")
    unmet = []
    for figure in figures:
        [[measured]] = ask(connection, figure["sql"])
        published, tolerance = figure["published"], figure["tolerance"]
        if figure["name"] in OF_FEW_CASES:
            tolerance += figure["margin"]
        met = abs(float(measured) - published) <= tolerance
        line = f"{figure['name']:52}{published:10.2f}{tolerance:9.2f}{measured:11.2f}"
        print(f"{line}  {'  ' if met else '✗ '}  {figure['source']}")
        if not met:
            unmet.append(figure["name"])
    return unmet


def of(report, *topics):
    figures = [figure for figure in report["calibration"]["figures"] if figure["topic"] in topics]
    assert {figure["topic"] for figure in figures} == set(topics)
    return figures


def test_payments(payments, year_report):
    assert unmet(payments, of(year_report, "payments", "credits", "merchants")) == list(NOT_MET["payments"])


def test_fraud(payments, year_report):
    assert unmet(payments, of(year_report, "fraud")) == list(NOT_MET["fraud"])


def test_people(population, year_report):
    assert unmet(population.connect(), of(year_report, "people", "accounts", "cards", "devices")) == list(NOT_MET["people"])


def test_every_figure_has_a_topic_and_a_source(year_report):
    figures = year_report["calibration"]["figures"]
    assert len(figures) > 120
    assert {figure["topic"] for figure in figures} == TOPICS
    assert all(figure["source"] and figure["tolerance"] >= 0 for figure in figures)


def test_the_fraud_rate_is_that_of_the_spec(payments, year):
    [[rate]] = ask(payments, "SELECT avg(is_fraud::INT) FROM transactions")
    assert rate == pytest.approx(year.manifest["spec"]["fraud_rate"], rel=0.025)
