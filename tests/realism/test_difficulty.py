"""The difficulty of a spec is how hard its fraud is to find."""

import features
import models
from dataset import dictionary, generate

LEVELS = ["easy", "realistic", "hard"]
# By how much the average precision differs at least from a level to the next.
STEP = 0.03


def average_precision(dataset):
    """That of a model of the history."""
    rows = features.read(dataset.connect(), dictionary(), alone=True)
    return models.measured("history", rows, models.split(rows)).average_precision


def test_the_harder_the_dial_the_less_a_model_of_the_history_finds(tmp_path):
    easy, realistic, hard = (
        average_precision(generate(tmp_path / level, transactions=250_000, fraud_rate=0.02, difficulty=level)) for level in LEVELS
    )
    assert easy - STEP > realistic > hard + STEP
