"""Zones, industries, enterprises and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.domain.money import Money
from crm.domain.records import Record, indexed, points, record_kind, refers


class ZoneRelation(StrEnum):
    """What a zone is to the office."""

    OURS = "ours"
    BENCHMARK = "benchmark"
    COMPETITOR = "competitor"
    OTHER = "other"


class Tier(StrEnum):
    """How a zone ranks an industry."""

    LEADING = "leading"
    SPECIAL = "special"
    EMERGING = "emerging"


class Scheme(StrEnum):
    """Which classification an industry belongs to."""

    GB4754 = "gb4754"
    SEI2018 = "sei2018"
    CHAIN = "chain"


class Segment(StrEnum):
    """Where a chain node stands."""

    UPSTREAM = "up"
    MIDSTREAM = "mid"
    DOWNSTREAM = "down"


class NodeState(StrEnum):
    """How strong our zone is in a chain node."""

    STRONG = "strong"
    PRESENT = "present"
    WEAK = "weak"
    MISSING = "missing"


class Grade(StrEnum):
    """How serious an enterprise is about coming."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@record_kind
@dataclass(frozen=True, kw_only=True)
class Zone(Record):
    """A development zone; `region` is its path, as 江苏省南通市如东县."""

    name: str = indexed("")
    short_name: str = ""
    kind: str = ""  # 经济技术开发区, 高新技术产业开发区 …
    level: str = ""  # 国家级, 省级, 市级
    region: str = ""
    relation: ZoneRelation = ZoneRelation.OTHER
    is_tracked: bool = True
    head: str = ""
    phone: str = ""
    note: str = ""


@record_kind
@dataclass(frozen=True, kw_only=True)
class Industry(Record):
    """A node of a classification or of an industry chain."""

    name: str = indexed("")
    scheme: Scheme = Scheme.CHAIN
    code: str = ""
    parent_id: int | None = refers("industry")
    segment: Segment | None = None
    state: NodeState | None = None
    chief: str = ""  # 链长
    office_id: int | None = refers("office")
    is_tracked: bool = True
    position: int = 0
    note: str = ""


@record_kind
@dataclass(frozen=True, kw_only=True)
class Enterprise(Record):
    """A firm; the first contact is who of us talked to it first, and when."""

    name: str = indexed("")
    short_name: str = ""
    name_key: str = indexed("")  # the name without legal form, brackets and width: what twins share
    credit_code: str = indexed("")
    region: str = ""
    labels: tuple[str, ...] = ()  # 上市公司, 专精特新 …
    business: str = ""
    parent_id: int | None = refers("enterprise")
    grade: Grade | None = None
    grade_reason: str = ""
    owner_id: int | None = refers("officer")
    office_id: int | None = refers("office")
    first_contact_office_id: int | None = refers("office")
    first_contact_officer_id: int | None = refers("officer")
    first_contact_on: date | None = None
    last_contact_on: date | None = None
    next_follow_up_on: date | None = None
    next_step: str = ""
    is_existing: bool = False  # 存量企业
    is_tracked: bool = True
    legal_representative: str = ""
    registered_capital: Money | None = None
    website: str = ""
    note: str = ""


@record_kind
@dataclass(frozen=True, kw_only=True)
class EnterpriseIndustry(Record):
    """An enterprise stands in an industry or chain node."""

    enterprise_id: int = refers("enterprise", required=True)
    industry_id: int = refers("industry", required=True)


@record_kind
@dataclass(frozen=True, kw_only=True)
class Contact(Record):
    """A person and the post held from `since` to `until`."""

    name: str
    title: str = ""
    enterprise_id: int | None = refers("enterprise")
    zone_id: int | None = refers("zone")
    since: date | None = None
    until: date | None = None
    phone: str = ""
    mail: str = ""
    wechat: str = ""
    is_main: bool = False
    last_contact_on: date | None = None
    note: str = ""

    def holds_post_on(self, day: date) -> bool:
        """Whether the post is held on a day; an end that nobody has told is open."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@record_kind
@dataclass(frozen=True, kw_only=True)
class Alias(Record):
    """Another name of a record, with where it comes from."""

    target_kind: str = indexed("")
    target_id: int = points("target_kind")
    text: str = indexed("")
    origin: str = ""  # officer, article, import
    kind: str = ""  # of a project: a NameKind
    is_hint: bool = False  # only hinted at, never ticked by itself
    article_id: int | None = indexed(None)  # that used it first
