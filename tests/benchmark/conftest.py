"""The command is called as the tests of readers call it."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "readers"))
