"""How well a single column tells fraud from the rest, by SQL, to be compared with a report's figures.

`rank`: the order of its numbers, in the better direction, nulls before or after all. `level`: the fraud rate of
each of its values (numbers in a hundred bins, null as a separate value), learnt on half of the customers and
tested on the other half.
"""

from dataset import ask, dictionary

NUMERIC = ("int32", "int64", "float32", "decimal(15,2)", "timestamp(us, UTC)", "boolean")

# Features derived from a single column.
DERIVED = {
    "hour of timestamp": "hour(timestamp AT TIME ZONE 'America/Sao_Paulo')",
    "weekday of timestamp": "isodow(timestamp AT TIME ZONE 'America/Sao_Paulo')",
    "day of timestamp": "day(timestamp AT TIME ZONE 'America/Sao_Paulo')",
    "second of timestamp": "second(timestamp)",
    "microsecond of timestamp": "epoch_us(timestamp) % 1000000",
    "centavos of amount": "(amount % 1) * 100",
    "roundness of amount": "CASE WHEN amount % 100 = 0 THEN 3 WHEN amount % 10 = 0 THEN 2 WHEN amount % 1 = 0 THEN 1 ELSE 0 END",
    "presence of session_id": "session_id IS NULL",
    "presence of device_id": "device_id IS NULL",
    "presence of merchant_id": "merchant_id IS NULL",
}


def number(name, kind):
    return f"epoch_us({name})" if kind.startswith("timestamp") else f"{name}::DOUBLE"


FEATURES = {column["name"]: column["type"] for column in dictionary()["transactions"] if column["role"] == "feature"}
SCORES = {name: number(name, kind) for name, kind in FEATURES.items() if kind in NUMERIC} | {
    name: f"({expression})::DOUBLE" for name, expression in DERIVED.items()
}
# Values as they are if they are few, bins if they are many.
LEVELS = {name: name for name, kind in FEATURES.items() if kind not in NUMERIC} | SCORES


def auc(connection, score, source, label="is_fraud"):
    """The area under the curve of a score: how often a fraud has a higher one than another row."""
    [[area]] = ask(connection, f"""
        WITH levels AS (
            SELECT {score} AS score, count(*) FILTER ({label}) AS frauds, count(*) FILTER (NOT is_fraud) AS others
            FROM {source} GROUP BY ALL
        ), below AS (
            SELECT *, coalesce(sum(others) OVER (ORDER BY score ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS lower FROM levels
        )
        SELECT sum(frauds * (lower + others / 2)) / (sum(frauds) * sum(others)) FROM below
        """)
    return 0.5 if area is None else float(area)


def rank_auc(connection, name):
    """With nulls before and after all others, in the better direction."""
    areas = [auc(connection, f"coalesce({SCORES[name]}, {null})", "rows") for null in ("-1e300", "1e300")]
    return max(max(area, 1 - area) for area in areas)


def learn(connection, name):
    """Gives each row of the held-out customers the fraud rate of its value among the others."""
    many = f"SELECT count(DISTINCT {LEVELS[name]}) > 300 FROM rows"
    level = LEVELS[name]
    if name in SCORES and ask(connection, many) == [(True,)]:
        ask(connection, f"CREATE OR REPLACE TEMP TABLE edges AS SELECT list_distinct(quantile_disc({level}, [i / 100 FOR i IN range(1, 100)])) AS cuts FROM rows")
        level = f"CASE WHEN {level} IS NOT NULL THEN len(list_filter((SELECT cuts FROM edges), lambda cut: cut < {level})) END"
    ask(connection, f"CREATE OR REPLACE TEMP TABLE leveled AS SELECT customer_id % 2 = 0 AS apart, {level} AS level, is_fraud, fraud_type FROM rows")
    ask(connection, """
        CREATE OR REPLACE TEMP TABLE scored AS
        WITH rates AS (SELECT level, (sum(is_fraud::INT) + 0.02) / (count(*) + 1) AS rate FROM leveled WHERE NOT apart GROUP BY ALL)
        SELECT coalesce(rate, 0.02) AS score, is_fraud, fraud_type
        FROM leveled LEFT JOIN rates ON leveled.level IS NOT DISTINCT FROM rates.level
        WHERE apart
        """)
