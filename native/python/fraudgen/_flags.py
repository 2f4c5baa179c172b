"""Keyword arguments as flags of the command, so that both have the same bounds and refuse in the same words."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping


def flags(values: Mapping[str, object]) -> list[str]:
    """``rows_per_file=1000`` becomes ``--rows-per-file=1000``; None and False are left out."""
    arguments = []
    for name, value in values.items():
        flag = "--" + name.replace("_", "-")
        if value is True:
            arguments.append(flag)
        elif value is not None and value is not False:
            arguments.append(f"{flag}={_text(name, value)}")
    return arguments


def _text(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        # A spec, or values by typology.
        return json.dumps(value) if name == "spec" else ",".join(f"{key}={word}" for key, word in value.items())
    if isinstance(value, (list, tuple, set)):
        return ("/" if name == "shard" else ",").join(map(str, value))
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)
