"""When customers pay and where they are: memory and bursts, comings and goings, travel."""

import numpy as np
from figure import ASSUMED, Figure

# Customers with fewer payments may pause for as long as those who have stopped.
REGULAR = 52
PAUSE_DAYS = 60
WEEK_DAYS = 7
# Weeks that a customer must be there for, so that weekly counts say something.
WEEKS = 26
TABLES = {
    "everyday": """
        SELECT t.*, t.timestamp AT TIME ZONE 'America/Sao_Paulo' AS local_time, latitude, longitude
        FROM transactions t JOIN customers USING (customer_id) WHERE NOT is_fraud
        """,
    "habits": f"""
        SELECT min(local_time)::DATE - min(min(local_time)::DATE) OVER () AS begun,
            max(max(local_time)::DATE) OVER () - max(local_time)::DATE AS stopped
        FROM everyday GROUP BY customer_id HAVING count(*) >= {REGULAR}
        """,
    "terminals": """
        WITH places AS (
            SELECT customer_id, epoch_us(timestamp) AS us, radians(latitude::DOUBLE) AS home_lat, radians(longitude::DOUBLE) AS home_lon,
                radians(geolocation_lat::DOUBLE) AS lat, radians(geolocation_lon::DOUBLE) AS lon
            FROM everyday WHERE channel = 'POS' AND geolocation_lat IS NOT NULL
        ), pairs AS (
            SELECT *, lag(lat) OVER each AS last_lat, lag(lon) OVER each AS last_lon, (us - lag(us) OVER each) / 3600e6 AS hours
            FROM places WINDOW each AS (PARTITION BY customer_id ORDER BY us)
        )
        SELECT hours,
            12742 * asin(sqrt(sin((lat - home_lat) / 2) ** 2 + cos(lat) * cos(home_lat) * sin((lon - home_lon) / 2) ** 2)) AS from_home,
            12742 * asin(sqrt(sin((lat - last_lat) / 2) ** 2 + cos(lat) * cos(last_lat) * sin((lon - last_lon) / 2) ** 2)) AS from_last
        FROM pairs
        """,
    # Payments that customers decide to make on a day, not bills, by whole week of the period.
    "weeks": f"""
        SELECT customer_id, (local_time::DATE - first) // {WEEK_DAYS} AS week, count(*) AS payments
        FROM everyday, (SELECT min(local_time)::DATE AS first, max(local_time)::DATE AS last FROM everyday)
        WHERE type NOT IN ('BOLETO', 'AUTO_DEBIT') AND (local_time::DATE - first) // {WEEK_DAYS} < (last - first + 1) // {WEEK_DAYS}
        GROUP BY ALL
        """,
}


def weekly(connection):
    """Each customer's weekly counts from the first to the last, and what the common calendar makes expect."""
    found = connection.execute("FROM weeks").fetchnumpy()
    customers, rows = np.unique(found["customer_id"], return_inverse=True)
    counts = np.zeros((len(customers), int(found["week"].max()) + 1))
    counts[rows, found["week"]] = found["payments"]
    calendar = counts.sum(axis=0)
    for row in counts:
        there = np.flatnonzero(row)
        own, common = row[there[0] : there[-1] + 1], calendar[there[0] : there[-1] + 1]
        if len(own) >= WEEKS:
            yield own, own.sum() * common / common.sum()


def variance_to_mean(connection):
    """The variance of weekly counts around the expected ones, of that of chance: 1 if payments were independent."""
    weeks = list(weekly(connection))
    # Those that a customer's own mean takes away are given back.
    squares = sum(((own - expected) ** 2).sum() * len(own) / (len(own) - 1) for own, expected in weeks)
    return squares / sum(expected.sum() for _, expected in weeks)


def memory(connection):
    """The correlation of a week's surplus with that of the week before, of an average customer."""
    return np.mean([correlation((own - expected) / np.sqrt(expected)) for own, expected in weekly(connection)])


def correlation(surplus):
    # As its mean is nearly zero, it is lower by one of the number of weeks.
    return (surplus[1:] * surplus[:-1]).sum() / (surplus**2).sum() + 1 / len(surplus)


def a_year(what):
    return f"SELECT avg(({what} > {PAUSE_DAYS})::INT) / (SELECT (max(local_time)::DATE - min(local_time)::DATE + 1) / 365 FROM everyday) FROM habits"


FIGURES = [
    Figure("customers who begin after two months, a year", a_year("begun"), 0.01, 0.12, ASSUMED),
    Figure("customers who stop before the last two months, a year", a_year("stopped"), 0.01, 0.1, ASSUMED),
    Figure("variance of weekly counts, of their mean", variance_to_mean, 1.5, 3.0, ASSUMED),
    Figure("memory of weekly counts, from week to week", memory, 0.1, 0.4, ASSUMED),
    Figure("purchases in person over 100 km from home", "SELECT avg((from_home > 100)::INT) FROM terminals", 0.002, 0.04, "assumption: travel"),
    Figure(
        "purchases in person that would need over 900 km/h",
        "SELECT count(*) FILTER (from_last > 1 AND from_last > 900 * hours) / count(hours) FROM terminals",
        0.0, 0.0, "no one travels faster",
    ),
]
