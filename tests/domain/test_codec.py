"""Every record survives the way to plain JSON and back."""

from __future__ import annotations

import importlib
import json
import pkgutil
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crm.domain
from crm.domain.codec import from_plain, part_from_plain, to_plain
from crm.domain.directory import Enterprise, Grade
from crm.domain.money import Money
from crm.domain.projects import Project
from crm.domain.records import Record, Ref, kind_of, record_class, record_kinds
from crm.domain.stages import Stage

AREAS = [
    importlib.import_module(f"crm.domain.{area.name}") for area in pkgutil.iter_modules(crm.domain.__path__)
]
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    if type(None) in get_args(kind):
        [solid] = [option for option in get_args(kind) if option is not type(None)]
        return st.none() | values(solid)
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=3).map(tuple)
    if kind is Money:
        sums = st.decimals(min_value=0, max_value=10**16, places=2)
        return st.builds(Money, value=sums, currency=st.sampled_from(["CNY", "USD"]))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return SCALARS[kind]


def records(kind: type[Record]) -> st.SearchStrategy[Record]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})


@pytest.mark.parametrize("kind", record_kinds())
@given(data=st.data())
def test_every_record_survives_the_round_trip(kind: str, data: st.DataObject) -> None:
    record = data.draw(records(record_class(kind)))

    plain = json.loads(json.dumps(to_plain(record), ensure_ascii=False))

    assert from_plain(record_class(kind), plain) == record


def test_all_areas_register_their_records() -> None:
    declared = {
        kind_of(value)
        for area in AREAS
        for value in vars(area).values()
        if isinstance(value, type) and issubclass(value, Record) and value is not Record
    }

    assert set(record_kinds()) == declared
    assert len(declared) > 15


def test_plain_form_is_readable() -> None:
    project = Project(
        uid="u",
        name="电驱桥",
        stage=Stage.SIGNED,
        total_investment=Money(value=Decimal("1E9")),
    )

    plain = to_plain(project)

    assert plain["stage"] == "signed"
    assert plain["total_investment"] == {"value": "1E+9", "currency": "CNY"}
    assert plain["id"] is None


def test_part_reads_only_the_fields_named_and_known() -> None:
    part = part_from_plain(
        Enterprise, {"grade": "A", "labels": ["上市"], "first_contact_on": None, "gone": 1}
    )

    assert part == {"grade": Grade.A, "labels": ("上市",), "first_contact_on": None}


def test_unknown_keys_are_ignored_and_missing_ones_take_their_default() -> None:
    assert from_plain(Ref, {"kind": "zone", "id": 7, "old": True}) == Ref(kind="zone", id=7)
    assert from_plain(Enterprise, {"uid": "u", "name": "甲"}) == Enterprise(uid="u", name="甲")


@pytest.mark.parametrize(
    ("kind", "plain"),
    [(Ref, {"kind": "zone"}), (Money, {"value": {}}), (Stage, "nowhere"), (date, "2026-02-30")],
)
def test_another_shape_is_refused(kind: Any, plain: Any) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        from_plain(kind, plain)


@dataclass(frozen=True, kw_only=True)
class Assorted:
    """Shapes that records do not have, but drafts and results of child processes do."""

    content: bytes
    words: frozenset[str]
    pair: tuple[int, str]
    many: list[Money]
    loose: dict[str, int]
    either: int | str | None = None
    measure: float = 0.0


def test_other_shapes_survive_too() -> None:
    value = Assorted(
        content=b"\x00\xff",
        words=frozenset({"甲"}),
        pair=(1, "乙"),
        many=[Money(value=Decimal(3))],
        loose={"a": 1},
        either="x",
        measure=0.5,
    )

    assert from_plain(Assorted, json.loads(json.dumps(to_plain(value)))) == value


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no plain form"):
        to_plain(object())


def test_record_without_id_has_no_key() -> None:
    with pytest.raises(ValueError, match="Zone is not stored"):
        _ = crm.domain.directory.Zone(name="甲").key
