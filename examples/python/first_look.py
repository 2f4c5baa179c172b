# %% [markdown]
# # A first look
#
# Runs cell by cell in a notebook, or as a script. Needs `fraudgen`, `polars` and `duckdb`.

# %%
import os

import duckdb
import fraudgen
import polars as pl

dataset = fraudgen.Dataset(transactions=os.environ.get("TRANSACTIONS", "1M"), fraud_rate=0.02)
dataset

# %% [markdown]
# ## What there is
# Every column is an id, a feature or a label.

# %%
for table in fraudgen.Dataset.schema()["tables"]:
    labels = [column["name"] for column in table["columns"] if column["role"] == "label"]
    print(f"{table['name']:<13} {len(table['columns']):>3} columns, labels: {', '.join(labels) or 'none'}")

# %% [markdown]
# ## What fraud looks like, by typology
# Only the columns asked for are encoded.

# %%
columns = ["timestamp", "type", "amount", "new_beneficiary", "is_fraud", "fraud_type", "fraud_case_id"]
payments = pl.DataFrame(dataset.table("transactions", columns=columns))
print(
    payments.filter("is_fraud")
    .group_by("fraud_type")
    .agg(
        payments=pl.len(),
        cases=pl.n_unique("fraud_case_id"),
        mean=pl.mean("amount").cast(pl.Float64).round(2),
        to_new_payees=pl.mean("new_beneficiary").round(2),
    )
    .sort("payments", descending=True)
)

# %% [markdown]
# ## The same by SQL
# DuckDB takes tables by their names in Python.

# %%
cases = dataset.table("fraud_cases")
duckdb.sql("""
    SELECT fraud_type, sum(amount_lost) AS lost, round(sum(amount_recovered) / nullif(sum(amount_lost), 0), 3) AS recovered
    FROM cases GROUP BY ALL ORDER BY lost DESC LIMIT 10
""").show()

# %% [markdown]
# ## Larger than memory
# A stream makes records while they are read, on all cores.

# %%
lost = 0
for batch in dataset.stream("transactions", columns=["amount", "is_fraud"], money="float"):
    lost += pl.DataFrame(batch).filter("is_fraud")["amount"].sum()
print(f"R$ {lost:,.2f} of fraud attempted")
