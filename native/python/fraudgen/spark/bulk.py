"""`generate`: writes a dataset to object storage, with tasks that hold no credentials."""

from __future__ import annotations

import functools
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import SparkSession

from fraudgen import FraudgenError, Written
from fraudgen._flags import flags
from fraudgen._fraudgen import command as run

from . import task


@dataclass(frozen=True)
class Outcome:
    """How a task ended: with a receipt, or with a failure that a retry would not fix."""

    shard: int
    receipt: str = ""
    failure: str = ""


def generate(
    spark: SparkSession, to: str, *, shards: int, command: str | None = None, expires: str = "12h", **presign: object
) -> Written:
    """Generates a dataset at ``to``, such as ``s3://lake/fraud``, with one task for each shard.

    The tasks run the command that this package brings, or another one that is named by ``command``. All other
    arguments are flags of ``fraudgen presign``. Those that describe the dataset are ``seed``,
    ``transactions`` or ``size``, ``customers``, ``start``, ``days`` or ``end``, ``fraud_rate``, ``fraud_mix``,
    ``fraud_drift``, ``inside``, ``label_noise``, ``difficulty`` and ``without_cases``, or ``spec``, the path of a file with them:
    ``size="1TB"``, ``fraud_rate=0.001``, ``fraud_drift="MAO_FANTASMA=APPEARS"``. Others are
    ``rows_per_file="2.5M"`` and ``resume=True``.

    The driver looks for credentials where the command does: in its environment and the AWS shared files.
    Retries and speculative execution are safe: a shard always has the same bytes.

    Raises ValueError in the command's words for what it refuses, PermissionError if the store refuses the driver,
    and `FraudgenError` if it refuses a task or a part is missing.
    """
    if shards < 1:
        raise ValueError(f"shards is {shards}: give 1 or more")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fraudgen-") as folder:
        targets, receipts = Path(folder, "targets.jsonl"), Path(folder, "receipts.jsonl")
        several = {"shards": shards} if shards > 1 else {}
        run(["presign", *flags({"to": to, "out": targets, "expires": expires} | several | presign, switches=True)])
        files = [f"targets-{shard}-of-{shards}.jsonl" for shard in range(shards)] if several else [targets.name]
        tasks = [(shard, Path(folder, name).read_text()) for shard, name in enumerate(files)]
        lines = _receipts(spark, tasks, command)
        if several:
            receipts.write_text("\n".join(lines))
            lines = [run(["finish", "--json", *flags({"targets": targets, "receipts": receipts})])]
        # An only task finished the run itself.
        made = json.loads(lines[0])
    return Written(to, made["rows"], made["bytes"], made["parts"], made["digest"], time.monotonic() - began)


def _receipts(spark: SparkSession, tasks: list[tuple[int, str]], command: str | None) -> list[str]:
    """Runs the tasks, each with its own targets; returns one receipt for each shard."""
    context = spark.sparkContext
    threads = int(context.getConf().get("spark.task.cpus", "1") or 1)
    work = functools.partial(_work, command=command, threads=threads)
    outcomes = context.parallelize(tasks, len(tasks)).mapPartitions(work).collect()
    failures = [outcome for outcome in outcomes if outcome.failure]
    if failures:
        more = f" ({len(failures) - 1} more shards failed)" if len(failures) > 1 else ""
        raise FraudgenError(f"shard {failures[0].shard}/{len(tasks)}: {failures[0].failure}{more}")
    receipts = {outcome.shard: outcome.receipt for outcome in outcomes}
    missing = [shard for shard, _ in tasks if shard not in receipts]
    if missing:
        raise FraudgenError(f"shard {missing[0]}/{len(tasks)} returned no receipt")
    return list(receipts.values())


def _work(tasks: Iterator[tuple[int, str]], *, command: str | None, threads: int) -> Iterator[Outcome]:
    """Generates shards on an executor. Targets are secret, so they go through a pipe, not through arguments."""
    for shard, targets in tasks:
        try:
            done = task.run(command, targets, threads)
        except FraudgenError as error:
            yield Outcome(shard, failure=str(error))
            continue
        if done.returncode == 0:
            yield Outcome(shard, receipt=done.stdout.splitlines()[-1])
        elif done.returncode in (task.USAGE, task.NO_ACCESS):
            yield Outcome(shard, failure=task.message(done))
        else:
            # Spark retries the task, maybe on another executor.
            raise FraudgenError(f"shard {shard}: {task.message(done)}")
