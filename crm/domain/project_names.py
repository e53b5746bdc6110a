"""A project under its several names, and how projects of one firm belong together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from crm.domain.records import Record, record_kind, refers
from crm.i18n import N_


class NameKind(StrEnum):
    """Where a project goes by a name."""

    SIGNED = "signed"  # 签约名
    FILED = "filed"  # 备案名
    REPORTED = "reported"  # 报道名
    OTHER = ""


NAME_KINDS = {
    NameKind.SIGNED: N_("Name in the agreement"),
    NameKind.FILED: N_("Name in the filing"),
    NameKind.REPORTED: N_("Name in the press"),
    NameKind.OTHER: N_("Other names"),
}


class Relation(StrEnum):
    """How one project stands to another of the same firm."""

    LATER_PHASE = "later_phase"  # `project_id` is a later phase of `other_id`
    DISTINCT = "distinct"  # 不同期: somebody has looked, they are two


@record_kind
@dataclass(frozen=True, kw_only=True)
class ProjectLink(Record):
    """What an officer has decided about two projects; there is one at most for a pair."""

    project_id: int = refers("project", required=True)
    other_id: int = refers("project", required=True)
    relation: Relation


_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_PHASE = re.compile(r"第?([一二三四五六1-6])期")
# What names of most projects hold, whatever they are about.
_COMMON = re.compile(
    r"年产\w{0,2}|[\d.]+[万亿千百]?[台套件吨米个只片瓦]*|新建|扩建|扩产|改扩建|技改|增资|投资|建设|生产线?|制造|研发|产业化?园?|基地|总部|中心"
    r"|园区?|工厂|厂房|智能|高端|先进|绿色|新型|配套|设备|产品|系列|有限公司|公司|集团|[一二三四五六1-6]期|第"
)
_FILLING = re.compile(r"[\s()\[\]【】《》“”\"'·.,，。、-]|项目|工程")


def phase_of(name: str) -> int | None:
    """The phase that a name tells; None if it tells none."""
    found = _PHASE.search(unicodedata.normalize("NFKC", name))
    return None if found is None else _DIGITS.get(found[1]) or int(found[1])


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one project: the same but for width, brackets, 项目 and the like."""
    keys = [without_filling(name) for name in (one, other)]
    return bool(keys[0]) and keys[0] == keys[1]


def may_be_same(one: str, other: str, firm: str = "") -> bool:
    """Whether nothing in the names of two projects of `firm` tells that they are about different things.

    Names that share two characters, outside what most names hold and the firm's own, are about one thing.
    """
    things = [_COMMON.sub(" ", without_filling(name)) for name in (one, other)]
    own = _pairs(without_filling(firm))
    left, right = (_pairs(thing) - own for thing in things)
    return not left or not right or bool(left & right)


def _pairs(text: str) -> set[str]:
    return {pair for pair in map("".join, pairwise(text)) if " " not in pair}


def without_filling(name: str) -> str:
    """A name without width, case, brackets, 项目 and the like."""
    return _FILLING.sub("", unicodedata.normalize("NFKC", name).casefold())


def are_of_one_phase(one: str, other: str) -> bool:
    """Whether nothing in the names speaks of different phases; no phase named is the first one."""
    return (phase_of(one) or 1) == (phase_of(other) or 1)
