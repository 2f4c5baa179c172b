"""`fraudgen score` gives the figures that scikit-learn gives, ties included."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
import pytest
from dataset import fraudgen
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve


@pytest.mark.parametrize("task, levels", [("row-easy", 40), ("graph-hard", 7), ("drift-realistic", 100_000)])
def test_figures_are_those_of_scikit_learn(task, levels, tmp_path):
    fraudgen("task", "make", task, "--out", tmp_path / "task")
    document = json.loads((tmp_path / "task/task.json").read_text())
    labels = pyarrow.dataset.dataset(tmp_path / "task/test_labels").to_table()
    is_fraud = labels[document["target"]].to_numpy(zero_copy_only=False)
    scores = np.random.default_rng(5).normal(size=len(is_fraud)) + is_fraud
    scores = np.floor(scores * levels / 8) * 8 / levels
    predictions = pa.table({"score": scores, document["key"]: labels[document["key"]]})
    pa.parquet.write_table(predictions, tmp_path / "predictions.parquet", compression="zstd")
    found = json.loads(fraudgen("score", task, tmp_path / "predictions.parquet", "--json"))

    assert found["average_precision"]["value"] == pytest.approx(average_precision_score(is_fraud, scores), abs=1e-9)
    assert found["roc_auc"]["value"] == pytest.approx(roc_auc_score(is_fraud, scores), abs=1e-9)
    false, true, _ = roc_curve(is_fraud, scores, drop_intermediate=False)
    for at in found["at_false_positive_rate"]:
        assert at["recall"]["value"] == pytest.approx(true[false <= at["rate"]].max(), abs=1e-9), at["rate"]
    kinds = labels["role" if "role" in labels.column_names else "fraud_type"].to_pylist()
    for group in found["groups"]:
        one = np.array([kind == group["name"] for kind in kinds])
        among = one | ~is_fraud
        expected = average_precision_score(one[among], scores[among])
        assert group["average_precision"]["value"] == pytest.approx(expected, abs=1e-9), group["name"]
