"""Progress as one line that is written again and again: on a terminal, and below a notebook's cell."""

from __future__ import annotations

import contextlib
import sys
import time


class Bar:
    """Called with rows that are done, rows in all, and bytes; with None at the end."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown = 0

    def __call__(self, rows: int | None, total_rows: int | None, size: int | None) -> None:
        if rows is None or not total_rows:
            self._show("")
            return
        seconds = time.monotonic() - self._began
        rate = rows / max(seconds, 1e-3)
        left = f"{(total_rows - rows) / rate:.0f} s left" if rows else "begun"
        done = min(rows / total_rows, 1)
        bar = ("#" * round(done * 30)).ljust(30, ".")
        self._show(f"{bar} {done:4.0%}  {rows:,} of {total_rows:,} rows  {rate:,.0f} rows/s  {left}")

    def _show(self, text: str) -> None:
        if text or self._shown:
            # A failure to show progress is no reason to stop.
            with contextlib.suppress(OSError, ValueError):
                print("\r" + text.ljust(self._shown), end="" if text else "\r", file=sys.stderr, flush=True)
        self._shown = len(text)


def is_watched() -> bool:
    """Whether somebody sees it: on a terminal or in a notebook."""
    if sys.stderr is None or sys.stderr.closed:
        return False
    return sys.stderr.isatty() or "ipykernel" in sys.modules
