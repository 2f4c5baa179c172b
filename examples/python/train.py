# %% [markdown]
# # A model, trained with the labels that the bank knew
#
# Runs cell by cell in a notebook, or as a script. Needs `fraudgen`, `polars`, `lightgbm` and `scikit-learn`.
# Labels arrive late: a fraud is known once it is reported, and some never are. A model that is trained on a day may
# use what was known on that day only, and is tested on the truth of what came after.

# %%
import os
from datetime import datetime, timedelta, timezone

import fraudgen
import lightgbm
import polars as pl
from sklearn.metrics import average_precision_score, roc_auc_score

dataset = fraudgen.Dataset(transactions=os.environ.get("TRANSACTIONS", "1M"), fraud_rate=0.02, seed=42)
TRAINED_ON = datetime(2025, 9, 1, tzinfo=timezone.utc)
TESTED_UNTIL = TRAINED_ON + timedelta(days=60)

# %% [markdown]
# ## Features
# The data dictionary says which columns are features; ids and labels are not for a model of single rows.

# %%
(transactions,) = (table for table in dataset.schema()["tables"] if table["name"] == "transactions")
features = [column["name"] for column in transactions["columns"] if column["role"] == "feature"]
features = [name for name in features if name not in ("timestamp", "ip_address", "currency", "merchant_name")]
rows = pl.DataFrame(
    dataset.table(
        "transactions",
        columns=["customer_id", "timestamp", *features, "is_fraud", "label_known_at"],
        money="float",
    )
)
categories = [name for name in features if rows.schema[name] == pl.String]
rows = rows.with_columns(
    pl.col(categories).cast(pl.Categorical).to_physical(),
    hour=pl.col("timestamp").dt.convert_time_zone("America/Sao_Paulo").dt.hour(),
    known=(pl.col("label_known_at") <= TRAINED_ON).fill_null(False),
)
features.append("hour")

# %% [markdown]
# ## Train and test
# By time, and by customer: none of those tested was seen in training.

# %%
seen = pl.col("customer_id") % 5 != 0
train = rows.filter((pl.col("timestamp") < TRAINED_ON) & seen)
test = rows.filter((pl.col("timestamp") >= TRAINED_ON) & (pl.col("timestamp") < TESTED_UNTIL) & ~seen)
print(f"{train.height:,} rows to train on, of which {train['known'].sum():,} are known to be fraud "
      f"and {train['is_fraud'].sum():,} are")


def score(label):
    """How well a model finds the fraud when it was trained with these labels."""
    model = lightgbm.LGBMClassifier(n_estimators=100, verbose=-1)
    columns = [features.index(name) for name in categories]
    model.fit(train.select(features).to_numpy(), train[label].to_numpy(), categorical_feature=columns)
    return model.booster_.predict(test.select(features).to_numpy())


for name, label in [("as known on the day", "known"), ("as known at last", "is_fraud")]:
    scores = score(label)
    truth = test["is_fraud"].to_numpy()
    print(f"labels {name:<20} ROC AUC {roc_auc_score(truth, scores):.3f}, "
          f"average precision {average_precision_score(truth, scores):.3f}")

# %% [markdown]
# ## Which frauds are found
# Of the hundredth of payments with the highest scores.

# %%
kinds = pl.DataFrame(
    dataset.table("transactions", columns=["customer_id", "timestamp", "fraud_type"])
).filter((pl.col("timestamp") >= TRAINED_ON) & (pl.col("timestamp") < TESTED_UNTIL) & ~seen)
found = pl.Series(scores).rank(descending=True) <= test.height // 100
print(
    kinds.with_columns(found=found)
    .filter(pl.col("fraud_type").is_not_null())
    .group_by("fraud_type")
    .agg(payments=pl.len(), found=pl.mean("found").round(2))
    .sort("payments", descending=True)
)
