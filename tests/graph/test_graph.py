"""The graph in Parquet is that of the tables, and the examples load it."""

import subprocess
import sys
from pathlib import Path

import arrays
import networkx as nx
import networkx_rings
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from dataset import FRAUDGEN, ask, dictionary

EXAMPLES = Path(__file__).parents[2] / "examples/graph"
NODES = ["account", "customer", "device", "external", "merchant"]
PAYMENTS = {"account": "ACCOUNT", "merchant": "MERCHANT", "external": "EXTERNAL"}


@pytest.fixture(scope="session")
def loaded(graph):
    """Nodes and edges as the examples load them."""
    return arrays.load(graph("parquet"))


@pytest.fixture(scope="session")
def network(graph):
    """All of it in NetworkX: nodes are pairs of kind and number."""
    network = nx.MultiDiGraph()
    for kind in NODES:
        nodes = pl.read_parquet(graph("parquet") / f"nodes/{kind}.parquet")["node"]
        network.add_nodes_from((kind, node) for node in nodes)
    network.graph["nodes"] = network.number_of_nodes()
    for path in sorted((graph("parquet") / "edges").glob("*.parquet")):
        source, relation, target = path.stem.split("-")
        edges = pl.read_parquet(path, columns=["source", "target"])
        network.add_edges_from(((source, one), (target, other), relation) for one, other in edges.iter_rows())
    return network


def test_nodes_are_numbered_from_0_in_the_order_of_their_rows(graph):
    for kind in NODES:
        nodes = pl.read_parquet(graph("parquet") / f"nodes/{kind}.parquet")
        assert nodes["node"].to_list() == list(range(len(nodes))), kind
        if kind != "external":
            assert (nodes[f"{kind}_id"] == nodes["node"] + 1).all(), kind


def test_both_ends_of_every_edge_are_nodes(network):
    # NetworkX adds ends that are not there.
    assert network.number_of_nodes() == network.graph["nodes"]
    holders = {node: list(network.predecessors(node)) for node in network if node[0] == "account"}
    assert all(sum(kind == "customer" for kind, _ in holder) == 1 for holder in holders.values())


def test_there_are_as_many_nodes_and_edges_as_rows(tables, loaded):
    nodes, edges = loaded
    for kind in ["customer", "account", "device", "merchant"]:
        assert ask(tables, f"SELECT count(*) FROM {kind}s") == [(nodes[kind]["rows"],)], kind
    for target, kind in PAYMENTS.items():
        paid = ask(tables, "SELECT count(*) FROM transactions WHERE beneficiary_kind = $kind", {"kind": kind})
        assert paid == [(edges["account", "pays", target]["rows"],)], kind
    outside = """SELECT count(*), (SELECT count(*) FROM (
        SELECT beneficiary_id FROM transactions WHERE beneficiary_kind = 'EXTERNAL'
        UNION SELECT payer_id FROM credits WHERE payer_kind = 'EXTERNAL' AND payer_id IS NOT NULL))
        FROM credits WHERE payer_kind = 'EXTERNAL' AND payer_id IS NOT NULL"""
    assert ask(tables, outside) == [(edges["external", "pays", "account"]["rows"], nodes["external"]["rows"])]


def test_edges_lead_where_the_keys_of_the_tables_lead(tables, graph):
    folder = graph("parquet")
    external = f"(SELECT node, external_id AS id FROM '{folder}/nodes/external.parquet')"
    wrong = {
        "account-pays-account": """SELECT count(*) FROM edges JOIN transactions t USING (transaction_id)
            WHERE source + 1 <> account_id OR target + 1 <> beneficiary_id OR edges.amount <> t.amount::DOUBLE
            OR edges.timestamp <> t.timestamp OR edges.is_fraud <> t.is_fraud OR edges.type <> t.type""",
        "account-pays-merchant": """SELECT count(*) FROM edges JOIN transactions t USING (transaction_id)
            WHERE source + 1 <> account_id OR target + 1 <> merchant_id OR edges.status <> t.status""",
        "account-pays-external": f"""SELECT count(*) FROM edges JOIN transactions t USING (transaction_id)
            JOIN {external} e ON target = e.node WHERE source + 1 <> account_id OR e.id <> beneficiary_id""",
        "external-pays-account": f"""SELECT count(*) FROM edges JOIN credits c USING (credit_id)
            JOIN {external} e ON source = e.node WHERE target + 1 <> account_id OR e.id <> payer_id""",
        "customer-owns-account": """SELECT count(*) FROM edges JOIN accounts ON target + 1 = account_id
            WHERE source + 1 <> customer_id""",
        "customer-registered-device": """SELECT count(*) FROM edges JOIN devices ON target + 1 = device_id
            WHERE source + 1 <> customer_id""",
        "account-used-device": """WITH uses AS (
                SELECT account_id - 1 AS source, device_id - 1 AS target, count(*)::INT AS payments,
                min(timestamp) AS first_at, max(timestamp) AS last_at
                FROM transactions WHERE device_id IS NOT NULL GROUP BY ALL)
            SELECT (SELECT count(*) FROM (FROM uses EXCEPT FROM edges)) + (SELECT count(*) FROM (FROM edges EXCEPT FROM uses))""",
    }
    assert sorted(wrong) == sorted(path.stem for path in (folder / "edges").glob("*.parquet"))
    for name, query in wrong.items():
        ask(tables, f"CREATE OR REPLACE VIEW edges AS FROM '{folder}/edges/{name}.parquet'")
        assert ask(tables, query) == [(0,)], name


def test_accounts_are_labelled_as_cases_say(tables, graph):
    accounts = f"'{graph('parquet')}/nodes/account.parquet'"
    for role in ["VICTIM", "MULE", "LAUNDERER", "FRAUDSTER", "SCAMMER", "SHELL_COMPANY"]:
        cases = f"""SELECT account_id FROM fraud_cases WHERE customer_role = '{role}' UNION
            SELECT beneficiary_id FROM fraud_cases WHERE beneficiary_role = '{role}' AND beneficiary_kind = 'ACCOUNT'"""
        labels = f"SELECT account_id FROM {accounts} WHERE label_{role.lower()}"
        found = set(ask(tables, labels))
        assert found and found == set(ask(tables, cases)), role
    members = "SELECT DISTINCT account_id, ring_id, ring_level FROM fraud_cases WHERE ring_level IS NOT NULL"
    labels = f"SELECT account_id, label_ring_id, label_ring_level FROM {accounts} WHERE label_ring_id IS NOT NULL"
    found = ask(tables, labels)
    assert found and sorted(found) == sorted(ask(tables, members))


def test_roles_of_fields_are_those_of_the_data_dictionary(graph):
    known = {"node": "id", "source": "id", "target": "id"}
    for file, table in [("nodes/account", "accounts"), ("edges/account-pays-account", "transactions")]:
        roles = known | {column["name"]: column["role"] for column in dictionary()[table]}
        for field in pq.read_schema(graph("parquet") / f"{file}.parquet"):
            expected = "label" if field.name.startswith("label_") else roles[field.name]
            assert field.metadata[b"role"].decode() == expected, field.name


def test_the_examples_load_arrays_for_tensors(loaded):
    nodes, edges = loaded
    for source, relation, target in edges:
        edge = edges[source, relation, target]
        assert edge["ends"].dtype == np.int64 and edge["ends"].shape == (2, edge["rows"])
        assert (edge["ends"].max(axis=1) < [nodes[source]["rows"], nodes[target]["rows"]]).all()
    for kind in [*nodes.values(), *edges.values()]:
        assert kind["x"].shape == (kind["rows"], len(kind["features"]))
        assert np.isfinite(kind["x"]).all() and all(np.isfinite(label).all() for label in kind["y"].values())
        assert not any(name in kind["y"] or name.startswith("label") for name in kind["features"])
    paid = edges["account", "pays", "account"]
    assert paid["features"] == ["amount"] and paid["time"].dtype == np.int64 and 0 < paid["y"]["is_fraud"].mean() < 1


def test_the_ring_of_the_biggest_case_is_that_of_the_tables(tables, graph):
    network = networkx_rings.load(graph("parquet"))
    case, ring = networkx_rings.biggest_case(network)
    assert ask(tables, "SELECT ring_id FROM fraud_cases WHERE fraud_case_id = $case", {"case": case}) == [(ring,)]
    moved = networkx_rings.ring(network, ring)
    members = "SELECT account_id FROM fraud_cases WHERE ring_id = $ring AND ring_level IS NOT NULL"
    assert {account for (account,) in ask(tables, members, {"ring": ring})} == {account + 1 for account in moved}
    assert nx.is_weakly_connected(moved)
    script = [sys.executable, EXAMPLES / "networkx_rings.py", graph("parquet")]
    printed = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    assert printed.startswith(f"case {case} pays into ring {ring}, whose {len(moved)} accounts")


def test_only_a_graph_is_replaced_and_only_if_asked(tmp_path):
    def run(*flags):
        command = [FRAUDGEN, "graph", "--transactions=2000", "--out", tmp_path / "graph", *flags]
        return subprocess.run(command, capture_output=True, text=True)

    assert run().returncode == 0
    refused = run()
    assert refused.returncode == 1 and "--force" in refused.stderr
    assert run("--force", "--format=neo4j").returncode == 0
    assert not list((tmp_path / "graph").glob("*/*.parquet")) and list((tmp_path / "graph").glob("nodes/*.csv"))
    (tmp_path / "graph/notes.txt").write_text("mine")
    refused = run("--force")
    assert refused.returncode == 2 and "notes.txt" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]
    store = subprocess.run([FRAUDGEN, "graph", "--out=s3://lake/graph"], capture_output=True, text=True)
    assert store.returncode == 2 and "folder" in store.stderr
