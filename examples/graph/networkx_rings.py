"""The ring behind the biggest case, with NetworkX: `python networkx_rings.py FOLDER`. Needs `networkx` and `polars`."""

import sys
from pathlib import Path

import networkx as nx
import polars as pl


def load(folder):
    """Accounts with their columns, and the payments between them, each an edge with its columns."""
    accounts = pl.read_parquet(Path(folder, "nodes/account.parquet"))
    payments = pl.read_parquet(Path(folder, "edges/account-pays-account.parquet"))
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((account["node"], account) for account in accounts.iter_rows(named=True))
    graph.add_edges_from((payment["source"], payment["target"], payment) for payment in payments.iter_rows(named=True))
    return graph


def biggest_case(graph):
    """The case that brought most to accounts of a ring, and that ring; none if there are no rings."""
    totals = {}
    for _, target, payment in graph.edges(data=True):
        ring = graph.nodes[target]["label_ring_id"]
        if payment["is_fraud"] and payment["status"] == "APPROVED" and ring is not None:
            case = payment["fraud_case_id"], ring
            totals[case] = totals.get(case, 0) + payment["amount"]
    return max(totals, key=totals.get, default=None)


def ring(graph, number):
    """The accounts of a ring, and the fraudulent payments among them."""
    members = graph.subgraph(node for node, ring in graph.nodes(data="label_ring_id") if ring == number)
    fraud = [edge[:3] for edge in members.edges(keys=True, data="is_fraud") if edge[3]]
    moved = members.edge_subgraph(fraud).copy()
    moved.add_nodes_from(members.nodes(data=True))
    return moved


if __name__ == "__main__":
    graph = load(sys.argv[1])
    found = biggest_case(graph)
    if found is None:
        sys.exit("no ring: make more payments, or give --fraud-rate 0.02")
    case, number = found
    moved = ring(graph, number)
    print(f"case {case} pays into ring {number}, whose {len(moved)} accounts pay among each other:")
    for source, target in sorted(set(moved.edges())):
        amounts = [payment["amount"] for payment in moved[source][target].values()]
        levels = [moved.nodes[account]["label_ring_level"] or "-" for account in (source, target)]
        print(f"  account {source} (level {levels[0]}) to {target} (level {levels[1]}): {len(amounts)} x, R$ {sum(amounts):,.2f}")
