"""`generate`: a dataset in a store, made by tasks that hold no key to it."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import SparkSession

from . import command as cmd
from .command import FraudgenError


@dataclass(frozen=True)
class Dataset:
    """A dataset that was made, found to be all there, and closed."""

    place: str
    rows: int
    bytes: int
    files: int
    digest: str


@dataclass(frozen=True)
class Outcome:
    """How a task ended: with a receipt, or with a failure that no other try would heal."""

    shard: int
    receipt: str = ""
    failure: str = ""


def generate(
    spark: SparkSession, to: str, *, shards: int, command: str = "fraudgen", expires: str = "12h", **presign: object
) -> Dataset:
    """Makes a dataset at ``to``, such as ``s3://lake/fraud``, in as many tasks as there are shards.

    What else is given are flags of ``fraudgen presign``: ``size="1TB"``, ``rows_per_file="2.5M"``,
    ``fraud_rate=0.001``, ``resume=True``. The driver finds the key to the store as the command does, in its
    environment or the AWS shared files. Retried tasks and speculation are harmless: a shard has the same
    bytes each time.

    Raises `FraudgenError` with what the command said, where the store refuses a task or a part is missing.
    """
    if shards < 1:
        raise ValueError(f"shards is {shards}: give 1 or more")
    with tempfile.TemporaryDirectory(prefix="fraudgen-") as folder:
        targets = Path(folder, "targets.jsonl")
        several = {"shards": shards} if shards > 1 else {}
        arguments = cmd.flags({"to": to, "out": targets, "expires": expires} | several | presign)
        cmd.run(command, ["presign", *arguments])
        files = [f"targets-{shard}-of-{shards}.jsonl" for shard in range(shards)] if several else [targets.name]
        tasks = [(shard, Path(folder, name).read_text()) for shard, name in enumerate(files)]
        receipts = _receipts(spark, tasks, command)
        if not several:
            # The one task closed the run itself.
            receipt = json.loads(receipts[0])
            return _dataset(to, receipt)
        closed = cmd.run(
            command, ["finish", "--targets", str(targets), "--receipts", "-", "--json"], "\n".join(receipts)
        )
        return _dataset(to, json.loads(closed))


def _dataset(place: str, told: dict[str, object]) -> Dataset:
    rows, size, files = (int(str(told[name])) for name in ("rows", "bytes", "parts"))
    return Dataset(place, rows, size, files, str(told["digest"]))


def _receipts(spark: SparkSession, tasks: list[tuple[int, str]], command: str) -> list[str]:
    """Has the tasks done, each with its own targets; their receipts, one of each shard."""
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
        raise FraudgenError(f"shard {missing[0]}/{len(tasks)} gave no receipt")
    return list(receipts.values())


def _work(tasks: Iterator[tuple[int, str]], *, command: str, threads: int) -> Iterator[Outcome]:
    """On an executor: makes shards. Targets go in by a pipe, where no one else can see them."""
    for shard, targets in tasks:
        try:
            path = cmd.find(command)
        except FraudgenError as error:
            yield Outcome(shard, failure=str(error))
            continue
        # No file is read or written: what is to be known of a shard is in its receipt.
        arguments = ["generate", "--targets", "-", "--receipt", "-", "--progress", "none", "--threads", str(threads)]
        done = subprocess.run(
            [path, *arguments],
            input=targets,
            capture_output=True,
            text=True,
            env=cmd.harmless_environment(),
            cwd=os.sep,
        )
        if done.returncode == 0:
            yield Outcome(shard, receipt=done.stdout.splitlines()[-1])
        elif done.returncode in (cmd.USAGE, cmd.NO_ACCESS):
            yield Outcome(shard, failure=cmd.said(done.stderr, done.returncode))
        else:
            # Spark tries such a task again, elsewhere.
            raise FraudgenError(f"shard {shard}: {cmd.said(done.stderr, done.returncode)}")
