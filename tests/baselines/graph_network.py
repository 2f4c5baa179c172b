"""A graph network over accounts and all that they pay, are paid by, pay with and pay from (GraphSAGE, with weights for each relation).

The nodes are accounts, accounts outside, devices and addresses; only accounts have features, and only theirs have labels.
"""

import accounts
import equinox
import jax
import jax.numpy as jnp
import numpy as np
import optax
from preprocessing import prepared
from task import Task

HIDDEN, STEPS, RATE, DROPPED = 24, 100, 1e-2, 0.3
# What only one account has leads nowhere; an address of many is a provider's, not a household's.
LEAST, MOST_OF_ADDRESS = 2, 5
# Pairs of nodes, by kind and id, with what went between them.
LINKS = f"""
    SELECT 'paid' AS relation, 'ACCOUNT' AS kind, account_id AS id, beneficiary_kind AS other_kind, beneficiary_id::VARCHAR AS other,
        count(*) AS times, sum(amount)::DOUBLE AS amount FROM edges GROUP BY ALL
    UNION ALL
    SELECT 'was paid', 'ACCOUNT', account_id, 'EXTERNAL', payer_id::VARCHAR, count(*), sum(amount)::DOUBLE FROM incoming GROUP BY ALL
    UNION ALL
    SELECT 'device', 'ACCOUNT', account_id, 'DEVICE', device_id::VARCHAR, payments, 0 FROM account_devices
    UNION ALL
    SELECT 'address', 'ACCOUNT', account_id, 'ADDRESS', ip_address, payments, 0 FROM account_addresses
    WHERE ip_address IN (SELECT ip_address FROM account_addresses GROUP BY ALL HAVING count(*) <= {MOST_OF_ADDRESS})
"""


class Layer(equinox.Module):
    """What a node is, and the mean of what each relation brings it."""

    own: equinox.nn.Linear
    of: list[equinox.nn.Linear]
    # Of what is known of a link.
    along: list[equinox.nn.Linear]

    def __init__(self, relations: int, facts: int, key: jax.Array):
        own, *keys = jax.random.split(key, 2 * relations + 1)
        self.own = equinox.nn.Linear(HIDDEN, HIDDEN, key=own)
        self.of = [equinox.nn.Linear(HIDDEN, HIDDEN, key=key) for key in keys[:relations]]
        self.along = [equinox.nn.Linear(facts, HIDDEN, key=key) for key in keys[relations:]]

    def __call__(self, state: jax.Array, relations: list) -> jax.Array:
        total = jax.vmap(self.own)(state)
        for of, along, (source, target, facts, share) in zip(self.of, self.along, relations):
            messages = jax.nn.relu(jax.vmap(of)(state)[source] + jax.vmap(along)(facts)) * share[:, None]
            total = total + jax.ops.segment_sum(messages, target, len(state))
        return jax.nn.relu(total) + state


class Network(equinox.Module):
    """Two layers, and a score from what a node is and what surrounds it."""

    project: equinox.nn.Linear
    layers: list[Layer]
    head: equinox.nn.MLP

    def __init__(self, inputs: int, relations: int, facts: int, key: jax.Array):
        project, first, second, head = jax.random.split(key, 4)
        self.project = equinox.nn.Linear(inputs, HIDDEN, key=project)
        self.layers = [Layer(relations, facts, first), Layer(relations, facts, second)]
        self.head = equinox.nn.MLP(2 * HIDDEN, "scalar", HIDDEN, 1, key=head)

    def __call__(self, inputs: jax.Array, relations: list) -> jax.Array:
        first = state = jax.nn.relu(jax.vmap(self.project)(inputs))
        for layer in self.layers:
            state = layer(state, relations)
        return jax.vmap(self.head)(jnp.concatenate([first, state], 1))


def predict(task: Task) -> tuple[np.ndarray, np.ndarray]:
    examples = accounts.read(task)
    kinds, relations = links(task, examples.key)
    features = prepared(examples)
    inputs = np.hstack([np.pad(features, ((0, len(kinds) - len(features)), (0, 0))), np.eye(kinds.max() + 1, dtype=np.float32)[kinds]])
    logits = learnt(inputs, relations, np.flatnonzero(examples.learn), examples.is_fraud)
    return examples.key[examples.test], logits[: len(features)][examples.test]


def links(task: Task, ids: np.ndarray) -> tuple[np.ndarray, list]:
    """The kind of each node, accounts first in the order of their ids; and each relation in both directions:
    from, to, what is known of the link, and one by the number of links to the node."""
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
    relations = []
    facts = np.stack([found["times"], found["amount"]], 1).astype(np.float32) / 5
    for name in np.unique(found["relation"]):
        at = found["relation"] == name
        for source, target in [("source", "target"), ("target", "source")]:
            target = found[target][at]
            relations.append((found[source][at], target, facts[at], (1 / np.bincount(target)[target]).astype(np.float32)))
    return kinds, relations


def learnt(inputs: np.ndarray, relations: list, nodes: np.ndarray, is_fraud: np.ndarray) -> np.ndarray:
    """The logits of all nodes after learning from some."""
    network = Network(inputs.shape[1], len(relations), relations[0][2].shape[1], jax.random.key(1))
    optimiser = optax.adamw(optax.cosine_decay_schedule(RATE, STEPS), weight_decay=0.01)
    truth = jnp.array(is_fraud[nodes], jnp.float32)

    @equinox.filter_jit
    def step(network, state, inputs, relations, key):
        def loss(network):
            kept = jax.random.bernoulli(key, 1 - DROPPED, inputs.shape) / (1 - DROPPED)
            return optax.sigmoid_binary_cross_entropy(network(inputs * kept, relations)[nodes], truth).mean()

        change, state = optimiser.update(equinox.filter_grad(loss)(network), state, equinox.filter(network, equinox.is_array))
        return equinox.apply_updates(network, change), state

    state = optimiser.init(equinox.filter(network, equinox.is_array))
    inputs, relations = jax.tree.map(jnp.asarray, (inputs, relations))
    for key in jax.random.split(jax.random.key(2), STEPS):
        network, state = step(network, state, inputs, relations, key)
    return np.asarray(equinox.filter_jit(network)(inputs, relations))
