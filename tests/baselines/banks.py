"""Federated tasks: each bank learns from its own rows, and what the banks share is a model, never a row."""

import lightgbm
import models
import numpy as np
import payments
from preprocessing import prepared
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from task import Examples, Task

# With fewer frauds of its own, a bank takes the mean of the others' models.
LEAST_FRAUDS = 50
ROUNDS, STEPS = 10, 5
PARAMETERS = {"n_estimators": 60, "num_leaves": 15, "learning_rate": 0.08, "colsample_bytree": 0.5, "reg_lambda": 5.0, "n_jobs": 1, "verbosity": -1}


def of_each(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """Boosted trees of each bank; their scores are probabilities, so that they can be compared."""
    examples = payments.read(task, payments.ACROSS)
    # What a category is called is no secret: the codes are those of all banks.
    inputs = models.matrix(examples.columns, examples.learn, np.ones(len(examples.key), bool))
    fitted = {}
    for bank, chosen in lots(examples).items():
        trees = lightgbm.LGBMClassifier(**PARAMETERS)
        fitted[bank] = CalibratedClassifierCV(trees, method="sigmoid", cv=3).fit(inputs[chosen], examples.is_fraud[chosen])
    scores = np.full(len(examples.key), np.nan)
    for bank in np.unique(examples.bank[examples.test]):
        chosen = examples.test & (examples.bank == bank)
        own = [fitted[bank]] if bank in fitted else list(fitted.values())
        scores[chosen] = np.mean([model.predict_proba(inputs[chosen])[:, 1] for model in own], 0)
    return examples.key[examples.test], scores[examples.test]


def averaged(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """Federated averaging: in each round every bank takes a few steps from the common weights, which become the mean of theirs."""
    examples = payments.read(task, payments.ACROSS)
    # Means and deviations over all banks follow from sums, which tell of no customer.
    inputs = prepared(examples)
    banks = lots(examples)
    share = np.array([len(chosen) for chosen in banks.values()]) / sum(map(len, banks.values()))
    model = LogisticRegression(C=0.1, max_iter=STEPS, warm_start=True)
    weights = np.zeros(inputs.shape[1] + 1)
    for _ in range(ROUNDS):
        found = []
        for chosen in banks.values():
            model.coef_, model.intercept_, model.classes_ = weights[None, :-1].copy(), weights[-1:].copy(), np.array([False, True])
            model.fit(inputs[chosen], examples.is_fraud[chosen])
            found.append(np.r_[model.coef_[0], model.intercept_])
        weights = share @ np.array(found)
    return examples.key[examples.test], inputs[examples.test] @ weights[:-1] + weights[-1]


def lots(examples: Examples) -> dict[str, np.ndarray]:
    """The rows to learn from of each bank with enough fraud."""
    found = {bank: np.flatnonzero(examples.learn & (examples.bank == bank)) for bank in np.unique(examples.bank[examples.learn])}
    return {bank: chosen for bank, chosen in found.items() if examples.is_fraud[chosen].sum() >= LEAST_FRAUDS}
