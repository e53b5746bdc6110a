"""An office to test the window and the services with: a real database, some people and projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.app import Crm, open_crm
from crm.domain.directory import Contact, Enterprise, Industry, Zone, ZoneRelation
from crm.domain.money import YI, Money
from crm.domain.office import Office, Officer, Role
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.settings import Settings
from crm.services.projects import NewProject

TODAY = date(2026, 5, 18)  # a Monday


def yi(figure: str, currency: str = "CNY") -> Money:
    """So many 亿."""
    return Money(value=Decimal(figure) * YI, currency=currency)


@dataclass(frozen=True, kw_only=True)
class SampleOffice:
    """Two officers of two units, a zone, a chain node, and a firm with a contact."""

    unit: Office
    me: Officer
    colleague: Officer
    zone: Zone
    node: Industry
    firm: Enterprise
    contact: Contact


def fill(crm: Crm) -> SampleOffice:
    """Makes the office and puts its first officer at the keyboard."""
    unit = crm.office.save_office(Office(name="长三角招商组", short_name="长三角组", position=1))
    other = crm.office.save_office(Office(name="驻上海招商组", short_name="驻上海", position=2))
    me = crm.office.save_officer(Officer(name="沈砚秋", office_id=unit.id, role=Role.LEADER))
    colleague = crm.office.save_officer(Officer(name="顾明川", office_id=other.id))
    crm.office.sign_in(me.key)
    zone = crm.directory.save_zone(
        Zone(name="如东经济开发区", short_name="开发区", relation=ZoneRelation.OURS)
    )
    chain = crm.directory.save_industry(Industry(name="新型储能"))
    node = crm.directory.save_industry(Industry(name="电芯", parent_id=chain.id))
    firm = crm.directory.save_enterprise(
        Enterprise(name="曜衡储能科技（上海）有限公司", short_name="曜衡储能", region="上海市松江区")
    )
    contact = crm.directory.save_contact(
        Contact(name="周岚", title="投资总监", enterprise_id=firm.id, phone="13800000001", is_main=True)
    )
    return SampleOffice(
        unit=unit, me=me, colleague=colleague, zone=zone, node=node, firm=firm, contact=contact
    )


def add_project(crm: Crm, name: str, on: date = TODAY, *, firm: str = "", **values: object) -> Project:
    """A project as the new-project dialog makes it."""
    new = NewProject(
        project=Project(name=name, **values),  # type: ignore[arg-type]
        enterprise_name=firm,
        on=on,
        may_have_twins=True,
    )
    return crm.projects.add(new)


def days_ago(days: int) -> date:
    """A day before TODAY."""
    return TODAY - timedelta(days=days)


def about(project: Project) -> Ref:
    """The project as the subject of a follow-up."""
    return Ref(kind="project", id=project.key)


def become_admin(crm: Crm) -> None:
    """Lets the officer at the keyboard change what holds for the whole office."""
    crm.store.actor = replace(crm.store.actor, role=Role.ADMIN)


@pytest.fixture
def crm(location: str) -> Iterator[Crm]:
    """The program's services on an empty database of either kind."""
    made = open_crm(Settings(location=location, language="en"))
    yield made
    made.close()


@pytest.fixture
def office(crm: Crm) -> SampleOffice:
    """The office in that database."""
    return fill(crm)
