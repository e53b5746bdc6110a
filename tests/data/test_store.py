"""The write gate: transactions, versions, announcements."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from crm.data import log
from crm.data.store import Store
from crm.domain.articles import Article, ArticleText
from crm.domain.changes import Act, Announcement, Change, Label
from crm.domain.directory import Alias, Contact, Enterprise, Grade, Zone
from crm.domain.errors import Conflict, NotFound
from crm.domain.follow_ups import FollowUp
from crm.domain.money import Money
from crm.domain.office import Office, Officer, Target
from crm.domain.permissions import Actor
from crm.domain.projects import Project, StageEntry
from crm.domain.records import R
from crm.domain.stages import Stage


def saved(store: Store, record: R) -> R:
    with store.write("Save") as writer:
        return writer.save(record)


def stored(store: Store, record: R) -> R:
    with store.read() as reader:
        return reader.get(type(record), record.key)


def test_saved_record_is_read_back_as_save_answered_it(store: Store) -> None:
    project = saved(
        store,
        Project(
            name="年产5万套电驱桥",
            stage=Stage.SIGNED,
            total_investment=Money(value=Decimal("1200000000")),
            foreign_capital=Money(value=Decimal("0.125"), currency="USD"),
            land_mu=Decimal("86.5"),
            planned_signing_on=date(2026, 3, 1),
        ),
    )

    assert project.id is not None
    assert project.version == 1
    assert stored(store, project) == project
    assert project.foreign_capital == Money(value=Decimal("0.12"), currency="USD")


def test_instants_are_kept_in_utc(store: Store) -> None:
    shanghai = datetime(2026, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=8)))

    follow_up = saved(store, FollowUp(happened_on=date(2026, 3, 1), happened_at=shanghai, text="来电"))

    found = stored(store, follow_up).happened_at
    assert found == shanghai
    assert found is not None
    assert found.tzinfo is UTC


def test_save_stamps_who_and_when(store: Store) -> None:
    officer = saved(store, Officer(name="顾晓岚"))
    store.actor = Actor(officer_id=officer.id)
    before = datetime.now(UTC)

    zone = saved(store, Zone(name="洋口港经济开发区"))

    assert (zone.created_by, zone.changed_by) == (officer.id, officer.id)
    assert zone.created_at is not None
    assert before <= zone.created_at <= datetime.now(UTC)
    assert zone.changed_at == zone.created_at


def test_change_keeps_who_created_it(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    officer = saved(store, Officer(name="顾晓岚"))
    store.actor = Actor(officer_id=officer.id)

    changed = saved(store, replace(zone, note="省级"))

    assert (changed.created_by, changed.created_at) == (None, zone.created_at)
    assert changed.changed_by == officer.id
    assert changed.version == 2


def test_error_in_the_block_undoes_everything(store: Store) -> None:
    heard: list[Announcement] = []
    store.subscribe(heard.append)

    def fail() -> None:
        with store.write("Save") as writer:
            writer.save(Zone(name="不会留下"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with store.read() as reader:
        assert reader.count(Zone) == 0
    assert heard == []
    assert store.next_undo() is None


def test_nothing_changed_leaves_no_trace(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    heard: list[Announcement] = []
    store.subscribe(heard.append)

    again = saved(store, zone)

    assert again == zone
    assert heard == []


def test_made_and_deleted_in_one_block_leaves_no_trace(store: Store) -> None:
    with store.write("Try") as writer:
        writer.delete(writer.save(Zone(name="试一试")))

    assert store.next_undo() is None


def test_edit_by_somebody_else_is_not_overwritten(store: Store, colleague: Store) -> None:
    opened = saved(store, Enterprise(name="南通砺桥传动有限公司"))
    theirs = saved(colleague, replace(opened, note="已电话联系"))

    with pytest.raises(Conflict) as refused:
        saved(store, replace(opened, note="我的备注"))

    assert refused.value.theirs == theirs
    assert stored(store, opened).note == "已电话联系"


def test_delete_of_a_record_changed_by_somebody_else_is_refused(store: Store, colleague: Store) -> None:
    opened = saved(store, Enterprise(name="南通砺桥传动有限公司"))
    saved(colleague, replace(opened, note="已电话联系"))

    with pytest.raises(Conflict), store.write("Delete") as writer:
        writer.delete(opened)

    assert stored(store, opened).note == "已电话联系"


def test_record_deleted_by_somebody_else_is_not_resurrected(store: Store, colleague: Store) -> None:
    opened = saved(store, Enterprise(name="南通砺桥传动有限公司"))
    with colleague.write("Delete") as writer:
        writer.delete(opened)

    with pytest.raises(NotFound):
        saved(store, replace(opened, note="我的备注"))

    with store.read() as reader:
        assert reader.find(Enterprise, opened.key) is None
        with pytest.raises(NotFound):
            reader.get(Enterprise, opened.key)


def test_deleting_what_others_refer_to_is_refused_with_a_sentence(store: Store) -> None:
    firm = saved(store, Enterprise(name="南通砺桥传动有限公司"))
    saved(store, Contact(name="陆工", enterprise_id=firm.id))

    with pytest.raises(Conflict, match="refer to this one"), store.write("Delete") as writer:
        writer.delete(firm)


def test_insert_repeated_with_the_same_uid_answers_with_the_first(store: Store) -> None:
    draft = FollowUp(happened_on=date(2026, 3, 1), text="对方要求看地")
    first = saved(store, draft)

    again = saved(store, draft)

    assert again == first
    with store.read() as reader:
        assert reader.count(FollowUp) == 1


def test_an_id_is_never_given_twice(store: Store) -> None:
    first = saved(store, Zone(name="甲园"))
    with store.write("Delete") as writer:
        writer.delete(first)

    assert saved(store, Zone(name="乙园")).key > first.key


def test_text_that_a_database_cannot_keep_is_cleaned(store: Store) -> None:
    firm = saved(store, Enterprise(name="砺\0桥\x0b传动\ud800", labels=("上市\0公司",), note="一行\n二行\t"))

    assert firm.name == "砺桥传动\ufffd"
    assert firm.labels == ("上市公司",)
    assert firm.note == "一行\n二行\t"


@pytest.mark.parametrize(
    "name",
    [
        "Robert'); DROP TABLE enterprise;--",
        '""""',
        "a\\b",
        "<b>公司</b>",
        "{0} %s %(name)s ${x} {{7*7}}",
        "=1+1",
        "_x0041_",
        "👩‍💼𠮷㐂",
        "شركة",
        "0012",
    ],
)
def test_any_name_is_kept_as_it_is(store: Store, name: str) -> None:
    assert stored(store, saved(store, Enterprise(name=name))).name == name


def test_write_inside_a_write_is_a_mistake(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write("Outer"), store.write("Inner"):
        pass


def test_announcement_names_what_was_touched(store: Store) -> None:
    heard: list[Announcement] = []
    stop = store.subscribe(heard.append)

    with store.write("Add {name}", name="砺桥") as writer:
        firm = writer.save(Enterprise(name="南通砺桥传动有限公司"))
        person = writer.save(Contact(name="陆工", enterprise_id=firm.id))
    stop()
    saved(store, Zone(name="不再听见"))

    [told] = heard
    assert told.touched == {"enterprise": frozenset({firm.id}), "contact": frozenset({person.id})}
    assert told.kinds == {"enterprise", "contact"}
    assert told.is_ours
    assert str(told.label) == "Add 砺桥"


def test_listener_may_write(store: Store) -> None:
    def answer(told: Announcement) -> None:
        if "zone" in told.kinds:
            saved(store, Office(name="投资促进局"))

    store.subscribe(answer)

    saved(store, Zone(name="洋口港经济开发区"))

    with store.read() as reader:
        assert reader.count(Office) == 1


def test_poll_announces_what_others_wrote_once(store: Store, colleague: Store) -> None:
    heard: list[Announcement] = []
    store.subscribe(heard.append)
    saved(store, Zone(name="我们的园区"))
    heard.clear()
    theirs = saved(colleague, Enterprise(name="南通砺桥传动有限公司"))

    assert store.poll() == 1
    assert store.poll() == 0

    [told] = heard
    assert not told.is_ours
    assert told.touched == {"enterprise": frozenset({theirs.id})}


def test_poll_after_a_long_absence_takes_any_number(store: Store, colleague: Store) -> None:
    with colleague.database.writing() as connection:
        for number in range(1100):
            entry = log.Entry(uid=f"{number}", step="s", session="theirs", label=Label(text="Save"))
            made = [Change(kind="zone", id=number + 1, act=Act.CREATED)]
            log.append(connection, entry, None, datetime.now(UTC), made)
        connection.commit()

    assert store.poll() == 1100


def test_store_opened_later_does_not_hear_the_past(store: Store, colleague: Store) -> None:
    assert colleague.poll() == 0


def test_reader_sees_one_moment(store: Store, colleague: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))
    with store.read() as reader:
        assert reader.count(Zone) == 1
        saved(colleague, replace(zone, note="改过"))
        saved(colleague, Zone(name="另一个"))
        assert reader.count(Zone) == 1
        assert reader.get(Zone, zone.key).note == ""


def test_reading_connection_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"read-?only|may only be read"), store.read() as reader:
        reader.connection.exec_driver_sql("DELETE FROM zone")


def test_reader_looks_up_by_values(store: Store) -> None:
    with store.write("Add") as writer:
        zones = writer.save_all([Zone(name="甲园", level="省级"), Zone(name="乙园", level="国家级")])
        writer.save(Zone(name="丙园", level="省级"))

    with store.read() as reader:
        assert [zone.name for zone in reader.all(Zone, level="省级")] == ["甲园", "丙园"]
        assert reader.first(Zone, level="国家级") == zones[1]
        assert reader.first(Zone, level="市级") is None
        assert reader.count(Zone, level="省级") == 2
        assert reader.among(Zone, "name", ["乙园", "乙园", "丁园"]) == [zones[1]]
        assert reader.by_id(Zone, [zones[0].key, None, 999]) == {zones[0].key: zones[0]}


def test_among_takes_more_values_than_a_database_has_places(store: Store) -> None:
    zone = saved(store, Zone(name="洋口港经济开发区"))

    with store.read() as reader:
        assert reader.among(Zone, "id", range(zone.key, zone.key + 70_000)) == [zone]


def test_two_threads_write_one_after_the_other(store: Store) -> None:
    counter = saved(store, Office(name="投资促进局", position=0))

    def add() -> None:
        for _turn in range(10):
            with store.write("Count") as writer:
                current = writer.get(Office, counter.key)
                writer.save(replace(current, position=current.position + 1))

    threads = [threading.Thread(target=add) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert stored(store, counter).position == 40


def test_every_kind_of_value_comes_back(store: Store) -> None:
    with store.write("Save") as writer:
        office = writer.save(Office(name="投资促进局"))
        firm = writer.save(Enterprise(name="南通砺桥传动有限公司", grade=Grade.A, office_id=office.id))
        article = writer.save(Article(title="砺桥传动开工", flags=("short",)))
        text = writer.save(ArticleText(article_id=article.key, body="正文\n第二段"))
        alias = writer.save(Alias(target_kind="enterprise", target_id=firm.key, text="砺桥"))
        target = writer.save(
            Target(office_id=office.key, year=2026, indicator="signed", value=Decimal("12.5"))
        )
        project = writer.save(Project(name="电驱桥"))
        entry = writer.save(
            StageEntry(project_id=project.key, stage=Stage.SIGNED, entered_on=date(2026, 3, 1))
        )

    for record in (office, firm, article, text, alias, target, project, entry):
        assert stored(store, record) == record


def test_place_tells_where_without_a_password(store: Store, location: str) -> None:
    assert store.database.place
    assert "@" not in store.database.place
    assert (store.database.path is None) == location.startswith("postgresql")
