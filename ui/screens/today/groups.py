"""The groups of Today: what they are called, how they look, and the counters above them."""

from __future__ import annotations

from crm.domain.money import Money
from crm.domain.rows import Today, TodayGroup
from crm.i18n import N_, _, _n
from ui.screens.today.due_rows import Group
from ui.shared.labels import sum_of
from ui.shared.widgets.sections import Counter

TASKS = "tasks"  # the key of their group
TITLES = {
    TodayGroup.OVERDUE: N_("Overdue"),
    TodayGroup.DUE: N_("Due today"),
    TodayGroup.PROMISES: N_("Promised at the last visit"),
    TodayGroup.UNSTARTED: N_("Not started in time"),
    TodayGroup.REVIEWS: N_("On hold, to look at again"),
    TodayGroup.SOON: N_("The next 7 days"),
    TodayGroup.SILENT: N_("Silent"),
    TodayGroup.SIGNED: N_("Signed in 7 days"),
}
TONES = {
    TodayGroup.OVERDUE: "red",
    TodayGroup.UNSTARTED: "red",
    TodayGroup.REVIEWS: "amb",
    TodayGroup.SILENT: "amb",
}
SHOWN = (
    TodayGroup.OVERDUE,
    TodayGroup.DUE,
    TodayGroup.PROMISES,
    TodayGroup.UNSTARTED,
    TodayGroup.REVIEWS,
    TodayGroup.SOON,
)


def group_of(found: Today, key: TodayGroup) -> Group:
    """A group of projects."""
    return Group(
        key=str(key),
        title=_(TITLES[key]),
        rows=found.groups[key],
        total=found.tallies[key].count,
        tone=TONES.get(key, "t1"),
    )


def tasks_of(found: Today) -> Group:
    """The group of tasks."""
    return Group(key=TASKS, title=_("Tasks"), rows=found.tasks, total=found.task_count)


def counters_of(found: Today) -> list[Counter]:
    """The counters above the list."""
    longest, done = found.longest_overdue, len(found.done)
    notes = {
        TodayGroup.OVERDUE: _n("longest {count} day", "longest {count} days", longest) if longest else "",
        TodayGroup.DUE: _n("{count} done", "{count} done", done) if done else "",
    }
    mine = found.inbox_about_mine
    inbox = Counter(
        key="inbox",
        title=_("Articles to review"),
        figure=str(found.inbox_count),
        note=_n("{count} about your projects", "{count} about your projects", mine) if mine else "",
    )
    counted = (TodayGroup.OVERDUE, TodayGroup.DUE, TodayGroup.SILENT, TodayGroup.SIGNED)
    counters = [_counter(found, key, notes.get(key)) for key in counted]
    return [*counters[:3], inbox, *counters[3:]]


def _counter(found: Today, key: TodayGroup, note: str | None) -> Counter:
    tally = found.tallies[key]
    total = sum_of(Money(value=tally.total)) if tally.total else ""
    return Counter(
        key=str(key),
        title=_(TITLES[key]),
        figure=str(tally.count),
        note=total if note is None else note,
        tone=TONES.get(key, "t1") if tally.count else "t1",
    )
