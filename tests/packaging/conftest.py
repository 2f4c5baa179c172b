"""The compose file as Compose reads it, and a root file system that has what the image has."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/readers"))

from root import RootFileSystem  # noqa: E402


def read_compose(variables):
    """What Compose makes of examples/docker/compose.yaml with these variables; its error is raised."""
    folder = ROOT / "examples/docker"
    done = subprocess.run(os.environ["FRAUDGEN_COMPOSE"], cwd=folder, env=variables, capture_output=True, text=True)
    if done.returncode:
        raise ValueError(done.stderr)
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def compose():
    return read_compose({"MINIO_ROOT_USER": "someone", "MINIO_ROOT_PASSWORD": "a secret"})


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    return RootFileSystem(tmp_path_factory.mktemp("root"))
