"""Saved views: an officer's own, and those shared with the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.checks import check_name
from crm.domain.errors import Refused, ValidationError, require
from crm.domain.follow_ups import SavedView
from crm.domain.office import Role
from crm.domain.permissions import Actor, authorize
from crm.i18n import N_, _

SHARERS = (Role.LEADER, Role.ADMIN)  # may also change what others have shared


class Views:
    """What is done with saved views."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_screen(self, screen: str) -> list[SavedView]:
        """The views the officer sees on a screen: own and shared ones, in their order."""
        with self._store.read() as reader:
            return _seen(reader, self._store.actor, screen)

    def add(self, screen: str, name: str, settings: str, *, is_shared: bool = False) -> SavedView:
        """A new view at the end; ValidationError if there is one of that name already."""
        actor = self._store.actor
        authorize(actor, "views.add")
        require(check_name(name))
        with self._store.write(N_("Save view {name}"), name=name.strip()) as writer:
            others = _seen(writer, actor, screen)
            _refuse_double(others, name)
            return writer.save(
                SavedView(
                    screen=screen,
                    name=name.strip(),
                    officer_id=actor.officer_id,
                    is_shared=is_shared,
                    position=max((view.position for view in others), default=0) + 1,
                    settings=settings,
                )
            )

    def save(self, view: SavedView) -> SavedView:
        """The view as stored; Refused if somebody else has shared it, Conflict if it was saved since."""
        authorize(self._store.actor, "views.change", view)
        require(check_name(view.name))
        with self._store.write(N_("Change view {name}"), name=view.name) as writer:
            _refuse_foreign(self._store.actor, writer.get(SavedView, view.key))
            others = _seen(writer, self._store.actor, view.screen)
            _refuse_double([other for other in others if other.id != view.id], view.name)
            return writer.save(replace(view, name=view.name.strip()))

    def delete(self, view_id: int) -> None:
        """Deletes a view; Refused if somebody else has shared it."""
        authorize(self._store.actor, "views.change")
        with self._store.write(N_("Delete a view")) as writer:
            view = writer.get(SavedView, view_id)
            _refuse_foreign(self._store.actor, view)
            writer.delete(view)

    def reorder(self, view_ids: Sequence[int]) -> None:
        """Puts views into this order; those that others have shared keep their places."""
        authorize(self._store.actor, "views.change")
        with self._store.write(N_("Change the order of views")) as writer:
            for position, view_id in enumerate(view_ids, start=1):
                view = writer.get(SavedView, view_id)
                if view.position != position and _is_own(self._store.actor, view):
                    writer.save(replace(view, position=position))


def _seen(reader: Reader, actor: Actor, screen: str) -> list[SavedView]:
    views = reader.all(SavedView, screen=screen)
    return sorted(
        (view for view in views if view.is_shared or _is_own(actor, view)),
        key=lambda view: (view.position, view.key),
    )


def _is_own(actor: Actor, view: SavedView) -> bool:
    return view.officer_id == actor.officer_id


def _refuse_foreign(actor: Actor, view: SavedView) -> None:
    if not _is_own(actor, view) and actor.role not in SHARERS:
        raise Refused(_("This view belongs to somebody else. Save it under another name."))


def _refuse_double(others: Sequence[SavedView], name: str) -> None:
    if any(other.name == name.strip() for other in others):
        raise ValidationError.of("name", _("There is a view of this name already."))
