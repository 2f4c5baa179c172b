"""A recurrent network over each customer's payments: what a payment is like after all those before it.

It runs over windows of a customer's payments, the first of which only set its state; every payment with a label is learnt from.
"""

import equinox
import jax
import jax.numpy as jnp
import numpy as np
import optax
import payments
from preprocessing import prepared
from task import Task

HIDDEN = 48
# Payments of a window, and how many of them come before those that are scored.
WINDOW, BEFORE = 96, 32
BATCH, EPOCHS, RATE = 32, 4, 4e-3


class Network(equinox.Module):
    """Inputs, their state so far, and a score from both."""

    project: equinox.nn.Linear
    cell: equinox.nn.GRUCell
    head: equinox.nn.MLP

    def __init__(self, inputs: int, key: jax.Array):
        project, cell, head = jax.random.split(key, 3)
        self.project = equinox.nn.Linear(inputs, HIDDEN, key=project)
        self.cell = equinox.nn.GRUCell(HIDDEN, HIDDEN, key=cell)
        self.head = equinox.nn.MLP(2 * HIDDEN, "scalar", HIDDEN, 1, key=head)

    def __call__(self, window: jax.Array) -> jax.Array:
        """Logits of payments × inputs."""
        inputs = jax.nn.relu(jax.vmap(self.project)(window))

        def step(state, now):
            state = self.cell(now, state)
            return state, state

        _, states = jax.lax.scan(step, jnp.zeros(HIDDEN), inputs)
        return jax.vmap(self.head)(jnp.concatenate([inputs, states], 1))


def predict(task: Task) -> tuple[np.ndarray, np.ndarray]:
    examples = payments.read(task, payments.WITH_HISTORY, whole=True)
    rows, is_scored = windows(np.lexsort((examples.key, examples.time, examples.customer)), examples.customer)
    # The last of the inputs stands for places without a payment.
    inputs = np.pad(prepared(examples), ((0, 1), (0, 0)))
    network = learnt(inputs, rows, is_scored & examples.learn[rows], examples.is_fraud)
    is_test = is_scored & examples.test[rows]
    scores = np.full(len(examples.key), np.nan)
    for batch in batches(np.flatnonzero(is_test.any(1))):
        scores[rows[batch][is_test[batch]]] = np.asarray(outputs(network, inputs[rows[batch]]))[is_test[batch]]
    return examples.key[examples.test], scores[examples.test]


def windows(order: np.ndarray, customer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Windows × payments, -1 for none; and which of them are scored there, each in one window."""
    starts = np.flatnonzero(np.r_[True, np.diff(customer[order]) != 0])
    ends = np.r_[starts[1:], len(order)]
    step = WINDOW - BEFORE
    first = [(at, start, end) for start, end in zip(starts, ends) for at in range(start, end, step)]
    at, start, end = (bound[:, None] for bound in np.array(first).T)
    places = at - BEFORE + np.arange(WINDOW)
    held = (places >= start) & (places < end)
    return np.where(held, order[np.clip(places, 0, len(order) - 1)], -1), held & (places >= at)


def batches(chosen: np.ndarray):
    """Of one size, so that the network is compiled once; the last is filled with the first windows."""
    for at in range(0, len(chosen), BATCH):
        yield np.resize(np.r_[chosen[at : at + BATCH], chosen], BATCH)


@equinox.filter_jit
def outputs(network: Network, inputs: jax.Array) -> jax.Array:
    return jax.vmap(network)(inputs)


def learnt(inputs: np.ndarray, rows: np.ndarray, is_learnt: np.ndarray, is_fraud: np.ndarray) -> Network:
    chosen, random = np.flatnonzero(is_learnt.any(1)), np.random.default_rng(1)
    network = Network(inputs.shape[1], jax.random.key(1))
    steps = EPOCHS * -(-len(chosen) // BATCH)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(optax.cosine_decay_schedule(RATE, steps)))

    @equinox.filter_jit
    def step(network, state, inputs, truth, weight):
        def loss(network):
            losses = optax.sigmoid_binary_cross_entropy(jax.vmap(network)(inputs), truth)
            return (losses * weight).sum() / weight.sum()

        change, state = optimiser.update(equinox.filter_grad(loss)(network), state, equinox.filter(network, equinox.is_array))
        return equinox.apply_updates(network, change), state

    state = optimiser.init(equinox.filter(network, equinox.is_array))
    for _ in range(EPOCHS):
        for batch in batches(random.permutation(chosen)):
            at = rows[batch]
            network, state = step(network, state, inputs[at], is_fraud[at].astype(np.float32), is_learnt[batch].astype(np.float32))
    return network
