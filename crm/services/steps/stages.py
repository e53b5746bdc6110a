"""The stage change behind every path: form, drag, review, import, command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from crm.data.queries.evidence import held_by
from crm.data.queries.settings import rates, stage_rules, stage_tasks
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.checks import check_project
from crm.domain.doubts import refuse_doubts
from crm.domain.errors import Fault, require
from crm.domain.evidence import NOTHING_HELD, Held
from crm.domain.projects import Project, StageEntry
from crm.domain.records import Record, Ref
from crm.domain.stage_rules import StageRules, evidence_of
from crm.domain.stages import ENDS, Stage, is_backward, position
from crm.i18n import _
from crm.services.steps.files import Paper, keep_file
from crm.services.steps.tasks import make_stage_tasks

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
    papers: tuple[Paper, ...] = ()  # files that come along, kept with the project
    is_sure: bool = False  # the officer has answered for figures that can hardly be meant
    makes_tasks: bool = False  # those that the stage brings with it
    may_skip_gates: bool = False  # an article tells the stage; what is missing stays listed as missing


@dataclass(frozen=True, kw_only=True)
class PassedStage:
    """A stage that a project went through on a day, written down afterwards."""

    stage: Stage
    on: date
    today: date
    reason: str
    evidence: str = ""


def enter_stage(writer: Writer, project: Project, move: Move) -> Project:
    """The project in its new stage, with the entry in the stage log.

    Raises ValidationError naming each missing field, a missing reason, or a date that cannot be, and
    Doubtful for figures that can hardly be meant.
    """
    filled, rules = filled_by(project, move), stage_rules(writer)
    lacking = rules.missing_for(filled, move.stage, _held(writer, filled, move))
    require(_faults(writer, rules, filled, move, lacking))
    refuse_doubts(project, filled, rates(writer), is_sure=move.is_sure)
    if is_backward(project.stage, move.stage):
        _mark_undone(writer, project, move.stage)
    is_return = _was_reached(writer, project, move.stage)
    saved = writer.save(_in_stage(filled, move))
    for paper in move.papers:
        keep_file(writer, Ref(kind="project", id=saved.key), paper)
    writer.save(
        StageEntry(
            project_id=saved.key,
            stage=move.stage,
            from_stage=project.stage if project.id else None,
            entered_on=move.on,
            evidence=move.evidence,
            reason=move.reason,
            is_backdated=move.on < move.today,
            skipped=tuple(map(str, rules.skipped(project.stage, move.stage))),
            lacking=lacking,
            is_return=is_return,
            land_mu=saved.land_mu,
            article_id=move.article_id,
        )
    )
    if move.makes_tasks:
        make_stage_tasks(writer, saved, stage_tasks(writer).of(move.stage), move.today)
    return saved


def filled_by(project: Project, move: Move) -> Project:
    """The project with what the move fills, still in its stage."""
    return replace(project, **{name: value for name, value in move.values.items() if name in _FACTS})


def refusals(reader: Reader, project: Project, move: Move) -> tuple[Fault, ...]:
    """Why `enter_stage` would refuse the move; nothing if it would not."""
    filled, rules = filled_by(project, move), stage_rules(reader)
    lacking = rules.missing_for(filled, move.stage, _held(reader, filled, move))
    return tuple(_faults(reader, rules, filled, move, lacking))


def _held(reader: Reader, project: Project, move: Move) -> Held:
    """What the project can show, with what the move brings along."""
    known = held_by(reader, [project.key]).get(project.key, NOTHING_HELD) if project.id else NOTHING_HELD
    brought = frozenset(str(paper.kind) for paper in move.papers if paper.kind is not None)
    return replace(known, files=known.files | brought)


def _in_stage(project: Project, move: Move) -> Project:
    changed = replace(
        project, stage=move.stage, stage_since=move.on, is_on_hold=False, review_on=None, hold_reason=""
    )
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


def _faults(
    reader: Reader, rules: StageRules, project: Project, move: Move, lacking: tuple[str, ...]
) -> Iterator[Fault]:
    if move.stage == project.stage:
        yield Fault(field="stage", message=_("The project is in this stage already."))
        return
    yield from check_project(project)
    if move.on > move.today:
        yield Fault(field="on", message=_("A stage is entered on the day it happens, not before."))
    if not move.may_skip_gates:
        yield from _lacking(lacking, has_reason=bool(move.reason.strip()))
    if _needs_reason(rules, project, move) and not move.reason.strip():
        yield Fault(field="reason", message=_("Say why: the project goes back, skips a stage or ends."))
    if move.on < _entered_on(reader, project, move.stage):
        yield Fault(field="on", message=_("The day lies before the stage the project is in."))


def _lacking(keys: tuple[str, ...], *, has_reason: bool) -> Iterator[Fault]:
    """Fields must be there; papers may come later for a reason, which is kept with what is lacking."""
    for key in keys:
        if evidence_of(key) is None:
            yield Fault(field=key, message=_("This stage needs it."))
        elif not has_reason:
            yield Fault(field=key, message=_("Add the paper, or say why it comes later."))


def _needs_reason(rules: StageRules, project: Project, move: Move) -> bool:
    if move.stage in ENDS or is_backward(project.stage, move.stage):
        return True
    return bool(rules.skipped(project.stage, move.stage)) and not move.article_id


def _entered_on(reader: Reader, project: Project, target: Stage) -> date:
    """The day of the latest stage that the move leaves standing."""
    if project.id is None:
        return date.min
    backward = is_backward(project.stage, target)
    days = [
        entry.entered_on
        for entry in reader.all(StageEntry, project_id=project.id)
        if not entry.is_undone and not (backward and position(entry.stage) > position(target))
    ]
    return max(days, default=date.min)


def _was_reached(writer: Writer, project: Project, stage: Stage) -> bool:
    """Whether a standing entry tells the first day in `stage`."""
    if project.id is None:
        return False
    return any(
        not entry.is_undone for entry in writer.all(StageEntry, project_id=project.id, stage=str(stage))
    )


def passed_stage(writer: Writer, project: Project, passed: PassedStage) -> StageEntry:
    """The entry of a stage that lies behind the project and was never written down.

    Raises ValidationError for a stage it has not passed, and for a day that does not lie between those
    of the stages around it.
    """
    standing = [
        entry
        for entry in writer.all(StageEntry, project_id=project.key)
        if not entry.is_undone and entry.stage not in ENDS
    ]
    require(_passed_faults(project, passed, standing))
    before = [entry.stage for entry in standing if position(entry.stage) < position(passed.stage)]
    return writer.save(
        StageEntry(
            project_id=project.key,
            stage=passed.stage,
            from_stage=max(before, key=position, default=None),
            entered_on=passed.on,
            evidence=passed.evidence,
            reason=passed.reason,
            is_backdated=True,
        )
    )


def _passed_faults(project: Project, passed: PassedStage, standing: list[StageEntry]) -> Iterator[Fault]:
    reached = max((position(entry.stage) for entry in standing), default=position(project.stage))
    if passed.stage in ENDS or position(passed.stage) >= max(reached, 0):
        yield Fault(field="stage", message=_("The project has not passed this stage."))
    if any(entry.stage == passed.stage for entry in standing):
        yield Fault(field="stage", message=_("The day of this stage is written down already."))
    if not passed.reason.strip():
        yield Fault(field="reason", message=_("Say why it is written down only now."))
    earlier = [e.entered_on for e in standing if position(e.stage) < position(passed.stage)]
    later = [e.entered_on for e in standing if position(e.stage) > position(passed.stage)]
    if passed.on > min([passed.today, *later]) or passed.on < max(earlier, default=date.min):
        yield Fault(field="on", message=_("The day does not lie between the stages before and after."))


def _mark_undone(writer: Writer, project: Project, target: Stage) -> None:
    """Stages behind the target are history now: reports must not count them as reached.

    The first day in the target itself stands: who signs counts once, however often the project comes back.
    """
    for entry in writer.all(StageEntry, project_id=project.key):
        if not entry.is_undone and (entry.stage in ENDS or is_backward(entry.stage, target)):
            writer.save(replace(entry, is_undone=True))
