"""What sources and their health are called on the screen."""

from __future__ import annotations

from datetime import datetime

from crm.domain.sources import Source, SourceHealth, SourceKind, SourceRow
from crm.i18n import N_, _, _n
from ui.shared.cells import Badge, BadgeTone
from ui.shared.two_lines import TwoLines

KIND_NAMES = {
    SourceKind.FOLDER: N_("Watched folder"),
    SourceKind.FEED: N_("Feed"),
    SourceKind.LIST_PAGE: N_("List page"),
}
KIND_ICONS = {SourceKind.FOLDER: "folder", SourceKind.FEED: "list", SourceKind.LIST_PAGE: "article"}
INTERVALS = (
    (15, N_("every 15 minutes")),
    (30, N_("every half hour")),
    (60, N_("every hour")),
    (180, N_("every 3 hours")),
    (720, N_("twice a day")),
    (1440, N_("once a day")),
)
FOLDER_INTERVALS = ((1, N_("every minute")), (5, N_("every 5 minutes")), *INTERVALS)


def intervals(source: Source) -> tuple[tuple[int, str], ...]:
    """How often a source may be looked at, with what is set for it."""
    known = FOLDER_INTERVALS if source.kind is SourceKind.FOLDER else INTERVALS
    named = {minutes: _(name) for minutes, name in known}
    other = _n("every {count} minute", "every {count} minutes", source.interval_min)
    named.setdefault(source.interval_min, other)
    return tuple(sorted(named.items()))


def source_row(row: SourceRow, now: datetime) -> TwoLines:
    """A source with how it does."""
    return TwoLines(
        key=row.source.key,
        name=row.source.name,
        told=row.health.error or _told(row, now),
        icon=KIND_ICONS[row.source.kind],
        tone="red" if row.health.error else "t3",
        badges=(_badge(row.source, row.health),),
        is_off=row.source.is_paused,
    )


def _badge(source: Source, health: SourceHealth) -> Badge:
    if source.is_paused:
        return Badge(text=_("Paused"), tone=BadgeTone.NEUTRAL, icon="on_hold")
    if health.is_being_polled:
        return Badge(text=_("Looking"), tone=BadgeTone.ACCENT, icon="refresh")
    if health.error:
        return Badge(text=_("Trouble"), tone=BadgeTone.RED, icon="error")
    if health.succeeded_at is None:
        return Badge(text=_("New"), tone=BadgeTone.OUTLINE)
    return Badge(text=_("In order"), tone=BadgeTone.GREEN, icon="tick")


def _told(row: SourceRow, now: datetime) -> str:
    health = row.health
    if health.tried_at is None:
        return row.source.place
    week = _("this week {found} found, {taken} taken in").format(
        found=health.found_week, taken=health.taken_week
    )
    parts = [_("last look {time}").format(time=when(health.tried_at, now)), week]
    if health.due_at is not None and not row.source.is_paused:
        parts.append(_("next {time}").format(time=when(health.due_at, now)))
    return " · ".join(parts)


def when(at: datetime, now: datetime) -> str:
    """09:05 today, 5-18 09:05 otherwise."""
    local, today = at.astimezone(), now.astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{local.month}-{local.day} {local:%H:%M}"
