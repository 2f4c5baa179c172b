# %% [markdown]
# # A ring of mule accounts, drawn
#
# Runs cell by cell in a notebook, or as a script that writes `ring.svg`. Needs `fraudgen`, `polars`, `networkx` and
# `matplotlib`.

# %%
import os

import fraudgen
import matplotlib
import networkx as nx
import polars as pl

matplotlib.use("Agg")
import matplotlib.pyplot as plt

dataset = fraudgen.Dataset(transactions=os.environ.get("TRANSACTIONS", "300k"), fraud_rate=0.02)

# %% [markdown]
# ## The ring that took in most

# %%
cases = pl.DataFrame(dataset.table("fraud_cases", money="float"))
members = cases.filter(pl.col("ring_id").is_not_null() & pl.col("ring_level").is_not_null())
largest = members.group_by("ring_id").agg(pl.sum("amount_lost"), accounts=pl.n_unique("account_id"))
ring = largest.sort("accounts", "amount_lost", descending=True).row(0, named=True)
print(f"ring {ring['ring_id']}: {ring['accounts']} accounts moved R$ {ring['amount_lost']:,.2f}")
levels = dict(members.filter(ring_id=ring["ring_id"]).select("account_id", "ring_level").iter_rows())
print(cases.filter(ring_id=ring["ring_id"]).group_by("fraud_type", "customer_role").len().sort("len"))

# %% [markdown]
# ## Its payments
# From victims to the accounts that collect, and on from level to level, until the money leaves the dataset.

# %%
columns = ["account_id", "beneficiary_id", "beneficiary_kind", "amount", "status", "fraud_case_id"]
payments = pl.DataFrame(dataset.table("transactions", columns=columns, money="float"))
case_ids = cases.filter(ring_id=ring["ring_id"])["fraud_case_id"]
moved = payments.filter(pl.col("fraud_case_id").is_in(case_ids.implode()) & (pl.col("status") == "APPROVED"))
graph = nx.DiGraph()
for account, payee, kind, amount, _, _ in moved.iter_rows():
    source = ("ACCOUNT", account)
    target = (kind, payee) if kind == "ACCOUNT" else ("OUT", None)
    total = graph.get_edge_data(source, target, {"amount": 0})["amount"]
    graph.add_edge(source, target, amount=total + amount)
print(f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")

# %% [markdown]
# ## The picture

# %%
for node in graph:
    kind, account = node
    graph.nodes[node]["column"] = {"OUT": 9}.get(kind, levels.get(account, 0))
places = nx.multipartite_layout(graph, subset_key="column")
colours = ["#4c78a8", "#f58518", "#e45756", "#b279a2", "#9d755d"]
amounts = [amount for _, _, amount in graph.edges(data="amount")]
plt.figure(figsize=(9, 6))
nx.draw(
    graph,
    places,
    node_color=["#888888" if kind == "OUT" else colours[min(levels.get(account, 0), 4)] for kind, account in graph],
    width=[0.5 + 3 * amount / max(amounts) for amount in amounts],
    labels={node: "out" if node[0] == "OUT" else node[1] for node in graph},
    font_size=7,
    node_size=260,
    edge_color="#999999",
)
plt.title(f"Ring {ring['ring_id']}: victims in blue, then its levels")
plt.savefig("ring.svg")
