"""What is said of visits on the screen."""

from __future__ import annotations

from datetime import date

from crm.domain.visit_rows import ReportState, VisitRow
from crm.domain.visits import VisitKind, VisitState
from crm.i18n import N_, _
from ui.shared.cells import Badge, BadgeTone
from ui.shared.labels import day

KIND_NAMES = {VisitKind.TRIP: N_("Trip"), VisitKind.RECEPTION: N_("Reception")}
KIND_ICONS = {VisitKind.TRIP: "trip", VisitKind.RECEPTION: "reception"}
STATE_NAMES = {
    VisitState.PLANNED: N_("Planned"),
    VisitState.DONE: N_("Took place"),
    VisitState.CANCELLED: N_("Cancelled"),
}
_STATE_TONES = {VisitState.PLANNED: BadgeTone.ACCENT, VisitState.DONE: BadgeTone.GREEN}


def state_badge(state: VisitState) -> Badge:
    """How far a visit has come."""
    return Badge(text=_(STATE_NAMES[state]), tone=_STATE_TONES.get(state, BadgeTone.NEUTRAL))


def report_badge(row: VisitRow, today: date) -> Badge | None:
    """How the return report stands; None where none is asked for yet."""
    if row.report is ReportState.WRITTEN:
        return Badge(text=_("Report handed in"), tone=BadgeTone.GREEN, icon="done")
    if row.report_due_on is None or row.report is ReportState.NONE:
        return None
    if row.report is ReportState.OVERDUE:
        late = (today - row.report_due_on).days
        return Badge(text=_("Report {days} d overdue").format(days=late), tone=BadgeTone.RED, icon="overdue")
    due = day(row.report_due_on, today)
    return Badge(text=_("Report by {day}").format(day=due), tone=BadgeTone.AMBER, icon="next")


def days_of(begins_on: date, ends_on: date, today: date) -> str:
    """The days of a visit: 5-18, or 5-18 – 5-20."""
    first = day(begins_on, today)
    return first if begins_on == ends_on else f"{first} – {day(ends_on, today)}"
