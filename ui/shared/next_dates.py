"""The days that are offered for what comes next."""

from __future__ import annotations

from datetime import date, timedelta

from crm.i18n import _

NONE = "none"


def next_dates() -> tuple[tuple[str, str], ...]:
    """Keys and labels of the days offered, none included."""
    return (
        ("3", _("+3 days")),
        ("7", _("+7 days")),
        ("monday", _("Next Monday")),
        (NONE, _("None")),
    )


def day_of(key: str, today: date) -> date | None:
    """The day behind a key of `next_dates`."""
    if key == NONE:
        return None
    if key == "monday":
        return today + timedelta(days=7 - today.weekday())
    return today + timedelta(days=int(key))
