"""Money that came to and went from the accounts of the payer and the payee."""

from dataclasses import dataclass

import numpy as np

from .events import Events
from .facts import Feature, Features, Table
from .runs import Runs, codes

HOUR, DAY = 3_600_000_000, 86_400_000_000
SPANS = {"an hour": HOUR, "a day": DAY, "a week": 7 * DAY}


@dataclass(frozen=True)
class Flow:
    """Transactions and credits, as events on accounts."""

    rows: Table
    credits: Table
    came: Events
    went: Events
    # What each transaction took from its account.
    booked: np.ndarray
    # The accounts of the payer and the payee; 0 for none of the dataset.
    sides: dict[str, np.ndarray]

    @property
    def time(self) -> np.ndarray:
        return self.rows.columns["timestamp"]

    @property
    def amount(self) -> np.ndarray:
        return self.rows.columns["amount"]


def flow(rows: Table, credits: Table, booked: np.ndarray) -> Flow:
    time, account = rows.columns["timestamp"], rows.columns["account_id"]
    both = np.concatenate([time, credits.columns["timestamp"]])
    period = int(both.min()), int(both.max())
    came = Events(credits.columns["account_id"], credits.columns["timestamp"], credits.columns["amount"], period)
    moved = booked > 0
    went = Events(account[moved], time[moved], booked[moved], period)
    paid = np.where(rows.is_word("beneficiary_kind", "ACCOUNT"), rows.columns["beneficiary_id"], 0)
    return Flow(rows, credits, came, went, booked, {"payer": account, "payee": paid})


def ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = a / b
    return np.where(np.isfinite(found), found, np.nan)


def last_credit(flow: Flow) -> Features:
    """The last money that came before a payment."""
    last, columns = flow.came.last(flow.sides["payer"], flow.time), flow.credits.columns

    def of(name: str) -> np.ndarray:
        return flow.came.look_up(columns[name], last)

    since = flow.time - of("timestamp")
    yield Feature("minutes since the last credit", since / 6e7)
    yield Feature("remainder of seconds since the last credit", since % 1_000_000)
    yield Feature("amount to the last credit", ratio(flow.amount, of("amount")))
    yield Feature("balance after the last credit", of("balance_after"))
    yield Feature("the last credit came from the payee", of("payer_id") == flow.rows.columns["beneficiary_id"])
    for name in flow.credits.of_type("category"):
        yield Feature(f"{name} of the last credit", of(name), flow.credits.words[name])
    for name in flow.credits.nullable:
        yield Feature(f"presence of {name} of the last credit", ~np.isnan(of(name)))


def lately(flow: Flow, side: str) -> Features:
    """What came to an account and went from it before a payment."""
    account = flow.sides[side]
    for name, span in SPANS.items():
        number, total = flow.came.within(account, flow.time, span)
        # Not the payment itself.
        paid, spent = flow.went.within(account, flow.time - 1, span)
        for title, values in {
            "credits": number,
            "sum of credits": total,
            "payments": paid,
            "sum of payments": spent,
            "passed on of credits": ratio(spent, total),
            "amount to credits": ratio(flow.amount, total),
        }.items():
            yield Feature(f"{title} of the {side} in {name}", np.where(account > 0, values, np.nan))


def before(flow: Flow) -> Features:
    yield from last_credit(flow)
    yield from lately(flow, "payer")
    yield from lately(flow, "payee")
    last = flow.went.last(flow.sides["payee"], flow.time, including=False)
    yield Feature("minutes since the payee paid", (flow.time - np.append(flow.went.time, np.nan)[last]) / 6e7)


def totals(flow: Flow, side: str) -> Features:
    """What an account got and paid in the whole period."""
    account = flow.sides[side].astype(np.int64)
    by_credit, by_row = flow.credits.columns["account_id"].astype(np.int64), flow.rows.columns["account_id"].astype(np.int64)
    count = 1 + int(max(by.max(initial=0) for by in (account, by_credit, by_row)))
    payers = by_credit[Runs(by_credit, by_credit).is_new(codes(flow.credits.columns["payer_id"])) > 0]
    payees = by_row[Runs(by_row, by_row).is_new(codes(flow.rows.columns["beneficiary_id"])) > 0]
    came, went = np.bincount(by_credit, flow.credits.columns["amount"], count), np.bincount(by_row, flow.booked, count)
    for title, values in {
        "credits": np.bincount(by_credit, minlength=count),
        "payments": np.bincount(by_row, minlength=count),
        "payers": np.bincount(payers, minlength=count),
        "payees": np.bincount(payees, minlength=count),
        "money in": came,
        "money out": went,
        "money in to money out": ratio(came, went),
    }.items():
        yield Feature(f"{title} ever of the {side}'s account", np.where(account > 0, values[account], np.nan))


def ever(flow: Flow) -> Features:
    following = flow.came.next(flow.sides["payer"], flow.time)
    yield Feature("minutes to the next credit", (flow.came.look_up(flow.credits.columns["timestamp"], following) - flow.time) / 6e7)
    yield Feature("next credit to the amount", ratio(flow.came.look_up(flow.credits.columns["amount"], following), flow.amount))
    following = flow.went.next(flow.sides["payee"], flow.time)
    yield Feature("minutes until the payee pays", (np.append(flow.went.time, np.nan)[following] - flow.time) / 6e7)
    yield Feature("what the payee pays next to the amount", ratio(np.append(flow.went.amounts, np.nan)[following], flow.amount))
    yield from totals(flow, "payer")
    yield from totals(flow, "payee")
