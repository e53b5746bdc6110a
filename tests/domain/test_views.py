"""Saved views as text: they come back as they were, and open even if they name what is gone."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.domain.rows import ProjectFilter, Sort
from crm.domain.stages import Stage
from crm.domain.views import ColumnWidth, Layout, Named, ViewSettings, read_back, written

DAY = date(2026, 5, 18)
FULL = ViewSettings(
    wanted=ProjectFilter(
        stages=(Stage.LEAD, Stage.SIGNED), owner_id=3, least_total=Decimal(10**8), silent_on=DAY
    ),
    names=(Named(part="owner_id", name="沈砚秋"),),
    sort=Sort(key="total_investment", descending=True),
    layout=Layout.BOARD,
    columns=("enterprise", "stage"),
    widths=(ColumnWidth(key="stage", pixels=140),),
    folded=(Stage.LOST,),
)


def test_a_view_comes_back_as_it_was():
    assert read_back(written(FULL, DAY), DAY) == FULL
    assert read_back(written(ViewSettings(), DAY), DAY) == ViewSettings()


def test_days_of_the_filter_move_with_the_calendar():
    later = DAY + timedelta(days=10)
    assert read_back(written(FULL, DAY), later).wanted.silent_on == later
    week = ViewSettings(wanted=ProjectFilter(signed_from=DAY - timedelta(days=7), signed_to=DAY))
    assert read_back(written(week, DAY), later).wanted.signed_from == later - timedelta(days=7)


def test_what_this_program_does_not_know_is_left_out():
    plain = json.loads(written(FULL, DAY))
    plain["wanted"]["stages"] = ["lead", "courtship"]
    plain["wanted"]["shoe_size"] = 44
    plain["layout"] = "globe"
    plain["widths"] = [{"key": "stage", "pixels": 140}, "wide"]
    found = read_back(json.dumps(plain), DAY)
    assert found.wanted.stages == (Stage.LEAD,)
    assert found.wanted.owner_id == 3
    assert (found.layout, found.widths, found.sort) == (Layout.TABLE, FULL.widths, FULL.sort)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"wanted": 7, "sort": "up", "day": "soon"}'])
def test_text_that_is_no_view_gives_the_usual_one(text):
    assert read_back(text, DAY) == ViewSettings()
