"""The image: its Dockerfile, and the command in a root file system of its own."""

import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from real_store import RealStore
from root import LIBRARIES, SYSTEM, libraries

DOCKERFILE = ROOT / "examples/docker/Dockerfile"


@pytest.fixture
def store(tmp_path):
    started = RealStore(tmp_path)
    yield started
    started.stop()


def test_the_dockerfile_has_no_lint():
    subprocess.run([Path(sys.executable).parent / "hadolint", DOCKERFILE], check=True)


def test_the_image_is_built_with_a_rust_that_is_new_enough():
    found = re.search(r"^FROM \S*rust:([0-9.]+)-", DOCKERFILE.read_text(), re.M)
    oldest = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["rust-version"]
    version = lambda text: tuple(map(int, text.split(".")))  # noqa: E731
    assert version(found[1]) >= version(oldest)


def test_the_command_needs_no_library_that_the_image_has_not():
    needed = {name for name in libraries() if not name.startswith("/")}
    assert needed <= LIBRARIES


def test_a_run_writes_nothing_but_its_volume(root, tmp_path):
    done = root.run("generate", "--out=dataset", "--transactions=20k", volume=tmp_path)
    assert done.returncode == 0, done.stderr
    done = root.run("verify", "--deep", "dataset", volume=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["dataset"]
    # No volume, and the root file system is read-only.
    done = root.run("generate", "--out=dataset", "--transactions=20k")
    assert done.returncode not in (0, 75) and "Read-only file system" in done.stderr, done.stderr


def test_the_service_of_the_compose_file_fills_a_store(root, store, compose):
    service = compose["services"]["fraudgen"]
    assert service["environment"]["MINIO_ENDPOINT"] == "http://minio:9000"
    variables = {"MINIO_ENDPOINT": store.endpoint, "MINIO_ACCESS_KEY": store.key, "MINIO_SECRET_KEY": store.secret}
    assert variables.keys() == service["environment"].keys()
    size = next(argument for argument in service["command"] if argument.startswith("--size="))
    arguments = [argument.replace("/lake/", "/new/") for argument in service["command"] if argument != size]
    for kept in (False, True):
        done = root.run(*arguments, "--transactions=50k", variables=variables)
        assert done.returncode == 0 and ("of them kept" in done.stderr) == kept, done.stderr
        assert store.secret not in done.stderr
    done = root.run("verify", "s3://new/fraud", variables=variables)
    assert done.returncode == 0, done.stderr


def test_sigterm_to_process_1_ends_a_run_that_can_be_resumed(root, tmp_path):
    arguments = ["generate", "--out=dataset", "--transactions=30M", "--tables=transactions", "--rows-per-file=20k"]
    started, process = root.start(*arguments, volume=tmp_path)
    journal = tmp_path / "dataset/_progress.jsonl"
    while started.poll() is None and not (journal.exists() and journal.stat().st_size > 1000):
        time.sleep(0.02)
    asked = time.monotonic()
    os.kill(process, signal.SIGTERM)
    _, said = started.communicate(timeout=20)
    assert started.returncode == 75 and "--resume" in said, said
    assert time.monotonic() - asked < 10
    assert not list(tmp_path.rglob("*.tmp"))


def test_sigterm_to_process_1_ends_a_stream(root):
    arguments = ["generate", "--out=-", "--format=arrow-stream", "--tables=transactions", "--transactions=300M"]
    started, process = root.start(*arguments)
    time.sleep(1)
    assert started.poll() is None
    os.kill(process, signal.SIGTERM)
    _, said = started.communicate(timeout=20)
    assert started.returncode == 75, said


def test_a_store_over_http_needs_no_certificates(root, store, tmp_path):
    nothing = tmp_path / "nothing"
    nothing.touch()
    root.trust(nothing)
    variables = {"MINIO_ENDPOINT": store.endpoint, "MINIO_ACCESS_KEY": store.key, "MINIO_SECRET_KEY": store.secret}
    done = root.run("generate", "--out=s3://lake/http", "--transactions=5k", variables=variables)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("trusted", [True, False])
def test_tls_trusts_the_certificates_of_the_image_alone(root, tmp_path, trusted):
    if "FRAUDGEN_VERSITYGW" not in os.environ:
        pytest.skip("needs VersityGW, whose certificate can be chosen")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=store", "-addext", "subjectAltName=IP:127.0.0.1",
         "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )
    root.trust(certificate if trusted else SYSTEM)
    store = RealStore(tmp_path, certificate=certificate, key=key)
    try:
        variables = {"MINIO_ENDPOINT": store.endpoint, "MINIO_ACCESS_KEY": store.key, "MINIO_SECRET_KEY": store.secret}
        arguments = ["--out=s3://lake/tls", "--transactions=5k", "--retry-for=1s"]
        done = root.run("generate", *arguments, variables=variables)
    finally:
        store.stop()
    assert (done.returncode == 0) == trusted, done.stderr
    assert trusted or "certificate" in done.stderr, done.stderr
