"""A figure of everyday life: a measure with limits on both sides, which says where they come from."""

from dataclasses import dataclass
from typing import Callable

from dataset import ask

ASSUMED = "assumption"


@dataclass(frozen=True)
class Figure:
    """A name, a query for one number or a function of the connection, its limits, and where they come from."""

    name: str
    measure: str | Callable
    low: float
    high: float
    source: str


@dataclass(frozen=True)
class Measured:
    figure: Figure
    value: float

    @property
    def met(self):
        return self.figure.low <= self.value <= self.figure.high

    def __str__(self):
        figure = self.figure
        sign = " " if self.met else "✗"
        return f"{sign} {figure.name:80} {self.value:10.3f}   {figure.low} to {figure.high}   {figure.source}"


def measure(connection, tables, figures):
    """The figures of a dataset, over its own tables and those made by these queries."""
    for name, query in tables.items():
        ask(connection, f"CREATE TABLE {name} AS {query}")
    return [Measured(figure, value(connection, figure.measure)) for figure in figures]


def value(connection, measure):
    found = measure(connection) if callable(measure) else ask(connection, measure)[0][0]
    return float("nan") if found is None else float(found)
