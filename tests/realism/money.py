"""Where customers' money comes from, what is left of it, and what repeats."""

from figure import ASSUMED, Figure

# The minimum wage of 2024, a month.
WAGE = 1_412
TABLES = {
    # The customer's account at another bank, where savings are: it pays own transfers.
    "savings": "SELECT DISTINCT customer_id, payer_id AS account FROM credits WHERE kind = 'OWN_TRANSFER' AND payer_kind = 'EXTERNAL'",
    # What payments take from accounts, but for money moved between one's own.
    "spent": """
        SELECT t.*, CASE WHEN status = 'APPROVED' AND type != 'CREDIT_CARD' THEN amount ELSE 0 END AS booked
        FROM transactions t
        LEFT JOIN accounts a ON beneficiary_kind = 'ACCOUNT' AND a.account_id = beneficiary_id
        LEFT JOIN savings s ON beneficiary_kind = 'EXTERNAL' AND s.customer_id = t.customer_id AND account = beneficiary_id
        WHERE a.customer_id IS DISTINCT FROM t.customer_id AND s.customer_id IS NULL
        """,
    "earned": "SELECT * FROM credits WHERE kind IN ('SALARY', 'SALES', 'TRANSFER')",
    # The balance of every account when the period ends.
    "closing": """
        SELECT account_id, coalesce(balance_after, opening_balance) AS balance, opening_balance, customer_id
        FROM accounts LEFT JOIN (
            SELECT account_id, arg_max(balance_after, (timestamp, place, id)) AS balance_after
            FROM (
                SELECT account_id, timestamp, 1 AS place, 0 AS id, balance_after FROM transactions
                UNION ALL SELECT account_id, timestamp, 0, credit_id, balance_after FROM credits
            ) GROUP BY ALL
        ) USING (account_id)
        """,
    # Bills of one payee in at least ten months, never two in a month; not invoices of credit cards.
    # Those go to the banks' own accounts, whose ids follow the others outside the population.
    "series": """
        SELECT customer_id, beneficiary_kind, beneficiary_id, type, count(DISTINCT amount) AS prices
        FROM transactions, (SELECT count(*) AS customers FROM customers)
        WHERE status = 'APPROVED' AND type IN ('BOLETO', 'AUTO_DEBIT')
            AND NOT (beneficiary_kind = 'EXTERNAL' AND beneficiary_id > 12 * customers)
        GROUP BY ALL
        HAVING count(*) >= 10 AND count(*) = count(DISTINCT date_trunc('month', timestamp AT TIME ZONE 'America/Sao_Paulo'))
        """,
}


def of_kind(kind):
    return f"(SELECT customer_id FROM customers WHERE kind = '{kind}')"


def kept(who="true"):
    """Balances at the end, of those at the start, of some persons."""
    return f"SELECT sum(balance) / sum(opening_balance) FROM closing SEMI JOIN (FROM customers WHERE kind = 'PERSON' AND {who}) USING (customer_id)"


FIGURES = [
    Figure(
        "persons' spending of what they earn",
        f"SELECT (SELECT sum(booked) FROM spent WHERE customer_id IN {of_kind('PERSON')})"
        f" / (SELECT sum(amount) FROM earned WHERE customer_id IN {of_kind('PERSON')})",
        0.85, 1.05, "households consume most of their income (IBGE, POF 2017-18: 92.7%)",
    ),
    Figure(
        "companies' spending of their revenue",
        f"SELECT (SELECT sum(booked) FROM spent WHERE customer_id IN {of_kind('COMPANY')})"
        f" / (SELECT sum(amount) FROM earned WHERE customer_id IN {of_kind('COMPANY')})",
        0.75, 1.05, ASSUMED,
    ),
    Figure("persons' balances at the end of the period, of those at its start", kept(), 0.9, 1.3, ASSUMED),
    Figure("balances of persons with up to one minimum wage, likewise", kept(f"monthly_income <= {WAGE}"), 0.8, 1.6, ASSUMED),
    Figure("balances of persons with more than five, likewise", kept(f"monthly_income > 5 * {WAGE}"), 0.8, 1.6, ASSUMED),
    Figure(
        "credit card purchases that are paid by an invoice",
        "SELECT sum(amount) FILTER (beneficiary_kind = 'EXTERNAL' AND beneficiary_id > 12 * customers)"
        " / sum(amount) FILTER (type = 'CREDIT_CARD')"
        " FROM transactions, (SELECT count(*) AS customers FROM customers) WHERE status = 'APPROVED'",
        0.75, 1.0, ASSUMED,
    ),
    Figure(
        "monthly bills with one price, or two in the year",
        "SELECT avg((prices <= 2)::INT) FROM series",
        0.5, 0.9, "rents, subscriptions and instalments are fixed, metered services are not (assumption)",
    ),
    Figure(
        "payments declined for an insufficient balance",
        "SELECT avg((refusal_reason IS NOT DISTINCT FROM 'INSUFFICIENT_BALANCE')::INT) FROM transactions",
        0.001, 0.03, ASSUMED,
    ),
    Figure(
        "money brought in from elsewhere or borrowed, of all that comes in to persons",
        "SELECT sum(amount) FILTER (kind IN ('OWN_TRANSFER', 'LOAN') AND payer_kind != 'ACCOUNT') / sum(amount)"
        f" FROM credits WHERE customer_id IN {of_kind('PERSON')}",
        0.05, 0.25, ASSUMED,
    ),
    Figure(
        "salaries of a person who has one, in a year",
        "SELECT median(salaries) FROM (SELECT customer_id, count(*) AS salaries FROM credits WHERE kind = 'SALARY' GROUP BY ALL)",
        12.0, 15.0, "twelve, and the 13th in two parts (Lei 4.090/1962, Lei 4.749/1965)",
    ),
]
