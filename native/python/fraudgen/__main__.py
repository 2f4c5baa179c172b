"""The command: ``fraudgen`` or ``python -m fraudgen``."""

import signal
import sys

from ._fraudgen import main as command


def main() -> int:
    """Runs the command line of this process; returns its exit code."""
    # As in any command: Ctrl-C is not an exception, and a closed pipe ends the process.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return command(["fraudgen", *sys.argv[1:]], sys.executable, ["-m", "fraudgen"])


if __name__ == "__main__":
    sys.exit(main())
