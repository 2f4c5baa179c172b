"""Whether what a model says about a fraud agrees with what the label `evidence` says.

SHAP values say how much each column adds to a model's score of a payment. For frauds that a model of the history
finds, the columns that add most should be those that the label names, or columns that say the same, more often than
the columns that add most to other frauds.
"""

from dataclasses import dataclass

import models
import numpy as np
from features import HISTORY, ROW, Rows

# Columns that say the same as one that evidence names.
RELATIVES = {
    "amount": {"accumulated_amount_1h", "accumulated_amount_24h"},
    "device_id": {"new_device", "device_age_days"},
    "ip_address": {"network of ip_address"},
    "mcc_risk_level": {"mcc_code", "merchant_category"},
    "beneficiary_id": {"new_beneficiary", "beneficiary_age_days"},
    "distance_from_last_txn_km": {"geolocation_lat", "geolocation_lon"},
    "transactions_last_1h": {"transactions_last_24h", "accumulated_amount_1h", "time_since_last_txn_min"},
    "accumulated_amount_24h": {"accumulated_amount_1h", "accumulated_amount_7d"},
    "unusual_time": {"hour of timestamp", "minute of the day of timestamp"},
    "new_beneficiary": {"beneficiary_age_days"},
    "new_device": {"device_age_days"},
    "device_age_days": {"new_device"},
    "status": {"refusal_reason"},
}
# The share of payments without fraud that are above the scores of the frauds that are looked at.
FALSE_POSITIVES = 0.05


@dataclass(frozen=True)
class Agreement:
    """The share of the columns that add most which evidence names, and the same with the evidence of other frauds."""

    frauds: int
    precision: float
    by_chance: float


def agreements(rows: Rows, evidence: np.ndarray, tops: tuple[int, ...]) -> dict[int, Agreement]:
    """By how many columns are looked at. `evidence` has the names of each row, separated by commas, or None."""
    split, columns = models.split(rows), rows.of((ROW, HISTORY))
    booster = models.learnt(columns, rows, split)
    inputs = models.matrix(columns, split.learn, split.test)
    scores = booster.predict(inputs, num_threads=2)
    truth = rows.is_fraud[split.test]
    [threshold] = np.quantile(scores[~truth], [1 - FALSE_POSITIVES])
    found = np.flatnonzero(truth & (scores > threshold))
    found = found[[names is not None for names in evidence[split.test][found]]]
    # The last value is what the model expects of any payment.
    added = booster.predict(inputs[found], pred_contrib=True, num_threads=2)[:, :-1]
    says = said([column.name for column in columns], evidence[split.test][found])
    # With the evidence dealt out to these frauds anew, each column is named as often as it is on the whole.
    by_chance = says.mean(0)
    order = np.argsort(-added, axis=1, kind="stable")
    return {top: Agreement(len(found), *precisions(says, by_chance, order[:, :top])) for top in tops}


def precisions(says: np.ndarray, by_chance: np.ndarray, first: np.ndarray) -> tuple[float, float]:
    return float(np.take_along_axis(says, first, 1).mean()), float(by_chance[first].mean())


def said(columns: list[str], evidence: np.ndarray) -> np.ndarray:
    """Frauds × columns: whether the evidence of a fraud names a column, or one that says the same."""
    kin = [{column, *(name for name, relatives in RELATIVES.items() if column in relatives)} for column in columns]
    return np.array([[bool(named & names) for named in kin] for names in (set(text.split(",")) for text in evidence)])
