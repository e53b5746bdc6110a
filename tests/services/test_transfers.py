"""A project goes to another office once; nothing but office and owner change, on any path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from crm.app import Crm
from crm.data.schema import metadata
from crm.domain.errors import ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.projects import Obstacle, Project
from crm.domain.stages import Stage
from crm.domain.transfers import Handover, Transfer, TransferState
from crm.services.steps.stages import Move
from tests.crm import TODAY, SampleOffice, about, add_project, days_ago, yi

LOG = ("operation", "change", "transfer")
OWN = {"project": {"office_id", "owner_id", "version", "changed_at", "changed_by"}}


@pytest.fixture
def project(crm: Crm, office: SampleOffice) -> Project:
    """With everything that may hang on a project."""
    made = add_project(
        crm,
        "储能",
        days_ago(30),
        enterprise_id=office.firm.id,
        total_investment=yi("5"),
        zone_id=office.zone.id,
    )
    crm.follow_ups.log(FollowUp(happened_on=days_ago(9), text="首次拜访", next_on=TODAY), [about(made)])
    crm.attachments.add(about(made), "纪要.txt", b"x")
    crm.projects.save_obstacle(Obstacle(project_id=made.key, text="用电"))
    now = crm.projects.get(made.key)
    return crm.projects.move(now.key, now.version, Move(stage=Stage.INTENTION, on=days_ago(5), today=TODAY))


def rows(crm: Crm) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, without what a hand-over may change."""
    seen = {}
    with crm.store.read() as reader:
        for table in metadata.sorted_tables:
            if table.name in LOG or table.name.startswith("search"):
                continue
            found = reader.connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            own = OWN.get(table.name, set())
            seen[table.name] = [
                {name: value for name, value in row._mapping.items() if name not in own} for row in found
            ]
    return seen


def handover(office: SampleOffice, crm: Crm, **parts: Any) -> Handover:
    units = {unit.short_name: unit.key for unit in crm.office.offices()}
    return Handover(**{"to_office_id": units["驻上海"], "on": TODAY, "reason": "选址更合适"} | parts)


def by_assigning(crm: Crm, office: SampleOffice, project: Project) -> None:
    crm.projects.assign([project.key], office.colleague.key)


def by_editing(crm: Crm, office: SampleOffice, project: Project) -> None:
    crm.projects.change(
        project.key, project.version, owner_id=office.colleague.id, office_id=office.colleague.office_id
    )


def by_transfer(crm: Crm, office: SampleOffice, project: Project) -> None:
    crm.projects.transfer(
        project.key, handover(office, crm, is_agreed=True, to_owner_id=office.colleague.key)
    )


def by_answer(crm: Crm, office: SampleOffice, project: Project) -> None:
    proposed = crm.projects.transfer(project.key, handover(office, crm))
    crm.projects.accept_transfer(proposed.key, TODAY, office.colleague.key)


@pytest.mark.parametrize("way", [by_assigning, by_editing, by_transfer, by_answer])
def test_a_hand_over_touches_owner_and_office_alone(
    crm: Crm, office: SampleOffice, project: Project, way: Callable[[Crm, SampleOffice, Project], None]
) -> None:
    before = rows(crm)
    way(crm, office, project)
    assert rows(crm) == before
    assert crm.projects.get(project.key).owner_id == office.colleague.id


def test_both_offices_and_the_first_contact_stay_visible(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    first = crm.projects.page(project.key, TODAY).first_contact
    by_transfer(crm, office, project)
    page = crm.projects.page(project.key, TODAY)
    [told] = page.transfers
    assert (told.from_office, told.to_office) == ("长三角组", "驻上海")
    assert told.transfer.state is TransferState.ACCEPTED
    assert told.transfer.from_owner_id == office.me.id
    assert page.office is not None
    assert page.office.short_name == "驻上海"
    assert page.first_contact == first != ""
    entry = next(entry for entry in page.timeline if entry.kind == "transfer")
    assert entry.title == "长三角组 → 驻上海"
    assert "选址更合适" in entry.text


def test_a_proposal_changes_nothing_until_it_is_answered(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    proposed = crm.projects.transfer(project.key, handover(office, crm))
    assert crm.projects.get(project.key) == project
    taken = crm.projects.accept_transfer(proposed.key, TODAY)
    assert taken.state is TransferState.ACCEPTED
    now = crm.projects.get(project.key)
    assert (now.office_id, now.owner_id) == (office.colleague.office_id, office.me.id)
    crm.history.undo()
    assert crm.projects.get(project.key).office_id == office.unit.id


def test_a_declined_project_stays_and_may_be_offered_again(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    proposed = crm.projects.transfer(project.key, handover(office, crm))
    with pytest.raises(ValidationError):
        crm.projects.decline_transfer(proposed.key, TODAY, " ")
    crm.projects.decline_transfer(proposed.key, TODAY, "无合适地块")
    assert crm.projects.get(project.key).office_id == office.unit.id
    with pytest.raises(ValidationError):
        crm.projects.accept_transfer(proposed.key, TODAY)
    by_transfer(crm, office, project)
    assert len(crm.projects.page(project.key, TODAY).transfers) == 2


@pytest.mark.parametrize("state", ["proposed", "accepted"])
def test_a_project_is_handed_over_once_only(
    crm: Crm, office: SampleOffice, project: Project, state: str
) -> None:
    crm.projects.transfer(project.key, handover(office, crm, is_agreed=state == "accepted"))
    with pytest.raises(ValidationError) as error:
        crm.projects.transfer(project.key, handover(office, crm, to_office_id=office.unit.key))
    assert {fault.field for fault in error.value.faults} == {"to_office_id"}


def test_what_cannot_be_handed_over_is_refused(crm: Crm, office: SampleOffice, project: Project) -> None:
    for asked, field in (
        (handover(office, crm, to_office_id=office.unit.key), "to_office_id"),
        (handover(office, crm, reason=" "), "reason"),
    ):
        with pytest.raises(ValidationError) as error:
            crm.projects.transfer(project.key, asked)
        assert {fault.field for fault in error.value.faults} == {field}
    now = crm.projects.save(replace(project, office_id=None))
    with pytest.raises(ValidationError):
        crm.projects.transfer(now.key, handover(office, crm))


def test_a_deleted_project_takes_its_transfer_along_and_brings_it_back(
    crm: Crm, office: SampleOffice, project: Project
) -> None:
    by_transfer(crm, office, project)
    crm.projects.delete(project.key)
    with crm.store.read() as reader:
        assert reader.count(Transfer) == 0
    crm.history.undo()
    assert len(crm.projects.page(project.key, TODAY).transfers) == 1
