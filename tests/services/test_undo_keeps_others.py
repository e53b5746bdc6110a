"""Undo never takes away, or puts itself over, what somebody else has written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from crm.app import Crm, open_crm
from crm.domain.articles import Article
from crm.domain.directory import Enterprise
from crm.domain.errors import Conflict
from crm.domain.outlets import Grade
from crm.domain.records import Ref
from crm.domain.settings import Settings


@pytest.fixture
def colleague(location: str, crm: Crm) -> Iterator[Crm]:
    """Somebody else's program on the same database."""
    made = open_crm(Settings(location=location, language="en"))
    yield made
    made.close()


def test_a_record_that_a_colleague_has_hung_a_file_on_stays(crm: Crm, colleague: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="凌川氢能科技有限公司"))
    ref = Ref(kind="enterprise", id=firm.key)
    colleague.attachments.add(ref, "会议纪要.txt", b"text")
    with pytest.raises(Conflict):
        crm.history.undo()
    assert [file.name for file in crm.attachments.of_record(ref)] == ["会议纪要.txt"]
    assert crm.office.check() == []


def test_a_file_does_not_come_back_to_a_record_that_is_gone(crm: Crm, colleague: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="凌川氢能科技有限公司"))
    ref = Ref(kind="enterprise", id=firm.key)
    file = crm.attachments.add(ref, "会议纪要.txt", b"text")
    crm.attachments.remove(file.key)
    colleague.directory.delete(ref)
    with pytest.raises(Conflict):
        crm.history.undo()
    assert crm.office.check() == []


def test_a_setting_that_a_colleague_has_entered_anew_holds(crm: Crm, colleague: Crm) -> None:
    crm.settings.save_rest_year(2031, [date(2031, 1, 1)], [])
    crm.settings.remove_rest_year(2031)
    colleague.settings.save_rest_year(2031, [date(2031, 1, 2)], [])
    with pytest.raises(Conflict):
        crm.history.undo()
    (year,) = crm.settings.entered_years()
    assert year.rest == (date(2031, 1, 2),)


def test_a_grade_that_a_colleague_has_given_anew_holds(crm: Crm, colleague: Crm) -> None:
    with colleague.store.write("Add") as writer:
        writer.save(Article(title="储能来访", source="海晟日报"))
    crm.outlets.set_grade("海晟日报", Grade.A)
    crm.outlets.set_grade("海晟日报", None)
    colleague.outlets.set_grade("海晟日报", Grade.D)
    with pytest.raises(Conflict):
        crm.history.undo()
    assert [row.grade for row in crm.outlets.list(date(2026, 5, 18))] == [Grade.D]


def test_another_name_comes_back_once(crm: Crm, colleague: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="凌川氢能科技有限公司"))
    ref = Ref(kind="enterprise", id=firm.key)
    crm.directory.set_aliases(ref, ["凌川"])
    crm.directory.set_aliases(ref, [])
    colleague.directory.set_aliases(ref, ["凌川"])
    with pytest.raises(Conflict):
        crm.history.undo()
    assert crm.directory.aliases(ref) == ("凌川",)
