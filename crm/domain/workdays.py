"""Working days: weekends, rest days and make-up days (调休) of the years that somebody has written down."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from crm.domain.errors import Fault, ValidationError
from crm.i18n import _

FIRST_YEAR, LAST_YEAR = 2000, 2100
_DAY = timedelta(days=1)
_SATURDAY = 5  # of date.weekday()

_SPAN = re.compile(
    r"(?:(?:\d{4}[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?)"
    r"(?:[~～至到—–](?:\d{4}[-/.年])?(?:(?P<month2>\d{1,2})[-/.月])?(?P<day2>\d{1,2})[日号]?)?"
)
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_ENDS = re.compile(r"[。；;\n]")


@dataclass(frozen=True, kw_only=True)
class RestYear:
    """The rest days of one year: weekdays without work, and weekend days that are worked."""

    year: int
    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


@dataclass(frozen=True)
class WorkCalendar:
    """The years that are known; in any other only weekends rest."""

    years: tuple[RestYear, ...] = ()

    def knows(self, year: int) -> bool:
        """Whether the rest days of `year` are written down."""
        return year in self._known

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return day in self._work if day.weekday() >= _SATURDAY else day not in self._rest

    def count(self, after: date, until: date) -> int:
        """Working days behind `after`, up to and with `until`; 0 if `until` is not later."""
        if until <= after:
            return 0
        weekdays = _weekdays_until(until) - _weekdays_until(after)
        return weekdays - _among(self._rest_sorted, after, until) + _among(self._work_sorted, after, until)

    def back(self, day: date, count: int) -> date:
        """The latest day with at least `count` working days between it and `day`, as `count` has them."""
        earlier, left = day, count
        while left > 0 and earlier > date.min:
            left -= self.is_workday(earlier)
            earlier -= _DAY
        return earlier

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(entry.year for entry in self.years)

    @cached_property
    def _rest(self) -> frozenset[date]:
        return frozenset(day for entry in self.years for day in entry.rest if day.weekday() < _SATURDAY)

    @cached_property
    def _work(self) -> frozenset[date]:
        return frozenset(day for entry in self.years for day in entry.work if day.weekday() >= _SATURDAY)

    @cached_property
    def _rest_sorted(self) -> list[date]:
        return sorted(self._rest)

    @cached_property
    def _work_sorted(self) -> list[date]:
        return sorted(self._work)


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the first of all days up to and with `day`; 0001-01-01 is a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def _among(days: list[date], after: date, until: date) -> int:
    return bisect_right(days, until) - bisect_right(days, after)


def make_rest_year(year: int, rest: Iterable[date], work: Iterable[date]) -> RestYear:
    """A year from the days of an announcement; weekends named as rest days are left out, they rest anyway.

    Raises ValidationError: field "year", "rest" or "work".
    """
    resting, working = sorted(set(rest)), sorted(set(work))
    faults = [*_misplaced(year, "rest", resting), *_misplaced(year, "work", working)]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        faults.append(Fault(field="year", message=_("Give a year such as 2027.")))
    if wrong := [day for day in working if day.weekday() < _SATURDAY]:
        sentence = _("{days} is no weekend; only weekend days are worked in exchange.")
        faults.append(Fault(field="work", message=sentence.format(days=show_days(wrong))))
    if not resting and not faults:
        faults.append(Fault(field="rest", message=_("Give the rest days, such as 1-1~1-3.")))
    if faults:
        raise ValidationError(faults)
    weekdays = tuple(day for day in resting if day.weekday() < _SATURDAY)
    return RestYear(year=year, rest=weekdays, work=tuple(working))


def _misplaced(year: int, field: str, days: list[date]) -> Iterator[Fault]:
    if wrong := [day.isoformat() for day in days if day.year != year]:
        sentence = _("{days} does not lie in {year}.")
        yield Fault(field=field, message=sentence.format(days=wrong[0], year=year))


def read_days(text: str, year: int, field: str = "") -> tuple[date, ...]:
    """Days and spans of days as officers write them: 1-1~1-3、2月15日至23日.

    Raises ValidationError naming what is no day.
    """
    days: list[date] = []
    for word in filter(None, re.split(r"[、，,；;\s]+", text)):
        found = _SPAN.fullmatch(word)
        span = list(_span(found, year)) if found else []
        if not span:
            sentence = _("“{text}” is no day of {year}; write 2-16 or 2-16~2-23.")
            raise ValidationError.of(field, sentence.format(text=word[:20], year=year))
        days += span
    return tuple(sorted(set(days)))


def show_days(days: Iterable[date]) -> str:
    """Days as `read_days` reads them, runs written as spans."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(
        _written(run[0]) if len(run) == 1 else f"{_written(run[0])}~{_written(run[-1])}" for run in runs
    )


def read_notice(text: str, year: int) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Rest and make-up days out of the yearly notice of the State Council, pasted as it is.

    “2月15日至23日放假调休，共9天。2月14日、2月28日上班。” Nothing is found in other texts.
    """
    rest: list[date] = []
    work: list[date] = []
    for sentence in _ENDS.split(re.sub(r"\s+", "", _BRACKETS.sub("", text))):
        before, holiday, behind = sentence.partition("放假")
        if holiday:
            rest += _named(before, year)
        elif "上班" not in before:
            continue
        worked = behind if holiday else before
        if "上班" in worked:
            work += _named(worked.partition("上班")[0], year)
    return tuple(sorted(set(rest))), tuple(sorted(set(work)))


def _named(text: str, year: int) -> list[date]:
    return [day for found in _SPAN.finditer(text) for day in _span(found, year)]


def _span(found: re.Match[str], year: int) -> Iterator[date]:
    try:
        first = date(year, int(found["month"]), int(found["day"]))
        last = (
            date(year, int(found["month2"] or found["month"]), int(found["day2"])) if found["day2"] else first
        )
    except ValueError:
        return
    for place in range((last - first).days + 1):
        yield first + timedelta(days=place)


def _written(day: date) -> str:
    return f"{day.month}-{day.day}"
