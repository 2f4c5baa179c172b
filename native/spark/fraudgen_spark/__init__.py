"""Synthetic Brazilian banking data with labelled fraud, made by Spark's executors.

`generate` fills a place in a store; `register` gives a session the data source ``fraudgen``, which hands
tables over without a file in between.
"""

from .bulk import Dataset, generate
from .command import FraudgenError
from .source import FraudgenDataSource, register

__all__ = ["Dataset", "FraudgenDataSource", "FraudgenError", "generate", "register"]
