"""Several projects moved as one step: what each of them lacks, told before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crm.data.queries.evidence import held_by
from crm.data.queries.follow_ups import names_of
from crm.data.queries.settings import end_reasons, rates, stage_rules, stage_tasks
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.doubts import doubts
from crm.domain.errors import Doubtful, Fault
from crm.domain.evidence import NOTHING_HELD
from crm.domain.projects import Project
from crm.domain.records import Ref
from crm.domain.stage_plans import StageTasks
from crm.domain.stages import ENDS, Stage, end_for, is_backward
from crm.i18n import _
from crm.services.steps.stages import Move, enter_stage, filled_by, refusals


@dataclass(frozen=True, kw_only=True)
class ProjectMove:
    """A move of a project as it was read."""

    project_id: int
    version: int
    move: Move


@dataclass(frozen=True, kw_only=True)
class MoveOutcome:
    """What became of one project among several; with faults it stays where it was."""

    project_id: int
    version: int  # as stored before; 0 if it is gone
    name: str
    from_stage: Stage | None
    stage: Stage
    faults: tuple[Fault, ...] = ()
    is_moved: bool = False

    @property
    def why(self) -> str:
        """The faults in words."""
        return " ".join(fault.message for fault in self.faults)


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    """A project about to be moved, and what it lacks for that."""

    project: Project
    enterprise: str
    target: Stage
    lacking: tuple[str, ...] = ()  # keys of fields and papers
    skipped: tuple[Stage, ...] = ()

    @property
    def goes_back(self) -> bool:
        """Whether the move leads to an earlier stage."""
        return is_backward(self.project.stage, self.target)


@dataclass(frozen=True, kw_only=True)
class MovesPage:
    """What is shown before several projects are moved; those that are there already are only counted."""

    rows: tuple[MoveRow, ...]
    there: int
    end_reasons: tuple[str, ...]
    stage_tasks: StageTasks


def moves_page(reader: Reader, project_ids: Sequence[int], target: Stage) -> MovesPage:
    """The projects with what each lacks for `target`; those that have gone are left out.

    An end stands for the one that fits each project: lost before signing, terminated after.
    """
    rules, held = stage_rules(reader), held_by(reader, project_ids)
    known = reader.by_id(Project, project_ids)
    projects = [known[key] for key in dict.fromkeys(project_ids) if key in known]
    firms = _firms(reader, projects)
    rows = [
        MoveRow(
            project=project,
            enterprise=firms.get(project.enterprise_id or 0, ""),
            target=stage,
            lacking=rules.missing_for(project, stage, held.get(project.key, NOTHING_HELD)),
            skipped=rules.skipped(project.stage, stage),
        )
        for project in projects
        if not _is_there(project, stage := end_for(project.stage) if target in ENDS else target)
    ]
    return MovesPage(
        rows=tuple(rows),
        there=len(projects) - len(rows),
        end_reasons=end_reasons(reader).reasons,
        stage_tasks=stage_tasks(reader),
    )


def move_all(
    writer: Writer, wanted: Iterable[ProjectMove], *, those_that_can: bool = False
) -> list[MoveOutcome]:
    """What becomes of each project; where one is refused none is moved, unless `those_that_can` are.

    Raises Doubtful with the questions of all figures that can hardly be meant.
    """
    asked = list({one.project_id: one for one in wanted}.values())
    outcomes = [_weighed(writer, one) for one in asked]
    if not those_that_can and any(outcome.faults for outcome in outcomes):
        return outcomes
    able = [one for one, outcome in zip(asked, outcomes, strict=True) if not outcome.faults]
    _refuse_doubts(writer, able)
    for one in able:
        project = replace(writer.get(Project, one.project_id), version=one.version)
        enter_stage(writer, project, replace(one.move, is_sure=True))
    return [replace(outcome, is_moved=not outcome.faults) for outcome in outcomes]


def _weighed(reader: Reader, wanted: ProjectMove) -> MoveOutcome:
    project = reader.find(Project, wanted.project_id)
    if project is None:
        gone = Fault(field="", message=_("It is not there any more."))
        return _outcome(wanted, None, (gone,))
    if project.version != wanted.version:
        changed = Fault(field="", message=_("Somebody has changed it meanwhile."))
        return _outcome(wanted, project, (changed,))
    return _outcome(wanted, project, refusals(reader, project, wanted.move))


def _outcome(wanted: ProjectMove, project: Project | None, faults: tuple[Fault, ...]) -> MoveOutcome:
    return MoveOutcome(
        project_id=wanted.project_id,
        version=project.version if project is not None else 0,
        name=project.name if project is not None else "",
        from_stage=project.stage if project is not None else None,
        stage=wanted.move.stage,
        faults=faults,
    )


def _refuse_doubts(reader: Reader, wanted: Iterable[ProjectMove]) -> None:
    """All questions at once, each with the project that raises it."""
    known = rates(reader)
    questions = []
    for one in wanted:
        if not one.move.is_sure:
            project = reader.get(Project, one.project_id)
            found = doubts(project, filled_by(project, one.move), known)
            sentence = _("{name}: {why}")
            questions += [sentence.format(name=project.name, why=question) for question in found]
    if questions:
        raise Doubtful(tuple(questions))


def _is_there(project: Project, target: Stage) -> bool:
    return project.stage == target or (project.stage in ENDS and target in ENDS)


def _firms(reader: Reader, projects: Iterable[Project]) -> dict[int, str]:
    refs = {Ref(kind="enterprise", id=project.enterprise_id) for project in projects if project.enterprise_id}
    return {ref.id: name for ref, name in names_of(reader, refs).items()}
