"""Fraud is as hard to find as it should be, neither easier nor harder; `pytest -s` prints the tables."""


def test_every_limit_is_kept(judgement, subtests):
    for verdict in judgement.verdicts():
        with subtests.test(verdict.name):
            assert verdict.met, f"{verdict.measured}, should be {verdict.limit}"


def test_every_typology_is_judged(judgement):
    """None is so rare that nothing can be said of it."""
    tried = judgement.models["graph"].each
    assert tried.keys() == judgement.columns[0].each.keys() == set(judgement.dataset["spec"]["fraud_mix"])
    assert min(typology.frauds for typology in tried.values()) >= 10
