"""Whether two names mean one project, and which phase a name tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.project_names import are_of_one_phase, may_be_same, phase_of, same_name


@pytest.mark.parametrize(
    ("one", "other", "same", "of_one_phase"),
    [
        ("年产6GWh储能电池项目", "年产6ＧＷｈ储能电池", True, True),
        ("动态海缆（扩产）项目", "动态海缆扩产", True, True),
        ("动态海缆一期", "动态海缆", False, True),
        ("动态海缆二期", "动态海缆", False, False),
        ("动态海缆第2期", "动态海缆二期", False, True),
        ("动态海缆", "静态海缆", False, True),
        ("项目", "工程", False, True),  # nothing is left to compare
    ],
)
def test_names(one: str, other: str, same: bool, of_one_phase: bool) -> None:
    assert same_name(one, other) is same_name(other, one) is same
    assert are_of_one_phase(one, other) is of_one_phase


@pytest.mark.parametrize(
    ("name", "phase"),
    [("海缆二期", 2), ("海缆第三期扩建", 3), ("海缆1期", 1), ("海缆", None), ("工期紧的项目", None)],
)
def test_phases(name: str, phase: int | None) -> None:
    assert phase_of(name) == phase


@given(st.text(max_size=12), st.sampled_from(["一期", "二期", "3期", "第四期", ""]))
def test_a_name_is_of_its_own_phase(name: str, phase: str) -> None:
    assert are_of_one_phase(name + phase, name + phase)


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("减速器生产项目", "年产2万台减速器生产线", True),
        ("减速器生产项目", "年产2万台套风电齿轮箱", False),
        ("砺桥传动减速器项目", "砺桥传动风电齿轮箱项目", False),  # the firm's own words tell nothing
        ("总部项目", "年产2万台套风电齿轮箱", True),  # a name that tells no thing
        ("砺桥传动项目", "风电齿轮箱项目", True),
        ("", "风电齿轮箱项目", True),
        ("智能制造产业园", "高端装备生产基地", True),
        ("储能电池二期", "储能电芯", True),
    ],
)
def test_projects_of_one_firm_are_told_apart_by_what_they_make(one: str, other: str, may_be: bool) -> None:
    firm = "无锡砺桥传动科技有限公司"
    assert may_be_same(one, other, firm) is may_be_same(other, one, firm) is may_be


@given(st.text(max_size=20), st.text(max_size=8))
def test_a_name_may_always_mean_its_own_project(name: str, firm: str) -> None:
    assert may_be_same(name, name, firm)
