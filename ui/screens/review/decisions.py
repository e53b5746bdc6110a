"""What the officer has decided about the rows of one article, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from crm.domain.records import Ref
from crm.domain.review import Candidate, Certainty, Group, Suggestion, SuggestionKind

NEW_KINDS = {
    "project": SuggestionKind.NEW_PROJECT,
    "enterprise": SuggestionKind.NEW_ENTERPRISE,
    "zone": SuggestionKind.NEW_ZONE,
    "contact": SuggestionKind.NEW_CONTACT,
}
_NEW = frozenset(NEW_KINDS.values())


class Decisions:
    """The rows of the tray; every change makes new rows, nothing is stored."""

    def __init__(self, rows: Iterable[Suggestion] = ()) -> None:
        self._opened = {row.key: row for row in rows}
        self._rows = dict(self._opened)

    @property
    def rows(self) -> tuple[Suggestion, ...]:
        """The rows as decided so far, in the order of the reading."""
        return tuple(self._rows.values())

    @property
    def is_touched(self) -> bool:
        """True if something was decided since the article was opened."""
        return self._rows != self._opened

    def row(self, key: str) -> Suggestion | None:
        """The row of a key."""
        return self._rows.get(key)

    def toggle(self, key: str) -> None:
        """Ticks a row or takes the tick away; a rejected row is wanted again first."""
        row = self._rows[key]
        if row.group is Group.CONFIRMED:
            return
        self._put(replace(row, is_ticked=not row.is_ticked, is_rejected=False))
        if self._rows[key].is_ticked:
            self._tick_enterprise(self._rows[key])

    def tick_sure(self) -> None:
        """Ticks every row that can be trusted."""
        for row in self.rows:
            if group_of(row) is Group.SUGGESTED and row.certainty is not Certainty.OPEN:
                self._put(replace(row, is_ticked=row.is_ticked or row.certainty is Certainty.SURE))

    def tick_kind(self, key: str) -> None:
        """Ticks every row of the same kind as this one; takes all ticks away where all have one."""
        kind = self._rows[key].kind
        same = [row for row in self.rows if row.kind is kind and group_of(row) is Group.SUGGESTED]
        wanted = not all(row.is_ticked for row in same)
        for row in same:
            self._put(replace(row, is_ticked=wanted))
            if wanted:
                self._tick_enterprise(row)

    def tick_full_names(self) -> None:
        """Ticks every known record that the article calls by its full name."""
        for row in self.rows:
            if group_of(row) is Group.SUGGESTED and row.target is not None and row.name in row.forms:
                self._put(replace(row, is_ticked=True))

    def reject(self, key: str) -> None:
        """Says that the row is wrong, or takes that back."""
        row = self._rows[key]
        if row.group is not Group.CONFIRMED:
            self._put(replace(row, is_rejected=not row.is_rejected, is_ticked=False))

    def give_role(self, key: str, role: str) -> None:
        """The role is another one."""
        self._put(replace(self._rows[key], role=role))

    def choose(self, key: str, candidate: Candidate) -> None:
        """The row means this record."""
        row = self._rows[key]
        kind = SuggestionKind.UPDATE_PROJECT if row.target_kind == "project" else SuggestionKind.LINK
        name = row.name if row.target_kind == "project" else candidate.name
        chosen = replace(row, kind=kind, target=candidate.ref, name=name, is_ticked=True, is_rejected=False)
        self._put(chosen)

    def make_new(self, key: str, name: str = "") -> None:
        """The row means a record that is not there yet, perhaps under another name."""
        row = self._rows[key]
        kind = NEW_KINDS.get(row.target_kind)
        if kind is not None:
            name = name or row.found or row.name
            self._put(replace(row, kind=kind, target=None, name=name, is_ticked=True, is_rejected=False))
            self._tick_enterprise(self._rows[key])

    def to_plain(self) -> dict[str, Any]:
        """What differs from the article as it was opened, as plain data."""
        return {key: _plain(row) for key, row in self._rows.items() if row != self._opened[key]}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Decides again what `to_plain` gave; rows that are gone or decided meanwhile are passed over."""
        for key, values in kept.items():
            row = self._rows.get(key)
            if row is not None and row.group in (Group.SUGGESTED, Group.OPEN):
                self._put(_restored(row, values))

    def _put(self, row: Suggestion) -> None:
        self._rows[row.key] = row

    def _tick_enterprise(self, row: Suggestion) -> None:
        """A new project brings its enterprise along, or it would stand without one."""
        if row.kind is not SuggestionKind.NEW_PROJECT or row.project is None:
            return
        firm = self._rows.get(f"enterprise:{(row.project.enterprise or '').split('、')[0]}")
        if firm is not None and group_of(firm) is Group.SUGGESTED:
            self._put(replace(firm, is_ticked=True))


def group_of(row: Suggestion) -> Group:
    """Where the row stands in the tray now."""
    if row.group is Group.CONFIRMED:
        return Group.CONFIRMED
    if row.is_rejected:
        return Group.REJECTED
    needs_choice = row.target is None and bool(row.candidates) and row.kind not in _NEW
    return Group.OPEN if needs_choice else Group.SUGGESTED


def _plain(row: Suggestion) -> dict[str, Any]:
    target = [row.target.kind, row.target.id] if row.target else None
    return {
        "ticked": row.is_ticked,
        "rejected": row.is_rejected,
        "role": row.role,
        "name": row.name,
        "kind": str(row.kind),
        "target": target,
    }


def _restored(row: Suggestion, values: Mapping[str, Any]) -> Suggestion:
    target = values["target"]
    return replace(
        row,
        is_ticked=bool(values["ticked"]),
        is_rejected=bool(values["rejected"]),
        role=str(values["role"]),
        name=str(values["name"]),
        kind=SuggestionKind(values["kind"]),
        target=Ref(kind=target[0], id=target[1]) if target else None,
    )
