"""Who changed what, told in words, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa

from crm.data.schema import operations
from crm.data.store import Store
from crm.domain.articles import Article
from crm.domain.changes import Act, Announcement, LogFilter
from crm.domain.directory import Enterprise
from crm.domain.errors import Conflict, Refused
from crm.domain.money import Money
from crm.domain.office import Officer, Role
from crm.domain.permissions import Actor
from crm.domain.projects import Claim, Project
from crm.domain.records import Ref
from crm.domain.stages import Stage
from crm.services.history import History


@pytest.fixture
def history(store: Store) -> History:
    with store.write("Add an officer") as writer:
        officer = writer.save(Officer(name="沈砚秋"))
    store.actor = Actor(officer_id=officer.id, name=officer.name)
    return History(store)


def test_an_edit_is_told_field_by_field_with_names_for_ids(history: History, store: Store) -> None:
    with store.write("Add two") as writer:
        old = writer.save(Enterprise(name="甲有限公司", short_name="甲"))
        new = writer.save(Enterprise(name="乙有限公司"))
        project = writer.save(Project(name="海缆", enterprise_id=old.id))
    with store.write("Change a project") as writer:
        amount = Money(value=Decimal("650000000"))
        writer.save(
            replace(
                project, enterprise_id=new.id, total_investment=amount, stage=Stage.SIGNED, is_on_hold=True
            )
        )
    entry = history.newest(1)[0]
    change = entry.changes[0]
    told = {field.field: (field.before, field.after) for field in change.fields}
    assert (entry.who, entry.label, change.name, change.act) == (
        "沈砚秋",
        "Change a project",
        "海缆",
        Act.CHANGED,
    )
    assert told["enterprise_id"] == ("甲", "乙有限公司")
    assert told["total_investment"] == ("", "CNY 650m")
    assert told["stage"] == ("Lead", "Signed")
    assert "version" not in told
    assert "changed_at" not in told


def test_a_field_tells_its_values_with_who_and_why(history: History, store: Store) -> None:
    with store.write("Add a project") as writer:
        project = writer.save(Project(name="海缆"))
    with store.write("Read an article") as writer:
        article = writer.save(Article(title="海缆项目签约"))
        amount = Money(value=Decimal("650000000"))
        claim = Claim(
            project_id=project.key,
            field_name="total_investment",
            amount=amount,
            article_id=article.id,
            is_adopted=True,
        )
        writer.save(claim)
        changed = writer.save(replace(project, total_investment=amount))
    with store.write("A slip") as writer:
        writer.save(replace(changed, total_investment=Money(value=Decimal(65))))
    store.undo()
    present, first = history.of_field(Ref(kind="project", id=project.key), "total_investment")
    assert (present.value, present.text, present.who) == (amount, "CNY 650m", "沈砚秋")
    assert present.source == "Read an article  海缆项目签约"
    assert (first.value, first.text, first.source) == (None, "", "Add a project")


def test_a_field_that_points_at_a_record_tells_its_name(history: History, store: Store) -> None:
    with store.write("Add") as writer:
        firm = writer.save(Enterprise(name="甲有限公司", short_name="甲"))
        project = writer.save(Project(name="海缆", enterprise_id=firm.id))
    [only] = history.of_field(Ref(kind="project", id=project.key), "enterprise_id")
    assert (only.value, only.text) == (firm.id, "甲")


def test_a_deleted_record_keeps_its_name_and_what_it_said(history: History, store: Store) -> None:
    with store.write("Add") as writer:
        firm = writer.save(Enterprise(name="丙有限公司", region="江苏省"))
    with store.write("Delete") as writer:
        writer.delete(writer.get(Enterprise, firm.key))
    change = history.newest(1)[0].changes[0]
    assert (change.name, change.act) == ("丙有限公司", Act.DELETED)
    assert ("region", "江苏省", "") in {(one.field, one.before, one.after) for one in change.fields}


def test_the_history_is_read_in_pages(history: History, store: Store) -> None:
    for number in range(5):
        with store.write("Add") as writer:
            writer.save(Enterprise(name=f"第{number}有限公司"))
    first = history.newest(3)
    second = history.newest(3, before=first[-1].id)
    ids = [entry.id for entry in (*first, *second)]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 6


def test_a_mistake_is_undone_two_days_later_from_the_history(
    history: History, store: Store, colleague: Store
) -> None:
    with store.write("Add a project") as writer:
        project = writer.save(Project(name="海缆", remark="看地"))
    with store.write("A mistake") as writer:
        wrong = writer.save(replace(project, remark="错", next_step="错", introducer="错"))
    wanted = history.newest(1)[0].step
    with colleague.write("Two days later") as writer:
        writer.save(replace(wrong, next_step="报价"))
    later = History(colleague)
    with pytest.raises(Conflict):
        later.take_back(wanted)
    offer = later.offer_take_back(wanted)
    [clash] = offer.clashes
    told = (clash.name, clash.place.field, clash.before, clash.given, clash.present, clash.since.label)
    assert told == ("海缆", "next_step", "", "错", "报价", "Two days later")
    later.take_back(wanted, {clash.place: False})
    with store.read() as reader:
        now = reader.get(Project, project.key)
    assert (now.remark, now.next_step, now.introducer) == ("看地", "报价", "")
    assert next(entry for entry in history.newest() if entry.step == wanted).is_undone


def test_the_old_value_comes_back_over_a_later_one_if_wanted(history: History, store: Store) -> None:
    with store.write("Add a project") as writer:
        project = writer.save(Project(name="海缆", remark="看地"))
    with store.write("A mistake") as writer:
        wrong = writer.save(replace(project, remark="错"))
    wanted = history.newest(1)[0].step
    with store.write("Built on it") as writer:
        writer.save(replace(wrong, remark="错上加错"))
    [clash] = history.offer_take_back(wanted).clashes
    history.take_back(wanted, {clash.place: True})
    with store.read() as reader:
        assert reader.get(Project, project.key).remark == "看地"


def test_what_was_built_on_a_record_is_named_before_it_can_go(history: History, store: Store) -> None:
    with store.write("Add a firm") as writer:
        firm = writer.save(Enterprise(name="甲有限公司"))
    wanted = history.newest(1)[0].step
    with store.write("Add a project") as writer:
        writer.save(Project(name="海缆", enterprise_id=firm.id))
    [hanging] = history.offer_take_back(wanted).dependants
    assert (hanging.ref.kind, hanging.name, hanging.since.label) == ("project", "海缆", "Add a project")
    with pytest.raises(Conflict):
        history.take_back(wanted)
    history.take_back(history.newest(1)[0].step)
    assert history.offer_take_back(wanted).dependants == ()
    history.take_back(wanted)


def test_what_the_step_itself_pointed_at_a_new_record_is_no_hindrance(history: History, store: Store) -> None:
    with store.write("Add a project") as writer:
        project = writer.save(Project(name="海缆"))
    with store.write("Read an article") as writer:
        firm = writer.save(Enterprise(name="甲有限公司"))
        writer.save(replace(project, enterprise_id=firm.id))
    wanted = history.newest(1)[0].step
    assert history.offer_take_back(wanted).dependants == ()
    history.take_back(wanted)
    with store.read() as reader:
        assert reader.get(Project, project.key).enterprise_id is None


def test_a_record_deleted_since_stands_against_taking_a_change_back(history: History, store: Store) -> None:
    with store.write("Add") as writer:
        firm = writer.save(Enterprise(name="甲有限公司"))
    with store.write("Change") as writer:
        firm = writer.save(replace(firm, region="上海"))
    wanted = history.newest(1)[0].step
    with store.write("Delete") as writer:
        writer.delete(firm)
    [hanging] = history.offer_take_back(wanted).dependants
    assert hanging.since.label == "Delete"


def test_undo_and_redo_name_the_step_and_grey_it(history: History, store: Store) -> None:
    with store.write("Add {name}", name="丁") as writer:
        writer.save(Enterprise(name="丁有限公司"))
    assert str(history.next_undo().label) == "Add 丁"
    assert str(history.undo().label) == "Add 丁"
    undo, add = history.newest(2)
    assert (undo.is_undo, add.is_undone) == (True, True)
    assert str(history.next_redo().label) == "Add 丁"
    history.redo()
    assert not history.newest(3)[2].is_undone
    assert history.redo() is None


def test_any_step_is_taken_back_unless_something_stands_on_it(history: History, store: Store) -> None:
    with store.write("Add") as writer:
        firm = writer.save(Enterprise(name="戊有限公司"))
    step = history.newest(1)[0].step
    with store.write("Build on it") as writer:
        writer.save(Project(name="塔筒", enterprise_id=firm.id))
    with pytest.raises(Conflict):
        history.take_back(step)
    history.undo()
    history.take_back(step)
    with pytest.raises(Conflict, match="already"):
        history.take_back(step)


def test_an_officer_takes_back_only_by_undo(history: History, store: Store) -> None:
    with store.write("Add") as writer:
        writer.save(Enterprise(name="己有限公司"))
    step = history.newest(1)[0].step
    store.actor = replace(store.actor, role=Role.OFFICER)
    with pytest.raises(Refused):
        history.take_back(step)
    assert history.undo() is not None


def test_what_a_colleague_writes_is_announced_at_the_next_poll(
    history: History, store: Store, colleague: Store
) -> None:
    heard: list[Announcement] = []
    stop = history.subscribe(heard.append)
    history.poll()
    with colleague.write("Add") as writer:
        firm = writer.save(Enterprise(name="庚有限公司"))
    assert history.poll() == 1
    assert heard[-1].touched["enterprise"] == {firm.key}
    assert not heard[-1].is_ours
    stop()
    with store.write("Add") as writer:
        writer.save(Enterprise(name="辛有限公司"))
    assert len(heard) == 1


def test_the_history_is_narrowed_by_who_what_field_and_when(history: History, store: Store) -> None:
    with store.write("Add two") as writer:
        project = writer.save(Project(name="海缆"))
        writer.save(Enterprise(name="甲有限公司"))
    with store.write("Change a project") as writer:
        writer.save(replace(project, remark="看地"))
    me = store.actor.officer_id

    def told(**wanted: object) -> list[str]:
        return [entry.label for entry in history.find(LogFilter(**wanted))]  # type: ignore[arg-type]

    assert told(officer_id=me) == ["Change a project", "Add two"]
    assert told(kind="enterprise") == ["Add two"]
    assert told(kind="project", field="remark") == ["Change a project"]
    assert told(field="next_step") == []
    assert told(text="看地") == told(text="CHANGE proj") == ["Change a project"]
    assert told(text="沈砚秋 two") == ["Add two"]
    now = datetime.now(UTC)
    assert told(since=now) == []
    assert len(told(until=now)) == 3


def test_a_word_is_found_however_much_was_written_since(history: History, store: Store) -> None:
    with store.write("Add {name}", name="远山精工") as writer:
        writer.save(Enterprise(name="远山精工有限公司"))
    with store.write("Much else") as writer:
        writer.save(Enterprise(name="近水材料有限公司"))
        writer.connection.execute(
            sa.insert(operations),
            [
                {"uid": f"u{number}", "step": f"s{number}", "session": "", "label": "Much else",
                 "label_values": "{}", "at": datetime.now(UTC)}
                for number in range(5000)
            ],
        )  # fmt: skip
    assert [entry.label for entry in history.find(LogFilter(text="远山精工"))] == ["Add 远山精工"]
    assert len(history.find(LogFilter(text="much"), 4500)) == 4500
