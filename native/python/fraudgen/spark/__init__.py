"""Datasets made by Spark's executors (``pip install 'fraudgen[spark]'``, on the executors too).

`generate` writes a dataset to object storage. `register` adds the data source ``fraudgen`` to a session, which
reads any table as a DataFrame without writing files.
"""

from .bulk import generate
from .source import FraudgenDataSource, register

__all__ = ["FraudgenDataSource", "generate", "register"]
