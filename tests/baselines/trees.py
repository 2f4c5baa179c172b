"""Gradient-boosted trees of tests/realism: on the row, with the history columns, and with what customers share."""

from functools import partial

import accounts
import models
import numpy as np
import payments
from task import Examples, Task


def predict(task: Task, groups: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    return scored(payments.read(task, groups))


def of_accounts(task: Task) -> tuple[np.ndarray, np.ndarray]:
    return scored(accounts.read(task))


def scored(examples: Examples) -> tuple[np.ndarray, np.ndarray]:
    split = models.Split(examples.learn, examples.stop, examples.test, examples.test)
    booster = models.learnt(examples.columns, examples, split)
    inputs = models.matrix(examples.columns, examples.learn, examples.test)
    return examples.key[examples.test], booster.predict(inputs, num_threads=1)


row, history, across = (partial(predict, groups=groups) for groups in (payments.ALONE, payments.WITH_HISTORY, payments.ACROSS))
