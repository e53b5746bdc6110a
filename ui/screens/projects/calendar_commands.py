"""The keys and commands of the calendar of projects."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm.domain.calendar import WEEK, Span
from crm.i18n import N_
from ui.screens.projects.calendar.view import ProjectCalendar
from ui.shared.actions import Actions, ActionSpec


def register_calendar(
    actions: Actions,
    section: str,
    scope: QWidget,
    get_calendar: Callable[[], ProjectCalendar],
    why_no_entry: Callable[[], str],
) -> None:
    """Registers the keys within `scope`; `get_calendar` answers the calendar, made when it is shown first."""
    for action_id, text, key, days in (
        ("day_later", N_("Plan one day later"), "Alt+Right", 1),
        ("day_earlier", N_("Plan one day earlier"), "Alt+Left", -1),
        ("week_later", N_("Plan one week later"), "Alt+Down", WEEK),
        ("week_earlier", N_("Plan one week earlier"), "Alt+Up", -WEEK),
    ):
        spec = ActionSpec(id=f"calendar.{action_id}", text=text, section=section, shortcut=key)
        actions.add(spec, partial(_shift, get_calendar, days), scope=scope, reason=why_no_entry)
    for action_id, text, run in (
        ("today", N_("Today in the calendar"), lambda: get_calendar().show_day(get_calendar().desk.today())),
        ("month", N_("Calendar by month"), lambda: get_calendar().show_span(Span.MONTH)),
        ("week", N_("Calendar by week"), lambda: get_calendar().show_span(Span.WEEK)),
        ("on", N_("Later in the calendar"), lambda: get_calendar().turn(1)),
        ("back", N_("Earlier in the calendar"), lambda: get_calendar().turn(-1)),
    ):
        spec = ActionSpec(id=f"calendar.{action_id}", text=text, section=section)
        actions.add(spec, run, scope=scope)


def _shift(get_calendar: Callable[[], ProjectCalendar], days: int) -> None:
    get_calendar().shift(days)
