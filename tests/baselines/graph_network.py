"""A graph network over accounts and all that they pay, are paid by, pay with and pay from (GraphSAGE, with weights for each relation).

The nodes are accounts, accounts outside, devices and addresses; only accounts have features, and only theirs have labels.
"""

import accounts
import equinox
import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax.experimental.sparse import BCSR
from preprocessing import prepared
from scipy.sparse import coo_array
from task import Task

HIDDEN, STEPS, RATE, DROPPED = 24, 100, 1e-2, 0.3
# What only one account has leads nowhere; an address of many is a provider's, not a household's.
LEAST, MOST_OF_ADDRESS = 2, 5
# Pairs of nodes, by kind and id, with what went between them.
LINKS = f"""
    SELECT 'paid' AS relation, account_id AS id, beneficiary_kind AS other_kind, beneficiary_id::VARCHAR AS other,
        count(*) AS times, sum(amount)::DOUBLE AS amount FROM edges GROUP BY ALL
    UNION ALL
    SELECT 'was paid', account_id, 'EXTERNAL', payer_id::VARCHAR, count(*), sum(amount)::DOUBLE FROM incoming GROUP BY ALL
    UNION ALL
    SELECT 'device', account_id, 'DEVICE', device_id::VARCHAR, payments, 0 FROM account_devices
    UNION ALL
    SELECT 'address', account_id, 'ADDRESS', ip_address, payments, 0 FROM account_addresses
    WHERE ip_address IN (SELECT ip_address FROM account_addresses GROUP BY ALL HAVING count(*) <= {MOST_OF_ADDRESS})
"""


class Layer(equinox.Module):
    """What a node is, and the mean of its neighbours by each relation."""

    own: equinox.nn.Linear
    of: list[equinox.nn.Linear]

    def __init__(self, relations: int, key: jax.Array):
        own, *of = jax.random.split(key, relations + 1)
        self.own = equinox.nn.Linear(HIDDEN, HIDDEN, key=own)
        self.of = [equinox.nn.Linear(HIDDEN, HIDDEN, use_bias=False, key=key) for key in of]

    def __call__(self, state: jax.Array, means: list[BCSR]) -> jax.Array:
        brought = sum(jax.vmap(of)(mean @ state) for of, mean in zip(self.of, means))
        return jax.nn.relu(jax.vmap(self.own)(state) + brought) + state


class Network(equinox.Module):
    """Two layers, and a score from what a node is and what surrounds it."""

    project: equinox.nn.Linear
    layers: list[Layer]
    head: equinox.nn.MLP

    def __init__(self, inputs: int, relations: int, key: jax.Array):
        project, first, second, head = jax.random.split(key, 4)
        self.project = equinox.nn.Linear(inputs, HIDDEN, key=project)
        self.layers = [Layer(relations, first), Layer(relations, second)]
        self.head = equinox.nn.MLP(2 * HIDDEN, "scalar", HIDDEN, 1, key=head)

    def __call__(self, inputs: jax.Array, means: list[BCSR]) -> jax.Array:
        first = state = jax.nn.relu(jax.vmap(self.project)(inputs))
        for layer in self.layers:
            state = layer(state, means)
        return jax.vmap(self.head)(jnp.concatenate([first, state], 1))


def predict(task: Task) -> tuple[np.ndarray, np.ndarray]:
    examples = accounts.read(task)
    kinds, means, facts = links(task, examples.key)
    features = prepared(examples)
    features = np.pad(features, ((0, len(kinds) - len(features)), (0, 0)))
    inputs = np.hstack([features, np.eye(kinds.max() + 1)[kinds], facts]).astype(np.float32)
    logits = learnt(inputs, means, np.flatnonzero(examples.learn), examples.is_fraud)[: len(examples.key)]
    return examples.key[examples.test], logits[examples.test]


def links(task: Task, ids: np.ndarray) -> tuple[np.ndarray, list[BCSR], np.ndarray]:
    """The kind of each node, accounts first in the order of their ids; for each relation, in both directions, the matrix
    that takes the mean of a node's neighbours; and the means of what is known of its links."""
    connection = task.connect()
    connection.register("account", {"id": ids, "node": np.arange(len(ids))})
    connection.execute(f"CREATE TABLE every AS {LINKS}")
    lonely = f"SELECT other_kind, other FROM every WHERE other_kind != 'ACCOUNT' GROUP BY ALL HAVING count(DISTINCT id) < {LEAST}"
    connection.execute(f"CREATE TABLE links AS FROM every ANTI JOIN ({lonely}) USING (other_kind, other)")
    connection.execute(f"""
        CREATE TABLE others AS SELECT *, {len(ids)} - 1 + row_number() OVER (ORDER BY other_kind, other) AS node, dense_rank() OVER (ORDER BY other_kind) AS kind
        FROM (SELECT DISTINCT other_kind, other FROM links WHERE other_kind != 'ACCOUNT')
        """)
    kinds = np.r_[np.zeros(len(ids), int), connection.sql("SELECT kind FROM others ORDER BY node").fetchnumpy()["kind"]]
    found = connection.sql("""
        SELECT relation, account.node AS source, coalesce(others.node, paid.node) AS target, ln(1 + times) AS times, ln(1 + links.amount) AS amount
        FROM links JOIN account ON account.id = links.id LEFT JOIN others USING (other_kind, other)
        LEFT JOIN account paid ON other_kind = 'ACCOUNT' AND paid.id::VARCHAR = other
        """).fetchnumpy()
    means, facts = [], []
    for name in np.unique(found["relation"]):
        at = found["relation"] == name
        for source, target in [("source", "target"), ("target", "source")]:
            source, target = found[source][at].astype(np.int32), found[target][at].astype(np.int32)
            share = (1 / np.bincount(target)[target]).astype(np.float32)
            means.append(BCSR.from_scipy_sparse(coo_array((share, (target, source)), (len(kinds), len(kinds))).tocsr()))
            facts += [np.bincount(target, share * found[fact][at], len(kinds)) / 5 for fact in ("times", "amount")]
    return kinds, means, np.stack(facts, 1)


def learnt(inputs: np.ndarray, means: list[BCSR], nodes: np.ndarray, is_fraud: np.ndarray) -> np.ndarray:
    """The logits of all nodes after learning from some."""
    network = Network(inputs.shape[1], len(means), jax.random.key(1))
    optimiser = optax.adamw(optax.cosine_decay_schedule(RATE, STEPS), weight_decay=0.01)
    truth = jnp.array(is_fraud[nodes], jnp.float32)

    @equinox.filter_jit
    def step(network, state, inputs, means, key):
        def loss(network):
            kept = jax.random.bernoulli(key, 1 - DROPPED, inputs.shape) / (1 - DROPPED)
            return optax.sigmoid_binary_cross_entropy(network(inputs * kept, means)[nodes], truth).mean()

        change, state = optimiser.update(equinox.filter_grad(loss)(network), state, equinox.filter(network, equinox.is_array))
        return equinox.apply_updates(network, change), state

    state = optimiser.init(equinox.filter(network, equinox.is_array))
    inputs = jnp.asarray(inputs)
    for key in jax.random.split(jax.random.key(2), STEPS):
        network, state = step(network, state, inputs, means, key)
    return np.asarray(equinox.filter_jit(network)(inputs, means))
