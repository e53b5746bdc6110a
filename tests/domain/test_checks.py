"""What makes a record valid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.checks import (
    NAME_LENGTH,
    check_contact,
    check_enterprise,
    check_follow_up,
    check_industry,
    check_project,
    check_zone,
    is_credit_code,
    name_key,
)
from crm.domain.directory import Contact, Enterprise, Industry, Zone
from crm.domain.errors import Fault, ValidationError, require
from crm.domain.follow_ups import FollowUp
from crm.domain.money import Money
from crm.domain.projects import Project

# The worked example of GB 32100-2015, and codes that large firms publish in their imprints.
REAL_CODES = [
    "91350100M000100Y43",
    "91440300708461136T",
    "91330100799655058B",
    "914403001922038216",
    "91110000802100433B",
    "91350200705466767W",
]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def fields_of(faults: Iterable[Fault]) -> list[str]:
    return [fault.field for fault in faults]


def with_check_digit(first: str) -> str:
    """`first` and the check digit, as GB 32100-2015 tells it: mod 31 over powers of three."""
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(first))
    return first + ALPHABET[-total % 31]


@pytest.mark.parametrize("code", REAL_CODES)
def test_published_credit_codes_are_right(code: str) -> None:
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y4Z",  # the standard's own counterexample
        "91350100m000100y43",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100M000100Y43\n",
        "",
        "９１３５０１００M000100Y43",
        "9135O100M000100Y43",
        "913501000001000Y4I",
    ],
)
def test_mistyped_credit_codes_are_wrong(code: str) -> None:
    assert not is_credit_code(code)


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_slip_is_noticed(first: str, place: int, letter: str) -> None:
    code = with_check_digit(first)
    slip = code[:place] + letter + code[place + 1 :]

    assert is_credit_code(code)
    assert is_credit_code(slip) == (slip == code)


@pytest.mark.parametrize(
    ("name", "is_name"),
    [
        ("砺", True),
        ("砺" * NAME_LENGTH, True),
        ("𠮷" * NAME_LENGTH, True),
        ("砺" * (NAME_LENGTH + 1), False),
        ("", False),
        ("  \u3000", False),
        ("——（）", False),
        ("شركة", True),
    ],
)
def test_name_has_letters_and_is_not_too_long(name: str, is_name: bool) -> None:
    assert (fields_of(check_zone(Zone(name=name))) == []) == is_name


def test_long_name_is_told_with_its_length() -> None:
    [fault] = check_zone(Zone(name="砺" * 201))

    assert "201" in fault.message
    assert "200" in fault.message


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"credit_code": REAL_CODES[0]}, None),
        ({"credit_code": "91350100M000100Y4Z"}, "credit_code"),
        ({"name": ""}, "name"),
        ({"parent_id": 7}, "parent_id"),
        ({"parent_id": 8}, None),
        ({"first_contact_on": date(1949, 9, 30)}, "first_contact_on"),
        ({"first_contact_on": date(1949, 10, 1)}, None),
        ({"next_follow_up_on": date(2101, 1, 1)}, "next_follow_up_on"),
        ({"next_follow_up_on": date(2100, 12, 31)}, None),
        ({"registered_capital": Money(value=Decimal(0))}, None),
        ({"registered_capital": Money(value=Decimal(10) ** 16)}, "registered_capital"),
        ({"registered_capital": Money(value=Decimal(10) ** 16 - 1)}, None),
    ],
)
def test_enterprise(change: dict[str, Any], field: str | None) -> None:
    enterprise = replace(Enterprise(id=7, name="南通砺桥传动有限公司"), **change)

    assert fields_of(check_enterprise(enterprise)) == ([field] if field else [])


def test_new_enterprise_without_parent_is_not_its_own() -> None:
    assert fields_of(check_enterprise(Enterprise(name="甲"))) == []


@pytest.mark.parametrize(
    ("contact", "faults"),
    [
        (Contact(name="陆工", enterprise_id=1), []),
        (Contact(name="陆工", zone_id=1), []),
        (Contact(name="陆工"), ["enterprise_id"]),
        (Contact(name="…", zone_id=1), ["name"]),
        (Contact(name="陆工", zone_id=1, since=date(2026, 3, 1), until=date(2026, 2, 28)), ["until"]),
        (Contact(name="陆工", zone_id=1, since=date(2026, 3, 1), until=date(2026, 3, 1)), []),
    ],
)
def test_contact(contact: Contact, faults: list[str]) -> None:
    assert fields_of(check_contact(contact)) == faults


@pytest.mark.parametrize(
    ("industry", "faults"),
    [
        (Industry(id=1, name="氢能", parent_id=2), []),
        (Industry(id=1, name="氢能", parent_id=1), ["parent_id"]),
        (Industry(name=""), ["name"]),
    ],
)
def test_industry(industry: Industry, faults: list[str]) -> None:
    assert fields_of(check_industry(industry)) == faults


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"name": " "}, ["name"]),
        ({"land_mu": Decimal("-0.1")}, ["land_mu"]),
        ({"land_mu": Decimal(0)}, []),
        ({"planned_signing_on": date(1900, 1, 1)}, ["planned_signing_on"]),
        ({"fixed_investment": Money(value=Decimal("1E20"))}, ["fixed_investment"]),
        ({"phase1_investment": Money(value=Decimal(101))}, ["phase1_investment"]),
        ({"phase1_investment": Money(value=Decimal(100))}, []),
        ({"phase1_investment": Money(value=Decimal(101), currency="USD")}, []),
        ({"name": "", "land_mu": Decimal(-1)}, ["name", "land_mu"]),
    ],
)
def test_project(change: dict[str, Any], faults: list[str]) -> None:
    project = Project(name="电驱桥", total_investment=Money(value=Decimal(100)))

    assert fields_of(check_project(replace(project, **change))) == faults


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"text": " \n"}, ["text"]),
        ({"next_on": date(2026, 3, 1)}, ["next_on"]),
        ({"next_on": date(2026, 3, 2)}, []),
        ({"done_on": date(2026, 3, 1)}, ["done_on"]),
        ({"happened_on": date(1900, 1, 1)}, ["happened_on"]),
    ],
)
def test_follow_up(change: dict[str, Any], faults: list[str]) -> None:
    follow_up = FollowUp(happened_on=date(2026, 3, 2), text="来电")

    assert fields_of(check_follow_up(replace(follow_up, **change))) == faults


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("无锡砺桥传动科技有限公司", "无锡砺桥传动科技"),
        ("无锡（砺桥）传动科技股份有限公司", "无锡砺桥传动科技"),
        ("砺桥(集团)有限公司", "砺桥"),
        ("砺桥集团股份有限公司", "砺桥"),
        ("ＡＢＣ Co., Ltd.", "abc"),
        ("Acme Corporation", "acme"),
        ("砺 桥·传动", "砺桥传动"),
        ("有限公司", "有限公司"),
        ("公司", "公司"),
        ("砺公司", "砺公司"),
        ("", ""),
    ],
)
def test_key_of_a_name(name: str, key: str) -> None:
    assert name_key(name) == key


@given(st.text(max_size=30))
def test_key_of_a_key_is_the_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_require_raises_all_faults_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        require(check_project(Project(name="", land_mu=Decimal(-1))))

    assert fields_of(refused.value.faults) == ["name", "land_mu"]
    assert str(refused.value) == "Give a name. Land cannot be negative."
    require(check_project(Project(name="电驱桥")))
