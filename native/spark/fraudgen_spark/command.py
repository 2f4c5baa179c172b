"""Runs the `fraudgen` command: on the driver as it is, on executors without any credentials."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import pyarrow as pa
from pyspark import SparkFiles

# Variables that the command may need. None holds credentials, and without HOME no file with them is found.
HARMLESS = {"PATH", "TMPDIR", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR"}
HARMLESS |= {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}

# Exit codes of failures that a retry would not fix.
USAGE, NO_ACCESS = 2, 77


class FraudgenError(Exception):
    """The command failed: its error message."""


def flags(values: Mapping[str, object]) -> list[str]:
    """Values as flags of the command: ``rows_per_file=1000`` becomes ``--rows-per-file 1000``."""
    arguments: list[str] = []
    for name, value in values.items():
        flag = "--" + name.replace("_", "-")
        if value is True:
            arguments.append(flag)
        elif value is not None and value is not False:
            arguments += [flag, str(value)]
    return arguments


def dataset_options(command: str) -> list[str]:
    """The command's flags that describe a dataset, named as `flags` takes them: ``fraud_rate``."""
    schema = json.loads(run(command, ["schema", "--output-format", "json"]))
    return [flag["name"].replace("-", "_") for flag in schema["dataset_flags"]]


def find(command: str) -> str:
    """The path of the command on this machine: shipped with the job, given as a path, or found on PATH."""
    shipped = os.path.abspath(os.path.join(SparkFiles.getRootDirectory(), command))
    if os.path.isfile(shipped):
        return shipped
    found = shutil.which(command)
    if found is None:
        raise FraudgenError(
            f"there is no `{command}` on {os.uname().nodename}: install it, or ship it with --files and pass its "
            "name as `command`"
        )
    return found


def clean_environment() -> dict[str, str]:
    """The environment without anything that could hold credentials."""
    return {name: value for name, value in os.environ.items() if name.upper() in HARMLESS}


def run(command: str, arguments: Sequence[str], stdin: str = "") -> str:
    """Runs the command with the whole environment, as only the driver may; returns its standard output."""
    done = subprocess.run([find(command), *arguments], input=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        raise FraudgenError(message(done.stderr, done.returncode))
    return done.stdout


class Stream:
    """An Arrow stream that the command writes. If it breaks off, reading it raises an error."""

    def __init__(self, command: str, arguments: Sequence[str], stdin: str) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [find(command), *arguments], stdin=pipe, stdout=pipe, stderr=pipe, env=clean_environment()
        )
        assert self._process.stdin and self._process.stdout
        try:
            # A command that refuses its arguments does not read its input; its message is read below.
            with suppress(BrokenPipeError), self._process.stdin as text:
                text.write(stdin.encode())
            self._process.stdin = None
            self._reader = pa.ipc.open_stream(self._process.stdout)
        except (pa.ArrowException, OSError) as error:
            raise self._failure() from error

    @property
    def schema(self) -> pa.Schema:
        """Known before any record is generated."""
        return self._reader.schema

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._reader
        except (pa.ArrowException, OSError) as error:
            raise self._failure() from error
        if self._process.wait() != 0:
            raise self._failure()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the command, even if not everything was read."""
        with self._process:
            self._process.kill()

    def _failure(self) -> FraudgenError:
        _, stderr = self._process.communicate()
        return FraudgenError(message(stderr.decode(), self._process.returncode))


def message(stderr: str, code: int) -> str:
    """The last error message of a command that failed."""
    lines = stderr.strip().splitlines()
    errors = [number for number, line in enumerate(lines) if line.startswith("error: ")]
    text = "\n".join(lines[errors[-1] :] if errors else lines[-1:]).removeprefix("error: ")
    # The usage follows after an empty line.
    text = text.partition("\n\n")[0]
    return text or f"fraudgen failed with exit code {code} and no message"
