"""Units and officers, and who is at the keyboard."""

from __future__ import annotations

import getpass
from dataclasses import replace

import pytest

from crm.data.store import Store
from crm.domain.errors import CrmError, NotFound, Refused, ValidationError
from crm.domain.office import Office, Officer, Role
from crm.domain.permissions import Actor
from crm.services.office import Offices


@pytest.fixture
def offices(store: Store) -> Offices:
    return Offices(store)


def test_a_new_office_has_an_administrator_at_the_keyboard(offices: Offices) -> None:
    officer = offices.found("海晟县投资促进中心", "沈砚秋")
    assert (officer.role, officer.login) == (Role.ADMIN, getpass.getuser())
    assert offices.actor.name == "沈砚秋"
    assert [office.name for office in offices.offices()] == ["海晟县投资促进中心"]
    assert offices.account() == officer


def test_an_office_without_names_is_refused_field_by_field(offices: Offices) -> None:
    with pytest.raises(ValidationError) as caught:
        offices.found(" ", "")
    assert {fault.field for fault in caught.value.faults} == {"office", "officer"}
    assert offices.offices() == []


def test_units_stand_in_protocol_order_and_officers_by_unit(offices: Offices) -> None:
    units = [
        offices.save_office(Office(name=name, position=2 - place)) for place, name in enumerate("甲乙丙")
    ]
    for unit in units:
        offices.save_officer(Officer(name=f"{unit.name}某", office_id=unit.id))
    assert [unit.name for unit in offices.offices()] == ["丙", "乙", "甲"]
    offices.reorder([units[1].key, units[0].key, units[2].key])
    assert [unit.name for unit in offices.offices()] == ["乙", "甲", "丙"]
    assert [officer.name for officer in offices.officers()] == ["乙某", "甲某", "丙某"]


def test_who_has_left_is_not_offered(offices: Offices) -> None:
    officer = offices.save_officer(Officer(name="陆子衡", login="luzh"))
    offices.save_officer(replace(officer, is_active=False))
    assert offices.officers() == []
    with pytest.raises(NotFound):
        offices.sign_in_named("陆子衡")


def test_officers_sit_down_by_name_or_account(offices: Offices) -> None:
    officer = offices.save_officer(Officer(name="许静宜", login="xujy", role=Role.LEADER))
    for name in ("许静宜", "xujy"):
        assert offices.sign_in_named(name) == officer
    assert offices.actor.role is Role.LEADER


def test_the_account_may_have_no_name(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nameless)
    offices.save_officer(Officer(name="许静宜"))
    assert offices.account() is None


def test_only_administrators_change_the_office(offices: Offices, store: Store) -> None:
    unit = offices.save_office(Office(name="甲"))
    store.actor = Actor(role=Role.OFFICER)
    for change in (
        lambda: offices.save_office(replace(unit, name="乙")),
        lambda: offices.save_officer(Officer(name="丁")),
        lambda: offices.found("甲", "丁"),
        lambda: offices.reorder([unit.key]),
        lambda: offices.remove_office(unit.key),
    ):
        with pytest.raises(Refused):
            change()


def test_a_unit_somebody_belongs_to_stays(offices: Offices) -> None:
    unit, empty = offices.save_office(Office(name="甲")), offices.save_office(Office(name="乙"))
    offices.save_officer(Officer(name="丁", office_id=unit.id))
    offices.remove_office(empty.key)
    with pytest.raises(CrmError):
        offices.remove_office(unit.key)
    assert offices.offices() == [unit]


def test_the_office_tells_where_and_on_what_it_runs(offices: Offices, store: Store) -> None:
    assert offices.place
    assert offices.is_shared is not store.database.is_sqlite
    assert offices.database_version.split()[0] in ("SQLite", "PostgreSQL")
    assert isinstance(offices.program_version, str)
    assert offices.check() == []
