"""The data source ``fraudgen``: any table as a DataFrame, made where it is read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

import fraudgen

# The options besides those that describe the dataset, which are the arguments of `fraudgen.Dataset`.
OWN = ("table", "columns", "shards", "rows_per_file")

# The most partitions by default.
MOST_SHARDS = 1000


def register(spark: SparkSession) -> None:
    """Adds the format ``fraudgen`` to a session."""
    spark.dataSource.register(FraudgenDataSource)


@dataclass
class Shard(InputPartition):
    """A partition: one of several runs that generate the table together."""

    index: int
    count: int


class FraudgenDataSource(DataSource):
    """``spark.read.format("fraudgen").option("transactions", "10M").load()``"""

    def __init__(self, options: MutableMapping[str, str]) -> None:
        super().__init__(options)
        flags = [flag["name"].replace("-", "_") for flag in fraudgen.Dataset.schema()["dataset_flags"]]
        known = [*OWN, *flags]
        unknown = [name for name in options if name.lower() not in known]
        if unknown:
            raise ValueError(f"`{unknown[0]}` is not an option: the options are {', '.join(known)}")
        self._arguments = {name: options[name] for name in flags if name in options}

    @classmethod
    def name(cls) -> str:
        return "fraudgen"

    def schema(self) -> StructType:
        columns = self.options.get("columns")
        return from_arrow_schema(self._arrow_schema(columns.split(",") if columns else None))

    def reader(self, schema: StructType) -> FraudgenReader:
        fields = self._arrow_schema(schema.fieldNames())
        expected = from_arrow_schema(fields)
        for asked, made in zip(schema, expected, strict=True):
            if asked.dataType != made.dataType:
                raise ValueError(
                    f"column {asked.name} is {made.dataType.simpleString()}, not {asked.dataType.simpleString()}"
                )
        # Spark also compares which columns may be null.
        nullable = [field.with_nullable(asked.nullable) for field, asked in zip(fields, schema, strict=True)]
        # Resolved once on the driver, so that all shards belong to the same dataset.
        dataset = fraudgen.Dataset(**self._dataset_arguments())
        plan = dataset.plan(rows_per_file=self.options.get("rows_per_file"))
        parts = next(table["parts"] for table in plan["tables"] if table["table"] == self._table)
        shards = int(self.options.get("shards", min(parts, MOST_SHARDS)))
        if shards < 1:
            raise ValueError(f"`shards` is {shards}: give 1 or more")
        return FraudgenReader(json.dumps(dataset.spec), self._table, pa.schema(nullable), shards)

    @property
    def _table(self) -> str:
        return self.options.get("table", "transactions")

    def _dataset_arguments(self) -> dict[str, Any]:
        """The arguments, with a path of the driver as the user's home has it."""
        spec = self._arguments.get("spec")
        return self._arguments | ({"spec": os.path.expanduser(spec)} if spec else {})

    def _arrow_schema(self, columns: list[str] | None) -> pa.Schema:
        """The schema of the table, for which nothing is made."""
        return pa.schema(fraudgen.Dataset().table(self._table, columns=columns))


class FraudgenReader(DataSourceReader):
    """Reads a table, one shard for each partition. Only the columns of the schema are encoded."""

    def __init__(self, spec: str, table: str, schema: pa.Schema, shards: int) -> None:
        self.spec, self.table, self.columns, self.shards = spec, table, schema, shards

    def partitions(self) -> list[InputPartition]:
        return [Shard(index, self.shards) for index in range(self.shards)]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        assert isinstance(partition, Shard)
        batches = fraudgen.Dataset(spec=self.spec).stream(
            self.table,
            columns=self.columns.names,
            shard=(partition.index, partition.count),
            threads=1,
        )
        for batch in batches:
            yield pa.RecordBatch.from_arrays(pa.record_batch(batch).columns, schema=self.columns)
