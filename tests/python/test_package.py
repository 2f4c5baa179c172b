"""The wheel as strangers get it: in an environment of its own, away from the repository."""

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples/python").glob("*.py"))


@pytest.fixture(scope="module")
def wheel():
    (found,) = (ROOT / "target/wheels").glob("fraudgen-*.whl")
    return found


def test_the_wheel_is_for_every_python_from_3_10_on(wheel):
    version = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.M).group(1)
    assert wheel.name.startswith(f"fraudgen-{version}-cp310-abi3-")
    names = zipfile.ZipFile(wheel).namelist()
    for name in ["fraudgen/__init__.py", "fraudgen/_fraudgen.pyi", "fraudgen/py.typed", "fraudgen/spark/source.py"]:
        assert name in names
    assert [name for name in names if "LICENSE-APACHE" in name] and [name for name in names if "LICENSE-MIT" in name]
    assert not [name for name in names if "test" in name or "src" in name]
    assert wheel.stat().st_size < 15_000_000


def test_it_works_alone_in_a_new_environment(wheel, tmp_path):
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv/bin/python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel]
    subprocess.run(install, check=True, cwd=tmp_path)
    script = """
import fraudgen
dataset = fraudgen.Dataset(transactions=2_000)
print(sum(len(batch) for batch in dataset.stream("transactions")), dataset.digest())
"""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "FRAUDGEN_BIN")}
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path, env=clean)
    rows, digest = done.stdout.split()
    assert rows == "2000"
    generate = [tmp_path / "venv/bin/fraudgen", "generate", "--out", "data", "--transactions", "2000", "--progress=none"]
    made = subprocess.run(generate, capture_output=True, text=True, check=True, cwd=tmp_path, env=clean)
    assert digest in made.stderr


def test_the_source_distribution_has_all_that_a_build_needs(tmp_path):
    manifest = ROOT / "native/python/Cargo.toml"
    sdist = [sys.executable, "-m", "maturin", "sdist", "--manifest-path", manifest, "--out", tmp_path]
    subprocess.run(sdist, check=True, capture_output=True)
    (archive,) = tmp_path.glob("fraudgen-*.tar.gz")
    with tarfile.open(archive) as files:
        files.extractall(tmp_path, filter="data")
    root = archive.with_suffix("").with_suffix("")
    assert (root / "LICENSE-MIT").exists() and (root / "native/python/src/lib.rs").exists()
    resolve = ["cargo", "metadata", "--offline", "--format-version=1", "--manifest-path", root / "native/python/Cargo.toml"]
    subprocess.run(resolve, check=True, capture_output=True)


def test_its_types_are_whole(tmp_path):
    config = ["--config-file", ROOT / "native/python/pyproject.toml"]
    checks = [
        ["-m", "mypy", *config, "--cache-dir", tmp_path, "-p", "fraudgen"],
        ["-m", "mypy.stubtest", "--ignore-disjoint-bases", "fraudgen._fraudgen"],
    ]
    for check in checks:
        done = subprocess.run([sys.executable, *check], capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_as_it_is(example, tmp_path):
    small = os.environ | {"TRANSACTIONS": "100_000", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, example], capture_output=True, text=True, cwd=tmp_path, env=small)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 5
    for svg in tmp_path.glob("*.svg"):
        assert "<svg" in svg.read_text()
    assert "ring" not in example.stem or list(tmp_path.glob("*.svg"))
