"""Runs in control groups, as in a container: they take as many processors and as much memory as they may."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from dataset import FRAUDGEN

MOUNTED = Path("/sys/fs/cgroup")
MIB = 1 << 20


class Group:
    """A control group with limits, of either version."""

    def __init__(self, controller, limits):
        is_unified = (MOUNTED / "cgroup.controllers").exists()
        self.folder = MOUNTED / ("" if is_unified else controller) / f"fraudgen-test-{os.getpid()}"
        try:
            self.folder.mkdir()
            for name, value in limits[is_unified].items():
                (self.folder / name).write_text(str(value))
        except OSError as error:
            self.remove()
            pytest.skip(f"no control group for {controller} can be made here: {error}")

    def run(self, *arguments):
        join = f'echo $$ >"{self.folder}/cgroup.procs" && exec "$@"'
        command = ["sh", "-c", join, "sh", FRAUDGEN, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True)

    def peak(self):
        for name in ("memory.peak", "memory.max_usage_in_bytes"):
            if (self.folder / name).exists():
                return int((self.folder / name).read_text())

    def remove(self):
        if self.folder.exists():
            self.folder.rmdir()


@pytest.fixture
def group():
    groups = []

    def make(controller, version_1, version_2):
        groups.append(Group(controller, [version_1, version_2]))
        return groups[-1]

    yield make
    for made in groups:
        made.remove()


def limited_memory(group, limit):
    return group(
        "memory", {"memory.limit_in_bytes": limit}, {"memory.max": limit, "memory.swap.max": 0}
    )


def test_threads_follow_a_quota_of_processors(group, tmp_path):
    quota = group("cpu", {"cpu.cfs_quota_us": 100_000, "cpu.cfs_period_us": 100_000}, {"cpu.max": "100000 100000"})
    done = quota.run("generate", "--out", tmp_path / "data", "--transactions", "20k", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["threads"] == 1


@pytest.mark.parametrize("limit", [512 * MIB, 256 * MIB, 100 * MIB])
def test_a_run_fits_in_the_memory_that_it_may_take(group, tmp_path, limit):
    memory = limited_memory(group, limit)
    done = memory.run("generate", "--out", tmp_path / "data", "--transactions", "1M", "--json")
    assert done.returncode == 0, (done.returncode, done.stderr)
    threads = json.loads(done.stdout)["threads"]
    processors = len(os.sched_getaffinity(0))
    assert threads == (1 if limit == 100 * MIB else min(processors, 3 if limit == 256 * MIB else 6))
    assert (f"{threads} of {processors} processors are used" in done.stderr) == (threads < processors), done.stderr
    print(f"{limit >> 20} MiB: {threads} threads, peak {memory.peak() >> 20} MiB with the cache of files")


def test_more_threads_than_memory_has_room_for_are_told_and_end_the_run(group, tmp_path):
    memory = limited_memory(group, 100 * MIB)
    done = memory.run("generate", "--out", tmp_path / "data", "--transactions", "2M", "--threads", "8")
    assert "and the limit is 104.86 MB" in done.stderr
    assert done.returncode == -9, "this takes as much as ever: the limit of the other tests is none"
