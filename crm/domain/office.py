"""Offices, officers, their targets and what is set for the whole office."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from crm.domain.records import Record, record_kind, refers


class Role(StrEnum):
    """What an officer may do."""

    VIEWER = "viewer"
    OFFICER = "officer"
    LEADER = "leader"
    ADMIN = "admin"


@record_kind
@dataclass(frozen=True, kw_only=True)
class Office(Record):
    """A responsible unit (责任单位); `position` is its place in protocol order."""

    name: str
    short_name: str = ""
    position: int = 0


@record_kind
@dataclass(frozen=True, kw_only=True)
class Officer(Record):
    """A person who uses the program."""

    name: str
    office_id: int | None = refers("office")
    role: Role = Role.OFFICER
    login: str = ""  # the system account or the server login that is this person
    phone: str = ""
    is_active: bool = True


@record_kind
@dataclass(frozen=True, kw_only=True)
class Target(Record):
    """What a unit is to reach in a year (目标任务), in the unit of its indicator."""

    office_id: int = refers("office", required=True)
    year: int
    indicator: str
    value: Decimal


@record_kind
@dataclass(frozen=True, kw_only=True)
class OfficeSetting(Record):
    """One thing set for the whole office; the value is JSON."""

    once: ClassVar = ("name",)

    name: str
    value: str
