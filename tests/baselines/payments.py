"""Payments with the features of tests/realism, in its groups, for the tasks whose rows are payments."""

import duckdb
import features
from dataset import dictionary
from features import GRAPH, HISTORY, ROW, TABLES, Dictionary
from task import CONTEXT, LEARN, NEGATIVES, STOP, TEST, Examples, Task

# What is known of the row alone, with the history columns, and with all that customers share.
ALONE, WITH_HISTORY, ACROSS = (ROW,), (ROW, HISTORY), (ROW, HISTORY, TABLES, GRAPH)
LABELS = {"is_fraud", "fraud_type", "label_known_at"}
# Dates that the tables tell as of the cut, but a payment before them could not know.
LATER = ("closed_on", "moved_on", "registered_at")
# At a bank that sees no other, these keys stand for the columns that count a customer's earlier payments, too.
SHARED_AT_BANK = {title: f"bank || '/' || {key}" for title, key in features.SHARED.items()} | {
    "account": "account_id",
    "account and payee": "account_id || '/' || beneficiary_kind || beneficiary_id",
}
# Money that goes to an account of another bank is out of sight there.
SEEN_BY_BANK = "CASE WHEN beneficiary_kind = 'ACCOUNT' AND destination_bank != bank THEN 'EXTERNAL' ELSE beneficiary_kind END AS beneficiary_kind"
CHOSEN = "FROM chosen JOIN transactions t USING (transaction_id)"


def read(task: Task, groups: tuple[str, ...], whole: bool = False) -> Examples:
    """The payments of a task with features of these groups: a quarter of those without fraud to learn from, or all,
    with those of the context between them."""
    connection = task.connect()
    parts = [table for table in ("train", "validation", "test", "context") if table in task.tables]
    by_bank = task.kind == "federated"
    seen = f"REPLACE ({SEEN_BY_BANK})" if by_bank else ""
    kept = f"EXCLUDE ({', '.join(LABELS & set(task.tables['train']))})"
    union = " UNION ALL BY NAME ".join(f"SELECT * {kept if part in ('train', 'validation') else ''} FROM {part}" for part in parts)
    connection.execute(f"CREATE VIEW transactions AS SELECT * {seen} FROM ({union})")
    choose(connection, whole and "context" in parts, 1.0 if whole else NEGATIVES)
    names = set(task.tables["test"])
    who, bank = ("customer_id" if "customer_id" in names else "0"), ("t.bank" if by_bank else "''")
    base = connection.sql(f"SELECT transaction_id, part, chosen.is_fraud, {who} AS customer, epoch_us(timestamp) AS us, {bank} AS bank {CHOSEN} ORDER BY 1").to_arrow_table()
    key, part, is_fraud, customer, time, bank = (column.to_numpy() for column in base.columns)
    told = {table: [column for column in columns if column["name"] in of] for table, columns in dictionary().items() for of in [task.tables.get(table, names)]}
    columns = features.fetch(connection, features.single_features(told), CHOSEN, single=True)
    if GRAPH in groups and by_bank:
        columns += features.across_customers(connection, SHARED_AT_BANK, CHOSEN)
    elif GRAPH in groups:
        columns += features.fetch(connection, joined(told), joined_source())
        columns += features.across_customers(connection, features.SHARED, CHOSEN)
    return Examples(key, part, is_fraud.astype(bool), [column for column in columns if column.group in groups], customer, time, bank)


def choose(connection: duckdb.DuckDBPyConnection, context: bool, negatives: float) -> None:
    """The table of the rows whose features are wanted."""
    lot = f"transaction_id * 2654435761 % 4294967296 < {negatives} * 4294967296"
    queries = [
        f"SELECT transaction_id, '{LEARN}' AS part, is_fraud FROM train WHERE is_fraud OR {lot}",
        f"SELECT transaction_id, '{STOP}', is_fraud FROM validation",
        f"SELECT transaction_id, '{TEST}', false FROM test",
        *([f"SELECT transaction_id, '{CONTEXT}', false FROM context"] if context else []),
    ]
    connection.execute(f"CREATE TABLE chosen AS {' UNION ALL '.join(queries)}")


def joined(told: Dictionary) -> dict[str, tuple[str, str]]:
    """What the tables say that a payment refers to; a date after it is null."""
    found = features.joined_features(told)
    return {name: (group, f"CASE WHEN {sql} >= 0 THEN {sql} END" if name.endswith(LATER) else sql) for name, (group, sql) in found.items()}


def joined_source() -> str:
    """The joins of tests/realism, from the chosen payments; who came after the cut is in no table."""
    joins = (features.SQL / "joined.sql").read_text()
    return joins.replace("FROM transactions t\n", CHOSEN + "\n").replace("\nJOIN", "\nLEFT JOIN")
