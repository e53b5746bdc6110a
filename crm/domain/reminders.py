"""What an officer is reminded of, and when he wants to be left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm.domain.records import Ref
from crm.domain.rows import DueKind

MORNING = time(8, 0)  # of a day to which something is put off
GROUPED_FROM = 4  # so many at once are told as one


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """One record that is due, since when, and what is to do; each record is told of once."""

    ref: Ref
    name: str
    what: str
    kind: DueKind
    due_on: date
    about: tuple[Ref, ...] = ()  # what can be talked about for it


@dataclass(frozen=True, kw_only=True)
class ReminderMark:
    """What became of a reminder: it counts for the day it was due alone, a new plan reminds anew."""

    ref: Ref
    due_on: date
    told_at: datetime | None = None
    snoozed_until: datetime | None = None
    is_silenced: bool = False


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """Nothing rings from one time to another; what came up meanwhile is told together afterwards."""

    begins: time = time(20, 0)
    ends: time = time(8, 0)

    def hold(self, now: datetime) -> bool:
        """Whether it is quiet at this local time."""
        at = now.time()
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def is_waiting(reminder: Reminder, mark: ReminderMark | None, now: datetime) -> bool:
    """Whether a reminder stands in the list now: neither put off nor silenced for this day."""
    if mark is None or mark.due_on != reminder.due_on:
        return True
    return not mark.is_silenced and (mark.snoozed_until is None or mark.snoozed_until <= now)


def is_silenced(reminder: Reminder, mark: ReminderMark | None) -> bool:
    """Whether a reminder is not told any more for the day it is due."""
    return mark is not None and mark.due_on == reminder.due_on and mark.is_silenced


def is_to_ring(reminder: Reminder, mark: ReminderMark | None, now: datetime) -> bool:
    """Whether a reminder that waits has not been told yet, or not since it was put off."""
    if not is_waiting(reminder, mark, now):
        return False
    if mark is None or mark.due_on != reminder.due_on or mark.told_at is None:
        return True
    return mark.snoozed_until is not None and mark.told_at < mark.snoozed_until


def snooze_times(now: datetime) -> dict[str, datetime]:
    """Until when a reminder can be put off: an hour, or the morning of a later day."""
    morning = datetime.combine(now.date(), MORNING, now.tzinfo)
    return {
        "hour": now + timedelta(hours=1),
        "tomorrow": morning + timedelta(days=1),
        "three_days": morning + timedelta(days=3),
        "monday": morning + timedelta(days=7 - now.weekday()),
    }
