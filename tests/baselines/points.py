"""Rules that a bank might start with, each worth points; a task that lacks a rule's columns goes without it."""

import re

import accounts
import numpy as np
from task import Task

PAYMENTS = {
    "a new payee gets most of the balance": (3, "new_beneficiary AND amount > 0.7 * (amount + balance_after)"),
    "a new payee gets much": (2, "new_beneficiary AND amount > 1000"),
    "money that just came goes to a new payee": (2, "new_beneficiary AND credits_since_last >= amount"),
    "a new device pays": (2, "device_age_days < 2 AND amount > 300"),
    "many payments in an hour": (2, "transactions_last_1h >= 3"),
    "much in a day": (1, "accumulated_amount_24h > 5000"),
    "much at an unusual time": (2, "unusual_time AND amount > 500"),
    "far away soon after": (2, "distance_from_last_txn_km > 100 AND time_since_last_txn_min < 120"),
    "the card's code is wrong": (3, "NOT cvv_validated"),
    "a card online without the holder": (1, "NOT auth_3ds AND amount > 300"),
    "a merchant of high risk": (1, "mcc_risk_level = 'HIGH' AND amount > 300"),
    "the bank's score": ("fraud_score / 15", "fraud_score > 0"),
}
ACCOUNTS = {
    "money passes through in a day": (3, "passed_on_24h > 0.5 AND received > 3"),
    "many payers from outside": (2, "outside_payers > 10"),
    "many payers in a week": (2, "most_payers_7d > 4"),
    "opened lately": (2, "days_open < 400"),
    "a device of many accounts": (2, "accounts_of_device > 3"),
    "an address of many accounts": (1, "accounts_of_address > 8"),
    "more comes in than is earned": (2, "amount_received > 12 * monthly_income"),
}


def predict(task: Task) -> tuple[np.ndarray, np.ndarray]:
    connection = task.connect()
    if task.kind == "graph":
        connection.execute(f"CREATE VIEW scored AS FROM ({accounts.SQL}) SEMI JOIN test USING (account_id)")
    else:
        connection.execute("CREATE VIEW scored AS FROM test")
    names = {name for [name, *_] in connection.execute("DESCRIBE scored").fetchall()}
    rules = [rule for rule in (ACCOUNTS if task.kind == "graph" else PAYMENTS).values() if columns(rule[1]) <= names]
    points = " + ".join(f"CASE WHEN {condition} THEN {worth} ELSE 0 END" for worth, condition in rules)
    found = connection.sql(f"SELECT {task.key}, ({points})::DOUBLE FROM scored").fetchnumpy()
    return tuple(np.asarray(values) for values in found.values())


def columns(condition: str) -> set[str]:
    """The columns that a condition asks for: its words in lower case."""
    return set(re.findall(r"\b[a-z][a-z0-9_]+\b", condition))
