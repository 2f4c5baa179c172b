"""A dataset that Spark's tasks upload is the one that a single machine makes, whatever befalls the tasks."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import boto3
import pytest
from conftest import PLANTED
from dataset import FRAUDGEN
from dataset import generate as make
from fraudgen_spark import FraudgenError, generate
from real_store import BUCKET

SPEC = {"transactions": 60_000, "rows_per_file": 8_000}
SHARDS = 6


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    """The manifest of the dataset, made by one machine into a folder."""
    return make(tmp_path_factory.mktemp("single") / "data", **SPEC).manifest


def parts(manifest):
    return {part["path"]: (part["bytes"], part["sha256"]) for part in manifest["parts"]}


def assert_made(store, prefix, dataset, single):
    """The objects are those of a single machine, closed, and nothing else is there."""
    client = store.client(boto3)
    body = client.get_object(Bucket=BUCKET, Key=f"{prefix}/_manifest.json")["Body"]
    assert parts(json.load(body)) == parts(single)
    assert dataset.digest == single["digest"]
    assert (dataset.rows, dataset.bytes, dataset.files) == (single["rows"], single["bytes"], len(single["parts"]))
    assert set(keys(store, prefix)) == set(parts(single)) | {"_manifest.json", "_SUCCESS"}
    store.fraudgen("verify", f"s3://{BUCKET}/{prefix}")


def keys(store, prefix):
    pages = store.client(boto3).get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{prefix}/")
    return [entry["Key"].removeprefix(f"{prefix}/") for page in pages for entry in page.get("Contents", [])]


def test_the_tasks_of_a_job_make_the_dataset_of_a_single_machine(spark, store, key, single):
    # The command is the one that was shipped with the job.
    dataset = generate(spark, f"s3://{BUCKET}/plain", shards=SHARDS, command=Path(FRAUDGEN).name, **SPEC)
    assert_made(store, "plain", dataset, single)


@pytest.mark.skipif("FRAUDGEN_S3A_JARS" not in os.environ, reason="tests/setup could not have hadoop-aws")
def test_spark_reads_the_objects_back(spark, store, key, single):
    generate(spark, f"s3://{BUCKET}/read", shards=2, command=str(FRAUDGEN), **SPEC)
    for table in single["tables"][-3:]:
        frame = spark.read.parquet(f"s3a://{BUCKET}/read/{table['table']}")
        assert frame.count() == table["rows"]
    payments = spark.read.parquet(f"s3a://{BUCKET}/read/transactions")
    assert 0 < payments.where("is_fraud and amount > 0").count() < SPEC["transactions"] / 10


def test_drift_and_label_noise_are_passed_on(spark, store, key, single, tmp_path):
    changes = {"fraud_drift": "FALSA_CENTRAL=APPEARS,PHISHING=FADES", "label_noise": 0.25}
    dataset = generate(spark, f"s3://{BUCKET}/drift", shards=2, command=str(FRAUDGEN), **SPEC, **changes)
    made = make(tmp_path / "data", **SPEC, **changes).manifest
    assert made["digest"] != single["digest"]
    assert_made(store, "drift", dataset, made)


def test_one_task_may_make_all(spark, store, key, single):
    dataset = generate(spark, f"s3://{BUCKET}/one", shards=1, command=str(FRAUDGEN), **SPEC)
    assert_made(store, "one", dataset, single)


def test_a_task_knows_no_key(spark, store, key, script, tmp_path):
    environments = spark.sparkContext.range(2).map(lambda _: dict(os.environ)).collect()
    assert all(environment["AWS_SECRET_ACCESS_KEY"] == PLANTED for environment in environments)
    command = script('case $1 in generate) { env; echo "$@"; } >$NOTES/$$.txt;; esac')
    generate(spark, f"s3://{BUCKET}/secret", shards=2, command=command, transactions=2_000)
    notes = [path.read_text() for path in tmp_path.glob("*.txt")]
    assert len(notes) >= 2
    for note in notes:
        assert "PATH=" in note and "--targets -" in note
        # The executors have planted ones.
        for word in ["AWS_", "HOME=", "X-Amz", store.key, store.secret, PLANTED]:
            assert word not in note


def test_an_executor_that_is_killed_costs_time_only(spark, store, key, script, single):
    command = script("case $1 in generate) sleep 1;; esac")
    made = []
    job = threading.Thread(
        target=lambda: made.append(generate(spark, f"s3://{BUCKET}/killed", shards=SHARDS, command=command, **SPEC))
    )
    job.start()
    while not keys(store, "killed"):
        assert job.is_alive()
        time.sleep(0.1)
    victim = executors()[0]
    os.kill(victim, signal.SIGKILL)
    assert "_SUCCESS" not in keys(store, "killed")
    job.join(timeout=120)
    assert made and victim not in executors()
    assert_made(store, "killed", made[0], single)


def executors():
    """The processes of this cluster's executors."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if "org.apache.spark.executor.CoarseGrainedExecutorBackend" in words and descends(folder.name, os.getpid()):
            found.append(int(folder.name))
    return sorted(found)


def descends(process, ancestor):
    """Whether a process is below another one."""
    while process not in ("0", "1"):
        if process == str(ancestor):
            return True
        try:
            process = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            return False
    return False


def test_a_task_that_is_run_twice_at_once_writes_the_same(spark, store, key, script, single, tmp_path):
    # The first to come waits until Spark has run another in its place, and the job is over; then it goes on.
    command = script(
        "if [ $1 = generate ]; then\n"
        "  touch $NOTES/$$.begun\n"
        "  if mkdir $NOTES/first 2>/dev/null; then\n"
        "    for _ in $(seq 400); do [ -e $NOTES/closed ] && break; sleep 0.5; done\n"
        '    $REAL "$@"; touch $NOTES/late; exit\n'
        "  fi\n"
        "fi"
    )
    dataset = generate(spark, f"s3://{BUCKET}/twice", shards=SHARDS, command=command, **SPEC)
    assert len(list(tmp_path.glob("*.begun"))) > SHARDS, "no task was run twice"
    assert not (tmp_path / "late").exists()
    (tmp_path / "closed").touch()
    while not (tmp_path / "late").exists():
        time.sleep(0.2)
    assert_made(store, "twice", dataset, single)


def test_a_denied_target_is_one_clear_error(spark, store, key, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(FraudgenError) as refused:
        generate(spark, f"s3://{BUCKET}/denied", shards=2, command=str(FRAUDGEN), no_check=True, **SPEC)
    text = str(refused.value)
    assert text.startswith("shard 0/2: ") and text.endswith("(1 more shards failed)")
    assert "refused" in text or "secret" in text
    assert "Traceback" not in text and "X-Amz" not in text
    assert not keys(store, "denied")


def test_the_driver_says_what_is_wrong_before_any_task(spark, store, key, monkeypatch):
    with pytest.raises(FraudgenError, match="--fraud-rate"):
        generate(spark, f"s3://{BUCKET}/x", shards=2, command=str(FRAUDGEN), fraud_rate=7)
    with pytest.raises(FraudgenError, match="there is no `nowhere`"):
        generate(spark, f"s3://{BUCKET}/x", shards=2, command="nowhere")
    with pytest.raises(ValueError, match="shards is 0"):
        generate(spark, f"s3://{BUCKET}/x", shards=0)
