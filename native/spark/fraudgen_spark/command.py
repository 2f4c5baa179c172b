"""Runs the `fraudgen` command: on the driver as it is, on executors with an environment that was emptied."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import pyarrow as pa
from pyspark import SparkFiles

# What a command needs of its surroundings: none of it is a key, and no home holds one.
HARMLESS = {"PATH", "TMPDIR", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR"}
HARMLESS |= {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}

# Exit codes by which the command says that trying again helps no one.
USAGE, NO_ACCESS = 2, 77


class FraudgenError(Exception):
    """What the command said when it failed."""


def flags(values: Mapping[str, object]) -> list[str]:
    """Values as the command's flags: ``rows_per_file=1000`` is ``--rows-per-file 1000``."""
    arguments: list[str] = []
    for name, value in values.items():
        flag = "--" + name.replace("_", "-")
        if value is True:
            arguments.append(flag)
        elif value is not None and value is not False:
            arguments += [flag, str(value)]
    return arguments


def find(command: str) -> str:
    """Where the command is on this machine: shipped with the job, at a path, or on PATH."""
    shipped = os.path.abspath(os.path.join(SparkFiles.getRootDirectory(), command))
    if os.path.isfile(shipped):
        return shipped
    found = shutil.which(command)
    if found is None:
        raise FraudgenError(
            f"there is no `{command}` on {os.uname().nodename}: install it, or ship it with --files and give its "
            "name as `command`"
        )
    return found


def harmless_environment() -> dict[str, str]:
    """The environment without anything that could be a credential."""
    return {name: value for name, value in os.environ.items() if name.upper() in HARMLESS}


def run(command: str, arguments: Sequence[str], stdin: str = "") -> str:
    """Runs the command on the driver, with all that the driver knows; its standard output."""
    done = subprocess.run([find(command), *arguments], input=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        raise FraudgenError(said(done.stderr, done.returncode))
    return done.stdout


class Stream:
    """An Arrow stream that the command writes. One that is cut off is an error, not an end."""

    def __init__(self, command: str, arguments: Sequence[str], stdin: str) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [find(command), *arguments], stdin=pipe, stdout=pipe, stderr=pipe, env=harmless_environment()
        )
        assert self._process.stdin and self._process.stdout
        try:
            # A command that refuses its arguments does not listen: it is heard below.
            with suppress(BrokenPipeError), self._process.stdin as text:
                text.write(stdin.encode())
            self._process.stdin = None
            self._reader = pa.ipc.open_stream(self._process.stdout)
        except (pa.ArrowException, OSError) as error:
            raise self._failure() from error

    @property
    def schema(self) -> pa.Schema:
        """Known before any record is made."""
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
        """Ends the command, of which the reader may have had enough."""
        with self._process:
            self._process.kill()

    def _failure(self) -> FraudgenError:
        _, stderr = self._process.communicate()
        return FraudgenError(said(stderr.decode(), self._process.returncode))


def said(stderr: str, code: int) -> str:
    """What a command that failed said last."""
    lines = stderr.strip().splitlines()
    errors = [number for number, line in enumerate(lines) if line.startswith("error: ")]
    told = "\n".join(lines[errors[-1] :] if errors else lines[-1:]).removeprefix("error: ")
    # What comes after an empty line is how to use the command.
    told = told.partition("\n\n")[0]
    return told or f"fraudgen ended with exit code {code}, without a word"
