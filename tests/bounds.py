"""Bounds of work without a stopwatch: calls are counted, and what would never end is stopped."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

GUARD_S = 120  # of a test; what ends at all ends in a small part of it, on a busy machine too


def calls(run: Callable[[], object]) -> int:
    """How many functions are called while `run` runs, those of C included."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def ends(seconds: int = GUARD_S) -> Iterator[None]:
    """Fails the test if the block does not end: a pattern that tries all ways would take years.

    Systems without alarms have no guard; there such a test hangs instead.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def give_up(_number: int, _frame: object) -> None:
        raise AssertionError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
