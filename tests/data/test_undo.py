"""Undo, redo and taking back from the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crm.data import log
from crm.data.store import UNDO_STEPS, Store
from crm.domain.changes import Act, Operation
from crm.domain.directory import Contact, Enterprise, Industry, Zone
from crm.domain.errors import Conflict
from crm.domain.follow_ups import FollowUp
from crm.domain.money import Money
from crm.domain.projects import Project
from crm.domain.records import R
from tests.stores import Open


def saved(store: Store, record: R, label: str = "Save") -> R:
    with store.write(label) as writer:
        return writer.save(record)


def deleted(store: Store, record: R) -> None:
    with store.write("Delete") as writer:
        writer.delete(record)


def found(store: Store, record: R) -> R | None:
    with store.read() as reader:
        return reader.find(type(record), record.key)


def history(store: Store, count: int = 20) -> list[Operation]:
    with store.read() as reader:
        return log.newest(reader.connection, count)


def test_undo_of_create_removes_it(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))

    undone = store.undo()

    assert undone is not None
    assert str(undone.label) == "Save"
    assert found(store, zone) is None


def test_redo_of_create_brings_it_back_under_its_id(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区", note="备注"))
    store.undo()

    store.redo()

    again = found(store, zone)
    assert again == replace(zone, version=2)


def test_undo_of_change_puts_the_old_value_back(store: Store) -> None:
    amount = Money(value=Decimal("500000000"))
    project = saved(store, Project(name="电驱桥", total_investment=amount))
    saved(store, replace(project, total_investment=Money(value=Decimal("12E8")), remark="改"))

    store.undo()

    assert found(store, project) == replace(project, version=3)


def test_undo_keeps_when_and_by_whom_it_was_changed(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    saved(store, replace(zone, note="改"))

    store.undo()

    again = found(store, zone)
    assert again is not None
    assert (again.changed_at, again.changed_by) == (zone.changed_at, zone.changed_by)


def test_undo_does_not_hide_a_later_change_of_another_field(store: Store, colleague: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    ours = saved(store, replace(zone, note="我们的"))
    theirs = saved(colleague, replace(ours, phone="0513-8000"))

    store.undo()

    again = found(store, zone)
    assert again is not None
    assert (again.note, again.phone) == ("", "0513-8000")
    assert again.changed_at == theirs.changed_at


def test_undo_of_delete_brings_it_back(store: Store) -> None:
    follow_up = saved(store, FollowUp(happened_on=date(2026, 3, 1), text="来电", next_on=date(2026, 3, 9)))
    deleted(store, follow_up)

    store.undo()

    assert found(store, follow_up) == replace(follow_up, version=2)


def test_undo_of_delete_leaves_an_old_form_stale(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    deleted(store, zone)
    store.undo()

    with pytest.raises(Conflict):
        saved(store, replace(zone, note="旧表单"))


def test_undo_and_redo_walk_back_and_forth(store: Store) -> None:
    zone = saved(store, Zone(name="一"))
    zone2 = saved(store, replace(zone, name="二"))
    saved(store, replace(zone2, name="三"))

    names = []
    for step in (store.undo, store.undo, store.redo, store.redo, store.undo, store.redo, store.undo):
        step()
        current = found(store, zone)
        assert current is not None
        names.append(current.name)

    assert names == ["二", "一", "二", "三", "二", "三", "二"]


def test_nothing_to_undo_or_redo_answers_none(store: Store) -> None:
    assert (store.undo(), store.redo()) == (None, None)
    assert (store.next_undo(), store.next_redo()) == (None, None)


def test_next_steps_are_named(store: Store) -> None:
    saved(store, Zone(name="一"), label="Add zone")
    before = store.next_undo()
    store.undo()
    after = store.next_redo()

    assert before is not None
    assert after is not None
    assert (str(before.label), str(after.label)) == ("Add zone", "Add zone")
    assert [str(operation.label) for operation in history(store)] == ["Undo: Add zone", "Add zone"]


def test_new_step_forgets_what_could_be_redone(store: Store) -> None:
    saved(store, Zone(name="一"))
    store.undo()
    saved(store, Zone(name="二"))

    assert store.redo() is None


def test_group_is_undone_at_once(store: Store) -> None:
    step = store.new_step()
    with store.write("Import", step=step) as writer:
        firm = writer.save(Enterprise(name="南通砺桥传动有限公司"))
    with store.write("Import", step=step) as writer:
        firm = writer.save(replace(firm, note="第二批"))
        person = writer.save(Contact(name="陆工", enterprise_id=firm.id))

    store.undo()

    assert (found(store, firm), found(store, person)) == (None, None)
    assert store.next_undo() is None


def test_group_is_redone_at_once(store: Store) -> None:
    step = store.new_step()
    with store.write("Import", step=step) as writer:
        firm = writer.save(Enterprise(name="南通砺桥传动有限公司"))
    with store.write("Import", step=step) as writer:
        person = writer.save(Contact(name="陆工", enterprise_id=firm.id))
        writer.save(replace(firm, note="第二批"))
    store.undo()

    store.redo()

    again = found(store, firm)
    assert again is not None
    assert again.note == "第二批"
    assert found(store, person) is not None


def test_undo_restores_records_before_what_refers_to_them(store: Store) -> None:
    with store.write("Add") as writer:
        parent = writer.save(Industry(name="新能源"))
        child = writer.save(Industry(name="氢能", parent_id=parent.id))
    with store.write("Delete") as writer:
        parent = writer.save(replace(parent, note="删除前改过"))
        writer.delete(child)
        writer.delete(parent)

    store.undo()

    again = found(store, child)
    assert again is not None
    assert again.parent_id == parent.id


def test_undo_takes_a_reference_away_before_what_it_refers_to(store: Store) -> None:
    firm = saved(store, Enterprise(name="南通砺桥传动有限公司"))
    with store.write("Change") as writer:
        firm = writer.save(replace(firm, note="改"))
        parent = writer.save(Enterprise(name="砺桥集团有限公司"))
        writer.save(replace(firm, parent_id=parent.id))

    store.undo()

    assert found(store, parent) is None


def test_undo_is_refused_where_somebody_changed_the_value(store: Store, colleague: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    ours = saved(store, replace(zone, note="我们的"))
    saved(colleague, replace(ours, note="他们的"))

    with pytest.raises(Conflict, match="changed since"):
        store.undo()

    again = found(store, zone)
    assert again is not None
    assert again.note == "他们的"


def test_undo_of_create_is_refused_where_somebody_changed_it(store: Store, colleague: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    saved(colleague, replace(zone, note="他们的"))

    with pytest.raises(Conflict, match="changed since"):
        store.undo()

    assert found(store, zone) is not None


def test_undo_of_create_is_refused_where_others_refer_to_it(store: Store, colleague: Store) -> None:
    firm = saved(store, Enterprise(name="南通砺桥传动有限公司"))
    saved(colleague, Contact(name="陆工", enterprise_id=firm.id))

    with pytest.raises(Conflict, match="refer to this one"):
        store.undo()

    assert found(store, firm) is not None


def test_undo_of_a_deleted_record_is_refused(store: Store, colleague: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    changed = saved(store, replace(zone, note="改"))
    deleted(colleague, changed)

    for _step in ("change", "create"):
        with pytest.raises(Conflict, match="deleted since"):
            store.undo()


def test_refused_step_makes_way_for_the_one_before(store: Store, colleague: Store) -> None:
    first = saved(store, Zone(name="甲园"))
    second = saved(store, Zone(name="乙园"))
    saved(colleague, replace(second, note="他们的"))
    with pytest.raises(Conflict):
        store.undo()

    store.undo()

    assert found(store, first) is None


def test_undo_of_create_is_allowed_once_the_later_change_is_taken_back(
    store: Store, colleague: Store
) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    saved(colleague, replace(zone, note="他们的"))
    colleague.undo()

    store.undo()

    assert found(store, zone) is None


def test_undo_reaches_our_own_steps_only(store: Store, colleague: Store) -> None:
    theirs = saved(colleague, Zone(name="他们的"))

    assert store.undo() is None
    assert found(store, theirs) is not None


def test_step_is_taken_back_from_the_history_days_later(location: str, open_session: Open) -> None:
    monday = open_session(location)
    zone = saved(monday, Zone(name="洋口港经济开发区"))
    saved(monday, replace(zone, note="误改"))
    saved(monday, Zone(name="另一个"))
    monday.close()

    wednesday = open_session(location)
    wrong = next(entry for entry in history(wednesday) if entry.changes[0].act is Act.CHANGED)
    taken = wednesday.take_back(wrong.step)

    again = found(wednesday, zone)
    assert again is not None
    assert again.note == ""
    assert str(taken.label) == "Save"
    assert history(wednesday)[0].undoes == wrong.step


def test_step_cannot_be_taken_back_twice(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    step = history(store)[0].step
    store.take_back(step)

    with pytest.raises(Conflict, match="undone already"):
        store.take_back(step)
    with pytest.raises(Conflict, match="undone already"):
        store.take_back("no such step")
    assert found(store, zone) is None


def test_taking_back_what_took_back_restores_it(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    step = history(store)[0].step
    store.take_back(step)

    store.take_back(history(store)[0].step)

    assert found(store, zone) is not None
    store.take_back(step)
    assert found(store, zone) is None


def test_undo_passes_over_what_the_history_took_back(store: Store, colleague: Store) -> None:
    first = saved(store, Zone(name="甲园"))
    saved(store, Zone(name="乙园"))
    colleague.take_back(history(colleague)[0].step)

    store.undo()

    assert found(store, first) is None
    assert store.undo() is None


def test_delete_undone_twice_is_refused(store: Store, colleague: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    deleted(store, zone)
    wanted = history(store)[0]
    with colleague.write("Bring back") as writer:
        writer.bring_back(zone)

    with pytest.raises(Conflict, match="there again"):
        store.take_back(wanted.step)


def test_only_so_many_steps_are_remembered(store: Store) -> None:
    for number in range(UNDO_STEPS + 3):
        saved(store, Zone(name=f"园区{number}"))

    count = 0
    while store.next_undo() and count < UNDO_STEPS:
        store.undo()
        count += 1

    assert count == UNDO_STEPS
    with store.read() as reader:
        assert reader.count(Zone) == 3


def test_history_of_a_record_shows_its_changes_alone(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    with store.write("Both") as writer:
        writer.save(replace(zone, note="改"))
        writer.save(Enterprise(name="南通砺桥传动有限公司"))

    with store.read() as reader:
        operations = log.of_record(reader.connection, "zone", [zone.key])
        older = log.newest(reader.connection, 5, before=operations[0].id)

    assert [[change.act for change in entry.changes] for entry in operations] == [
        [Act.CHANGED],
        [Act.CREATED],
    ]
    change = operations[0].changes[0]
    assert (change.before["note"], change.after["note"]) == ("", "改")
    assert "name" not in change.after
    assert [entry.id for entry in older] == [operations[1].id]
