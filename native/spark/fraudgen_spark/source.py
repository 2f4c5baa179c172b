"""The data source ``fraudgen``: any table as a DataFrame, streamed from the command."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from . import command as cmd

# The options besides those that describe the dataset, which are the command's flags.
OWN = ("table", "columns", "shards", "rows_per_file", "command")

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
        self._dataset_options = cmd.dataset_options(self._command)
        known = [*OWN, *self._dataset_options]
        unknown = [name for name in options if name.lower() not in known]
        if unknown:
            raise cmd.FraudgenError(f"`{unknown[0]}` is not an option: the options are {', '.join(known)}")

    @classmethod
    def name(cls) -> str:
        return "fraudgen"

    def schema(self) -> StructType:
        columns = self.options.get("columns", "")
        return from_arrow_schema(self._stream_schema(columns))

    def reader(self, schema: StructType) -> FraudgenReader:
        fields = self._stream_schema(",".join(schema.fieldNames()))
        expected = from_arrow_schema(fields)
        for asked, made in zip(schema, expected, strict=True):
            if asked.dataType != made.dataType:
                raise cmd.FraudgenError(
                    f"column {asked.name} is {made.dataType.simpleString()}, not {asked.dataType.simpleString()}"
                )
        # Spark also compares which columns may be null.
        nullable = [field.with_nullable(asked.nullable) for field, asked in zip(fields, schema, strict=True)]
        return FraudgenReader(self._command, self._plan(), self._table, pa.schema(nullable))

    @property
    def _command(self) -> str:
        return self.options.get("command", "fraudgen")

    @property
    def _table(self) -> str:
        return self.options.get("table", "transactions")

    def _stream_schema(self, columns: str) -> pa.Schema:
        """The schema of the table's stream. The command sends it before it generates any record."""
        with cmd.Stream(self._command, _arguments(self._table, columns), "{}") as stream:
            return stream.schema

    def _plan(self) -> Plan:
        """The dataset, resolved once on the driver, so that all shards belong to the same one."""
        layout = cmd.flags({"rows_per_file": self.options.get("rows_per_file")})
        dataset = cmd.flags({name: self.options.get(name) for name in self._dataset_options if name != "spec"})
        spec = self.options.get("spec", "{}")
        stdin, source = (spec, "-") if spec.lstrip().startswith("{") else ("", os.path.expanduser(spec))
        plan = json.loads(cmd.run(self._command, ["plan", "--json", "--spec", source, *dataset, *layout], stdin))
        parts = next(table["parts"] for table in plan["tables"] if table["table"] == self._table)
        shards = int(self.options.get("shards", min(parts, MOST_SHARDS)))
        if shards < 1:
            raise cmd.FraudgenError(f"`shards` is {shards}: give 1 or more")
        return Plan(json.dumps(plan["spec"]), shards, layout)


@dataclass(frozen=True)
class Plan:
    """What is read, and in how many shards."""

    spec: str
    shards: int
    layout: list[str]


class FraudgenReader(DataSourceReader):
    """Reads a table, one shard for each partition. Only the columns of the schema are encoded."""

    def __init__(self, command: str, plan: Plan, table: str, schema: pa.Schema) -> None:
        self.command, self.plan, self.table, self.columns = command, plan, table, schema

    def partitions(self) -> list[InputPartition]:
        return [Shard(index, self.plan.shards) for index in range(self.plan.shards)]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        assert isinstance(partition, Shard)
        shard = ["--shard", f"{partition.index}/{partition.count}", "--threads", "1", *self.plan.layout]
        arguments = _arguments(self.table, ",".join(self.columns.names)) + shard
        with cmd.Stream(self.command, arguments, self.plan.spec) as stream:
            for batch in stream:
                yield pa.RecordBatch.from_arrays(batch.columns, schema=self.columns)


def _arguments(table: str, columns: str) -> list[str]:
    """Arguments that stream columns of a table; the spec is read from standard input."""
    stream = ["generate", "--format", "arrow-stream", "--out", "-", "--spec", "-", "--progress", "none"]
    return [*stream, "--tables", table, *(["--columns", columns] if columns else [])]
