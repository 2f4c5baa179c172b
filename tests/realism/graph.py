"""Who pays whom: the graph of customers, whose edges are the everyday payments between their accounts.

It is compared with random graphs of the same degrees: the same payers and payees, joined anew.
"""

import numpy as np
from figure import ASSUMED, Figure
from scipy.sparse import coo_matrix

CELL = 64
# Random graphs, whose mean is compared with.
GRAPHS = 5
# The share of customers that are in the tail of in-degrees.
TAIL = 0.05
TABLES = {
    # Approved payments from a customer to the account of another one.
    "paid": """
        SELECT t.customer_id AS payer, a.customer_id AS payee, is_fraud
        FROM transactions t JOIN accounts a ON beneficiary_kind = 'ACCOUNT' AND beneficiary_id = a.account_id
        WHERE status = 'APPROVED' AND t.customer_id != a.customer_id
        """,
    "transfers": """
        SELECT beneficiary_kind = 'ACCOUNT' AS arrives, type IN ('PIX', 'TED') AND beneficiary_kind != 'MERCHANT' AS is_transfer
        FROM transactions WHERE status = 'APPROVED' AND beneficiary_id IS NOT NULL AND NOT is_fraud
        """,
    "far": f"""
        SELECT t.customer_id, beneficiary_id, bool_or(NOT is_fraud) AS legitimate
        FROM transactions t JOIN accounts a ON beneficiary_kind = 'ACCOUNT' AND beneficiary_id = a.account_id
        WHERE status = 'APPROVED' AND (t.customer_id - 1) // {CELL} != (a.customer_id - 1) // {CELL} GROUP BY ALL
        """,
    "received": "SELECT count(*) AS received FROM credits WHERE payer_kind = 'ACCOUNT' AND kind = 'TRANSFER' GROUP BY customer_id",
}


def edges(connection):
    """Payers and payees of the graph, from 0, and the number of customers in it."""
    found = connection.execute("SELECT DISTINCT payer, payee FROM paid WHERE NOT is_fraud ORDER BY ALL").fetchnumpy()
    customers, ends = np.unique(np.concatenate([found["payer"], found["payee"]]), return_inverse=True)
    payers, payees = np.split(ends, 2)
    return payers, payees, len(customers)


def matrix(payers, payees, count):
    """Which customers pay which others; an edge counts once, and none leads to its own payer."""
    others = payers != payees
    joined = coo_matrix((np.ones(others.sum()), (payers[others], payees[others])), (count, count)).tocsr()
    joined.data[:] = 1
    return joined


def reciprocity(joined):
    """Edges with one back, of all."""
    return joined.multiply(joined.T).sum() / joined.nnz


def clustering(joined):
    """Pairs of a customer's neighbours that are neighbours themselves, of all such pairs."""
    near = joined.maximum(joined.T)
    degrees = near.sum(axis=1)
    return near.multiply(near @ near).sum() / np.multiply(degrees, degrees - 1).sum()


def beyond_chance(measure):
    """How often a measure of the graph is what it is in random graphs of the same degrees."""

    def compare(connection):
        payers, payees, count = edges(connection)
        random = np.random.default_rng(1)
        joined_anew = [measure(matrix(payers, random.permutation(payees), count)) for _ in range(GRAPHS)]
        return measure(matrix(payers, payees, count)) / max(np.mean(joined_anew), 1e-9)

    return compare


def tail_exponent(connection):
    """Hill's estimate of the exponent of the tail of in-degrees: the lower, the heavier."""
    _, payees, count = edges(connection)
    degrees = np.sort(np.bincount(payees, minlength=count))[::-1]
    tail = max(int(TAIL * count), 2)
    return 1 / np.mean(np.log(degrees[:tail] / degrees[tail]))


FIGURES = [
    Figure("payments that reach an account of the dataset", "SELECT avg(arrives::INT) FROM transfers", 0.2, 0.6, ASSUMED),
    Figure("transfers between accounts that do", "SELECT avg(arrives::INT) FROM transfers WHERE is_transfer", 0.4, 0.95, ASSUMED),
    Figure(
        "transfers to the hundredth of customers who receive the most",
        "SELECT sum(received) FILTER (place * 100 <= (SELECT count(*) FROM customers)) / sum(received)"
        " FROM (SELECT received, row_number() OVER (ORDER BY received DESC) AS place FROM received)",
        0.05, 0.5, "in payment graphs in-degrees have heavy tails (assumption)",
    ),
    Figure("legitimate edges, of those between groups of 64 customers", "SELECT avg(legitimate::INT) FROM far", 0.95, 1.0, ASSUMED),
    Figure("exponent of the tail of in-degrees", tail_exponent, 1.2, 4.0, "heavy tails: exponents of 2 to 3 are usual (assumption)"),
    Figure("reciprocity, of that of random graphs of the same degrees", beyond_chance(reciprocity), 5.0, 5_000.0, ASSUMED),
    Figure("clustering, of that of random graphs of the same degrees", beyond_chance(clustering), 5.0, 5_000.0, ASSUMED),
]
