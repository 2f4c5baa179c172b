"""`generate`: writes a dataset to object storage, with tasks that hold no credentials."""

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
    """A dataset that is finished and complete."""

    place: str
    rows: int
    bytes: int
    files: int
    digest: str


@dataclass(frozen=True)
class Outcome:
    """How a task ended: with a receipt, or with a failure that a retry would not fix."""

    shard: int
    receipt: str = ""
    failure: str = ""


def generate(
    spark: SparkSession, to: str, *, shards: int, command: str = "fraudgen", expires: str = "12h", **presign: object
) -> Dataset:
    """Generates a dataset at ``to``, such as ``s3://lake/fraud``, with one task for each shard.

    All other arguments are flags of ``fraudgen presign``. Those that describe the dataset are ``seed``,
    ``transactions`` or ``size``, ``customers``, ``start``, ``days`` or ``end``, ``fraud_rate``, ``fraud_mix``,
    ``fraud_drift`` and ``label_noise``, or ``spec``, the path of a file with them: ``size="1TB"``,
    ``fraud_rate=0.001``, ``fraud_drift="MAO_FANTASMA=APPEARS"``. Others are ``rows_per_file="2.5M"`` and
    ``resume=True``.

    The driver looks for credentials where the command does: in its environment and the AWS shared files.
    Retries and speculative execution are safe: a shard always has the same bytes.

    Raises `FraudgenError` with the command's message if the store refuses a task or a part is missing.
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
            # The only task finished the run itself.
            receipt = json.loads(receipts[0])
            return _dataset(to, receipt)
        finished = cmd.run(
            command, ["finish", "--targets", str(targets), "--receipts", "-", "--json"], "\n".join(receipts)
        )
        return _dataset(to, json.loads(finished))


def _dataset(place: str, receipt: dict[str, object]) -> Dataset:
    rows, size, files = (int(str(receipt[name])) for name in ("rows", "bytes", "parts"))
    return Dataset(place, rows, size, files, str(receipt["digest"]))


def _receipts(spark: SparkSession, tasks: list[tuple[int, str]], command: str) -> list[str]:
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


def _work(tasks: Iterator[tuple[int, str]], *, command: str, threads: int) -> Iterator[Outcome]:
    """Generates shards on an executor. Targets are secret, so they go through a pipe, not through arguments."""
    for shard, targets in tasks:
        try:
            path = cmd.find(command)
        except FraudgenError as error:
            yield Outcome(shard, failure=str(error))
            continue
        # Nothing is read from or written to the local disk: the receipt says all there is to know of a shard.
        arguments = ["generate", "--targets", "-", "--receipt", "-", "--progress", "none", "--threads", str(threads)]
        done = subprocess.run(
            [path, *arguments],
            input=targets,
            capture_output=True,
            text=True,
            env=cmd.clean_environment(),
            cwd=os.sep,
        )
        if done.returncode == 0:
            yield Outcome(shard, receipt=done.stdout.splitlines()[-1])
        elif done.returncode in (cmd.USAGE, cmd.NO_ACCESS):
            yield Outcome(shard, failure=cmd.message(done.stderr, done.returncode))
        else:
            # Spark retries the task, maybe on another executor.
            raise FraudgenError(f"shard {shard}: {cmd.message(done.stderr, done.returncode)}")
