"""A Spark cluster of two workers with an executor each, and a real store."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/readers"))
# Executors import the package too, as tests/build-wheel installed it.
os.environ["PYSPARK_PYTHON"] = sys.executable

import pyspark  # noqa: E402
from dataset import FRAUDGEN  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from real_store import REGION, RealStore, free_address  # noqa: E402

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "OFF",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    # A task that takes longer than the others is soon run again on the other worker.
    "spark.speculation": "true",
    "spark.speculation.interval": "200ms",
    "spark.speculation.quantile": "0.5",
    "spark.speculation.minTaskRuntime": "500ms",
}


def s3a(store):
    """Settings with which Spark itself reads from the store; none if tests/setup could not install the jars."""
    jars = os.environ.get("FRAUDGEN_S3A_JARS")
    if not jars:
        return {}
    hadoop = {
        "endpoint": store.endpoint, "endpoint.region": REGION, "path.style.access": "true",
        "access.key": store.key, "secret.key": store.secret,
    }
    settings = {f"spark.hadoop.fs.s3a.{name}": value for name, value in hadoop.items()}
    return settings | {"spark.jars": ",".join(map(str, Path(jars).glob("*.jar")))}


# Credentials in the environment of the workers, which their tasks must not see.
PLANTED = "planted-secret"


class Cluster:
    """A master and two workers of Spark's standalone cluster manager. Each worker has its own address, as Spark
    does not run a task again on the same host."""

    def __init__(self, folder):
        address = free_address()
        self.url = f"spark://{address}"
        self.log = open(folder / "log", "w")
        host, port = address.split(":")
        self.processes = [self.start("master.Master", "--host", host, "--port", port)]
        for _ in range(600):
            assert self.processes[0].poll() is None, "the master does not start"
            with socket.socket() as tried:
                if tried.connect_ex((host, int(port))) == 0:
                    break
            time.sleep(0.1)
        for number in (2, 3):
            place = ["--host", f"127.0.0.{number}", "--work-dir", folder / f"worker-{number}"]
            self.processes.append(self.start("worker.Worker", *place, "--cores", "1", "--memory", "1G", self.url))

    def start(self, name, *arguments):
        command = [Path(pyspark.__path__[0], "bin/spark-class"), f"org.apache.spark.deploy.{name}", "--webui-port", "0"]
        keys = {"AWS_ACCESS_KEY_ID": PLANTED, "AWS_SECRET_ACCESS_KEY": PLANTED}
        return subprocess.Popen([*command, *arguments], env=os.environ | keys, stdout=self.log, stderr=self.log)

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()
        self.log.close()


@pytest.fixture(scope="session")
def spark(tmp_path_factory, store):
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    builder = SparkSession.builder.master(cluster.url)
    for name, value in (SETTINGS | s3a(store)).items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    yield spark
    spark.stop()
    cluster.stop()


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    store = RealStore(tmp_path_factory.mktemp("store"))
    yield store
    store.stop()


@pytest.fixture
def key(store, monkeypatch):
    """Gives the driver the credentials for the store."""
    variables = {
        "AWS_ENDPOINT_URL_S3": store.endpoint, "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": store.key, "AWS_SECRET_ACCESS_KEY": store.secret,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def script(tmp_path):
    """Writes a command that runs lines of shell before the real one; `$REAL` and `$NOTES` are set."""

    def make(lines):
        path = tmp_path / "command"
        path.write_text(f"#!/bin/sh\nREAL={FRAUDGEN}\nNOTES={tmp_path}\n{lines}\nexec $REAL \"$@\"\n")
        path.chmod(0o755)
        return str(path)

    return make
