"""The board as services give it: columns, order by hand, and a place kept with the stage."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.app import Crm
from crm.domain.board import Slot
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import Attachment
from crm.domain.projects import Project
from crm.domain.rows import ProjectFilter, Sort
from crm.domain.stages import Stage
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, add_project, days_ago, yi


@pytest.fixture
def three(crm: Crm, office: SampleOffice) -> list[Project]:
    return [
        add_project(crm, name, enterprise_id=office.firm.id, next_follow_up_on=TODAY + timedelta(days=days))
        for days, name in ((3, "电芯"), (1, "隔膜"), (2, "铜箔"))
    ]


def column(crm: Crm, stage: Stage = Stage.LEAD, sort: Sort | None = None) -> list[int]:
    found = crm.projects.board(ProjectFilter(), TODAY, sort)
    return list(next(one for one in found if one.stage is stage).ids)


def test_every_stage_is_a_column_and_the_ends_come_last(crm, office):
    assert [one.stage for one in crm.projects.board(ProjectFilter(), TODAY)] == list(Stage)


def test_a_column_tells_count_sum_and_silence(crm, office):
    add_project(crm, "电芯", days_ago(100), total_investment=yi("2"))
    add_project(crm, "隔膜")
    lead = crm.projects.board(ProjectFilter(), TODAY)[0].sums
    assert (lead.count, lead.total, lead.without_amount, lead.stalled) == (2, yi("2").value, 1, 1)


def test_the_newest_card_stands_on_top_until_somebody_orders_them(crm, three):
    first, second, third = (project.key for project in three)
    assert column(crm) == [third, second, first]
    crm.projects.reorder(third, Slot(above_id=first))
    assert column(crm) == [second, first, third]
    crm.projects.reorder(first, Slot(below_id=second))
    assert column(crm) == [first, second, third]


def test_a_sort_comes_before_the_order_by_hand(crm, three):
    first, second, third = (project.key for project in three)
    crm.projects.reorder(first, Slot(below_id=third))
    assert column(crm, sort=Sort(key="next_follow_up_on")) == [second, third, first]


def test_cards_find_room_however_often_they_are_put_into_the_same_gap(crm, three):
    top, middle, bottom = column(crm)
    for _turn in range(15):
        crm.projects.reorder(bottom, Slot(above_id=top, below_id=middle))
        middle, bottom = bottom, middle
        assert column(crm) == [top, middle, bottom]


def test_the_place_is_written_with_the_stage_and_undone_with_it(crm, office, three):
    first, second, third = (project.key for project in three)
    owned = [
        crm.projects.change(key, crm.projects.get(key).version, owner_id=office.me.key)
        for key in (first, second)
    ]
    for project in owned:
        crm.projects.move(
            project.key, project.version, Move(stage=Stage.INTENTION, on=TODAY, today=TODAY), Slot()
        )
    assert column(crm, Stage.INTENTION) == [second, first]
    now = crm.projects.get(third)
    crm.projects.move(
        third,
        now.version,
        Move(stage=Stage.INTENTION, on=TODAY, today=TODAY),
        Slot(above_id=second, below_id=first),
    )
    assert column(crm, Stage.INTENTION) == [second, third, first]
    assert len(crm.projects.page(third, TODAY).stages) == 2
    crm.history.undo()
    assert (column(crm, Stage.INTENTION), column(crm)) == ([second, first], [third])
    assert crm.projects.get(third).board_place is None


def test_a_refused_move_leaves_the_place_alone(crm, three):
    project = crm.projects.get(three[0].key)
    with pytest.raises(ValidationError):
        crm.projects.move(
            project.key, project.version, Move(stage=Stage.NEGOTIATION, on=TODAY, today=TODAY), Slot()
        )
    assert crm.projects.get(project.key) == project


def test_a_neighbour_that_has_gone_is_no_limit(crm, three):
    first, second, third = (project.key for project in three)
    crm.projects.delete(second)
    crm.projects.reorder(first, Slot(above_id=second))
    assert column(crm) == [first, third]


def test_the_order_of_cards_is_no_news_of_a_project(crm, three):
    before = len(crm.projects.page(three[0].key, TODAY).timeline)
    crm.projects.reorder(three[0].key, Slot())
    assert len(crm.projects.page(three[0].key, TODAY).timeline) == before


def test_a_row_tells_how_many_files_are_kept(crm, three):
    with crm.store.write("Keep files") as writer:
        for name in ("意向书.pdf", "名片.jpg"):
            writer.save(
                Attachment(target_kind="project", target_id=three[0].key, name=name, sha256="0" * 64, size=1)
            )
    assert [row.attachment_count for row in crm.projects.items([three[0].key, three[1].key], TODAY)] == [2, 0]
