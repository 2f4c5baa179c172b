"""A dataset's arguments are the command's flags, with the same refusals, and what it writes is what the command does."""

import inspect
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime

import fraudgen
import numpy
import pandas
import pytest
from conftest import SPEC
from dataset import fraudgen as run

def test_the_arguments_are_the_flags_of_the_command():
    flags = {flag["name"].replace("-", "_") for flag in fraudgen.Dataset.schema()["dataset_flags"]}
    assert set(inspect.signature(fraudgen.Dataset).parameters) == flags


def test_arguments_are_given_in_the_types_of_python(tmp_path):
    dataset = fraudgen.Dataset(
        transactions="20k", start=date(2024, 2, 1), end="2024-04-30", fraud_mix={"FALSA_CENTRAL": 3, "CONTA_LARANJA": 1},
        fraud_drift={"FALSA_CENTRAL": "GROWS"}, label_noise=0.1, inside=0.5, difficulty="hard", without_cases=[3, 1],
    )
    spec = dataset.spec
    assert (spec["transactions"], spec["start"], spec["days"]) == (20_000, "2024-02-01", 90)
    assert spec["fraud_mix"] == {"FALSA_CENTRAL": 3, "CONTA_LARANJA": 1}
    assert spec["fraud_drift"] == {"FALSA_CENTRAL": "GROWS"}
    assert spec["difficulty"] == "HARD"
    assert spec["without_cases"] == [1, 3]
    assert fraudgen.Dataset(spec=spec) == dataset != fraudgen.Dataset(spec=spec, seed=1)
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(spec))
    assert fraudgen.Dataset(spec=path) == fraudgen.Dataset(spec=str(path)) == dataset
    # As people have them: a spec taken apart, numbers and dates of other libraries.
    assert fraudgen.Dataset(**spec) == dataset
    odd = {"start": datetime(2025, 2, 1), "end": pandas.Timestamp("2025-03-01"), "days": None}
    assert fraudgen.Dataset(transactions=2e4, seed=numpy.int64(3), **odd).spec["days"] == 29
    assert fraudgen.Dataset(spec={"transactions": numpy.int64(500), "start": date(2025, 2, 1)}).spec["transactions"] == 500
    assert 900_000 < fraudgen.Dataset(size="100MB", days=30).spec["transactions"] < 3_000_000


@pytest.mark.parametrize("arguments", [
    {"transactions": -1},
    {"transactions": 1.5},
    {"transactions": "many"},
    {"transactions": 20_000, "size": "1GB"},
    {"seed": -1},
    {"seed": 2**64},
    {"size": "1 pound"},
    {"size": "1kB"},
    {"customers": 0},
    {"start": "2025-02-30"},
    {"start": "1999-01-01"},
    {"days": 0},
    {"end": "2024-01-01"},
    {"fraud_rate": 2},
    {"fraud_rate": float("nan")},
    {"fraud_mix": {"NOTHING": 1}},
    {"fraud_mix": {"SIM_SWAP": -1}},
    {"fraud_drift": {"SIM_SWAP": "SHRINKS"}},
    {"inside": 0.9},
    {"label_noise": 1},
    {"difficulty": "medium"},
    {"spec": {"sead": 7}},
])
def test_a_refusal_is_the_command_s_sentence(refusal, arguments):
    words = [f"--{name.replace('_', '-')}={text(name, value)}" for name, value in arguments.items()]
    expected = refusal("generate", "--out", "null", *words)
    with pytest.raises(ValueError) as refused:
        fraudgen.Dataset(**arguments)
    assert str(refused.value) == expected
    assert list(arguments)[0].replace("_", "-") in expected


def text(name, value):
    if isinstance(value, dict):
        return json.dumps(value) if name == "spec" else ",".join(f"{key}={word}" for key, word in value.items())
    return str(value)


def test_what_is_no_value_is_refused():
    dataset = fraudgen.Dataset(**SPEC)
    for wrong, words in [
        (lambda: fraudgen.Dataset(fraud_rate=False), "'False' for 'fraud_rate'"),
        (lambda: fraudgen.Dataset(start=datetime(2025, 2, 1, 12)), "midnight"),
        (lambda: fraudgen.Dataset(spec="-"), "path of a file"),
        (lambda: fraudgen.Dataset(spec=[1]), "path of a file"),
        (lambda: dataset.table(["cards"]), "fraud_cases"),
        (lambda: dataset.table("cards,devices"), "fraud_cases"),
        (lambda: dataset.table("cards", columns={"card_id", "card_brand"}), "no order"),
        (lambda: dataset.table("cards", columns=True), "'True' for 'columns'"),
        (lambda: dataset.table("cards", shard={0, 8}), "such as (0, 8)"),
        (lambda: dataset.table("cards", shard="0/8"), "such as (0, 8)"),
        (lambda: dataset.write(None), "is no place"),
        (lambda: dataset.write(1), "is no place"),
        (lambda: dataset.write("x", out="y"), "'out'"),
        (lambda: dataset.write("x", seed=8), "'seed'"),
        (lambda: dataset.write("x", help=True), "'help'"),
        (lambda: dataset.write("x", fromat="csv"), "'--fromat'"),
        (lambda: dataset.write("gs://lake/fraud"), "s3://BUCKET/PREFIX"),
        (lambda: dataset.digest(out="x"), "'out'"),
        (lambda: dataset.digest(progress="bar"), "'progress'"),
        (lambda: dataset.plan(size="1GB"), "'size'"),
        (lambda: dataset.verify("x", json=True), "'json'"),
    ]:
        with pytest.raises(ValueError) as refused:
            wrong()
        assert words in str(refused.value)
    assert not os.path.exists("x")


def test_any_path_is_a_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    dataset = fraudgen.Dataset(transactions=500)
    for place in ["--dash", "s p", b"bytes", os.fsdecode(b"bad\xff"), "~/home"]:
        written = dataset.write(place)
        assert dataset.verify(written.place) and dataset.verify(place)
    assert (tmp_path / "home/home/_SUCCESS").exists()


def test_a_closed_standard_error_is_no_failure():
    script = "import sys, fraudgen; sys.stderr.close(); fraudgen.Dataset(transactions=500).digest({})"
    for progress in ("", "progress=True"):
        subprocess.run([sys.executable, "-c", script.format(progress)], check=True)


def test_a_table_s_refusals_are_the_command_s_too(refusal):
    dataset = fraudgen.Dataset(**SPEC)
    stream = ["generate", "--format", "arrow-stream", "--out", "-"]
    for arguments, words in [
        ({"name": "card"}, ["--tables=card"]),
        ({"name": "cards", "columns": ["nothing"]}, ["--tables=cards", "--columns=nothing"]),
        ({"name": "cards", "columns": ["brand", "brand"]}, ["--tables=cards", "--columns=brand,brand"]),
        ({"name": "cards", "shard": (3, 3)}, ["--tables=cards", "--rows-per-file=1000", "--shard=3/3"]),
        ({"name": "cards", "threads": 0}, ["--tables=cards", "--threads=0"]),
    ]:
        with pytest.raises(ValueError) as refused:
            dataset.table(**arguments)
        assert str(refused.value) == refusal(*stream, *words)
    with pytest.raises(ValueError, match="'decimal' or 'float'"):
        dataset.table("cards", money="cents")


def test_what_is_written_is_what_the_command_writes(files, tmp_path):
    seen = []
    dataset = fraudgen.Dataset(**SPEC)
    written = dataset.write(tmp_path / "data", rows_per_file=8_000, progress=lambda *state: seen.append(state))
    manifest = json.loads((tmp_path / "data/_manifest.json").read_text())
    assert manifest == files.manifest
    assert (written.rows, written.bytes, written.files) == (manifest["rows"], manifest["bytes"], len(manifest["parts"]))
    assert written.digest == dataset.digest() == manifest["digest"]
    assert manifest["digest"] in str(written)
    assert seen[-1] == (None, None, None)
    plan = dataset.plan(rows_per_file=8_000)
    assert plan["parts"] == written.files and abs(plan["bytes"] / written.bytes - 1) < 0.1
    with pytest.raises(ValueError, match="not empty.*--force"):
        dataset.write(tmp_path / "data")
    dataset.write(tmp_path / "data", force=True, format="csv", tables=["customers", "cards"])
    assert {path.name for path in (tmp_path / "data").iterdir() if path.is_dir()} == {"customers", "cards"}
    assert fraudgen.Dataset(spec=tmp_path / "data/_manifest.json") == dataset


def test_files_are_checked_and_described(files, tmp_path):
    found = fraudgen.Dataset.verify(files.folder, deep=True)
    assert found and found.problems == [] and found.digest == files.manifest["digest"]
    report = fraudgen.Dataset.report(files.folder, html=tmp_path / "report.html")
    assert len(report["calibration"]["figures"]) > 100 and (tmp_path / "report.html").stat().st_size > 10_000
    data = tmp_path / "data"
    fraudgen.Dataset(**SPEC).write(data, tables="cards")
    part = next((data / "cards").iterdir())
    part.write_bytes(part.read_bytes()[:-1])
    found = fraudgen.Dataset.verify(data)
    assert not found and part.name in found.problems[0]
    with pytest.raises(fraudgen.FraudgenError, match="nowhere"):
        fraudgen.Dataset.verify(tmp_path / "nowhere")


def test_a_store_that_refuses_is_a_permission_error(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises((PermissionError, fraudgen.FraudgenError), match="AWS_ACCESS_KEY_ID"):
        fraudgen.Dataset(**SPEC).write("s3://lake/fraud", endpoint="http://127.0.0.1:1")


def test_its_representation_says_what_it_holds():
    dataset = fraudgen.Dataset(**SPEC)
    for said in (repr(dataset), dataset._repr_html_()):
        for words in ["60000", "seed", "transactions", "60,000", "about", "credits"]:
            assert words in said
    assert hash(dataset) == hash(fraudgen.Dataset(**SPEC))


INTERRUPTED = """
import sys, fraudgen
dataset = fraudgen.Dataset(transactions=20_000_000)
print("begun", flush=True)
try:
    {work}
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.parametrize("work", [
    "dataset.write(sys.argv[1], rows_per_file=10_000)",
    # pyarrow raises an exception of its own.
    "import pyarrow\n"
    "    try: pyarrow.table(dataset.table('transactions', columns=['amount']))\n"
    "    except pyarrow.ArrowInvalid as error: raise KeyboardInterrupt if 'KeyboardInterrupt' in str(error) else error",
    "for batch in dataset.stream('transactions'): pass",
    "dataset.digest(progress=True)",
])
def test_ctrl_c_ends_it(tmp_path, work):
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED.format(work=work), tmp_path / "data"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    assert process.stdout.readline() == "begun\n"
    time.sleep(3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    printed, errors = process.communicate(timeout=20)
    assert printed == "interrupted\n", errors
    if "write" in work:
        assert (tmp_path / "data").exists() and not (tmp_path / "data/_SUCCESS").exists()


def test_what_was_interrupted_is_resumed(tmp_path, files):
    data = tmp_path / "data"
    dataset = fraudgen.Dataset(**SPEC)

    def stop(rows, total, size):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fraudgen.Dataset(**SPEC | {"transactions": 3_000_000}).write(data, progress=stop, rows_per_file=8_000)
    assert not (data / "_SUCCESS").exists()
    with pytest.raises(ValueError):
        dataset.write(data, resume=True, rows_per_file=8_000)
    assert dataset.write(data, force=True, rows_per_file=8_000).digest == files.manifest["digest"]


def test_the_bar_shows_rate_and_time_left(tmp_path):
    script = "import fraudgen; fraudgen.Dataset(transactions=1_000_000).digest(progress=True)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=tmp_path)
    assert b"rows/s" in done.stderr and b"s left" in done.stderr and b"#" in done.stderr
    assert done.stdout == b"" and done.stderr.endswith(b"\r")


def test_the_command_is_the_same(tmp_path, files):
    script = os.path.join(os.path.dirname(sys.executable), "fraudgen")
    flags = ["--transactions=60000", "--fraud-rate=0.02", "--seed=7", "--rows-per-file=8000"]
    for program in ([script], [sys.executable, "-m", "fraudgen"]):
        def call(*arguments):
            return subprocess.run([*program, *arguments], capture_output=True, text=True)

        assert call("--version").stdout == run("--version")
        assert call("generate", "--help").stdout == run("generate", "--help")
        assert json.loads(call("generate", "--out=null", "--json", *flags).stdout)["digest"] == files.manifest["digest"]
        refused = call("generate", "--out=null", "--seed=x")
        assert refused.returncode == 2 and refused.stderr.startswith("error: invalid value 'x' for '--seed")
    # It starts itself again, in other processes.
    bench = call("bench", "--to", str(tmp_path / "bench"), "--transactions=20k", "--designs=v3,v4-a", "--repeat=1")
    assert bench.returncode == 0 and "digest" in bench.stdout, bench.stderr
    writing = subprocess.Popen([script, "generate", "--out", tmp_path / "data", "--transactions=20M"])
    time.sleep(2)
    writing.send_signal(signal.SIGINT)
    assert writing.wait(timeout=20) == 75
    piped = subprocess.run(f"{script} sample --rows 500 --output-format jsonl | head -1", shell=True, capture_output=True)
    assert piped.stderr == b"" and piped.stdout

