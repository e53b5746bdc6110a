"""Well and badly behaved functions for the worker's tests; they run in its child process."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from crm.domain.errors import Fault, NotFound, ValidationError

_kept: list[bytes] = []


def echo(*args: Any) -> list[Any]:
    return list(args)


def process_id() -> int:
    return os.getpid()


def refuse() -> None:
    raise NotFound("No such page.")


def refuse_fields() -> None:
    raise ValidationError([Fault(field="name", message="Too long."), Fault(field="", message="Wrong.")])


def hang() -> None:
    while True:
        time.sleep(0.01)


def toil() -> None:
    while True:
        pass


def allocate() -> None:
    while True:
        _kept.append(b"\x01" * 5_000_000)
        time.sleep(0.001)


def keep_memory(megabytes: int) -> int:
    _kept.append(b"\x01" * (megabytes * 1024 * 1024))
    return os.getpid()


def abort() -> None:
    os.abort()


def leave() -> None:
    os._exit(3)


def fail() -> float:
    return 1 / 0


def run_out() -> None:
    raise MemoryError


def answer_object() -> object:
    return object()


def print_much() -> str:
    sys.stdout.write("noise\n" * 10_000)
    os.write(1, b"more noise\n")
    return "done"
