"""A dataset of any size into a store, made by a Spark job:

    spark-submit examples/spark/generate.py s3://lake/fraud 1TB 2000

The driver finds the key to the store in AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
The executors have none: each task gets targets for its own files.
Driver and executors need `pip install 'fraudgen[spark]'`: an image of the cluster has it, or an archived environment
that is shipped with the job (`--archives environment.tar.gz#environment`).
"""

import sys

import fraudgen.spark
from pyspark.sql import SparkSession

place, size, shards, *rows_per_file = sys.argv[1:]
spark = SparkSession.builder.appName(f"fraudgen {size}").getOrCreate()
dataset = fraudgen.spark.generate(
    spark, place, size=size, shards=int(shards), rows_per_file=(rows_per_file or ["2.5M"])[0]
)
print(f"{dataset.rows:,} rows in {dataset.files:,} files at {dataset.place}, digest {dataset.digest}")
spark.stop()
