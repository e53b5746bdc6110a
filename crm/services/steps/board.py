"""Where a card of the board stands, written together with its stage."""

from __future__ import annotations

from dataclasses import replace

from crm.data.queries.projects import places_in
from crm.data.writer import Writer
from crm.domain.board import Slot, between, spread
from crm.domain.projects import Project
from crm.domain.stages import Stage


def placed(writer: Writer, project: Project, stage: Stage, slot: Slot) -> Project:
    """The project with its place in the column of `stage`, not saved yet; a card that has gone is no limit.

    Where its neighbours stand too close, they and as few others as possible make room.
    """
    others = {key: place for key, place in places_in(writer, stage).items() if key != project.id}
    ids, places = list(others), list(others.values())
    at = _position(ids, slot)
    found = between(places[at - 1] if at else None, places[at] if at < len(places) else None)
    if found is None:
        for position, place in spread(places, at).items():
            writer.save(replace(writer.get(Project, ids[position]), board_place=place))
        return placed(writer, project, stage, slot)
    return replace(project, board_place=found)


def _position(ids: list[int], slot: Slot) -> int:
    """How many cards stand above the slot. One neighbour tells: a filter may hide what lies between two."""
    if slot.below_id in ids:
        return ids.index(slot.below_id)
    return ids.index(slot.above_id) + 1 if slot.above_id in ids else 0
