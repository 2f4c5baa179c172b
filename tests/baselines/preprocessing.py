"""Columns as numbers without gaps, on one scale, for models that are not trees."""

import models
import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from task import Examples

# Categories rarer than this share one column.
RARE = 0.005


def compressed(values: np.ndarray) -> np.ndarray:
    """Logarithms of money and counts, which span many magnitudes, with their sign."""
    return np.sign(values) * np.log1p(np.abs(values))


def prepared(examples: Examples, chosen: np.ndarray | None = None) -> np.ndarray:
    """Rows × inputs, float32; scales and categories are learnt from the rows to learn from."""
    rows = np.ones(len(examples.key), bool) if chosen is None else chosen
    categories = [at for at, column in enumerate(examples.columns) if column.categories]
    numbers = [at for at, column in enumerate(examples.columns) if not column.categories]
    transformer = make_column_transformer(
        # What is missing becomes the mean, and a column says that it was missing.
        (make_pipeline(FunctionTransformer(compressed), StandardScaler(), SimpleImputer(strategy="constant", fill_value=0, add_indicator=True)), numbers),
        (OneHotEncoder(min_frequency=RARE, handle_unknown="infrequent_if_exist", sparse_output=False, dtype=np.float32), categories),
    )
    transformer.fit(models.matrix(examples.columns, examples.learn, examples.learn))
    inputs = transformer.transform(models.matrix(examples.columns, examples.learn, rows)).astype(np.float32)
    return np.clip(inputs, -8, 8)
