# %% [markdown]
# # A terabyte of payments, and the fraud in it
#
# Runs cell by cell in a notebook, or as a script. Needs `pip install 'fraudgen[spark]'`, on the executors too. By
# default it reads a small dataset of the same kind; with PLACE set to a location in a store, its key in the
# environment, SIZE=1TB, SHARDS=2000 and ROWS_PER_FILE=2.5M, it makes the terabyte.

# %%
import os

import fraudgen
import fraudgen.spark
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

PLACE = os.environ.get("PLACE")  # such as s3://lake/fraud
SIZE = os.environ.get("SIZE", "20MB")
SHARDS = int(os.environ.get("SHARDS", "4"))
ROWS_PER_FILE = os.environ.get("ROWS_PER_FILE", "50k")
spark = SparkSession.builder.appName("fraudgen").getOrCreate()

# %% [markdown]
# ## What a terabyte takes
# Nothing is made yet: sizes are measured on a sample, and what a run takes is worked out from measured costs.

# %%
terabyte = fraudgen.Dataset(size="1TB")
scale = terabyte.plan(rows_per_file="2.5M", workers=50, cores=8, bandwidth="1.25GB")["scale"]
print(terabyte)
print(f"by 50 workers of 8 cores: {scale['run_seconds'] / 60:.0f} minutes, {scale['files']:,} files")

# %% [markdown]
# ## Making it
# Each task makes one shard and uploads it to targets that this driver signed; then the driver closes the run.

# %%
if PLACE:
    print(fraudgen.spark.generate(spark, PLACE, size=SIZE, shards=SHARDS, rows_per_file=ROWS_PER_FILE))

# %% [markdown]
# ## Reading it
# From the store with `spark.read.parquet("s3a://lake/fraud/transactions")`, as any Parquet. Or without files:
# the executors make the same records as they are read, and only the columns that are asked for.

# %%
fraudgen.spark.register(spark)


def table(name, columns):
    options = {"table": name, "columns": columns, "size": SIZE, "rows_per_file": ROWS_PER_FILE}
    return spark.read.format("fraudgen").options(**options).load()


payments = table("transactions", "amount,type,new_beneficiary,is_fraud,fraud_type,fraud_case_id").cache()
print(f"{payments.count():,} payments")

# %% [markdown]
# ## What fraud looks like, by typology

# %%
by_typology = (
    payments.where("is_fraud")
    .groupBy("fraud_type")
    .agg(
        F.count("*").alias("payments"),
        F.countDistinct("fraud_case_id").alias("cases"),
        F.round(F.avg("amount"), 2).alias("mean"),
        F.round(F.avg(F.col("new_beneficiary").cast("int")), 2).alias("to_new_payees"),
    )
    .orderBy(F.desc("payments"))
)
by_typology.show(30, truncate=False)

# %% [markdown]
# ## How much of it came back

# %%
cases = table("fraud_cases", "fraud_type,amount_lost,amount_recovered")
cases.groupBy("fraud_type").agg(
    F.sum("amount_lost").alias("lost"),
    # Some typologies may have lost nothing in a small dataset.
    F.round(F.try_divide(F.sum("amount_recovered"), F.sum("amount_lost")), 3).alias("recovered"),
).orderBy(F.desc("lost")).show(30, truncate=False)

# %%
totals = dict(payments.groupBy("is_fraud").count().collect())
print(f"one payment in {sum(totals.values()) / totals[True]:.0f} is fraud")
