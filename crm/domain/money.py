"""Money: an exact value in whole units of a currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, order=True)
class Money:
    """`value` in units of `currency` (ISO 4217), never in 万 or 亿."""

    value: Decimal
    currency: str = "CNY"
