"""What everyday life in a dataset is like: its money, its graph and its times, each figure with its limits.

    python tests/realism/life.py DIR
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "readers"))
import graph
import money
import times
from dataset import Dataset
from figure import measure

TOPICS = {"money": money, "graph": graph, "time": times}
FIGURES = [figure for topic in TOPICS.values() for figure in topic.FIGURES]


def measured(dataset):
    """All figures of a Parquet dataset."""
    return [one for topic in TOPICS.values() for one in measure(dataset.connect(), topic.TABLES, topic.FIGURES)]


if __name__ == "__main__":
    found = measured(Dataset(sys.argv[1]))
    print(*found, sep="\n")
    sys.exit(not all(one.met for one in found))
