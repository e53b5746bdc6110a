"""Dates in running text as intervals of days, relative ones resolved with the day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Literal

from crm.domain.reading import DateSpan
from crm.reading import periods
from crm.reading.periods import Period
from crm.reading.text import anchored, number, plain

_FUTURE_MONTHS = 2  # a bare month further ahead than this belongs to last year, unless it is planned
_RECENT = timedelta(days=30)  # how far back 日前 and 近日 can reach

_HAN_MONTH = "十一|十二|[一二三四五六七八九十]"
_MONTH = f"(?:1[0-2]|0?[1-9]|{_HAN_MONTH})"
_HAN_DAY = "三十一|三十|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
_DAY = f"(?:3[01]|[12][0-9]|0?[1-9]|{_HAN_DAY})"
_YEAR = "(?:(?:19|20)[0-9]{2}|[一二][九〇零○0][〇零○0一二三四五六七八九]{2})"
_TO = "[ ]?[-~至到][ ]?"
_NOT_BEFORE = "(?<![0-9一二三四五六七八九十第.])"
_DAY_MARK = "(?:日(?![均产常用报处元子本电照])|号(?![线楼院台机地文馆厅门]))"
_BEFORE = "之前|以前|前(?![往后来景沿期三两夕列身十])"
_RELATIVE_YEAR = "今年|去年|前年|明年|后年(?![产均销纳出])|当年|同年|本年度?|上年度?|翌年|次年"
_MONTH_PART = "上旬|中旬|下旬|初|底|末|中(?=[旬]|开|竣|投|建)"
_YEAR_PART = (
    "第?[一二三四1-4]季度|首季度?|前[二三两]季度|上半年|下半年|年?初|年?底|年?末|年中|年内"
    "|内(?=[将建开竣投启完可])|以来"
)

_NUMERIC = re.compile(
    rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}})(?P<mark>[-/.])(?P<month>{_MONTH})(?P=mark)(?P<day>{_DAY})(?![0-9])"
)
_CALENDAR_FIRST = "0-9一二三四五六七八九十今去前明后当同本上翌次下这年首第"
# Behind the first character there is more of a number, or a word of time ends soon.
_CALENDAR_STARTS = (
    f"[{_CALENDAR_FIRST}](?<![0-9一二三四五六七八九十第.].)"
    f"(?=(?<=年)[初底末中内]|[{_CALENDAR_FIRST}〇零○个半两三 ~至到-]{{0,9}}[年月季])"
)
_CALENDAR = re.compile(
    rf"{_NOT_BEFORE}"
    rf"(?:(?:(?P<year>{_YEAR})[ ]?年(?![产代均])度?|(?P<ryear>{_RELATIVE_YEAR}))[的 ]?)?"
    rf"(?:(?P<from>{_MONTH}){_TO}(?P<to>{_MONTH})[ ]?月份?"
    rf"|(?:(?P<month>{_MONTH})[ ]?月份?|(?P<rmonth>本月|当月|上个?月|下个?月|这个月))"
    rf"(?:(?P<mpart>{_MONTH_PART})|[ ]?(?P<day>{_DAY})(?:[ ]?{_DAY_MARK}|(?={_TO}{_DAY}[ ]?日)))?"
    rf"|(?P<ypart>{_YEAR_PART}))?"
    rf"(?:{_TO}(?:(?P<year2>{_YEAR})年)?"
    rf"(?:(?P<month2>{_MONTH})[ ]?月份?(?:(?P<day2>{_DAY})[ ]?日)?|(?P<day3>{_DAY})[ ]?日))?"
    rf"(?P<before>{_BEFORE})?"
)
_YEARS = re.compile(rf"{_NOT_BEFORE}(?P<first>{_YEAR})年?{_TO}(?P<last>{_YEAR})年")
_LONE_DAY = re.compile(
    rf"(?<![0-9一二三四五六七八九十第.月\-~至到])(?P<day>[0-9]{{1,2}}){_DAY_MARK}"
    "(?=[，,、 上下晚凌清中傍举召在])"
)
# The first character of a word of time, and what may stand behind it.
_WORD_STARTS = (
    "[今昨前明后日近最不连上本这下周星礼月元春清五端七八中国双去“\"'‘十0-9一二两三四六九半]"
    "(?=[天日晨晚前期近久不来周星礼拜一二两三四五六七八九十0-9初底末年月旦节明午秋庆个])"
)
_WORD = re.compile(
    "(?:(?P<day>今天|今日|今晨|今晚|昨天|昨日|昨晚|前天|前日|明天|明日|后天)"
    "|(?P<recent>日前|近日|近期|最近|不久前|连日来|前不久)"
    "|(?P<week>[上本这下]?(?:周|星期|礼拜)[一二三四五六日天末](?![年期岁个级]))"
    "|(?<![0-9一二三四五六七八九十本当上下个])月(?P<part>初|底|末)"
    "|(?P<ryear2>今年|明年|去年)?(?P<feast>元旦|春节|清明|五一|端午|七一|八一|中秋|国庆|双节)(?:节)?(?P<side>前后|之前|前|之后|过后|后|期间|假期|当天)"
    "|[“\"'‘]?(?P<plan>十[一二三四五六])五[”\"'’]?(?P<when>期间|时期|末|初|以来|开局)"
    "|(?P<many>[0-9一二两三四五六七八九十]{1,3}|半)(?P<unit>个月|年|天|周)(?P<way>之?内|以内|之?后)(?!来))"
)
_SENTENCE_MARK = re.compile("[。！？!?\n\r]")
_TOLD_YEAR = re.compile(rf"({_YEAR})年")
_YEARS_AWAY = {"去": -1, "上": -1, "前": -2, "明": 1, "次": 1, "翌": 1, "后": 2}
_DAYS_AWAY = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}
_DAY_LONG = timedelta(days=1)
_LONGEST_HORIZON = 100  # of any unit; plans do not reach further
_PLANNED = re.compile("将|计划|预计|力争|拟|有望|确保|争取|目标|即将|届时")

_Resolved = Period | None
_Matches = Callable[[str], Iterable[re.Match[str]]]
_Reader = Callable[[re.Match[str], "_Context"], _Resolved | Literal[False]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Context:
    body: str
    published: date | None

    def is_planned(self, at: int) -> bool:
        """Whether the sentence speaks of what is still to come before `at`."""
        return bool(_PLANNED.search(_SENTENCE_MARK.split(self.body[max(0, at - 40) : at])[-1]))

    def told_year(self, at: int) -> int | None:
        """The year told earlier in the same sentence."""
        sentence = _SENTENCE_MARK.split(self.body[max(0, at - 120) : at])[-1]
        years = _TOLD_YEAR.findall(sentence)
        return _count(years[-1]) if years else None


def find(text: str, published: date | None) -> list[DateSpan]:
    """The dates in `text`, in order, as intervals; relative ones count from `published`.

    What cannot be resolved keeps its place with nothing known. 日前 and 近日 are intervals without `iso`.
    """
    body = plain(text)
    context = _Context(body=body, published=published)
    found: list[tuple[int, int, _Resolved]] = []
    for matches, resolve in _READERS:
        for match in matches(body):
            if match.end() > match.start() and (answer := resolve(match, context)) is not False:
                found.append((*match.span(), answer))
    return list(_spans(text, found))


def _spans(text: str, found: list[tuple[int, int, _Resolved]]) -> Iterator[DateSpan]:
    floor = 0
    for start, end, period in sorted(found, key=lambda entry: (entry[0], -entry[1])):
        if start < floor:
            continue
        floor = end
        yield DateSpan(
            text=text[start:end],
            start=start,
            end=end,
            first=period.first if period else None,
            last=period.last if period else None,
            iso=period.iso if period else None,
        )


def _count(written: str) -> int:
    value = number(written.replace("○", "〇"))
    return int(value) if value is not None else 0


def _safe(year: int, month: int, day: int) -> _Resolved:
    try:
        return periods.day(date(year, month, day))
    except ValueError:
        return None


def _numeric(match: re.Match[str], _: _Context) -> _Resolved:
    return _safe(_count(match["year"]), _count(match["month"]), _count(match["day"]))


def _years(match: re.Match[str], _: _Context) -> _Resolved:
    first, last = _count(match["first"]), _count(match["last"])
    if first > last:
        return None
    return Period(first=date(first, 1, 1), last=date(last, 12, 31), iso=None)


def _calendar(match: re.Match[str], context: _Context) -> _Resolved | Literal[False]:
    if not any(match.group("year", "ryear", "from", "month", "rmonth", "ypart")):
        return False
    if match["ryear"] in ("当年", "同年") and match["month"] is None:
        return False  # “当年签约、当年开工” tells no date
    year, month = _year_and_month(match, context)
    if year is None:
        return None
    start = _start(match, year, month, context)
    if start is None:
        return None
    whole = _to(match, start)
    return _until(whole, match, context) if match["before"] and whole else whole


def _year_and_month(match: re.Match[str], context: _Context) -> tuple[int | None, int | None]:
    """The year and month meant; the year None where it cannot be known."""
    published = context.published
    month = _count(match["month"] or match["from"]) if match["month"] or match["from"] else None
    if match["year"]:
        return _count(match["year"]), month
    if match["ryear"] and match["ryear"] not in ("当年", "同年"):
        return (published.year + _YEARS_AWAY.get(match["ryear"][0], 0) if published else None), month
    if match["rmonth"]:
        if published is None:
            return None, None
        away = {"上": -1, "下": 1}.get(match["rmonth"][0], 0)
        meant = periods.shift(published.replace(day=1), away, "个月")
        return meant.year, meant.month
    told = context.told_year(match.start())
    if told is not None or published is None:
        return told, month
    is_planned = bool(match["before"]) or context.is_planned(match.start())
    return _nearest_year(published, month, is_planned), month


def _nearest_year(published: date, month: int | None, is_planned: bool) -> int:
    if month is None:
        return published.year
    ahead = month - published.month
    if is_planned:
        return published.year + (1 if ahead < -_FUTURE_MONTHS else 0)
    return published.year - (1 if ahead > _FUTURE_MONTHS else 0)


def _start(match: re.Match[str], year: int, month: int | None, context: _Context) -> _Resolved:
    if match["from"] and month is not None:
        last = _count(match["to"])
        return periods.months(year, month, last) if month <= last else None
    if month is None:
        if match["ypart"] == "以来":
            return Period(first=date(year, 1, 1), last=context.published or date(year, 12, 31), iso=str(year))
        if match["ypart"]:
            return periods.year_part(year, match["ypart"])
        return Period(first=date(year, 1, 1), last=date(year, 12, 31), iso=f"{year:04d}")
    if match["day"]:
        return _safe(year, month, _count(match["day"]))
    return periods.month(year, month, match["mpart"])


def _to(match: re.Match[str], start: Period) -> _Resolved:
    """`start` stretched to the second date of a range."""
    if not (match["month2"] or match["day3"]):
        return start
    year = _count(match["year2"]) if match["year2"] else start.first.year
    month = _count(match["month2"]) if match["month2"] else start.first.month
    day = match["day2"] or match["day3"]
    end = _safe(year, month, _count(day)) if day else periods.month(year, month)
    if end is None or end.last < start.first:
        return None
    return start._replace(last=end.last)


def _until(period: Period, match: re.Match[str], context: _Context) -> _Resolved:
    is_month = match["month"] and not match["day"] and not match["mpart"]
    last = period.first - _DAY_LONG if is_month else period.last
    first = min(context.published or period.first, last)
    return period._replace(first=first, last=last)


def _lone_day(match: re.Match[str], context: _Context) -> _Resolved:
    """25日 without its month: the last such day that is not ahead of the publication."""
    published, day = context.published, _count(match["day"])
    if published is None or not 1 <= day <= 31:
        return None
    month = published.replace(day=1)
    if day > published.day and not context.is_planned(match.start()):
        month = periods.shift(month, -1, "个月")
    return _safe(month.year, month.month, day)


def _word(match: re.Match[str], context: _Context) -> _Resolved:
    if match["plan"]:
        return periods.plan(_count(match["plan"]), match["when"])
    published = context.published
    if published is None:
        return None
    if match["day"]:
        return periods.day(published + timedelta(days=_DAYS_AWAY[match["day"][0]]))
    if match["recent"]:
        return Period(first=published - _RECENT, last=published, iso=None)
    if match["week"]:
        return _week(match["week"], published)
    if match["part"]:
        return periods.month(published.year, published.month, match["part"])
    if match["feast"]:
        year = published.year + _YEARS_AWAY.get((match["ryear2"] or "今")[0], 0)
        return _from_publication(periods.feast(year, match["feast"], match["side"]), match["side"], published)
    return _horizon(match, published)


def _from_publication(period: Period, side: str, published: date) -> Period:
    """国庆前 begins with the day of publication, not with the year."""
    is_ahead = "前" in side and published <= period.last
    return period._replace(first=max(period.first, published)) if is_ahead else period


def _week(written: str, published: date) -> _Resolved:
    """上周五 is in the week before; 周五 without more is the last one gone by."""
    index = "一二三四五六日天".find(written[-1])
    monday = published - timedelta(days=published.weekday())
    weeks = {"上": -1, "下": 1}.get(written[0], 0)
    if index < 0:
        return Period(
            first=monday + timedelta(days=7 * weeks + 5),
            last=monday + timedelta(days=7 * weeks + 6),
            iso=None,
        )
    meant = monday + timedelta(days=7 * weeks + min(index, 6))
    if written[0] not in "上本这下" and meant > published:
        meant -= timedelta(days=7)
    return periods.day(meant)


def _horizon(match: re.Match[str], published: date) -> _Resolved:
    count = 6 if match["many"] == "半" else _count(match["many"])
    unit = "个月" if match["many"] == "半" else match["unit"]
    if not 0 < count <= _LONGEST_HORIZON:
        return None
    end = periods.shift(published, count, unit)
    return Period(first=end if "后" in match["way"] else published, last=end, iso=None)


def _numbered(pattern: re.Pattern[str], starts: str) -> _Matches:
    """The matches of `pattern`, which can only begin like `starts`."""
    return partial(anchored, pattern, re.compile(starts))


_READERS: tuple[tuple[_Matches, _Reader], ...] = (
    (_numbered(_NUMERIC, "(?:19|20)[0-9]{2}[-/.]"), _numeric),
    (_numbered(_YEARS, "[12一二](?<![0-9一二三四五六七八九十第.].)[09九〇零○]"), _years),
    (_numbered(_CALENDAR, _CALENDAR_STARTS), _calendar),
    (_numbered(_LONE_DAY, "[0-9](?<![0-9一二三四五六七八九十第.月~至到-].)[0-9]?[日号]"), _lone_day),
    (_numbered(_WORD, _WORD_STARTS), _word),
)
