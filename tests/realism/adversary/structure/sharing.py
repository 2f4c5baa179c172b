"""What payments share: who else uses an account, a device, an address, a place or a payee, before and ever."""

from dataclasses import dataclass

import numpy as np

from .facts import Feature, Features, Table
from .runs import Runs, codes

DAY = 86_400_000_000
# Of one row; of the payee, whose kind matters; and those that go with another.
NO_KEYS = {"transaction_id", "beneficiary_id", "card_number_hash", "merchant_id"}
# Keys that stop for good when a fraud is reported: how long they go on is known only by what follows from labels.
STOPPED = {"customer_id", "account_id", "card_id"}
# A session is over before anything could be learnt from it afterwards.
NOT_EVER = STOPPED | {"session_id"}


@dataclass(frozen=True)
class Shared:
    """The rows of a key, those of a key and a customer, and which are the first of a customer."""

    title: str
    runs: Runs
    own: Runs
    is_new: np.ndarray


def network(rows: Table, parts: int) -> np.ndarray:
    """The first parts of an IP address, as codes."""
    names = {}
    of_word = [names.setdefault(tuple(word.split(".")[:parts]), len(names)) for word in rows.words["ip_address"]]
    address = rows.columns["ip_address"]
    return np.append(np.array(of_word, float), np.nan)[np.where(np.isnan(address), -1, address).astype(np.int64)]


def keys(rows: Table) -> dict[str, np.ndarray]:
    """What rows may share, as codes: every id of transactions, the payee, the address and where it is, the place."""
    columns = rows.columns
    ids = [name for name in rows.of_type("int64") if rows.roles[name] == "id" and name not in NO_KEYS]
    return {name: codes(columns[name]) for name in ids} | {
        "payee": codes(columns["beneficiary_kind"], columns["beneficiary_id"]),
        "address": codes(columns["ip_address"]),
        "network of 24 bits": codes(network(rows, 3)),
        "network of 16 bits": codes(network(rows, 2)),
        "place": codes(columns["geolocation_lat"], columns["geolocation_lon"]),
    }


def shared(rows: Table) -> list[Shared]:
    time, customer = (rows.columns[name].astype(np.int64) for name in ("timestamp", "customer_id"))
    found = []
    for title, key in keys(rows).items():
        runs = Runs(key, time)
        own = runs if title in STOPPED else Runs(np.where(key < 0, -1, key * (int(customer.max()) + 1) + customer), time)
        found.append(Shared(title, runs, own, runs.is_new(customer)))
    return found


def before(rows: Table, found: list[Shared]) -> Features:
    """What is known at the time of a row."""
    time, amount = rows.columns["timestamp"], rows.columns["amount"]
    for key in found:
        title, runs, own = key.title, key.runs, key.own
        gap = time - runs.previous(time)
        yield Feature(f"minutes since the last payment of the {title}", gap / 6e7)
        yield Feature(f"remainder of seconds since the last payment of the {title}", gap % 1_000_000)
        yield Feature(f"amount to the last of the {title}", amount / runs.previous(amount))
        yield Feature(f"earlier payments of the {title}", runs.before())
        yield Feature(f"days since the first payment of the {title}", runs.since_first())
        if own is not runs:
            yield Feature(f"minutes since the customer's last payment of the {title}", (time - own.previous(time)) / 6e7)
            yield Feature(f"amount to the customer's last of the {title}", amount / own.previous(amount))
            yield Feature(f"earlier payments of the customer and {title}", own.before())
            yield Feature(f"customers of the {title}", runs.spread(runs.running(key.is_new) + key.is_new[runs.order]))
            yield Feature(f"new customers of the {title} in a day", runs.within(key.is_new, DAY))
            yield Feature(f"new customers of the {title} in a week", runs.within(key.is_new, 7 * DAY))


def ever(rows: Table, customers: Table, found: list[Shared]) -> Features:
    """What is known when the period is over."""
    home = customers.place(rows.columns["customer_id"])
    users = {
        "customers": codes(rows.columns["customer_id"]),
        "towns": codes(customers.look_up("municipality_code", home)),
        "devices": codes(rows.columns["device_id"]),
        "addresses": codes(rows.columns["ip_address"]),
    }
    for key in found:
        if key.title in NOT_EVER:
            continue
        yield Feature(f"payments ever of the {key.title}", key.runs.ever())
        yield Feature(f"payments ever of the customer and {key.title}", key.own.ever())
        yield Feature(f"days of life of the {key.title}", key.runs.lasts())
        yield Feature(f"amount to the mean ever of the {key.title}", rows.columns["amount"] * key.runs.ever() / key.runs.total(rows.columns["amount"]))
        for name, user in users.items():
            yield Feature(f"{name} ever of the {key.title}", key.runs.total(key.runs.is_new(user)))
