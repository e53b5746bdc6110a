"""What a page and its reading hold: the values that pass between reading, services and window.

The JSON of a reading is a contract with scripts outside; `reading_as_json` alone writes it.
Offsets count characters in `Reading.body`; a list holds one entry per occurrence; unknown is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class FurnitureKind(StrEnum):
    """Why a piece of a page does not belong to the article."""

    NAV = "nav"
    NEIGHBOUR = "neighbour"
    COPYRIGHT = "copyright"
    CONTACT = "contact"
    AD = "ad"
    OTHER = "other"


class ArticleKind(StrEnum):
    """What an article is about as a whole."""

    ANNOUNCEMENT = "announcement"
    BATCH = "batch"
    VISIT = "visit"
    POLICY = "policy"
    COOPERATION = "cooperation"
    TERMINATION = "termination"
    OTHER = "other"


class ZoneRole(StrEnum):
    """What a zone does in an article."""

    HOST = "承接"
    PUBLISHER = "发布"
    VISITED = "考察对象"
    RIVAL = "竞争区域"
    BACKGROUND = "背景"


class EnterpriseRole(StrEnum):
    """What an enterprise does in an article."""

    SIGNING = "签约"
    SETTLING = "落户"
    STARTING = "开工"
    PRODUCING = "投产"
    EXPANDING = "扩产"
    NEGOTIATING = "在谈"
    VISITED = "考察对象"
    PARTNER = "合作方"
    SUPPLIER = "供应链"
    RIVAL = "竞争方"
    BACKGROUND = "背景"


class Basis(StrEnum):
    """What an amount measures (口径)."""

    TOTAL = "总投资"
    PHASE1 = "一期"
    FIXED_ASSETS = "固投"
    CONTRACT = "协议"
    IN_PLACE = "到位"
    FOREIGN = "外资"
    REGISTERED_CAPITAL = "注册资本"
    OUTPUT = "年产值"
    SALES = "销售"
    TAX = "税收"
    PROFIT_AND_TAX = "利税"
    THRESHOLD = "门槛"
    OTHER = "其他"


class Action(StrEnum):
    """What an announcement says has happened to a project."""

    INTENTION = "意向"
    SIGNED = "签约"
    SETTLED = "落户"
    STARTED = "开工"
    BUILDING = "在建"
    COMPLETED = "竣工"
    PRODUCING = "投产"
    PLANNED = "计划"
    ENDED = "终止"


@dataclass(frozen=True, kw_only=True)
class Furniture:
    """A piece of the page that is kept and shown grey, and never linked."""

    kind: FurnitureKind
    text: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """An article as captured: header fields, body and what was cut from around it."""

    title: str | None
    published: date | None
    source: str | None
    publishing_zone: str | None
    body: str
    furniture: tuple[Furniture, ...] = ()
    author: str | None = None
    flags: tuple[
        str, ...
    ] = ()  # doubts about the capture: no_date, no_source, short, cut_off, list_page, future


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of the body: `body[start:end] == text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class ZoneSpan(Span):
    """A development zone; `name` is its official name, None if it is in no list."""

    name: str | None
    role: ZoneRole = ZoneRole.BACKGROUND
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class RegionSpan(Span):
    """An administrative region; `path` from the province down, as 江苏省南通市如东县, or a country's name."""

    path: str
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class IndustrySpan(Span):
    """A sector word; `code` like gb4754:3973 or sei2018:1.2, None if it has none."""

    code: str | None
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class EnterpriseSpan(Span):
    """A firm; `name` is the known legal name, else the longest form in the article."""

    name: str
    role: EnterpriseRole = EnterpriseRole.BACKGROUND
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonSpan(Span):
    """A person; title None if the text gives none; `body_name` is whom the title belongs to."""

    name: str
    title: str | None
    body_name: str | None
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class AmountSpan(Span):
    """Money in whole units of `currency` (ISO 4217); None where the text is vague (数亿元)."""

    value: int | None
    value_max: int | None
    currency: str
    qualifier: str | None
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class DateSpan(Span):
    """A date word as an interval of days, both ends included; None where unbounded or unresolvable."""

    first: date | None
    last: date | None
    iso: str | None  # as told: 2022-06-11, 2022-06 or 2022


@dataclass(frozen=True, kw_only=True)
class MeasureSpan(Span):
    """Land, floor space, capacity or jobs; `kind` is land_mu, floor_m2, capacity or jobs."""

    kind: str
    value: float
    unit: str
    qualifier: str | None


@dataclass(frozen=True, kw_only=True)
class AnnouncedProject:
    """One announcement, or one batch of `aggregate` projects told together."""

    enterprise: str | None  # several investors joined by 、
    name: str | None
    action: Action
    date: str | None  # ISO, partial where only the month or year is told
    amount: str | None  # as written
    value: int | None
    currency: str | None
    zone: str | None
    region: str | None
    industry: str | None
    aggregate: int | None
    land_mu: float | None
    phase1_value: int | None
    quote: str
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A statement that a place has an industry led by a firm (以X为龙头的Y产业)."""

    place: str
    leader: str | None
    industry: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class ZoneProfile:
    """What a zone calls its industries; tier is leading, special or emerging."""

    zone: str
    tier: str
    industries: tuple[str, ...]
    quote: str


@dataclass(frozen=True, kw_only=True)
class HeadlineNames:
    """Names that only the headline tells; their offsets count characters in it."""

    zones: tuple[ZoneSpan, ...] = ()
    regions: tuple[RegionSpan, ...] = ()
    enterprises: tuple[EnterpriseSpan, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everything one pass over a page found."""

    page: Page
    kind: ArticleKind = ArticleKind.OTHER
    zones: tuple[ZoneSpan, ...] = ()
    regions: tuple[RegionSpan, ...] = ()
    industries: tuple[IndustrySpan, ...] = ()
    enterprises: tuple[EnterpriseSpan, ...] = ()
    people: tuple[PersonSpan, ...] = ()
    amounts: tuple[AmountSpan, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    measures: tuple[MeasureSpan, ...] = ()
    projects: tuple[AnnouncedProject, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    zone_profiles: tuple[ZoneProfile, ...] = ()
    headline: HeadlineNames = HeadlineNames()


_SPAN_KEYS = {
    "zones": ("text", "name", "start", "end", "role"),
    "regions": ("text", "path", "start", "end"),
    "industries": ("text", "code", "start", "end"),
    "enterprises": ("text", "name", "start", "end", "role", "rule"),
    "people": ("name", "title", "body_name", "start", "end"),
    "amounts": ("text", "value", "value_max", "currency", "qualifier", "basis", "start", "end"),
    "projects": (
        "enterprise", "name", "action", "date", "amount", "value", "currency", "zone", "region", "industry",
        "aggregate", "land_mu", "phase1_value", "quote", "start", "end",
    ),
    "clusters": ("place", "leader", "industry", "quote"),
    "zone_profiles": ("zone", "tier", "industries", "quote"),
}  # fmt: skip


def reading_as_json(reading: Reading, file: str) -> dict[str, object]:
    """The reading in the shape of DESIGN section 4, ready for json.dumps.

    What only the headline tells stands behind the finds of the body, its offsets null; a first phase with
    a sum of its own follows its project.
    """
    page = reading.page
    answer: dict[str, object] = {
        "file": file,
        "title": page.title,
        "published": page.published.isoformat() if page.published else None,
        "source": page.source,
        "publishing_zone": page.publishing_zone,
        "body": page.body,
        "furniture": [{"kind": str(piece.kind), "text": piece.text} for piece in page.furniture],
        "kind": str(reading.kind),
    }
    with_phases = replace(reading, projects=tuple(_with_phases(reading)))
    for key, names in _SPAN_KEYS.items():
        answer[key] = [
            *(_entry(entry, names) for entry in getattr(with_phases, key)),
            *(
                _entry(entry, names) | {"start": None, "end": None}
                for entry in getattr(reading.headline, key, ())
            ),
        ]
    return answer


def _with_phases(reading: Reading) -> Iterator[AnnouncedProject]:
    """The announcements, each with its first phase behind it where the text tells what that one costs."""
    texts = {span.value: span.text for span in reversed(reading.amounts)}
    for project in reading.projects:
        yield project
        phase = project.phase1_value
        if phase and project.aggregate is None and project.value and phase < project.value:
            yield replace(
                project,
                name=f"{project.name or ''}一期",
                amount=texts.get(phase),
                value=phase,
                land_mu=None,
                phase1_value=None,
            )


def _entry(entry: object, names: Iterable[str]) -> dict[str, object]:
    return {name: _plain(getattr(entry, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return value
