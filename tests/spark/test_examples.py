"""The examples run as they are."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pyspark
from conftest import ROOT
from real_store import BUCKET


def test_the_walk_through_makes_reads_and_asks(spark, store, key, monkeypatch, capsys):
    for name, value in {"PLACE": f"s3://{BUCKET}/walk", "SIZE": "4MB"}.items():
        monkeypatch.setenv(name, value)
    runpy.run_path(str(ROOT / "examples/spark/walkthrough.py"))
    told = capsys.readouterr().out
    for words in ["by 50 workers of 8 cores", "digest", "to_new_payees", "recovered", "one payment in "]:
        assert words in told
    store.fraudgen("verify", f"s3://{BUCKET}/walk")


def test_a_submitted_job_needs_the_package_only(store, key, tmp_path):
    submit = [Path(pyspark.__path__[0], "bin/spark-submit"), "--master", "local[2]", "--conf", "spark.ui.enabled=false"]
    job = [ROOT / "examples/spark/generate.py", f"s3://{BUCKET}/submitted", "2MB", "2", "10k"]
    done = subprocess.run(
        [*submit, *job],
        env=os.environ | {"PYSPARK_PYTHON": sys.executable},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert f"at s3://{BUCKET}/submitted, digest " in done.stdout
    store.fraudgen("verify", f"s3://{BUCKET}/submitted")
