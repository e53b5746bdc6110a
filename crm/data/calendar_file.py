"""Writes calendar files (RFC 5545) that calendars can subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event, vDuration, vText

from crm.domain.calendar_file import CalendarEntry
from crm.domain.refusals import refusals_told
from crm.domain.text import clean_text
from crm.paths import write_beside

PRODUCT = "-//InvestLead//InvestLead//ZH"
ALARM_AFTER = timedelta(hours=9)  # whole days begin at midnight; nobody wants to be woken
REFRESH = timedelta(hours=1)  # how often subscribers are asked to look


def write(entries: Iterable[CalendarEntry], name: str, path: Path) -> None:
    """Writes the entries as the calendar `name`, whole or not at all; Unusable with the reason."""
    content = as_bytes(entries, name)
    with refusals_told(path), write_beside(path) as draft:
        draft.write_bytes(content)


def as_bytes(entries: Iterable[CalendarEntry], name: str) -> bytes:
    """The file of a calendar."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(clean_text(name)))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event, title = Event(), clean_text(entry.title)
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.version)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", title)
    if entry.text:
        event.add("description", clean_text(entry.text))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", ALARM_AFTER)
    event.add_component(alarm)
    return event
