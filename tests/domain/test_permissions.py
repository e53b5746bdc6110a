"""Who may do what."""

from __future__ import annotations

import pytest

from crm.domain.errors import Refused
from crm.domain.office import Role
from crm.domain.permissions import Actor, authorize, may

TABLE = {
    # action: viewer, officer, leader, admin
    "projects.read": (True, True, True, True),
    "anything.read": (True, True, True, True),
    "projects.move": (False, True, True, True),
    "articles.review": (False, True, True, True),
    "follow_ups.log": (False, True, True, True),
    "directory.merge": (False, True, True, True),
    "imports.run": (False, True, True, True),
    "reports.run": (False, True, True, True),
    "history.undo": (False, True, True, True),
    "history.pin": (False, True, True, True),
    "history.restore": (False, True, True, True),
    "history.empty_trash": (False, False, True, True),
    "history.take_back": (False, False, True, True),
    "targets.set": (False, False, True, True),
    "settings.change": (False, False, False, True),
    "office.edit": (False, False, False, True),
    "": (False, False, False, True),
    "*": (False, False, False, True),
}


@pytest.mark.parametrize("action", TABLE)
def test_roles(action: str) -> None:
    roles = (Role.VIEWER, Role.OFFICER, Role.LEADER, Role.ADMIN)

    assert tuple(may(Actor(role=role), action) for role in roles) == TABLE[action]


def test_refusal_is_a_sentence() -> None:
    with pytest.raises(Refused, match="Your role does not allow this"):
        authorize(Actor(role=Role.VIEWER), "projects.move", object())


def test_unshared_file_has_one_user_who_may_all() -> None:
    authorize(Actor(), "settings.change")
