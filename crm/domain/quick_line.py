"""The quick line: one line of typing that becomes a follow-up.

    @周岚 #6GWh储能电池 电话 对方确认6月上旬看地 >周四 !回复变电站容量

`@` a contact or enterprise, `#` a project, a way of contact, `>` the next date, `!` a task, `!!` one that
presses; everything else is the text. What cannot be understood stays text. A name that was taken from a list
is known by where it stands: it may hold spaces, and it means its record whatever that is called later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from crm.domain.follow_ups import ContactWay
from crm.domain.records import Ref

WAY_WORDS = {
    "电话": ContactWay.PHONE,
    "微信": ContactWay.WECHAT,
    "拜访": ContactWay.VISIT,
    "来访": ContactWay.RECEPTION,
    "接待": ContactWay.RECEPTION,
    "会议": ContactWay.MEETING,
    "洽谈": ContactWay.MEETING,
    "考察": ContactWay.SITE_VISIT,
    "phone": ContactWay.PHONE,
    "wechat": ContactWay.WECHAT,
    "visit": ContactWay.VISIT,
    "reception": ContactWay.RECEPTION,
    "meeting": ContactWay.MEETING,
    "tour": ContactWay.SITE_VISIT,
}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_COUNTS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NEAR = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}


@dataclass(frozen=True, kw_only=True)
class Token:
    """A part of the line that was understood: kind is person, project, way, next or task."""

    kind: str
    text: str  # without its sign
    start: int
    end: int
    ref: Ref | None = None  # of a name that was taken from a list
    is_urgent: bool = False  # of a task


@dataclass(frozen=True, kw_only=True)
class Picked:
    """A name in the line, sign included, that was taken from a list."""

    start: int
    end: int
    ref: Ref


@dataclass(frozen=True, kw_only=True)
class QuickLine:
    """The line, taken apart."""

    tokens: tuple[Token, ...]
    people: tuple[str, ...]  # names after @, contacts or enterprises
    projects: tuple[str, ...]
    way: ContactWay | None
    way_word: str  # as typed
    text: str
    next_on: date | None
    next_step: str

    @property
    def tasks(self) -> tuple[Token, ...]:
        """What is to be done, as it stands in the line."""
        return tuple(token for token in self.tokens if token.kind == "task")


# A task runs to the next space; a name or date ends at a comma or full stop as well.
_SIGNED = re.compile(r"(?<!\S)(?:([!！]{1,2})([^\s!！]\S*)|([@＠#＃>＞])([^\s，。；、,;]+))")
_MARKS = "，。；、,; "  # left over in front of the text when a name before them was taken out
_SIGNS = str.maketrans("＠＃＞！", "@#>!")
_KINDS = {"@": "person", "#": "project", ">": "next", "!": "task"}


def parse_quick_line(line: str, today: date, picked: Iterable[Picked] = ()) -> QuickLine:
    """Takes the line apart; dates are counted from `today`, names in `picked` are known already."""
    known = [*_known(line, picked)]
    free = line
    for token in known:
        free = free[: token.start] + " " * (token.end - token.start) + free[token.end :]
    tokens = sorted([*known, *_signed(free, today), *_way(free)], key=lambda token: token.start)
    by_kind = {
        kind: tuple(t.text for t in tokens if t.kind == kind)
        for kind in ("person", "project", "next", "task")
    }
    way_word = next((token.text for token in tokens if token.kind == "way"), "")
    return QuickLine(
        tokens=tuple(tokens),
        people=by_kind["person"],
        projects=by_kind["project"],
        way=WAY_WORDS[way_word.casefold()] if way_word else None,
        way_word=way_word,
        text=_besides(line, tokens),
        next_on=parse_day(by_kind["next"][0], today) if by_kind["next"] else None,
        next_step=" ".join(by_kind["task"]),
    )


def besides_names(line: str, parsed: QuickLine) -> str:
    """What the line says besides its names and its date, as a task is called."""
    named = [token for token in parsed.tokens if token.kind in ("person", "project", "next")]
    return _besides(line, named).lstrip("!！")


def _besides(line: str, tokens: Iterable[Token]) -> str:
    rest, cursor = [], 0
    for token in tokens:
        rest.append(line[cursor : token.start])
        cursor = token.end
    rest.append(line[cursor:])
    return " ".join("".join(rest).split()).lstrip(_MARKS)


def _known(line: str, picked: Iterable[Picked]) -> list[Token]:
    return [
        Token(
            kind=_KINDS[line[name.start].translate(_SIGNS)],
            text=line[name.start + 1 : name.end],
            start=name.start,
            end=name.end,
            ref=name.ref,
        )
        for name in picked
    ]


def _signed(line: str, today: date) -> list[Token]:
    tokens: list[Token] = []
    for match in _SIGNED.finditer(line):
        sign, told = match[1] or match[3], match[2] or match[4]
        kind = _KINDS[sign[0].translate(_SIGNS)]
        if kind == "next" and (parse_day(told, today) is None or any(t.kind == "next" for t in tokens)):
            continue  # not a date, or a second one: it stays text
        tokens.append(
            Token(kind=kind, text=told, start=match.start(), end=match.end(), is_urgent=len(sign) > 1)
        )
    return tokens


def _way(line: str) -> list[Token]:
    for match in re.finditer(r"(?<!\S)([^\s@#>!＠＃＞！]+)", line):
        if match[1].casefold() in WAY_WORDS:
            return [Token(kind="way", text=match[1], start=match.start(), end=match.end())]
    return []


def parse_day(words: str, today: date) -> date | None:
    """The day that an officer means: 明天, 周五, 下周一, +3d, 5-20, 2026-05-20, 5月20日, 20日, 月底.

    A day without a year is the next one to come; a weekday without 下 is the next one too.
    """
    told = words.strip().casefold()
    if told in _NEAR:
        return today + timedelta(days=_NEAR[told])
    for attempt in (_after, _weekday, _calendar_day, _end_of_month):
        if (day := attempt(told, today)) is not None:
            return day
    return None


def _after(told: str, today: date) -> date | None:
    if match := re.fullmatch(r"\+(\d{1,3})(d|w)?", told):
        return today + timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
    if match := re.fullmatch(rf"\+?(\d{{1,3}}|[{''.join(_COUNTS)}])(天|日后|天后|周|周后|个月后)", told):
        count = _COUNTS.get(match[1]) or int(match[1])
        if match[2] == "个月后":
            return _months_on(today, count)
        return today + timedelta(days=count * (7 if match[2].startswith("周") else 1))
    return None


def _months_on(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    return min(_end(first), first + timedelta(days=day.day - 1))


def _weekday(told: str, today: date) -> date | None:
    if match := re.fullmatch(r"(下*)(?:周|星期|礼拜)([一二三四五六日天])", told):
        wanted, weeks = _WEEKDAYS[match[2]], len(match[1])
        if weeks:
            return today - timedelta(days=today.weekday()) + timedelta(days=wanted, weeks=weeks)
    elif told[:3] in _ENGLISH_DAYS and told.isascii() and told.isalpha():
        wanted = _ENGLISH_DAYS[told[:3]]
    else:
        return None
    return today + timedelta(days=(wanted - today.weekday()) % 7 or 7)


def _calendar_day(told: str, today: date) -> date | None:
    if match := re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", told):
        return _valid(*(int(part) for part in match.groups()))
    if match := re.fullmatch(r"(\d{1,2})[-./月](\d{1,2})[日号]?", told):
        month, day = int(match[1]), int(match[2])
        this_year = _valid(today.year, month, day)
        return this_year if this_year and this_year >= today else _valid(today.year + 1, month, day)
    if match := re.fullmatch(r"(\d{1,2})[日号]", told):
        this_month = _valid(today.year, today.month, int(match[1]))
        if this_month and this_month >= today:
            return this_month
        following = _end(today) + timedelta(days=1)
        return _valid(following.year, following.month, int(match[1]))
    return None


def _end_of_month(told: str, today: date) -> date | None:
    if told in ("月底", "本月底"):
        return _end(today)
    return _end(_end(today) + timedelta(days=1)) if told == "下月底" else None


def _end(day: date) -> date:
    first_of_next = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return first_of_next - timedelta(days=1)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
