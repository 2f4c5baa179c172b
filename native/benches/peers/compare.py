"""Makes tables with fraudgen and with its peers in turn, and compares their time and memory.

Each run is a separate process, measured by the system from its start to its end: user and system time, and peak
memory. Rows and values are counted from the files' footers. This process stays small and imports nothing large,
since Linux counts its memory towards the peak of the processes that it starts.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
LINEITEMS = 6_001_215  # at scale 1
TRANSFERS = 90_000_000  # of graphfaker at scale 1, about


@dataclass
class Peer:
    name: str
    makes: str
    command: list
    folder: Path = None  # to run it in
    missing: str = None  # why it is left out


def peers(options):
    rows, threads = options.rows, str(options.threads)
    independent = "the columns of fraudgen's transactions, each value drawn by itself"

    def script(name, *more):
        return [sys.executable, HERE / name, "{scratch}/columns.json", "{out}/payments.parquet", str(rows), *more]

    def tool(name, makes, line):
        program = Path(sys.executable).parent / name
        missing = None if program.exists() else "it is not installed"
        return Peer(name, makes, [program, *line.split()], missing=missing)

    line = f"generate --out {{out}}/data --transactions {rows} --threads {threads}"
    yield Peer(
        "fraudgen",
        "8 tables that agree, with histories, balances and labelled fraud",
        [options.fraudgen.resolve(), *line.split()],
        missing=None if options.fraudgen.exists() else f"{options.fraudgen} does not exist: cargo build --release",
    )
    yield Peer("NumPy + pyarrow", independent, script("numpy_pyarrow.py"))
    yield Peer("Polars", independent, script("polars_expressions.py"))
    yield Peer("DuckDB", independent, script("duckdb_sql.py", threads))
    scale = rows / LINEITEMS
    line = f"parquet -c ZSTD(1) -s {scale:.3f} -T lineitem -o {{out}} --num-threads {threads}"
    yield tool("tpchgen-cli", "TPC-H lineitem", line)
    # It is slower: a fifth of the rows will do.
    scale = rows / 5 / TRANSFERS
    line = f"fraud --scale {scale:.5f} --out {{out}} --quiet --no-report --workers {threads}"
    yield tool("graphfaker", "a graph of accounts and transfers, with labelled fraud", line)
    folder = options.python_generator
    line = f"generate.py --size 50MB --format parquet --workers {threads} --seed 42 --output {{out}}/data"
    yield Peer(
        "previous Python generator",
        "customers, devices and 38 columns of transactions, each value drawn by itself",
        [sys.executable, *line.split()],
        folder=folder,
        missing=None if folder and (folder / "generate.py").exists() else "give a checkout with --python-generator",
    )


def run(peer, scratch):
    """Runs a peer once, into a folder that is removed again."""
    with tempfile.TemporaryDirectory(dir=scratch) as out, open(Path(scratch) / "log", "w+") as log:
        command = [str(word).replace("{out}", out).replace("{scratch}", scratch) for word in peer.command]
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=peer.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise RuntimeError(f"{peer.name} ended with {process.returncode}: {log.read()[-2000:]}")
        counted = subprocess.run([sys.executable, HERE / "footers.py", out], check=True, capture_output=True)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {
        "wall_seconds": wall,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_bytes": peak,
        **json.loads(counted.stdout),
    }


def summary(peer, runs):
    middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    cpu = middle["cpu_seconds"]
    return {
        "name": peer.name,
        "makes": peer.makes,
        **middle,
        "rows_per_cpu_second": middle["rows"] / cpu,
        "values_per_cpu_second": middle["values"] / cpu,
        "bytes_per_row": middle["bytes"] / middle["rows"],
        "runs": runs,
    }


def table(rows):
    measured = ["rows × columns", "CPU s", "rows/CPU-s", "values/CPU-s"]
    head = ["", *measured, "fraudgen, rows", "fraudgen, values", "peak memory", "bytes/row"]
    lines = [head, ["---", *["---:"] * (len(head) - 1)]]
    ours = rows[0]
    for row in rows:
        lines.append(
            [
                row["name"],
                f"{row['rows'] / 1e6:.2f} M × {row['columns']}",
                f"{row['cpu_seconds']:.1f}",
                f"{row['rows_per_cpu_second']:,.0f}",
                f"{row['values_per_cpu_second'] / 1e6:.1f} M",
                *(factor(ours, row, key) for key in ["rows_per_cpu_second", "values_per_cpu_second"]),
                f"{row['peak_bytes'] / 1e6:,.0f} MB",
                f"{row['bytes_per_row']:.0f}",
            ]
        )
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return text + "\n\n" + "\n".join(f"- {row['name']} makes {row['makes']}." for row in rows) + "\n"


def factor(ours, row, key):
    return "" if row is ours else f"{ours[key] / row[key]:.1f} ×"


def arguments():
    parser = argparse.ArgumentParser(prog="run", description="Compares fraudgen with its peers on this machine.")
    add = parser.add_argument
    add("--rows", type=int, default=4_000_000, help="rows of most of them (default: 4000000)")
    add("--repeat", type=int, default=5, help="how many times each is run; medians are reported (default: 5)")
    add("--threads", type=int, default=os.cpu_count(), help="threads (default: one per processor)")
    add("--peers", type=lambda text: text.split(","), help="their names, separated by commas (default: all)")
    add("--fraudgen", type=Path, default=ROOT / "target/release/fraudgen", help="the command (default: %(default)s)")
    add("--python-generator", type=Path, metavar="FOLDER", help="a checkout of the previous Python generator, to run")
    add("--out", type=Path, default=Path("peers"), help="the report, as OUT.md and OUT.json (default: peers)")
    return parser.parse_args()


def learn(options, path):
    """Writes down the columns that peers make, in another process: see above."""
    code = "import columns, sys; print(columns.learn(*sys.argv[1:]))"
    learnt = [sys.executable, "-c", code, options.fraudgen.resolve(), str(options.rows)]
    path.write_bytes(subprocess.run(learnt, cwd=HERE, check=True, capture_output=True).stdout)


def main():
    options = arguments()
    chosen = []
    for peer in peers(options):
        if options.peers and peer.name not in options.peers and peer.name != "fraudgen":
            continue
        if peer.missing and peer.name == "fraudgen":
            sys.exit(peer.missing)
        if peer.missing:
            print(f"{peer.name} is left out: {peer.missing}", file=sys.stderr)
        else:
            chosen.append((peer, []))
    with tempfile.TemporaryDirectory(prefix="fraudgen-peers-") as scratch:
        learn(options, Path(scratch, "columns.json"))
        # In turn, so that other work on the machine affects all of them alike.
        for number in range(options.repeat):
            for peer, runs in chosen:
                if peer.missing:
                    continue
                print(f"{peer.name} {number + 1}/{options.repeat}", file=sys.stderr)
                try:
                    runs.append(run(peer, scratch))
                except RuntimeError as error:
                    peer.missing = str(error)
                    print(f"{peer.name} is left out: {error}", file=sys.stderr)
    chosen = [(peer, runs) for peer, runs in chosen if not peer.missing]
    if not chosen or chosen[0][0].name != "fraudgen":
        sys.exit("without fraudgen there is nothing to compare")
    rows = [summary(peer, runs) for peer, runs in chosen]
    text = table(rows)
    print(text)
    options.out.with_suffix(".md").write_text(text)
    machine = {"system": platform.system(), "machine": platform.machine(), "processors": os.cpu_count()}
    report = {"machine": machine, "threads": options.threads, "repeat": options.repeat, "peers": rows}
    options.out.with_suffix(".json").write_text(json.dumps(report, indent=2) + "\n")


main()
