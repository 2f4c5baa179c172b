"""The package as tests/build-wheel installed it; the command's own build is what it is compared with."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "readers"))
from dataset import FRAUDGEN, generate

SPEC = {"transactions": 60_000, "fraud_rate": 0.02, "seed": 7}


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """The files that the command writes."""
    return generate(tmp_path_factory.mktemp("files") / "data", rows_per_file=8_000, **SPEC)


@pytest.fixture
def refusal():
    """What the command says when it refuses."""

    def of(*arguments):
        done = subprocess.run([FRAUDGEN, *map(str, arguments)], capture_output=True, text=True)
        assert done.returncode == 2, done.stderr
        return done.stderr.removeprefix("error: ").partition("\n\nUsage")[0].partition("\n\nFor more")[0].strip()

    return of
