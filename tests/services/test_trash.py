"""What was deleted: in one list, restored with its links, and gone only when it is emptied."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crm.app import Crm
from crm.domain.directory import Enterprise
from crm.domain.follow_ups import FollowUp
from crm.domain.merges import MergeRequest
from crm.domain.projects import Obstacle
from crm.domain.records import Ref
from tests.crm import TODAY, SampleOffice, about, add_project

LATER = datetime.now(UTC) + timedelta(days=91)


def names(crm: Crm) -> list[str]:
    return [row.name for row in crm.history.trash()]


def test_deleted_records_of_every_kind_are_in_one_list(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "海缆", enterprise_id=office.firm.id)
    talk = crm.follow_ups.log(FollowUp(happened_on=TODAY, text="看地"), [about(project)])
    crm.projects.save_obstacle(Obstacle(project_id=project.key, text="用地", opened_on=TODAY))
    crm.follow_ups.delete(talk.key)
    crm.directory.delete(Ref(kind="contact", id=office.contact.key))
    crm.projects.delete(project.key)
    assert names(crm) == ["海缆", "用地", "周岚", "看地"]
    first = crm.history.trash()[0]
    assert (first.ref, first.who) == (about(project), "沈砚秋")
    assert first.with_it >= 2


def test_a_restored_record_has_its_links_again(crm: Crm, office: SampleOffice) -> None:
    project = add_project(crm, "海缆", enterprise_id=office.firm.id)
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="看地"), [about(project)])
    before = crm.projects.page(project.key, TODAY)
    crm.projects.delete(project.key)
    offer = crm.history.offer_restore(crm.history.trash()[0])
    assert offer.partners == ()
    crm.history.restore(offer)
    after = crm.projects.page(project.key, TODAY)
    assert [entry.text for entry in after.timeline] == [entry.text for entry in before.timeline]
    assert [entry.stage for entry in after.stages] == [entry.stage for entry in before.stages]
    assert crm.history.trash() == []


def test_a_partner_deleted_later_comes_back_first(crm: Crm, office: SampleOffice) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="岭川电气有限公司"))
    project = add_project(crm, "海缆", enterprise_id=firm.id)
    crm.projects.delete(project.key)
    crm.directory.delete(Ref(kind="enterprise", id=firm.key))
    row = next(one for one in crm.history.trash() if one.name == "海缆")
    offer = crm.history.offer_restore(row)
    assert [partner.name for partner in offer.partners] == [firm.name]
    crm.history.restore(offer)
    assert crm.projects.get(project.key).enterprise_id == firm.id
    assert crm.history.trash() == []


def test_what_was_undone_or_merged_is_not_in_the_trash(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "海缆", enterprise_id=office.firm.id)
    crm.history.undo()
    ids = tuple(crm.directory.save_enterprise(Enterprise(name=name)).key for name in ("甲公司", "乙公司"))
    crm.merges.run(MergeRequest(kind="enterprise", ids=ids, survivor_id=ids[0]))
    assert crm.history.trash() == []


def test_nothing_leaves_the_trash_before_ninety_days(crm: Crm, office: SampleOffice) -> None:
    crm.directory.delete(Ref(kind="contact", id=office.contact.key))
    assert crm.history.empty_trash(datetime.now(UTC) + timedelta(days=89)) == 0
    assert names(crm) == ["周岚"]
    assert crm.history.empty_trash(LATER) == 1
    assert names(crm) == []
    crm.history.undo()
    assert names(crm) == ["周岚"]
