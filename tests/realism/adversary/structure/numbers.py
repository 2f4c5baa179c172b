"""What is left of amounts, times and ids when they are divided, and where rows stand in their order."""

import numpy as np

from .facts import Feature, Features, Table
from .runs import Runs

# Centavos: of a price, and of round sums.
OF_AMOUNTS = (10, 50, 100, 500, 1_000, 5_000, 10_000)
OF_TIMES = {"a millisecond": 1_000, "a second": 1_000_000}
OF_IDS = (2, 10, 64)
# Columns that may repeat from a customer's payment to the next.
REPEATED = ("amount", "geolocation_lat", "account_id", "device_id", "ip_address", "type", "channel")


def remainders(rows: Table) -> Features:
    for name in rows.of_type("decimal(15,2)"):
        centavos = np.rint(rows.columns[name] * 100)
        for divisor in OF_AMOUNTS if name == "amount" else (100,):
            yield Feature(f"remainder of {name} by {divisor} centavos", centavos % divisor)
    for name, divisor in OF_TIMES.items():
        yield Feature(f"remainder of timestamp by {name}", rows.columns["timestamp"] % divisor)
    for name in rows.of_type("int64"):
        for divisor in OF_IDS:
            yield Feature(f"remainder of {name} by {divisor}", rows.columns[name] % divisor)


def octets(rows: Table) -> Features:
    """The four numbers of an IP address."""
    parts = np.array([word.split(".") for word in rows.words["ip_address"]], float).reshape(-1, 4)
    address = rows.columns["ip_address"]
    place = np.where(np.isnan(address), -1, address).astype(np.int64)
    for at in range(4):
        yield Feature(f"number {at + 1} of ip_address", np.append(parts[:, at], np.nan)[place])


def order(rows: Table) -> Features:
    """Steps of ids from a customer's payment to the next, and from a session's first one."""
    customer = Runs(rows.columns["customer_id"].astype(np.int64), rows.columns["timestamp"].astype(np.int64))
    ids = rows.columns[rows.key]
    yield Feature(f"step of {rows.key} from the customer's last", ids - customer.previous(ids))
    yield Feature(f"{rows.key} minus session_id", ids - rows.columns["session_id"])
    for name in REPEATED:
        yield Feature(f"{name} is that of the customer's last", rows.columns[name] == customer.previous(rows.columns[name]))


def balances(rows: Table, booked: np.ndarray, overdraft: np.ndarray) -> Features:
    """How much of the balance a payment takes."""
    amount, after = rows.columns["amount"], rows.columns["balance_after"]
    before = after + booked
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = {
            "balance before": before,
            "amount to the balance before": amount / before,
            "balance after to that before": after / before,
            "amount to what may be spent": amount / (before + overdraft),
        }
    for name, values in shares.items():
        yield Feature(name, np.where(np.isfinite(values), values, np.nan))


def ends(rows: Table) -> Features:
    """The days to the nearer end of the period."""
    time = rows.columns["timestamp"]
    yield Feature("days to the nearer end of the period", np.minimum(time - time.min(), time.max() - time) / 86.4e9)
