"""How hard it is to tell fraud from the rest in a dataset, measured with public tools, against limits.

    python tests/realism/judge.py DIR [--results DIR]

Too easy and too hard both fail. The limits are for a fraud rate of 0.02: an area under the ROC curve
does not depend on it, but precision does, and so do rules. That the records agree with each other, and with
published figures, is tested in tests/readers.

The command is run for its data dictionary: FRAUDGEN_BIN says where it is.
"""

import argparse
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import columns
import features
import models
import rules
from adversary import structure
from columns import Separation
from features import Rows
from models import Model
from rules import Rule

sys.path.append(str(Path(__file__).parents[1] / "readers"))
from dataset import Dataset, dictionary

MOST_COLUMN = 0.80
MOST_RECALL = 0.03
ROW_ALONE = (0.85, 0.95)
MOST_MODEL = 0.985
# A model is clearly better with this much more of either, if that is at least twice its error.
GAIN_AUC = 0.005
GAIN_AVERAGE_PRECISION = 0.03
# The average precision that structure may add to what the history and the graph say.
MOST_STRUCTURE = 0.03
# The area that a model of the history may lose with its strongest column.
MOST_PERMUTED = 0.05
# The fraud that a model of the history finds at 5 % false positives; and that of each typology at 1 %.
FOUND_AT_5 = (0.60, 0.76)
FOUND_AT_1 = (0.10, 0.80)
# Typologies that may be found less, and why.
HARDER = {
    "FALSA_VENDA": "one payment of a usual amount, to someone new or a marketplace, as most purchases online are",
    "QR_CODE_FALSO": "one payment of a usual amount, where the customer meant to buy",
    "CARTAO_CLONADO": "contactless purchases of usual amounts, in a town where the holder might be",
    "FRAUDE_AMIGAVEL": "the holder buys as ever; what makes it fraud is claimed later",
    "AUTOFRAUDE": "the holder spends own credit as others do; what makes it fraud is that it is never paid back",
}
# Of a typology with fewer frauds that are tested, the share that is found is chance.
LEAST_OF_TYPOLOGY = 25
# With less to learn from, or to test on, figures say little.
LEAST_FRAUDS = 100
SHOWN = 25


class TooLittleFraud(Exception):
    """A dataset that cannot be judged."""


@dataclass(frozen=True)
class Verdict:
    """A limit, and whether the dataset meets it."""

    name: str
    measured: str
    limit: str
    met: bool


@dataclass(frozen=True)
class Gain:
    """How much better a model is than another on the same rows; errors are standard errors."""

    auc: float
    auc_error: float
    average_precision: float
    average_precision_error: float

    @property
    def is_clear(self) -> bool:
        return (self.auc >= max(GAIN_AUC, 2 * self.auc_error)) or (
            self.average_precision >= max(GAIN_AVERAGE_PRECISION, 2 * self.average_precision_error)
        )

    def __str__(self) -> str:
        return (
            f"AUC {self.auc:+.4f} ± {self.auc_error:.4f}, "
            f"average precision {self.average_precision:+.3f} ± {self.average_precision_error:.3f}"
        )


@dataclass(frozen=True)
class Judgement:
    """All that was measured on a dataset."""

    dataset: dict
    rows: int
    frauds: int
    decoys: int
    columns: list[Separation]
    one_threshold: Rule
    two_thresholds: Rule
    learnt_rows: int
    tried_rows: int
    models: dict[str, Model]
    seconds: dict[str, float]

    def verdicts(self) -> list[Verdict]:
        strongest = self.columns[0]
        row = self.models["row"].auc
        gains = [gain(self.models[before], self.models[after]) for before, after in [("row", "history"), ("history", "graph")]]
        return [
            Verdict("ROC AUC of a single column", f"{strongest.auc:.3f} ({strongest.column})", f"<= {MOST_COLUMN}", strongest.auc <= MOST_COLUMN),
            *[
                Verdict(f"recall of a rule of {name}", f"{rule.recall:.4f} ({rule})", f"<= {MOST_RECALL}", rule.recall <= MOST_RECALL)
                for name, rule in [("one threshold", self.one_threshold), ("two thresholds", self.two_thresholds)]
            ],
            Verdict("ROC AUC of the row alone", f"{row:.4f}", f"{ROW_ALONE[0]} to {ROW_ALONE[1]}", ROW_ALONE[0] <= row <= ROW_ALONE[1]),
            *[
                Verdict(f"gain of the {name}", str(gain), f"AUC +{GAIN_AUC} or average precision +{GAIN_AVERAGE_PRECISION}, and twice its error", gain.is_clear)
                for name, gain in zip(["history", "graph"], gains)
            ],
            *self.verdicts_on_found(),
            *[
                Verdict(f"ROC AUC of the model `{model.name}`", f"{model.auc:.4f}", f"<= {MOST_MODEL}", model.auc <= MOST_MODEL)
                for model in self.models.values()
                if model.name != "row"
            ],
        ]

    def verdicts_on_found(self) -> list[Verdict]:
        """How much a model of the history finds, and what single columns and structure add."""
        history = self.models["history"]
        [column, cost] = next(iter(history.permuted.items()))
        structure = gain(self.models["graph"], self.models["structure"])
        low, high = FOUND_AT_1
        return [
            Verdict("gain of the structure", str(structure), f"average precision <= +{MOST_STRUCTURE}", structure.average_precision <= MOST_STRUCTURE),
            Verdict("ROC AUC lost with a permuted column", f"{cost:.4f} ({column})", f"<= {MOST_PERMUTED}", cost <= MOST_PERMUTED),
            Verdict("found at 5 % false positives", f"{history.found[1]:.3f}", f"{FOUND_AT_5[0]} to {FOUND_AT_5[1]}", FOUND_AT_5[0] <= history.found[1] <= FOUND_AT_5[1]),
            *[
                Verdict(
                    f"found of {name} at 1 % false positives", f"{each.found[0]:.3f}", f"{0 if name in HARDER else low} to {high}",
                    (name in HARDER or low <= each.found[0]) and each.found[0] <= high,
                )
                for name, each in history.each.items()
                if each.frauds >= LEAST_OF_TYPOLOGY
            ],
        ]

    def markdown(self) -> str:
        return "\n\n".join([
            "# How hard the fraud is to find",
            self.introduction(),
            "## Verdicts", self.verdict_table(),
            "## Single columns", self.column_table(),
            "## Models", self.model_table(),
            "## Typologies", self.typology_table(), self.telling_table(),
            "## Features", self.feature_table(),
        ]) + "\n"

    def introduction(self) -> str:
        spec = self.dataset["spec"]
        return (
            f"Dataset {self.dataset['digest']} (version {self.dataset['dataset_version']}): {self.rows:,} transactions, "
            f"{self.frauds:,} fraudulent ({self.frauds / self.rows:.2%}), {self.decoys:,} decoys, seed {spec['seed']}, {spec['days']} days.\n"
            f"Models learnt from {self.learnt_rows:,} rows and were tested on {self.tried_rows:,} later ones of other customers. "
            + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in self.seconds.items())
            + "."
        )

    def verdict_table(self) -> str:
        return table(["", "limit", "measured", "limit is"], [
            ["met" if verdict.met else "**NOT MET**", verdict.name, verdict.measured, verdict.limit] for verdict in self.verdicts()
        ])

    def column_table(self) -> str:
        return table(["column", "rank", "level", "easiest typology", "its level"], [
            [found.column, f"{found.rank:.3f}", f"{found.level:.3f}", easiest, f"{found.each[easiest]:.3f}"]
            for found in self.columns[:SHOWN]
            for easiest in [max(found.each, key=found.each.get)]
        ])

    def model_table(self) -> str:
        head = ["model", "features", "rounds", "ROC AUC", "average precision", f"at {models.RARE:.1%} fraud"]
        return table([*head, *(f"found at {share:.0%} false" for share in models.FALSE_POSITIVES), "ROC AUC lost with a permuted column"], [
            [
                model.name, str(model.features), str(model.rounds), f"{model.auc:.4f}", f"{model.average_precision:.4f}", f"{model.average_precision_if_rare:.4f}",
                *(f"{share:.3f}" for share in model.found), ", ".join(f"{name} {cost:.4f}" for name, cost in model.permuted.items()),
            ]
            for model in self.models.values()
        ])

    def typology_table(self) -> str:
        head = ["typology", "frauds", *(f"AUC {name}" for name in self.models), *(f"AP {name}" for name in self.models), *(f"found {name}" for name in self.models), "decoys", "AUC against decoys"]
        lines = []
        for name, last in self.models["graph"].each.items():
            each = [model.each[name] for model in self.models.values()]
            lines.append([
                name, str(last.frauds), *(f"{found.auc:.3f}" for found in each), *(f"{found.average_precision:.3f}" for found in each), *(f"{found.found[0]:.3f}" for found in each),
                str(last.decoys), "" if last.auc_of_decoys is None else f"{last.auc_of_decoys:.3f}",
            ])
        return table(head, sorted(lines, key=lambda line: line[1 + len(self.models)]))

    def telling_table(self) -> str:
        """The single columns that tell each typology best, by their levels."""
        lines = []
        for name in self.models["graph"].each:
            # Of columns that say the same, such as the presence of two, the first.
            telling = {found.each[name]: found.column for found in reversed(self.columns)}
            lines.append([name, ", ".join(f"{telling[area]} {area:.3f}" for area in sorted(telling, reverse=True)[:5])])
        return table(["typology", "single columns that tell it best"], lines)

    def feature_table(self) -> str:
        """The shares of the gain, in percent, of the strongest features of each model."""
        strongest = [list(model.importance.items())[:SHOWN] for model in self.models.values()]
        return table(list(self.models), [[f"{name} {share:.1%}" for name, share in line] for line in zip(*strongest)])


def table(head: list[str], lines: list[list[str]]) -> str:
    """In Markdown, with columns that also line up as text."""
    widths = [max(len(cell) for cell in cells) for cells in zip(head, *lines)]
    rows = [head, ["-" * width for width in widths], *lines]
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows)


def gain(before: Model, after: Model) -> Gain:
    def error(of_before: list[float], of_after: list[float]) -> float:
        steps = [b - a for a, b in zip(of_before, of_after)]
        return statistics.stdev(steps) / len(steps) ** 0.5

    return Gain(
        after.auc - before.auc,
        error(before.group_auc, after.group_auc),
        after.average_precision - before.average_precision,
        error(before.group_average_precision, after.group_average_precision),
    )


def read(dataset: Dataset) -> Rows:
    """The rows of a dataset in Parquet with all its tables, and all features of theirs."""
    connection = dataset.connect()
    rows = features.read(connection, dictionary())
    return replace(rows, columns=[*rows.columns, *structure.columns(connection, dictionary())])


def judge(dataset: Dataset, rows: Rows | None = None) -> Judgement:
    """Measures a dataset, whose rows may have been read before."""
    seconds = {}

    def timed(name, measure, *arguments):
        start = time.monotonic()
        result = measure(*arguments)
        seconds[name] = time.monotonic() - start
        return result

    rows = rows or timed("features", read, dataset)
    split = models.split(rows)
    least = min(int(rows.is_fraud[part].sum()) for part in (split.learn, split.test))
    if least < LEAST_FRAUDS:
        raise TooLittleFraud(f"only {least} frauds to learn from or to test on, {LEAST_FRAUDS} are needed: make it larger, or its --fraud-rate higher")
    separations = timed("columns", columns.separations, rows)
    one, two = timed("rules", rules.best_rules, rows)
    return Judgement(
        dataset={key: dataset.manifest[key] for key in ("dataset_version", "digest", "spec")},
        rows=len(rows.time),
        frauds=int(rows.is_fraud.sum()),
        decoys=int((rows.decoy_of >= 0).sum()),
        columns=separations,
        one_threshold=one,
        two_thresholds=two,
        learnt_rows=int(split.learn.sum()),
        tried_rows=int(split.test.sum()),
        models={name: timed(name, models.measured, name, rows, split) for name in models.MODELS},
        seconds=seconds,
    )


def write(judgement: Judgement, folder: Path) -> None:
    """judgement.md, and judgement.json with every figure."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = asdict(judgement) | {"verdicts": [asdict(verdict) for verdict in judgement.verdicts()]}
    (folder / "judgement.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
    (folder / "judgement.md").write_text(judgement.markdown())


def asked(parser: argparse.ArgumentParser) -> tuple[Dataset, argparse.Namespace]:
    """The dataset that the command line names, if it can be read, and all that it says."""
    parser.add_argument("dataset", type=Path, help="folder that `fraudgen generate` filled, in Parquet")
    arguments = parser.parse_args()
    if not (arguments.dataset / "_manifest.json").is_file():
        parser.error(f"{arguments.dataset} has no _manifest.json: give a folder that `fraudgen generate` filled")
    try:
        dictionary()
    except OSError as error:
        parser.error(f"the command did not print its data dictionary, set FRAUDGEN_BIN: {error}")
    dataset = Dataset(arguments.dataset)
    if dataset.format != "parquet" or not set(dataset.tables) >= {*features.TABLES_READ, "credits"}:
        parser.error(f"{arguments.dataset} must be in Parquet, with all tables")
    return dataset, arguments


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures how hard the fraud in a dataset is to find.")
    parser.add_argument("--results", type=Path, metavar="DIR", help="also write judgement.md and judgement.json there")
    dataset, arguments = asked(parser)
    try:
        judgement = judge(dataset)
    except TooLittleFraud as error:
        parser.error(f"{arguments.dataset} has {error}")
    print(judgement.markdown())
    if arguments.results:
        write(judgement, arguments.results)
    return 0 if all(verdict.met for verdict in judgement.verdicts()) else 1


if __name__ == "__main__":
    sys.exit(main())
