"""Vocabularies of the recognisers, read from resources/lexicons."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from crm.paths import resource


def rows(name: str) -> list[list[str]]:
    """The rows of the vocabulary `name` without its header line."""
    with resource("lexicons", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
