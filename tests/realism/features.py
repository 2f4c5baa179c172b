"""What a detector may know about each row, as arrays, in groups that build on each other.

`ROW`: what the row says by itself. `HISTORY`: its columns that come from the customer's earlier rows, and the
bank's decision. `TABLES`: what the tables say about the customer, account, card and device. `GRAPH`: what shows
across customers: who the payee is and who else pays it, who shares the device or address, where money moves on.
`ALONE` is measured column by column only: ids, addresses, times and the presence of columns.

Every feature is as of its row's time: only rows before it count. The columns are those that the data
dictionary has, so that a new one is judged without a change here.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute

SQL = Path(__file__).parent / "sql"
ROW, HISTORY, TABLES, GRAPH, ALONE = "row", "history", "tables", "graph", "alone"
# What adversary/structure derives: as of the row's time, and with what comes later.
STRUCTURE, WHOLE = "structure", "whole"

# Columns of a transaction that come from those before it, or from the bank's decision, which looks at those.
OF_HISTORY = {
    "distance_from_last_txn_km", "time_since_last_txn_min", "transactions_last_1h", "transactions_last_24h",
    "transactions_last_7d", "accumulated_amount_1h", "accumulated_amount_24h", "accumulated_amount_7d",
    "new_beneficiary", "beneficiary_age_days", "new_device", "device_age_days", "credits_since_last", "balance_after",
    "status", "refusal_reason", "fraud_score",
}

LOCAL = "timestamp AT TIME ZONE 'America/Sao_Paulo'"
# Features derived from single columns of a transaction.
DERIVED = {
    "hour of timestamp": f"hour({LOCAL})",
    "minute of the day of timestamp": f"60 * hour({LOCAL}) + minute({LOCAL})",
    "weekday of timestamp": f"isodow({LOCAL})",
    "day of timestamp": f"day({LOCAL})",
    "second of timestamp": "second(timestamp)",
    "microsecond of timestamp": "epoch_us(timestamp) % 1000000",
    "centavos of amount": "(amount % 1) * 100",
    "roundness of amount": "CASE WHEN amount % 100 = 0 THEN 3 WHEN amount % 10 = 0 THEN 2 WHEN amount % 1 = 0 THEN 1 ELSE 0 END",
    "network of ip_address": "split_part(ip_address, '.', 1)::INT",
}

# Tables whose facts are joined: their alias in joined.sql, and their group.
JOINED = [
    ("customers", "customers", "c", TABLES),
    ("accounts", "accounts", "a", TABLES),
    ("cards", "cards", "k", TABLES),
    ("devices", "devices", "d", TABLES),
    ("paid merchants", "merchants", "m", GRAPH),
    ("paid accounts", "accounts", "pa", GRAPH),
    ("paid customers", "customers", "pc", GRAPH),
]
TABLES_READ = {table for _, table, _, _ in JOINED} | {"transactions"}
# What a row says itself, or what only distinguishes towns or customers.
NOT_JOINED = {
    "municipality", "municipality_code", "latitude", "longitude", "bank_name", "card_type", "card_brand",
    "merchant_name", "merchant_category", "mcc_code", "mcc_risk_level",
}
HOME_KM = """12742 * asin(least(1, sqrt(
    sin(radians(c.latitude - t.geolocation_lat) / 2) ** 2
    + cos(radians(c.latitude)) * cos(radians(t.geolocation_lat)) * sin(radians(c.longitude - t.geolocation_lon) / 2) ** 2)))"""
# Features that combine tables.
COMBINED = {
    "kilometres from home": (TABLES, HOME_KM),
    "amount to income": (TABLES, "t.amount / c.monthly_income"),
    "amount to limit of the card": (TABLES, "t.amount / k.credit_limit"),
    "device of another customer": (TABLES, "d.customer_id != t.customer_id"),
    "payee in another state": (GRAPH, "coalesce(pc.state, m.state) != c.state"),
}
# What customers may share.
SHARED = {"payee": "beneficiary_kind || beneficiary_id", "device": "device_id", "address": "ip_address"}

Dictionary = dict[str, list[dict]]


@dataclass(frozen=True)
class Column:
    """A feature of all rows: numbers with NaN for null, or codes of categories with -1 for null."""

    name: str
    group: str
    values: np.ndarray
    categories: tuple[str, ...] = ()
    # Whether it is a column of transactions, or derived from one alone.
    single: bool = False


@dataclass(frozen=True)
class Rows:
    """All transactions of a dataset, in the order of their ids."""

    columns: list[Column]
    customer: np.ndarray
    # Microseconds.
    time: np.ndarray
    is_fraud: np.ndarray
    # Codes of typologies, -1 for none. A decoy is not fraud but imitates it.
    fraud_type: np.ndarray
    decoy_of: np.ndarray
    typologies: tuple[str, ...]

    def singles(self) -> list[Column]:
        return [column for column in self.columns if column.single]

    def of(self, groups: tuple[str, ...]) -> list[Column]:
        return [column for column in self.columns if column.group in groups]


def feature(name: str, kind: str) -> str | None:
    """SQL for a column as a feature, or None for text."""
    match kind:
        case "category":
            return f"{name}::VARCHAR"
        case "timestamp(us, UTC)":
            return f"epoch_us({name})::DOUBLE"
        case "int64":
            return f"{name}::DOUBLE"
        case "int32" | "float32" | "decimal(15,2)" | "boolean":
            return f"{name}::FLOAT"
    return None


def single_features(dictionary: Dictionary) -> dict[str, tuple[str, str]]:
    """What single columns of transactions say: the group of each feature, and SQL for it."""
    features = {}
    for column in dictionary["transactions"]:
        name, kind, role = column["name"], column["type"], column["role"]
        if role == "label":
            continue
        # No model can learn from these: later rows have other values.
        alone = role == "id" or kind == "timestamp(us, UTC)" or name == "ip_address"
        group = ALONE if alone else HISTORY if name in OF_HISTORY else ROW
        if sql := feature(name, kind):
            features[name] = (group, sql)
        if column["nullable"]:
            # Trees see nulls of the other columns by themselves.
            features[f"presence of {name}"] = (ROW if role == "id" else ALONE, f"({name} IS NOT NULL)::FLOAT")
    told = {column["name"] for column in dictionary["transactions"]}
    return features | {name: (ROW, f"({sql})::FLOAT") for name, sql in DERIVED.items() if name.rpartition(" of ")[2] in told}


def joined_features(dictionary: Dictionary) -> dict[str, tuple[str, str]]:
    """What the tables say that a transaction refers to, dates as days before it."""
    features = {name: (group, f"({sql})::FLOAT") for name, (group, sql) in COMBINED.items()}
    for title, table, alias, group in JOINED:
        for column in dictionary[table]:
            name, kind = column["name"], column["type"]
            if column["role"] != "feature" or name in NOT_JOINED:
                continue
            if kind in ("date", "timestamp(us, UTC)"):
                features[f"{title}.{name}"] = (group, f"((epoch(t.timestamp) - epoch({alias}.{name})) / 86400)::FLOAT")
            elif sql := feature(f"{alias}.{name}", kind):
                features[f"{title}.{name}"] = (group, sql)
    return features


def fetch(connection: duckdb.DuckDBPyConnection, features: dict[str, tuple[str, str]], source: str, single: bool = False) -> list[Column]:
    """The features of a source that has every transaction as t."""
    selected = ", ".join(f'{sql} AS "{name}"' for name, (_, sql) in features.items())
    table = connection.sql(f"SELECT {selected} {source} ORDER BY t.transaction_id").to_arrow_table()
    columns = (column(name, group, table[name], single) for name, (group, _) in features.items())
    return [found for found in columns if found]


def column(name: str, group: str, data: pa.ChunkedArray, single: bool) -> Column | None:
    """Numbers, or codes; None for one that is the same in all rows."""
    data = data.combine_chunks()
    if pa.compute.count_distinct(data, mode="all").as_py() < 2:
        return None
    if pa.types.is_string(data.type):
        encoded = data.dictionary_encode()
        return Column(name, group, codes(encoded.indices), tuple(encoded.dictionary.to_pylist()), single)
    return Column(name, group, data.to_numpy(zero_copy_only=False), (), single)


def codes(indices: pa.Array) -> np.ndarray:
    return indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)


def across_customers(connection: duckdb.DuckDBPyConnection, shared: dict[str, str] = SHARED, source: str = "FROM transactions t") -> list[Column]:
    """What shows only in the rows of all customers together, for each row of a source."""
    sharing, flow = ((SQL / f"{name}.sql").read_text() for name in ("sharing", "flow"))
    columns = []

    def add(title: str, query: str) -> None:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS {query}")
        names = [name for [name, *_] in connection.execute("DESCRIBE found").fetchall() if name != "transaction_id"]
        features = {f"{title}.{name}": (GRAPH, f"found.{name}::FLOAT") for name in names}
        columns.extend(fetch(connection, features, f"{source} LEFT JOIN found ON found.transaction_id = t.transaction_id"))
        connection.execute("DROP TABLE found")

    for title, key in shared.items():
        connection.execute(f"CREATE OR REPLACE TEMP VIEW keyed AS SELECT *, {key} AS key FROM transactions WHERE key IS NOT NULL")
        add(f"others of the {title}", sharing)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE flows AS {flow}")
    for side in ("payer", "payee"):
        add(f"flow of the {side}", f"SELECT * EXCLUDE (side) FROM flows WHERE side = '{side}'")
    connection.execute("DROP TABLE flows")
    return columns


def present(connection: duckdb.DuckDBPyConnection, dictionary: Dictionary) -> Dictionary:
    """The part of the data dictionary that a dataset has, as another version of the command may have made it."""
    found = {}
    for table in TABLES_READ:
        names = {name for [name, *_] in connection.execute(f"DESCRIBE {table}").fetchall()}
        found[table] = [column for column in dictionary[table] if column["name"] in names]
    return found


def read(connection: duckdb.DuckDBPyConnection, dictionary: Dictionary, alone: bool = False) -> Rows:
    """All features of a dataset whose tables are views of the connection; or those of transactions alone, which are fast."""
    dictionary = present(connection, dictionary)
    has_decoys = any(column["name"] == "decoy_of" for column in dictionary["transactions"])
    labels = connection.sql(f"""
        SELECT customer_id, epoch_us(timestamp) AS us, is_fraud, fraud_type::VARCHAR AS fraud_type,
            {"decoy_of" if has_decoys else "NULL"}::VARCHAR AS decoy_of
        FROM transactions ORDER BY transaction_id
        """).to_arrow_table()
    typologies = pa.compute.unique(labels["fraud_type"].filter(labels["is_fraud"])).sort()

    def typology(name: str) -> np.ndarray:
        return codes(pa.compute.index_in(labels[name], typologies).combine_chunks())

    return Rows(
        columns=[
            *fetch(connection, single_features(dictionary), "FROM transactions t", single=True),
            *([] if alone else fetch(connection, joined_features(dictionary), (SQL / "joined.sql").read_text())),
            *([] if alone else across_customers(connection)),
        ],
        customer=labels["customer_id"].to_numpy(),
        time=labels["us"].to_numpy(),
        is_fraud=labels["is_fraud"].to_numpy(),
        fraud_type=np.where(labels["is_fraud"].to_numpy(), typology("fraud_type"), -1),
        decoy_of=typology("decoy_of"),
        typologies=tuple(typologies.to_pylist()),
    )
