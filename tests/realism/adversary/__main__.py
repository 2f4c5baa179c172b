"""The command: see report.py."""

import sys
from pathlib import Path

# Run by its path, the folder itself is where modules are sought first; those next to it are meant.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from adversary.report import main

sys.exit(main())
