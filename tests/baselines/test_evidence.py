"""The label `evidence` names what a model of the history goes by."""

import evidence
import features
from dataset import dictionary, generate

# The share of the columns that add most to the scores of frauds which evidence names, by how many are looked at.
LEAST = {1: 0.7, 3: 0.45}
# By how much it is above the share with the evidence of other frauds.
MARGIN = 0.05


def test_evidence_names_the_columns_that_a_model_goes_by(tmp_path, subtests):
    dataset = generate(tmp_path / "data", transactions=300_000, fraud_rate=0.02)
    connection = dataset.connect()
    rows = features.read(connection, dictionary(), alone=True)
    names = connection.sql("SELECT evidence FROM transactions ORDER BY transaction_id").to_arrow_table()["evidence"]
    found = evidence.agreements(rows, names.to_numpy(), tuple(LEAST))
    for top, agreement in found.items():
        print(f"\n{top} columns: {agreement}")
        with subtests.test(top):
            assert agreement.frauds > 100
            assert agreement.precision > LEAST[top] and agreement.precision > agreement.by_chance + MARGIN
