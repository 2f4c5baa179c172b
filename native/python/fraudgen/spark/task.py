"""Runs the command for one shard, in an environment without any credentials."""

from __future__ import annotations

import os
import subprocess
import sys

from fraudgen import FraudgenError

# Variables that the command may need. None holds credentials, and without HOME no file with them is found.
HARMLESS = {"PATH", "TMPDIR", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHONPATH", "PYTHONHOME"}
HARMLESS |= {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}

# Exit codes of failures that a retry would not fix.
USAGE, NO_ACCESS = 2, 77


def run(command: str | None, targets: str, threads: int) -> subprocess.CompletedProcess[str]:
    """Generates what targets are for. By default the command is the one that this package brings."""
    program = [command] if command else [sys.executable, "-m", "fraudgen"]
    # Nothing is read from or written to the local disk: the receipt says all there is to know of a shard.
    arguments = ["generate", "--targets=-", "--receipt=-", "--progress=none", f"--threads={threads}"]
    harmless = {name: value for name, value in os.environ.items() if name.upper() in HARMLESS}
    try:
        return subprocess.run(
            [*program, *arguments], input=targets, capture_output=True, text=True, env=harmless, cwd=os.sep
        )
    except OSError as error:
        raise FraudgenError(f"cannot run `{program[0]}` on {os.uname().nodename}: {error.strerror}") from error


def message(done: subprocess.CompletedProcess[str]) -> str:
    """The last error message of a command that failed."""
    lines = done.stderr.strip().splitlines()
    errors = [number for number, line in enumerate(lines) if line.startswith("error: ")]
    text = "\n".join(lines[errors[-1] :] if errors else lines[-1:]).removeprefix("error: ")
    # The usage follows after an empty line.
    text = text.partition("\n\n")[0]
    return text or f"fraudgen failed with exit code {done.returncode} and no message"
