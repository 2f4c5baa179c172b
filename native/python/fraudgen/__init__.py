"""Deterministic synthetic Brazilian banking data with labelled fraud.

    import fraudgen

    dataset = fraudgen.Dataset(transactions=1_000_000, seed=42, fraud_rate=0.01)
    transactions = pyarrow.table(dataset.table("transactions"))

The same arguments give the same records, on any machine and any number of threads, and the same as the command
``fraudgen``, which comes with this package. ``fraudgen.spark`` makes datasets on a Spark cluster.
"""

from importlib.metadata import version as _version

from ._fraudgen import DATASET_VERSION, Batch, FraudgenError, Stream
from .dataset import Dataset, Findings, Table, Written

__version__ = _version("fraudgen")
__all__ = ["DATASET_VERSION", "Batch", "Dataset", "Findings", "FraudgenError", "Stream", "Table", "Written"]
