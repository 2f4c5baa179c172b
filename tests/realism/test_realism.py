"""Fraud is as hard to find as it should be, neither easier nor harder; `pytest -s` prints the tables."""

import json

import judge


def test_every_limit_is_kept(judgement, subtests):
    for verdict in judgement.verdicts():
        with subtests.test(verdict.name):
            assert verdict.met, f"{verdict.measured}, should be {verdict.limit}"


def test_every_typology_is_judged(judgement):
    """None is so rare that nothing can be said about it."""
    tried = judgement.models["graph"].each
    assert tried.keys() == judgement.columns[0].each.keys() == set(judgement.dataset["spec"]["fraud_mix"])
    assert min(typology.frauds for typology in tried.values()) >= 10


def test_a_judgement_is_written_whole(judgement, tmp_path):
    judge.write(judgement, tmp_path / "results")
    figures = json.loads((tmp_path / "results/judgement.json").read_text())
    assert figures["frauds"] == judgement.frauds and figures["models"].keys() == judgement.models.keys()
    assert [verdict["met"] for verdict in figures["verdicts"]] == [verdict.met for verdict in judgement.verdicts()]
    text = (tmp_path / "results/judgement.md").read_text()
    assert all(verdict.name in text for verdict in judgement.verdicts())
