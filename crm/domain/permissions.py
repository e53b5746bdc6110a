"""Who may do what: one table, asked first by every service method."""

from __future__ import annotations

from dataclasses import dataclass

from crm.domain.errors import Refused
from crm.domain.office import Role
from crm.i18n import _


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who is at the keyboard; without an officer, the only user of an unshared file."""

    officer_id: int | None = None
    office_id: int | None = None
    role: Role = Role.ADMIN
    name: str = ""


# What each role may do beyond reading. Actions are "area.verb", an area's star means all of it.
_ALLOWED = {
    Role.VIEWER: frozenset[str](),
    Role.OFFICER: frozenset(
        {
            "articles.*",
            "sources.*",
            "projects.*",
            "follow_ups.*",
            "visits.*",
            "tasks.*",
            "directory.*",
            "imports.*",
            "reports.*",
            "history.undo",
            "views.*",
        }
    ),
    Role.LEADER: frozenset(
        {
            "articles.*",
            "sources.*",
            "projects.*",
            "follow_ups.*",
            "visits.*",
            "tasks.*",
            "directory.*",
            "imports.*",
            "reports.*",
            "history.*",
            "targets.*",
            "views.*",
        }
    ),
    Role.ADMIN: frozenset({"*"}),
}


def may(actor: Actor, action: str) -> bool:
    """Whether `actor` may do `action`, such as "projects.move"; reading is open to all."""
    area, _separator, verb = action.partition(".")
    allowed = _ALLOWED[actor.role]
    return verb == "read" or bool(allowed & {"*", action, f"{area}.*"})


def authorize(actor: Actor, action: str, subject: object = None) -> None:
    """Raises Refused unless `actor` may do `action` to `subject`."""
    del subject  # rows are guarded with the shared office; the action's name is asked from the start
    if not may(actor, action):
        raise Refused(_("Your role does not allow this. Ask the administrator of your office."))
