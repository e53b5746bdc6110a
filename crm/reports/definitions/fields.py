"""Every project column a list may show, in the order of the master ledger (DOMAIN 3.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crm.domain.errors import Fault, ValidationError
from crm.domain.money import Money
from crm.domain.report_facts import FollowUpFacts, ProjectFacts, ReportRequest
from crm.domain.stages import Stage
from crm.domain.tables import CellValue, Column, ColumnKind
from crm.i18n import _
from crm.reports.definitions.asked import Asked
from crm.reports.wording import short_day

Value = Callable[[ProjectFacts, Asked], CellValue]
SEQUENCE = "seq"
CONTACTS = ("contact_name", "contact_post", "contact_phone")
STAGE = ("stage", "steps", "first_reported_on")  # the facts that tell the stage as of a day


@dataclass(frozen=True, kw_only=True)
class ProjectField:
    """A column, what it shows of a project, and the field its evidence is filed under."""

    column: Column
    value: Value
    source: str
    reads: tuple[str, ...]  # the facts that the value is made of
    money: str = ""  # the Money field behind it, whose currency may need a rate

    def as_(self, header: str = "", **changes: Any) -> ProjectField:
        """The same field under another header or with another look."""
        return replace(self, column=replace(self.column, header=header or self.column.header, **changes))


def _field(column: Column, value: Value, *reads: str, source: str = "", money: str = "") -> ProjectField:
    return ProjectField(column=column, value=value, source=source or column.key, reads=reads, money=money)


def _text(
    key: str, header: str, width: float, kind: ColumnKind = ColumnKind.TEXT, *, attribute: str = ""
) -> ProjectField:
    name = attribute or key

    def value(project: ProjectFacts, _asked: Asked) -> CellValue:
        return getattr(project, name) or None

    return _field(Column(key=key, header=header, kind=kind, width=width), value, name, source=name)


def _choice(key: str, header: str, width: float, attribute: str = "") -> ProjectField:
    return _text(key, header, width, ColumnKind.CHOICE, attribute=attribute)


def _long(key: str, header: str, width: float) -> ProjectField:
    return _text(key, header, width, ColumnKind.LONG_TEXT)


def _money(key: str, header: str, unit: Callable[[Asked, Money | None], CellValue]) -> ProjectField:
    def value(project: ProjectFacts, asked: Asked) -> CellValue:
        return unit(asked, getattr(project, key))

    column = Column(key=key, header=header, kind=ColumnKind.DECIMAL, width=11, totalled=True)
    return _field(column, value, key, money=key)


def _entered(key: str, header: str, stage: Stage) -> ProjectField:
    def value(project: ProjectFacts, asked: Asked) -> CellValue:
        return project.entered(stage, asked.as_of)

    return _field(Column(key=key, header=header, kind=ColumnKind.DATE, width=11), value, "steps")


def _sequence(_project: ProjectFacts, _asked: Asked) -> CellValue:
    return None  # numbered by the list, once it is in order


def _first_reported(project: ProjectFacts, _asked: Asked) -> CellValue:
    return project.first_reported_on


def _unit(project: ProjectFacts, asked: Asked) -> CellValue:
    return asked.unit(project) or None


def _owner_unit(project: ProjectFacts, _asked: Asked) -> CellValue:
    return project.owner_office or project.office or None


def _labels(project: ProjectFacts, _asked: Asked) -> CellValue:
    return "、".join(project.enterprise_labels) or None


def _land(project: ProjectFacts, _asked: Asked) -> CellValue:
    return project.land_mu


def _stage(project: ProjectFacts, asked: Asked) -> CellValue:
    return asked.stage_name(project.stage_as_of(asked.as_of))


def _negotiation_state(project: ProjectFacts, asked: Asked) -> CellValue:
    state = project.negotiation_state or asked.stage_name(project.stage_as_of(asked.as_of)) or ""
    return f"{state}（搁置）" if project.is_on_hold else state or None


def latest_follow_up(project: ProjectFacts, until: date) -> FollowUpFacts | None:
    """The last contact on or before `until`; of one day's contacts, the one entered last."""
    latest: FollowUpFacts | None = None
    for entry in project.follow_ups:
        if entry.on <= until and (latest is None or entry.on >= latest.on):
            latest = entry
    return latest


def _latest_progress(project: ProjectFacts, asked: Asked) -> CellValue:
    latest = latest_follow_up(project, asked.as_of)
    return f"{short_day(latest.on, asked.as_of)}，{latest.text}" if latest else None


def _next_step(project: ProjectFacts, asked: Asked) -> CellValue:
    latest = latest_follow_up(project, asked.as_of)
    return project.next_step or (latest.next_step if latest else "") or None


def _local_name(project: ProjectFacts, _asked: Asked) -> CellValue:
    return project.registered_name or f"{project.name}（项目名称）"


def _how_far(project: ProjectFacts, asked: Asked) -> CellValue:
    reached = (
        ("已注册", project.entered(Stage.REGISTERED, asked.as_of)),
        ("已开工", project.entered(Stage.STARTED, asked.as_of)),
        ("已竣工", project.entered(Stage.COMPLETED, asked.as_of)),
        ("已投产", project.entered(Stage.IN_PRODUCTION, asked.as_of)),
        ("已终止", project.entered(Stage.TERMINATED, asked.as_of)),
    )
    return "\n".join(f"{word}（{on.isoformat()}）" for word, on in reached if on) or None


_COMPUTED = (
    _field(Column(key="seq", header="序号", kind=ColumnKind.INTEGER, width=5), _sequence),
    _field(
        Column(key="reporting_unit", header="报送单位", kind=ColumnKind.CHOICE, width=11),
        _unit,
        "office",
        "owner_office",
        source="office",
    ),
    _field(
        Column(key="enterprise_labels", header="企业类别", kind=ColumnKind.CHOICE, width=12),
        _labels,
        "enterprise_labels",
    ),
    _field(
        Column(key="land_mu", header="项目用地\n（亩）", kind=ColumnKind.DECIMAL, width=9, totalled=True),
        _land,
        "land_mu",
    ),
    _field(Column(key="stage", header="项目阶段", kind=ColumnKind.CHOICE, width=8), _stage, *STAGE),
    _field(
        Column(key="negotiation_state", header="洽谈进度", kind=ColumnKind.CHOICE, width=10),
        _negotiation_state,
        *STAGE,
        "negotiation_state",
        "is_on_hold",
    ),
    _field(
        Column(key="first_reported_on", header="首次填报时间", kind=ColumnKind.DATE, width=11),
        _first_reported,
        "first_reported_on",
    ),
    _field(
        Column(key="latest_progress", header="最新进展", kind=ColumnKind.LONG_TEXT, width=28),
        _latest_progress,
        "follow_ups",
    ),
    _field(
        Column(key="next_step", header="下一步打算", kind=ColumnKind.LONG_TEXT, width=20),
        _next_step,
        "next_step",
        "follow_ups",
    ),
    _field(
        Column(key="how_far", header="推进情况", kind=ColumnKind.LONG_TEXT, width=19),
        _how_far,
        "steps",
    ),
    _field(
        Column(key="local_name", header="在本地注册名称", width=22),
        _local_name,
        "registered_name",
        "name",
        source="registered_name",
    ),
    _field(
        Column(key="owner_unit", header="跟踪单位", kind=ColumnKind.CHOICE, width=11),
        _owner_unit,
        "owner_office",
        "office",
        source="owner_office",
    ),
)

_PLAIN = (
    _text("project_code", "项目编号", 14, attribute="code"),
    _text("project_name", "项目名称", 20, attribute="name"),
    _long("build_content", "建设内容", 36),
    _text("investor", "外来投资方", 20),
    _text("local_partner", "本地投资方", 18),
    _choice("source_region", "来源地", 10),
    _choice("capital_nature", "内外资", 7),
    _choice("sector", "产业类别", 9),
    _choice("industry_code", "行业类别", 14, "industry"),
    _choice("chain", "所属产业链", 11),
    _choice("zone", "所属园区", 14),
    _text("site", "建设地点\n（注明园区）", 17),
    _choice("land_situation", "用地情况", 10),
    _choice("agreement_kind", "协议类型", 9),
    _text("registered_name", "在本地注册名称", 20),
    _choice("legal_representative", "法人代表", 8),
    _long("business_scope", "经营范围", 28),
    _long("problem", "存在问题", 18),
    _text("first_contact", "首谈人/首谈单位", 12),
    _choice("owner", "跟踪人", 8),
    _choice("lead_official", "包抓领导", 9),
    _text("introducer", "项目引荐单位", 14),
    _choice("contact_name", "联系人", 8),
    _choice("contact_post", "职务", 10),
    _choice("contact_phone", "电话", 14),
    _long("loss_reason", "流失（终止）原因", 18),
    _long("remark", "备注", 14),
)

_AMOUNTS = (
    _money("total_investment", "总投资额\n（亿元）", Asked.yi),
    _money("phase1_investment", "一期投资额\n（亿元）", Asked.yi),
    _money("contract_investment", "协议投资额\n（亿元）", Asked.yi),
    _money("filed_investment", "备案证金额\n（亿元）", Asked.yi),
    _money("fixed_investment", "固投金额\n（亿元）", Asked.yi),
    _money("foreign_capital", "其中：外资\n（万美元）", Asked.wan_dollars),
    _money("expected_output", "预计年产值\n（亿元）", Asked.yi),
    _money("expected_tax", "预计年税收\n（万元）", Asked.wan),
    _money("funds_in_place", "累计实际到资总额\n（亿元）", Asked.yi),
    _money("registered_capital", "注册资本\n（万元）", Asked.wan).as_(kind=ColumnKind.INTEGER),
)

_DAYS = (
    _entered("signed_on", "签约时间", Stage.SIGNED),
    _entered("registered_on", "注册时间", Stage.REGISTERED),
    _entered("started_on", "开工时间", Stage.STARTED),
    _entered("completed_on", "竣工时间", Stage.COMPLETED),
    _entered("production_on", "投产时间", Stage.IN_PRODUCTION),
)

_GROUPS: tuple[tuple[str, str], ...] = (
    ("", "seq reporting_unit project_code"),
    (
        "基本信息",
        "project_name build_content investor local_partner source_region capital_nature enterprise_labels"
        " sector industry_code chain",
    ),
    (
        "投资",
        "total_investment phase1_investment contract_investment filed_investment fixed_investment"
        " foreign_capital",
    ),
    ("用地", "site zone land_mu land_situation"),
    ("效益", "expected_output expected_tax"),
    ("注册", "registered_name local_name registered_capital legal_representative business_scope"),
    (
        "进度",
        "stage negotiation_state agreement_kind first_reported_on signed_on registered_on started_on"
        " completed_on production_on how_far funds_in_place latest_progress problem next_step loss_reason",
    ),
    (
        "责任",
        "first_contact owner owner_unit lead_official introducer contact_name contact_post contact_phone",
    ),
    ("", "remark"),
)


def _in_ledger_order() -> dict[str, ProjectField]:
    known = {field.column.key: field for field in (*_COMPUTED, *_PLAIN, *_AMOUNTS, *_DAYS)}
    return {key: known[key].as_(group=group) for group, keys in _GROUPS for key in keys.split()}


FIELDS: dict[str, ProjectField] = _in_ledger_order()


def field(key: str, header: str = "", **changes: Any) -> ProjectField:
    """A field for a list without column groups, under another header or width if told."""
    return FIELDS[key].as_(header, group="", **changes)


def added_keys(request: ReportRequest, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The keys asked for beyond the usual ones, in ledger order.

    Contacts come by their own switch only, so that nobody sends telephone numbers upward by habit.
    Raises ValidationError for keys that do not exist.
    """
    unknown = [key for key in request.columns if key not in FIELDS]
    if unknown:
        sentence = _("There is no report column “{key}”.")
        raise ValidationError(Fault(field="columns", message=sentence.format(key=key)) for key in unknown)
    wanted = set(request.columns) - set(CONTACTS)
    if request.has_contacts:
        wanted |= set(CONTACTS)
    return tuple(key for key in FIELDS if key in wanted and key not in usual)


def with_added(request: ReportRequest, usual: tuple[ProjectField, ...]) -> tuple[ProjectField, ...]:
    """The usual fields, then those asked for, a closing 备注 staying last."""
    added = tuple(field(key) for key in added_keys(request, tuple(f.column.key for f in usual)))
    if usual and usual[-1].column.key == "remark":
        return (*usual[:-1], *added, usual[-1])
    return (*usual, *added)
