"""Shares, means and quantiles against published Brazilian figures, printed side by side with `pytest -s`.

A tolerance covers what a sample of this size cannot hold: customers differ, so that thousands of them, not
millions of payments, are what counts. `relative` ones are parts of the target. Everyday figures leave out
the labelled rows, because the fraud rate of a training set is not the world's.
"""

from dataclasses import dataclass

import pytest
from dataset import ask


@dataclass
class Figure:
    """A quantity of the data, and what was published."""

    name: str
    query: str
    target: float
    tolerance: float
    source: str
    relative: bool = False

    @property
    def room(self):
        return self.tolerance * (self.target if self.relative else 1)


def share(condition, of):
    return f"SELECT 100 * avg(({condition})::INT) FROM payments WHERE {of}"


def mean(of, amount="amount"):
    return f"SELECT avg({amount}) FROM payments WHERE {of}"


PERSON_PIX = "type = 'PIX' AND kind = 'PERSON'"
COMPANY_PIX = "type = 'PIX' AND kind = 'COMPANY'"
WEEKDAY = "isodow(local_time) < 6"

BCB = "BCB, Febraban, Abecs 2024"
# Billions of payments in 2024.
INSTRUMENTS = {"PIX": 63.8, "CREDIT_CARD": 19.8, "DEBIT_CARD": 16.7, "PREPAID_CARD": 9.2, "BOLETO": 4.2, "TED": 0.82}
ALL = ", ".join(f"'{name}'" for name in INSTRUMENTS)

PAYMENTS = [
    *[
        Figure(f"{name}, % of payments", share(f"type = '{name}'", f"type IN ({ALL})"), 100 * count / sum(INSTRUMENTS.values()), 1, BCB)
        for name, count in INSTRUMENTS.items()
    ],
    Figure("Pix of persons below R$100, %", share("amount < 100", PERSON_PIX), 68.2, 1.5, "fit to BCB 2020–22"),
    Figure("Pix of persons below R$200, %", share("amount < 200", PERSON_PIX), 93.1, 1, "BCB 2020–22"),
    Figure("Pix of persons, 99th percentile", f"SELECT quantile_cont(amount, 0.99) FROM payments WHERE {PERSON_PIX}", 3_700, 0.15, "BCB Sep 2025", True),
    Figure("Pix of persons, mean", mean(PERSON_PIX), 257, 0.1, "BCB Dec 2022", True),
    Figure("Pix of companies from R$2,000, %", share("amount >= 2000", COMPANY_PIX), 18.6, 3, "BCB 2020–22"),
    Figure("Pix of companies, 99th percentile", f"SELECT quantile_cont(amount, 0.99) FROM payments WHERE {COMPANY_PIX}", 15_000, 0.2, "BCB Sep 2025", True),
    Figure("Pix of companies, mean", mean(COMPANY_PIX), 1_531, 0.15, "derived", True),
    Figure("Pix below R$100, %", share("amount < 100", "type = 'PIX'"), 61, 2, "BCB 2020–22"),
    Figure("Pix, mean", mean("type = 'PIX'"), 416, 0.1, "BCB 2024: 410 to 421", True),
    Figure("Pix of companies, % of Pix", share("kind = 'COMPANY'", "type = 'PIX'"), 12.5, 1.5, "BCB H1 2025"),
    Figure("Pix person to person, % of Pix", share("kind = 'PERSON' AND beneficiary_kind != 'MERCHANT'", "type = 'PIX'"), 45, 2, "BCB H1 2025"),
    Figure("Pix in round reais, % (heaping)", share("amount % 1 = 0", PERSON_PIX), 40, 20, "assumption"),
    Figure("credit cards, mean", mean("type = 'CREDIT_CARD'"), 136.59, 0.03, "Abecs H1 2024", True),
    Figure("debit cards, mean", mean("type = 'DEBIT_CARD'"), 59.81, 0.03, "Abecs H1 2024", True),
    Figure("prepaid cards, mean", mean("type = 'PREPAID_CARD'"), 40.91, 0.03, "Abecs H1 2024", True),
    Figure("boleto, mean", mean("type = 'BOLETO'"), 1_476, 0.1, "2024", True),
    Figure("TED, mean", mean("type = 'TED'"), 50_000, 0.2, "BCB 2023–24: 45,625 to 52,500", True),
    Figure("contactless, % of card payments in person", share("card_entry = 'CONTACTLESS'", "channel = 'POS'"), 72.8, 1.5, "Abecs Q3 2025"),
    Figure("typed in online, % of card value", "SELECT 100 * sum(amount) FILTER (channel = 'ECOMMERCE') / sum(amount) FROM payments WHERE card_id IS NOT NULL", 22.6, 4, "Abecs 2024: R$946 bn"),
    Figure("instalments, % of credit value", "SELECT 100 * sum(amount) FILTER (installments > 1) / sum(amount) FROM payments WHERE type = 'CREDIT_CARD'", 42.3, 4, "Abecs 2024"),
    Figure("up to six times, % of instalments", share("installments <= 6", "installments > 1"), 65.3, 3, "Abecs 2024"),
    Figure("by app, % of persons' payments by app or web", share("channel != 'WEB_BANKING'", "device_id IS NOT NULL AND kind = 'PERSON'"), 92, 3, "Febraban 2024"),
    Figure("by web, % of companies' payments by app or web", share("channel = 'WEB_BANKING'", "device_id IS NOT NULL AND kind = 'COMPANY'"), 79, 5, "Febraban 2024"),
    Figure("after 17 h, % of Pix on weekdays", share("hour(local_time) >= 17", f"type = 'PIX' AND {WEEKDAY}"), 38, 1.5, "Nubank 2021"),
    Figure("last minute of the day, of the mean", "SELECT 1440 * avg((hour(local_time) = 23 AND minute(local_time) = 59)::INT) FROM payments WHERE type = 'PIX'", 0.26, 0.1, "BCB: 8,000 against 30,000"),
    Figure("busiest hour before 15 h", "SELECT mode(hour(local_time)) FROM payments WHERE type = 'PIX' AND hour(local_time) < 15", 12, 0, "press"),
    Figure("busiest hour from 15 h", "SELECT mode(hour(local_time)) FROM payments WHERE type = 'PIX' AND hour(local_time) >= 15", 18, 1, "press"),
    Figure("Monday to Friday, % of Pix", share(WEEKDAY, "type = 'PIX'"), 77, 2, "BCB 2020–22"),
    *[
        Figure(f"{name}, % of Pix", share(f"isodow(local_time) = {day}", "type = 'PIX'"), target, 0.1, "BCB 2020–22", True)
        for day, (name, target) in enumerate(
            [("Monday", 15.4), ("Tuesday", 15.4), ("Wednesday", 15.4), ("Thursday", 15.4), ("Friday", 15.4), ("Saturday", 13), ("Sunday", 10)], 1
        )
    ],
    Figure("fifth business day, of the mean day of Pix", """
        WITH days AS (SELECT local_time::DATE AS day, count(*) AS payments FROM payments WHERE type = 'PIX' GROUP BY ALL),
        ranked AS (
            SELECT day, rank() OVER (PARTITION BY month(day) ORDER BY day) AS nth FROM days
            WHERE isodow(day) < 6 AND day NOT IN ('2025-01-01', '2025-03-03', '2025-03-04', '2025-05-01', '2025-04-18', '2025-04-21')
        )
        SELECT avg(payments) FILTER (nth = 5) / (SELECT avg(payments) FROM days) FROM days LEFT JOIN ranked USING (day)
        """, 1.45, 0.1, "BCB 2023–25: 1.4 to 1.5"),
    Figure("weekend, mean Pix of a weekday's", f"SELECT avg(amount) FILTER (NOT {WEEKDAY}) / avg(amount) FILTER ({WEEKDAY}) FROM payments WHERE type = 'PIX'", 0.35, 0.1, "BCB 2021"),
    Figure("TED on Monday and Tuesday, of other days' mean", "SELECT 1.5 * avg((isodow(local_time) <= 2)::INT) / avg((isodow(local_time) > 2)::INT) FROM payments WHERE type = 'TED'", 1.15, 0.12, "Nubank: highest"),
]

FRAUD = [
    Figure("fraud rate, %", "SELECT 100 * avg(is_fraud::INT) FROM transactions", 2, 0.05, "the spec"),
    Figure("card fraud, mean of approved", "SELECT avg(amount) FROM transactions WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND status = 'APPROVED'", 263.5, 0.1, "Abecs Q3 2025", True),
    Figure("fake call centre, lost per victim", "SELECT avg(amount_lost) FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL' AND amount_lost > 0", 2_540, 0.15, "Silverguard 2025", True),
    Figure("recovered, % of Pix scams' value", "SELECT 100 * sum(amount_recovered) / sum(amount_lost) FROM fraud_cases WHERE fraud_type IN ('FALSA_CENTRAL', 'CONTA_TOMADA')", 8, 2, "BCB 2024–25: 7 to 9"),
    Figure("accepted, % of Pix claims", "SELECT 100 * avg((decision = 'ACCEPTED')::INT) FROM fraud_cases WHERE fraud_type IN ('FALSA_CENTRAL', 'CONTA_TOMADA') AND reported_at IS NOT NULL", 38, 4, "BCB H1 2025"),
    Figure("card claims within 45 days, %", "SELECT 100 * avg((reported_at <= last_event_at + INTERVAL 45 DAY)::INT) FROM fraud_cases WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND reported_at IS NOT NULL", 90, 4, "Koin, Visa"),
    Figure("mules', % of collecting accounts' cases", "SELECT 100 * avg((beneficiary_role = 'MULE')::INT) FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL'", 27, 10, "DICT 2024"),
]

INCOME = "FROM customers WHERE kind = 'PERSON'"
# Millions of clients at the end of 2025.
BANKS = {
    "104": 158.1, "260": 112.0, "237": 110.5, "341": 100.3, "001": 82.0, "033": 70.6, "323": 68.8, "380": 66.9, "077": 41.9, "290": 33.9,
}
LISTED = ", ".join(f"'{code}'" for code in BANKS)
PHONES = "starts_with(device_type, 'SMARTPHONE')"

PEOPLE = [
    Figure("income, mean", f"SELECT avg(monthly_income) {INCOME}", 3_225, 0.03, "PNAD 2024", True),
    Figure("income, Gini", f"""
        SELECT 2 * sum(rank * monthly_income) / (count(*) * sum(monthly_income)) - (count(*) + 1) / count(*)
        FROM (SELECT monthly_income::DOUBLE AS monthly_income, row_number() OVER (ORDER BY monthly_income) AS rank {INCOME})
        """, 0.506, 0.015, "PNAD 2024"),
    *[
        Figure(f"income in {uf}, of the mean", f"SELECT avg(monthly_income) FILTER (state = '{uf}') / avg(monthly_income) {INCOME}", per_capita / 2_069, 0.08, "PNAD 2024", True)
        for uf, per_capita in {"SP": 2_662, "DF": 3_444, "MG": 2_001, "BA": 1_366, "MA": 1_077, "RS": 2_608}.items()
    ],
    *[
        Figure(f"{uf}, % of persons", f"SELECT 100 * avg((state = '{uf}')::INT) {INCOME}", target, 0.3, "IBGE 2022")
        for uf, target in {
            "SP": 21.88, "MG": 10.11, "RJ": 7.91, "BA": 6.96, "PR": 5.64, "RS": 5.36, "PE": 4.46, "CE": 4.33, "PA": 4.0, "SC": 3.75,
        }.items()
    ],
    *[
        Figure(f"{brand}, % of credit cards", f"SELECT 100 * avg((card_brand = '{brand}')::INT) FROM cards WHERE card_type = 'CREDIT'", target, 0.5, "BCB 2023")
        for brand, target in {"MASTERCARD": 61.1, "VISA": 32.1, "ELO": 4.3}.items()
    ],
    Figure("MASTERCARD, % of debit cards", "SELECT 100 * avg((card_brand = 'MASTERCARD')::INT) FROM cards WHERE card_type = 'DEBIT'", 39.5, 0.5, "BCB 2023"),
    *[
        Figure(f"{kind}, % of Pix keys", f"SELECT 100 * avg((pix_key_type = '{kind}')::INT) FROM accounts WHERE pix_key_type IS NOT NULL", target, 1, "DICT 2024")
        for kind, target in {"ALEATORIA": 48.1, "TELEFONE": 18.4, "CPF": 17.3}.items()
    ],
    *[
        Figure(f"bank {code}, % of the ten largest", f"SELECT 100 * avg((bank_code = '{code}')::INT) FROM accounts WHERE bank_code IN ({LISTED})", 100 * clients / sum(BANKS.values()), 0.5, "BCB Q4 2025")
        for code, clients in BANKS.items()
    ],
    Figure("accounts a customer", "SELECT (SELECT count(*) FROM accounts) / (SELECT count(*) FROM customers)", 2.4, 0.5, "assumption: 2 to 5 banks an adult"),
    *[
        Figure(f"{maker}, % of phones", f"SELECT 100 * avg((manufacturer = '{maker}')::INT) FROM devices WHERE {PHONES}", target, 1, "survey 2025")
        for maker, target in {"Samsung": 40, "Apple": 27, "Motorola": 16, "Xiaomi": 14}.items()
    ],
]


@pytest.fixture(scope="module")
def everyday(year):
    connection = year.connect()
    ask(connection, """
        CREATE TABLE payments AS
        SELECT transaction_id, type, amount, channel, card_id, card_entry, installments, device_id, beneficiary_kind, kind,
            timestamp AT TIME ZONE 'America/Sao_Paulo' AS local_time
        FROM transactions JOIN (SELECT customer_id, kind FROM customers) USING (customer_id)
        WHERE NOT is_fraud
        """)
    return connection


@pytest.fixture(scope="module")
def people(population):
    return population.connect()


@pytest.fixture(scope="module", autouse=True)
def report():
    """The table, once all figures are measured."""
    lines = []
    yield lines
    print(f"\n\n{'figure':52}{'target':>10}{'±':>9}{'measured':>11}      source")
    print("\n".join(lines))


def compare(connection, figure, report):
    [[measured]] = ask(connection, figure.query)
    measured = float(measured)
    met = abs(measured - figure.target) <= figure.room
    report.append(
        f"{figure.name:52}{figure.target:10.2f}{figure.room:9.2f}{measured:11.2f}  {'  ' if met else '✗ '}  {figure.source}"
    )
    assert met, f"{figure.name}: {measured:.3f}, should be {figure.target:.3f} ± {figure.room:.3f} ({figure.source})"


def named(figures):
    return pytest.mark.parametrize("figure", figures, ids=lambda figure: figure.name)


@named(PAYMENTS)
def test_payments(everyday, report, figure):
    compare(everyday, figure, report)


@named(FRAUD)
def test_fraud(everyday, report, figure):
    compare(everyday, figure, report)


@named(PEOPLE)
def test_people(people, report, figure):
    compare(people, figure, report)
