"""The days that are offered for putting something off."""

from __future__ import annotations

from datetime import date, timedelta

from crm.i18n import _


def snooze_days(today: date) -> list[tuple[str, date]]:
    """Labels and days: tomorrow, three days on, next Monday."""
    monday = today + timedelta(days=7 - today.weekday())
    return [
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("+3 days"), today + timedelta(days=3)),
        (_("Next Monday"), monday),
    ]
