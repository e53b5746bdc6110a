"""The stage change behind every path: form, drag, review, import, command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from crm.data.writer import Writer
from crm.domain.checks import check_project
from crm.domain.errors import Fault, require
from crm.domain.gates import missing_for
from crm.domain.projects import Project, StageEntry
from crm.domain.records import Record
from crm.domain.stages import ENDS, Stage, is_backward, position, skipped
from crm.i18n import _

# What a move may fill on its way; the rest of a record is the store's own, or the move's.
_OWN = {entry.name for entry in fields(Record)} | {"code", "stage", "stage_since", "board_place"}
_FACTS = {entry.name for entry in fields(Project)} - _OWN


@dataclass(frozen=True, kw_only=True)
class Move:
    """A project is to enter `stage` on a day; `values` fill what the stage asks for."""

    stage: Stage
    on: date
    today: date
    reason: str = ""  # needed for going back, skipping and ending
    evidence: str = ""
    went_to: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    article_id: int | None = None
    may_skip_gates: bool = False  # an article tells the stage; what is missing stays listed as missing


def enter_stage(writer: Writer, project: Project, move: Move) -> Project:
    """The project in its new stage, with the entry in the stage log.

    Raises ValidationError naming each missing field, a missing reason, or a date that cannot be.
    """
    filled = replace(project, **{name: value for name, value in move.values.items() if name in _FACTS})
    require(_faults(writer, filled, move))
    if is_backward(project.stage, move.stage):
        _mark_undone(writer, project, move.stage)
    saved = writer.save(_in_stage(filled, move))
    writer.save(
        StageEntry(
            project_id=saved.key,
            stage=move.stage,
            from_stage=project.stage if project.id else None,
            entered_on=move.on,
            evidence=move.evidence,
            reason=move.reason,
            is_backdated=move.on < move.today,
            article_id=move.article_id,
        )
    )
    return saved


def _in_stage(project: Project, move: Move) -> Project:
    changed = replace(project, stage=move.stage, stage_since=move.on, is_on_hold=False, review_on=None)
    if move.stage in ENDS:
        return replace(
            changed,
            loss_reason=move.reason.strip(),
            went_to=move.went_to.strip(),
            next_follow_up_on=None,
            next_step="",
        )
    return replace(changed, loss_reason="", went_to="") if project.stage in ENDS else changed


def first_entry(writer: Writer, project: Project, on: date, article_id: int | None = None) -> None:
    """The stage log of a project begins with the stage it was made in."""
    writer.save(StageEntry(project_id=project.key, stage=project.stage, entered_on=on, article_id=article_id))


def _faults(writer: Writer, project: Project, move: Move) -> Iterator[Fault]:
    if move.stage == project.stage:
        yield Fault(field="stage", message=_("The project is in this stage already."))
        return
    yield from check_project(project)
    if move.on > move.today:
        yield Fault(field="on", message=_("A stage is entered on the day it happens, not before."))
    if not move.may_skip_gates:
        for name in missing_for(project, move.stage):
            yield Fault(field=name, message=_("This stage needs it."))
    if _needs_reason(project, move) and not move.reason.strip():
        yield Fault(field="reason", message=_("Say why: the project goes back, skips a stage or ends."))
    if move.on < _entered_on(writer, project, move.stage):
        yield Fault(field="on", message=_("The day lies before the stage the project is in."))


def _needs_reason(project: Project, move: Move) -> bool:
    if move.stage in ENDS or is_backward(project.stage, move.stage):
        return True
    return bool(skipped(project.stage, move.stage)) and not move.article_id


def _entered_on(writer: Writer, project: Project, target: Stage) -> date:
    """The day of the latest stage that the move leaves standing."""
    if project.id is None:
        return date.min
    backward = is_backward(project.stage, target)
    days = [
        entry.entered_on
        for entry in writer.all(StageEntry, project_id=project.id)
        if not entry.is_undone and not (backward and position(entry.stage) >= position(target))
    ]
    return max(days, default=date.min)


def _mark_undone(writer: Writer, project: Project, target: Stage) -> None:
    """Stages behind the target are history now: reports must not count them as reached."""
    for entry in writer.all(StageEntry, project_id=project.key):
        if not entry.is_undone and (
            entry.stage in ENDS or is_backward(entry.stage, target) or entry.stage == target
        ):
            writer.save(replace(entry, is_undone=True))
