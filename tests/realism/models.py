"""Gradient-boosted trees that learn on some customers and are tested on others, later.

They learn on the first two thirds of the period, after a month that only fills the windows, and are tested on
the last third. All fraud and a quarter of the rest is learnt from, since more of it only costs time; all rows
are tested, at the fraud rate of the dataset.

An area under the ROC curve does not depend on the fraud rate, average precision does: it is also given at a
rate of one in a thousand, for which rows without fraud are weighted.
"""

import os
from dataclasses import dataclass

import numpy as np
from features import GRAPH, HISTORY, ROW, STRUCTURE, TABLES, Column, Rows
from sklearn.metrics import average_precision_score, roc_auc_score

# With active waiting, threads take four times as long if other programs run too.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
import lightgbm

# What each model sees.
MODELS = {
    "row": (ROW,),
    "history": (ROW, HISTORY),
    "tables": (ROW, HISTORY, TABLES),
    "graph": (ROW, HISTORY, TABLES, GRAPH),
    "structure": (ROW, HISTORY, TABLES, GRAPH, STRUCTURE),
}
# The shares of rows without fraud at which the fraud that is found is counted.
FALSE_POSITIVES = (0.01, 0.05)
# Columns that are permuted, those with the most gain: the strongest is among them.
PERMUTED = 3
# This many of the most frequent categories of a column are distinguished.
CATEGORIES = 255
RARE = 0.001
# Groups of customers, from whose figures the error of the whole follows.
GROUPS = 10
MOST_ROUNDS = 500
PARAMETERS = {
    "objective": "binary",
    "metric": "average_precision",
    "learning_rate": 0.08,
    "num_leaves": 63,
    "min_data_in_leaf": 40,
    "max_bin": 127,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbosity": -1,
}


@dataclass(frozen=True)
class Split:
    """Which rows are learnt from, say when to stop, and are tested; no customer is in two of them."""

    learn: np.ndarray
    stop: np.ndarray
    test: np.ndarray
    # The group of customers of each row that is tested.
    group: np.ndarray


@dataclass(frozen=True)
class Typology:
    """How well fraud of one typology is told from everything that is not fraud, and from what imitates it."""

    frauds: int
    auc: float
    average_precision: float
    # The share that is found at each share of false positives.
    found: list[float]
    decoys: int
    auc_of_decoys: float | None


@dataclass(frozen=True)
class Model:
    """How well a model does on the rows that are tested."""

    name: str
    features: int
    rounds: int
    auc: float
    average_precision: float
    average_precision_if_rare: float
    # Of each group of customers.
    group_auc: list[float]
    group_average_precision: list[float]
    each: dict[str, Typology]
    # Shares of the gain of all splits, the greatest first.
    importance: dict[str, float]
    # The share of the fraud that is found at each share of false positives.
    found: list[float]
    # By how much the area shrinks if a column is permuted, the strongest first.
    permuted: dict[str, float]


def split(rows: Rows) -> Split:
    start, end = int(rows.time.min()), int(rows.time.max())
    span = end - start
    late = rows.time >= start + span * 2 // 3
    learning = (rows.time >= start + span // 12) & ~late
    lot = rows.customer * 2_654_435_761 % 2**32 % 100
    kept = rows.is_fraud | (np.random.default_rng(1).random(len(rows.time)) < 0.25)
    test = late & (lot >= 55)
    return Split(learning & (lot < 45) & kept, learning & (lot >= 45) & (lot < 55) & kept, test, lot[test] % GROUPS)


def matrix(columns: list[Column], learn: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Columns as LightGBM takes them."""
    filled = np.empty((np.count_nonzero(chosen), len(columns)), np.float32)
    for at, column in enumerate(columns):
        if not column.categories:
            filled[:, at] = column.values[chosen]
            continue
        # Null is 0, and all rare ones share a code.
        counts = np.bincount(column.values[learn] + 1, minlength=len(column.categories) + 1)
        frequent = np.argsort(-counts[1:], kind="stable")[:CATEGORIES] + 1
        code = np.full(len(counts), CATEGORIES + 1)
        code[frequent] = np.arange(1, len(frequent) + 1)
        code[0] = 0
        filled[:, at] = code[column.values[chosen] + 1]
    return filled


def learnt(columns: list[Column], rows: Rows, split: Split) -> lightgbm.Booster:
    categories = [at for at, column in enumerate(columns) if column.categories]

    def data(chosen: np.ndarray, reference: lightgbm.Dataset | None = None) -> lightgbm.Dataset:
        features = matrix(columns, split.learn, chosen)
        return lightgbm.Dataset(features, rows.is_fraud[chosen], reference, categorical_feature=categories, params=PARAMETERS)

    learn = data(split.learn)
    stop = lightgbm.early_stopping(25, verbose=False)
    return lightgbm.train(PARAMETERS, learn, MOST_ROUNDS, valid_sets=[data(split.stop, learn)], callbacks=[stop])


def found(score: np.ndarray, truth: np.ndarray, sought: np.ndarray) -> list[float]:
    """The share of what is sought that is above the scores of all but a share of the rows without fraud."""
    return [float((score[sought] > threshold).mean()) for threshold in np.quantile(score[~truth], 1 - np.array(FALSE_POSITIVES))]


def permuted(booster: lightgbm.Booster, features: np.ndarray, truth: np.ndarray, strongest: np.ndarray) -> list[float]:
    """The areas under the ROC curve if the values of one column are dealt out to the rows anew."""
    areas = []
    for at in strongest:
        kept = features[:, at].copy()
        features[:, at] = np.random.default_rng(1).permutation(kept)
        areas.append(float(roc_auc_score(truth, booster.predict(features, num_threads=2))))
        features[:, at] = kept
    return areas


def typology(code: int, score: np.ndarray, truth: np.ndarray, kind: np.ndarray, decoy: np.ndarray) -> Typology:
    fraud, imitation = kind == code, decoy == code
    against_all, against_decoys = fraud | ~truth, fraud | imitation
    return Typology(
        frauds=int(fraud.sum()),
        auc=float(roc_auc_score(fraud[against_all], score[against_all])),
        average_precision=float(average_precision_score(fraud[against_all], score[against_all])),
        found=found(score, truth, fraud),
        decoys=int(imitation.sum()),
        auc_of_decoys=float(roc_auc_score(fraud[against_decoys], score[against_decoys])) if imitation.any() else None,
    )


def measured(name: str, rows: Rows, split: Split) -> Model:
    columns = rows.of(MODELS[name])
    booster = learnt(columns, rows, split)
    features = matrix(columns, split.learn, split.test)
    score = booster.predict(features, num_threads=2)
    truth, kind, decoy = (of[split.test] for of in (rows.is_fraud, rows.fraud_type, rows.decoy_of))
    # How many rows like it a row without fraud represents.
    weight = np.where(truth, 1, truth.mean() / (1 - truth.mean()) * (1 - RARE) / RARE)
    groups = [group for group in (split.group == lot for lot in range(GROUPS)) if truth[group].any()]
    gain = booster.feature_importance("gain", booster.best_iteration)
    strongest = np.argsort(-gain, kind="stable")
    auc = float(roc_auc_score(truth, score))
    costs = {columns[at].name: auc - area for at, area in zip(strongest, permuted(booster, features, truth, strongest[:PERMUTED]))}
    return Model(
        name=name,
        features=len(columns),
        rounds=booster.best_iteration,
        auc=auc,
        average_precision=float(average_precision_score(truth, score)),
        average_precision_if_rare=float(average_precision_score(truth, score, sample_weight=weight)),
        group_auc=[float(roc_auc_score(truth[group], score[group])) for group in groups],
        group_average_precision=[float(average_precision_score(truth[group], score[group])) for group in groups],
        each={
            name: typology(code, score, truth, kind, decoy)
            for code, name in enumerate(rows.typologies)
            if (kind == code).any()
        },
        importance={columns[at].name: float(gain[at] / gain.sum()) for at in strongest},
        found=found(score, truth, truth),
        permuted=dict(sorted(costs.items(), key=lambda cost: -cost[1])),
    )
