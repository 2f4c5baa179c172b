"""A job for Spark 3.3: reads every table in several ways, and writes what it read with Spark's own writer."""

import sys

from pyspark.sql import SparkSession

root, out, *tables = sys.argv[1:]
settings = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
    "spark.sql.catalog.lake.type": "hadoop",
    "spark.sql.catalog.lake.warehouse": root,
}
builder = SparkSession.builder.master("local[2]")
for name, value in settings.items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()
WAYS = {
    "vectorised": lambda table: spark.read.parquet(f"{root}/{table}"),
    "rows": lambda table: spark.read.parquet(f"{root}/{table}"),
    "delta": lambda table: spark.read.format("delta").load(f"{root}/{table}"),
    "iceberg": lambda table: spark.table(f"lake._iceberg.{table}"),
}
for way, read in WAYS.items():
    # Rows are read by parquet-mr itself, 1.12 of 2021.
    spark.conf.set("spark.sql.parquet.enableVectorizedReader", str(way != "rows").lower())
    for table in tables:
        read(table).coalesce(1).write.parquet(f"{out}/{way}/{table}")
