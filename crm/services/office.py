"""The office: its units, its officers, and who is at the keyboard."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from crm.data.health import findings, server_version
from crm.data.store import Store
from crm.domain.checks import check_name
from crm.domain.errors import NotFound, require
from crm.domain.office import Office, Officer, Role
from crm.domain.permissions import Actor, authorize
from crm.i18n import N_, _


class Offices:
    """What is done with offices and officers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def actor(self) -> Actor:
        """Who is at the keyboard."""
        return self._store.actor

    @property
    def place(self) -> str:
        """Where the records lie, fit to show."""
        return self._store.database.place

    @property
    def is_shared(self) -> bool:
        """Whether the office shares a server."""
        return not self._store.database.is_sqlite

    @property
    def program_version(self) -> str:
        """The version of this program; nothing when it runs from its sources alone."""
        try:
            return version("investlead")
        except PackageNotFoundError:
            return ""

    @property
    def database_version(self) -> str:
        """Which database, in which version."""
        with self._store.read() as reader:
            return server_version(reader)

    def offices(self) -> list[Office]:
        """All units in protocol order."""
        with self._store.read() as reader:
            return sorted(reader.all(Office), key=lambda office: (office.position, office.key))

    def officers(self) -> list[Officer]:
        """All officers who still work here, by unit."""
        with self._store.read() as reader:
            places = {office.key: office.position for office in reader.all(Office)}
            active = reader.all(Officer, is_active=True)
        return sorted(active, key=lambda officer: (places.get(officer.office_id or 0, 0), officer.key))

    def save_office(self, office: Office) -> Office:
        """The unit as stored."""
        authorize(self._store.actor, "office.change", office)
        require(check_name(office.name))
        with self._store.write(N_("Change unit {name}"), name=office.name) as writer:
            return writer.save(office)

    def save_officer(self, officer: Officer) -> Officer:
        """The officer as stored."""
        authorize(self._store.actor, "office.change", officer)
        require(check_name(officer.name))
        with self._store.write(N_("Change officer {name}"), name=officer.name) as writer:
            return writer.save(officer)

    def found(self, office_name: str, officer_name: str) -> Officer:
        """Sets up an office with one officer, its administrator, and puts that officer at the keyboard."""
        authorize(self._store.actor, "office.change")
        require([*check_name(office_name, "office"), *check_name(officer_name, "officer")])
        with self._store.write(N_("Set up the office")) as writer:
            office = writer.save(Office(name=office_name))
            officer = writer.save(
                Officer(name=officer_name, office_id=office.id, role=Role.ADMIN, login=_account())
            )
        return self.sign_in(officer.key)

    def reorder(self, office_ids: Sequence[int]) -> None:
        """Puts the units into this protocol order."""
        authorize(self._store.actor, "office.change")
        with self._store.write(N_("Change the order of units")) as writer:
            for position, office_id in enumerate(office_ids):
                office = writer.get(Office, office_id)
                if office.position != position:
                    writer.save(replace(office, position=position))

    def remove_office(self, office_id: int) -> None:
        """Deletes a unit; ValidationError if officers, projects or others belong to it."""
        authorize(self._store.actor, "office.change")
        with self._store.write(N_("Delete a unit")) as writer:
            writer.delete(writer.get(Office, office_id))

    def sign_in(self, officer_id: int) -> Officer:
        """Puts an officer at the keyboard; what is written from now on is theirs."""
        with self._store.read() as reader:
            officer = reader.get(Officer, officer_id)
        self._store.actor = Actor(
            officer_id=officer.id, office_id=officer.office_id, role=officer.role, name=officer.name
        )
        return officer

    def sign_in_named(self, name: str) -> Officer:
        """Puts the officer of that name or login at the keyboard; NotFound if there is none."""
        for officer in self.officers():
            if name in (officer.name, officer.login):
                return self.sign_in(officer.key)
        raise NotFound(_("No officer is called {name}.").format(name=name))

    def check(self) -> list[str]:
        """What is wrong with the database, a sentence each; empty for a sound one."""
        with self._store.read() as reader:
            return findings(reader)

    def account(self) -> Officer | None:
        """The officer whose login is the account of the system, if there is one."""
        account = _account()
        if not account:
            return None
        return next((officer for officer in self.officers() if officer.login == account), None)


def _account() -> str:
    """The account of the system; nothing where there is none, as in containers and on some Windows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
