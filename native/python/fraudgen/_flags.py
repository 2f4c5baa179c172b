"""Arguments as flags of the command, so that both have the same bounds and refuse in the same words."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

def flags(values: Mapping[str, object], *, switches: bool = False) -> list[str]:
    """``rows_per_file=1000`` becomes ``--rows-per-file=1000``; None is left out.

    With ``switches``, True is a flag without a value, and False is none.
    """
    arguments = []
    for name, value in values.items():
        flag = "--" + name.replace("_", "-")
        if switches and value is True:
            arguments.append(flag)
        elif value is not None and not (switches and value is False):
            arguments.append(f"{flag}={text(name, value)}")
    return arguments


def place(value: object) -> str:
    """A folder or a location in a store."""
    if not isinstance(value, (str, bytes, os.PathLike)) or not value:
        raise ValueError(f"{value!r} is no place: give a folder or s3://BUCKET/PREFIX")
    name = os.fsdecode(value)
    return name if "://" in name else os.path.expanduser(name)


def text(name: str, value: Any) -> str:
    """A value as the command takes it."""
    if name == "spec":
        return _spec(value)
    if isinstance(value, bool):
        raise ValueError(f"invalid value '{value}' for '{name}': it takes a value, not True or False")
    if isinstance(value, Mapping):
        return ",".join(f"{key}={word}" for key, word in value.items())
    if isinstance(value, (set, frozenset)):
        raise ValueError(f"invalid value {value} for '{name}': a set has no order, give a list")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        if value.time() != time():
            raise ValueError(f"invalid value '{value}' for '{name}': give a date, or a time at midnight")
        return value.date().isoformat()
    if isinstance(value, (bytes, os.PathLike)):
        return os.fsdecode(value)
    # Lists, tuples, generators, arrays and series, but not an array of no dimension, which is a single value.
    if isinstance(value, Iterable) and not isinstance(value, str) and getattr(value, "ndim", 1) > 0:
        return ",".join(map(str, value))
    return str(value)


def _spec(value: Any) -> str:
    if isinstance(value, Mapping):
        return json.dumps(value, default=_plain)
    if not isinstance(value, (str, bytes, os.PathLike)) or value == "-":
        raise ValueError(f"invalid value {value!r} for 'spec': give a mapping, or the path of a file")
    return os.path.expanduser(os.fsdecode(value))


def _plain(value: Any) -> object:
    """A value of a spec that JSON does not know: a date, or a number of NumPy."""
    return value.isoformat() if isinstance(value, date) else value.item()
