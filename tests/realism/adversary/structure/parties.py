"""What the tables say about the parties of a payment, and how the parties compare with each other.

A party is a row of a table that a payment refers to: by a column that is the key of another table, as the
payee, or by such a column of another party. Of each pair of parties everything of the same name is compared.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .facts import Feature, Features, Table

# What is the payer's own, as the parties are called.
PAYER = {"customer", "account", "card", "device"}
# Tables of what happens, not of parties.
EVENTS = {"transactions", "credits"}
DAY = 86_400_000_000
EARTH_KM = 12_742
# Customers are simulated in groups of this many, which a bank would not know.
GROUP = 64


@dataclass(frozen=True)
class Party:
    """The rows of a table that the transactions refer to."""

    title: str
    table: Table
    places: np.ndarray

    def of(self, name: str) -> np.ndarray:
        return self.table.look_up(name, self.places)


def parties(tables: dict[str, Table]) -> list[Party]:
    """The parties of every transaction; those that are the same as another in all rows once."""
    rows = tables["transactions"]
    keys = {table.key: table for name, table in tables.items() if name not in EVENTS}
    found = [Party(key.removesuffix("_id"), table, table.place(rows.columns[key])) for key, table in keys.items() if key in rows.columns]
    paid = np.where(rows.is_word("beneficiary_kind", "ACCOUNT"), rows.columns["beneficiary_id"], np.nan)
    found.append(Party("payee's account", tables["accounts"], tables["accounts"].place(paid)))
    for party in list(found):
        for key in [key for key in keys if key in party.table.columns and key != party.table.key]:
            places = keys[key].place(party.of(key))
            if not any(same(places, other.places) for other in found if other.table is keys[key]):
                found.append(Party(f"{party.title}'s {key.removesuffix('_id')}", keys[key], places))
    return found


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two parties differ nowhere, as far as both are known."""
    return bool(np.all((a == b) | (a < 0) | (b < 0)))


def kilometres(a: tuple[np.ndarray, np.ndarray], b: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    [lat_a, lon_a], [lat_b, lon_b] = (tuple(map(np.radians, place)) for place in (a, b))
    part = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return EARTH_KM * np.arcsin(np.sqrt(np.clip(part, 0, 1)))


def times(found: list[Party], time: np.ndarray) -> Features:
    """The days since the dates of the parties and between those of the payer, and what is left of whole minutes."""
    days = {}
    for party in found:
        for name in party.table.of_type("date", "timestamp(us, UTC)"):
            title, values, is_date = f"{party.title}.{name}", party.of(name), party.table.types[name] == "date"
            if name in party.table.nullable:
                # What happens later to only some is not known yet.
                values = np.where(values * (DAY if is_date else 1) <= time, values, np.nan)
            day = values if is_date else values / DAY
            yield Feature(f"days since {title}", time / DAY - day)
            if party.title in PAYER:
                days[title] = day
            if not is_date:
                yield Feature(f"remainder of minutes since {title}", (time - values) % 60_000_000)
                yield Feature(f"microseconds of {title}", values % 1_000_000)
    for (a, of_a), (b, of_b) in combinations(days.items(), 2):
        yield Feature(f"days from {a} to {b}", of_b - of_a)


def ids(found: list[Party]) -> Features:
    """How near the ids of two parties of one kind are, and where an id stands among those of its customer."""
    for a, b in combinations(found, 2):
        if a.table is b.table:
            first, second = a.of(a.table.key), b.of(b.table.key)
            yield Feature(f"{b.title} minus {a.title}", second - first)
            if a.table.key == "customer_id":
                group = np.where(np.isnan(second), np.nan, (second - 1) // GROUP == (first - 1) // GROUP)
                yield Feature(f"same group of {GROUP}: {a.title}, {b.title}", group)
    for party in found:
        if "customer_id" in party.table.columns and party.table.key != "customer_id":
            owners = party.table.columns["customer_id"].astype(np.int64)
            own = party.table.columns[party.table.key]
            least = np.full(owners.max() + 1, np.inf)
            np.minimum.at(least, owners, own)
            yield Feature(f"place of {party.title} among those of its customer", np.append(own - least[owners], np.nan)[party.places])


def places(found: list[Party], rows: Table) -> Features:
    """The kilometres between where the payment is made and where the parties are."""
    where = [("the payment", (rows.columns["geolocation_lat"], rows.columns["geolocation_lon"]))]
    where += [(party.title, (party.of("latitude"), party.of("longitude"))) for party in found if "latitude" in party.table.columns]
    for (a, of_a), (b, of_b) in combinations(where, 2):
        yield Feature(f"kilometres from {a} to {b}", kilometres(of_a, of_b))


def likeness(found: list[Party]) -> Features:
    """Whether texts and categories of two parties are the same, and how many rows of the table share a text."""
    for a, b in combinations(found, 2):
        if a.table is b.table:
            for name in a.table.of_type("string", "category", "boolean"):
                first, second = a.of(name), b.of(name)
                yield Feature(f"same {name}: {a.title}, {b.title}", np.where(np.isnan(first) | np.isnan(second), np.nan, first == second))
    for party in found:
        for name in party.table.of_type("string"):
            codes, value = party.table.columns[name], party.of(name)
            rows = np.bincount(codes[~np.isnan(codes)].astype(np.int64))
            yield Feature(f"rows that share {party.title}.{name}", np.where(np.isnan(value), np.nan, rows[np.nan_to_num(value).astype(np.int64)]))


def ratios(found: list[Party], amount: np.ndarray) -> Features:
    """The amount by every sum of money that a party has."""
    for party in found:
        for name in party.table.of_type("decimal(15,2)"):
            with np.errstate(divide="ignore", invalid="ignore"):
                ratio = amount / party.of(name)
            yield Feature(f"amount to {party.title}.{name}", np.where(np.isfinite(ratio), ratio, np.nan))


def compared(tables: dict[str, Table]) -> Features:
    rows = tables["transactions"]
    found = parties(tables)
    yield from times(found, rows.columns["timestamp"])
    yield from ids(found)
    yield from places(found, rows)
    yield from likeness(found)
    yield from ratios(found, rows.columns["amount"])
