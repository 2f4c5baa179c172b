"""Every baseline answers every kind of task that it is for, better than chance, in a file that the command takes."""

import baselines
import graph_network
import numpy as np
import points
import pytest
import recurrent
import report

RESULT = {"seconds": 2.0, "seed": None}


@pytest.mark.parametrize("kind", ["row", "sequence", "graph", "federated"])
def test_baselines_score_every_row_and_beat_the_base_rate(kind, small, tmp_path, monkeypatch, subtests):
    monkeypatch.setattr(recurrent, "EPOCHS", 2)
    monkeypatch.setattr(graph_network, "STEPS", 20)
    task = small(f"{kind}-easy")
    [keys] = task.connect().sql(f"SELECT {task.key} FROM test").fetchnumpy().values()
    for model in baselines.BASELINES[kind]:
        with subtests.test(model):
            scored, scores = baselines.predict(task, model)
            assert np.isfinite(scores).all() and len(np.unique(scores)) > 10
            assert np.array_equal(np.sort(scored), np.sort(keys))
            baselines.write(task, scored, scores, tmp_path / "predictions.parquet")
            figures = baselines.score(task.name, None, tmp_path / "predictions.parquet")
            assert figures["average_precision"]["value"] > 1.2 * figures["positives"] / figures["rows"]


def test_labels_that_are_not_known_yet_are_learnt_as_they_are(small):
    task = small("delayed-easy")
    scored, scores = baselines.predict(task, "lightgbm-row")
    assert len(scored) == len(scores) > 100_000


def test_every_rule_is_asked_of_a_task_with_all_columns(small):
    task = small("sequence-easy")
    assert all(points.columns(condition) <= set(task.tables["test"]) for _, condition in points.PAYMENTS.values())


def test_the_table_has_means_and_ranges_over_seeds():
    def result(task, value):
        return RESULT | {"task": task, "model": "rules", "figures": {"average_precision": {"value": value}}}

    table = report.markdown([result("row-easy", 0.5), result("row-easy", 0.3), result("row-hard", 0.1)])
    assert table.splitlines()[-1] == "| row | rules | 0.400 (0.300–0.500) | – | 0.100 | 1–2 | 2 |"
