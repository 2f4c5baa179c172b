"""Runs the baselines of FraudBench and prints their table.

    python tests/baselines [--tasks row-easy graph ...] [--models rules gru ...] [--seeds 5] [--out results.json]

Each task is made by `fraudgen task make`, and its predictions are measured by `fraudgen score`, which knows the truth.
What the results have already is not run again, so that a run can be continued or made larger. FRAUDGEN_BIN says where
the command is.
"""

import argparse
import importlib
import json
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import report
from task import Task
from dataset import fraudgen

# Which function answers which kind of task, in the order of the table.
PAYMENTS = {"rules": "points.predict", "logistic": "logistic.predict", "lightgbm-row": "trees.row", "lightgbm-history": "trees.history"}
ACROSS = PAYMENTS | {"lightgbm-across": "trees.across", "gru": "recurrent.predict"}
BASELINES = {
    "row": PAYMENTS,
    "sequence": ACROSS,
    "graph": {"rules": "points.predict", "logistic": "logistic.predict", "lightgbm-accounts": "trees.of_accounts", "graph-network": "graph_network.predict"},
    "delayed": ACROSS,
    "drift": ACROSS,
    "federated": {"rules": "points.predict", "logistic-averaged": "banks.averaged", "lightgbm-of-banks": "banks.of_each"},
}
TASKS = [f"{kind}-{level}" for kind in BASELINES for level in report.LEVELS]
# The variants after the frozen task.
VARIANTS = 1001


def predict(task: Task, name: str):
    """The keys and scores of a baseline."""
    module, _, function = BASELINES[task.kind][name].partition(".")
    return getattr(importlib.import_module(module), function)(task)


def write(task: Task, keys, scores, file: Path) -> None:
    """Predictions as the command reads them."""
    pa.parquet.write_table(pa.table({task.key: pa.array(keys, pa.int64()), "score": pa.array(scores, pa.float64())}), file, compression="zstd")


def made(name: str, seed: int | None, folder: Path) -> Task:
    fraudgen("task", "make", name, "--out", folder, "--progress", "none", "--threads", 1, *of_seed(seed))
    return Task(folder)


def score(name: str, seed: int | None, file: Path) -> dict:
    """The command's figures of predictions."""
    return json.loads(fraudgen("score", name, file, "--json", "--progress", "none", "--threads", 1, *of_seed(seed)))


def of_seed(seed: int | None) -> list:
    return [] if seed is None else ["--seed", seed]


def run(name: str, seed: int | None, models: list[str], done) -> None:
    """The baselines of a task that is made, in turn; each is handed over with its figures and the CPU seconds it took."""
    with tempfile.TemporaryDirectory() as scratch:
        task = made(name, seed, Path(scratch) / "task")
        for model in models:
            start = time.process_time()
            keys, scores = predict(task, model)
            seconds = time.process_time() - start
            write(task, keys, scores, Path(scratch) / "predictions.parquet")
            done(model, score(name, seed, Path(scratch) / "predictions.parquet"), seconds)


def main() -> None:
    every = list(dict.fromkeys(name for of in BASELINES.values() for name in of))
    parser = argparse.ArgumentParser(description="Runs the baselines of FraudBench and prints their table.")
    parser.add_argument("--tasks", nargs="+", default=list(BASELINES), metavar="NAME", help="tasks, or their kinds")
    parser.add_argument("--models", nargs="+", default=every, choices=every)
    parser.add_argument("--seeds", type=int, default=5, help="the frozen task, and variants of it")
    parser.add_argument("--out", type=Path, default=Path("results.json"), help="results, which are continued if they are there")
    parser.add_argument("--plot", type=Path, help="also draw average precision against difficulty, as SVG")
    arguments = parser.parse_args()
    tasks = [name for name in TASKS if {name, name.rpartition("-")[0]} & set(arguments.tasks)]
    if not tasks:
        parser.error(f"no task is called {' or '.join(arguments.tasks)}: there are {', '.join(TASKS)}")
    results = json.loads(arguments.out.read_text()) if arguments.out.is_file() else []
    # Every task once before the next seed.
    for seed in [None, *range(VARIANTS, VARIANTS + arguments.seeds - 1)]:
        for name in tasks:
            known = {found["model"] for found in results if (found["task"], found["seed"]) == (name, seed)}
            models = [model for model in BASELINES[name.rpartition("-")[0]] if model in arguments.models and model not in known]

            def done(model, figures, seconds):
                results.append({"task": name, "seed": seed, "model": model, "seconds": round(seconds, 1), "figures": figures})
                arguments.out.write_text(json.dumps(results) + "\n")
                print(f"{name} {seed or 'frozen'} {model}: {figures['average_precision']['value']:.3f}, {seconds:.0f} s", flush=True)

            if models:
                run(name, seed, models, done)
    print(report.markdown(results))
    if arguments.plot:
        report.plot(results, arguments.plot)


if __name__ == "__main__":
    main()
