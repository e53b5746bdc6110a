"""Projects: the ledger, stages, figures, obstacles, files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crm.data.queries import calendar as calendar_queries
from crm.data.queries import projects as queries
from crm.data.queries.settings import rates
from crm.data.reader import Reader
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.alike import NameQuestion, Unlike
from crm.domain.articles import Mention, MentionState
from crm.domain.board import BoardColumn, Slot
from crm.domain.calendar import DAY_FIELDS, DayEntry
from crm.domain.checks import check_day, check_name, check_project
from crm.domain.directory import Enterprise
from crm.domain.doubts import refuse_doubts
from crm.domain.errors import ValidationError, require
from crm.domain.evidence import EvidenceKind
from crm.domain.office import Officer
from crm.domain.outlets import LEAST_CREDIBLE, MOST_CREDIBLE
from crm.domain.permissions import authorize
from crm.domain.project_names import NameKind, ProjectLink, Relation
from crm.domain.projects import Cadence, Claim, Obstacle, Project, StageEntry
from crm.domain.records import Record, Ref
from crm.domain.rows import BY_HAND, ProjectFilter, ProjectRow, ProjectTotals, Sort, StageCount
from crm.domain.stages import ENDS, Stage
from crm.domain.tasks import Task
from crm.domain.timeline import ProjectPage
from crm.domain.transfers import Handover, Transfer
from crm.domain.verification import VerifiedBy
from crm.domain.visits import VisitStopProject
from crm.i18n import N_, _
from crm.services.steps import lineage
from crm.services.steps import stages as stage_steps
from crm.services.steps import transfers as transfer_steps
from crm.services.steps.board import placed
from crm.services.steps.claims import figure_of
from crm.services.steps.contacts import enterprise_named, keyed
from crm.services.steps.links import keep_follow_ups, unlink
from crm.services.steps.moves import MoveOutcome, MovesPage, ProjectMove, move_all, moves_page
from crm.services.steps.numbers import next_code
from crm.services.steps.planned import with_planned_start
from crm.services.steps.project_pages import project_page
from crm.services.steps.stages import Move, PassedStage
from crm.services.steps.tasks import drop_tasks, on_day
from crm.services.steps.twins import keep_apart, refuse_alike

NEXT_FOLLOW_UP = Sort(key="next_follow_up_on")


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project about to be made; an unknown enterprise name makes the enterprise with it."""

    project: Project
    enterprise_name: str = ""
    on: date
    is_sure: bool = False  # the officer has answered for figures that can hardly be meant
    may_have_twins: bool = False  # the officer has seen that the enterprise has projects already
    phase_of_id: int | None = None  # the project of which this is a later phase
    unlike: Unlike | None = None  # enterprises that the one made with it is not, and why


@dataclass(frozen=True, kw_only=True)
class ProjectChange:
    """New values of some fields of a project as it was read; the stage is changed by a move alone."""

    project_id: int
    version: int
    values: Mapping[str, Any]


class Projects:
    """What an officer does with projects."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # Looking

    def find(self, wanted: ProjectFilter, sort: Sort = NEXT_FOLLOW_UP) -> list[int]:
        """Ids of the projects that fit, sorted."""
        with self._store.read() as reader:
            return queries.find(reader, wanted, sort)

    def count(self, wanted: ProjectFilter) -> int:
        """How many projects fit."""
        with self._store.read() as reader:
            return queries.count(reader, wanted)

    def counts(self, wanted: Iterable[ProjectFilter]) -> list[int]:
        """How many projects fit each filter, of one moment."""
        with self._store.read() as reader:
            return [queries.count(reader, one) for one in wanted]

    def items(self, ids: Sequence[int], on: date) -> list[ProjectRow]:
        """Rows of those ids in their order, stalled as of `on`."""
        with self._store.read() as reader:
            return queries.items(reader, ids, on)

    def get(self, project_id: int) -> Project:
        """One project; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Project, project_id)

    def funnel(self, wanted: ProjectFilter, on: date) -> list[StageCount]:
        """Count, total and stalled share of each stage."""
        with self._store.read() as reader:
            return queries.funnel(reader, wanted, on)

    def board(self, wanted: ProjectFilter, on: date, sort: Sort | None = None) -> list[BoardColumn]:
        """A column for each stage, both ends included; ordered by hand unless `sort` says otherwise."""
        with self._store.read() as reader:
            ids = queries.find_by_stage(reader, wanted, sort or Sort(key=BY_HAND))
            sums = queries.funnel(reader, wanted, on, tuple(Stage))
            return [BoardColumn(stage=one.stage, ids=tuple(ids[one.stage]), sums=one) for one in sums]

    def leads(self, wanted: ProjectFilter, on: date) -> dict[int, ProjectRow]:
        """By node of the industry tree the project that fits and has come furthest."""
        with self._store.read() as reader:
            found = queries.furthest(reader, wanted)
            rows = {row.id: row for row in queries.items(reader, list(found.values()), on)}
            return {node_id: rows[key] for node_id, key in found.items()}

    def days(self, wanted: ProjectFilter, first: date, last: date) -> list[DayEntry]:
        """What lies between two days, both included: plans, reviews, stages entered."""
        with self._store.read() as reader:
            return calendar_queries.entries(reader, wanted, first, last)

    def totals(self, wanted: ProjectFilter, on: date) -> ProjectTotals:
        """Count, sums, overdue and silent of the projects that fit."""
        with self._store.read() as reader:
            return queries.totals(reader, wanted, on)

    def page(self, project_id: int, on: date) -> ProjectPage:
        """Everything about one project, as of `on`."""
        with self._store.read() as reader:
            return project_page(reader, reader.get(Project, project_id), on)

    # Changing

    def add(self, new: NewProject) -> Project:
        """The project as stored, with its code, its first stage entry and its enterprise.

        Raises ValidationError: field "enterprise_id" if the enterprise has open projects and nobody said
        that this is another one. Raises Doubtful for figures that can hardly be meant, Alike if the
        enterprise made with it may be a known one and `new.unlike` does not say that it is not.
        """
        authorize(self._store.actor, "projects.add")
        with self._store.write(N_("Add project {name}"), name=new.project.name) as writer:
            project = with_planned_start(_with_enterprise(writer, new), None, new.on)
            require(check_project(project))
            refuse_doubts(None, project, rates(writer), is_sure=new.is_sure)
            if not new.may_have_twins and new.phase_of_id is None:
                _refuse_twin(writer, project)
            project = replace(
                project,
                code=project.code or next_code(writer, new.on),
                stage_since=project.stage_since or new.on,
                first_reported_on=project.first_reported_on or new.on,
                owner_id=project.owner_id or self._store.actor.officer_id,
                office_id=project.office_id or self._store.actor.office_id,
            )
            saved = writer.save(project)
            stage_steps.first_entry(writer, saved, project.stage_since or new.on)
            _note_lineage(writer, saved, new)
            return saved

    def save(self, project: Project, *, on: date | None = None, is_sure: bool = False) -> Project:
        """The project as stored.

        The stage is changed by `move` alone. Raises Conflict if somebody saved it since it was read,
        Doubtful for figures that can hardly be meant, unless the officer `is_sure`. A planned start such as
        9月 is read as of `on`, by default today.
        """
        authorize(self._store.actor, "projects.change", project)
        require(check_project(project))
        with self._store.write(N_("Change project {name}"), name=project.name) as writer:
            stored = writer.get(Project, project.key)
            if stored.stage != project.stage:
                raise ValidationError.of("stage", _("Move the project to change its stage."))
            refuse_doubts(stored, project, rates(writer), is_sure=is_sure)
            return writer.save(with_planned_start(project, stored, on or writer.now.astimezone().date()))

    def change(self, project_id: int, version: int, *, is_sure: bool = False, **values: Any) -> Project:
        """Sets some fields, as an inline edit does; Conflict if `version` is no longer the stored one."""
        with self._store.read() as reader:
            project = reader.get(Project, project_id)
        return self.save(replace(project, version=version, **values), is_sure=is_sure)

    def verify(self, project_id: int, version: int, how: VerifiedBy, on: date) -> Project:
        """Says how the officer at the keyboard has verified the project; NOBODY leaves it to the articles."""
        authorize(self._store.actor, "projects.change")
        require(check_day(on, "on"))
        by_hand = how is not VerifiedBy.NOBODY
        with self._store.write(N_("Verify a project")) as writer:
            project = replace(writer.get(Project, project_id), version=version)
            return writer.save(
                replace(
                    project,
                    verified_how=how,
                    verified_by=self._store.actor.officer_id if by_hand else None,
                    verified_on=on if by_hand else None,
                )
            )

    def change_many(self, changes: Sequence[ProjectChange], *, is_sure: bool = False) -> int:
        """Changes several projects as one step, all or none; how many were changed.

        Raises Conflict if one of them was saved since it was read, ValidationError with the project's name,
        Doubtful for figures that can hardly be meant, unless the officer `is_sure`.
        """
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Change several projects")) as writer:
            known = rates(writer)
            for change in changes:
                stored = writer.get(Project, change.project_id)
                project = replace(stored, version=change.version, **dict(change.values))
                faults = list(check_project(project))
                if faults:
                    sentence = _("{name}: {why}").format(name=stored.name, why=faults[0].message)
                    raise ValidationError.of(faults[0].field, sentence)
                refuse_doubts(stored, project, known, is_sure=is_sure)
                writer.save(with_planned_start(project, stored, writer.now.astimezone().date()))
            return len(changes)

    def plan(
        self,
        project_ids: Iterable[int],
        next_on: date | None,
        next_step: str | None = None,
        cadence: Cadence | None = None,
    ) -> None:
        """Sets when the projects are followed up next; None keeps the step, or the cadence, that is there."""
        authorize(self._store.actor, "projects.change")
        require(check_day(next_on, "next_follow_up_on"))
        with self._store.write(N_("Plan the next follow-up")) as writer:
            for project_id in project_ids:
                project = writer.get(Project, project_id)
                step = project.next_step if next_step is None else next_step
                planned = replace(project, next_follow_up_on=next_on, next_step=step)
                if cadence is not None:
                    planned = replace(planned, cadence_days=cadence.days, keeps_cadence=cadence.is_kept)
                require(check_project(planned))
                writer.save(planned)

    def reschedule(self, entry: DayEntry, day: date) -> Project:
        """Plans something of the calendar for another day; Conflict if somebody saved the project since.

        Raises ValidationError for what has happened already.
        """
        authorize(self._store.actor, "projects.change")
        if not entry.can_move:
            raise ValidationError.of("day", _("What has happened stays on its day."))
        if entry.task_id is not None:
            return self._reschedule_task(entry, entry.task_id, day)
        planned: dict[str, Any] = {DAY_FIELDS[entry.kind]: day}
        require(check_day(day, DAY_FIELDS[entry.kind]))
        with self._store.write(N_("Plan for another day: {name}"), name=entry.name) as writer:
            project = replace(writer.get(Project, entry.project_id), version=entry.version)
            return writer.save(replace(project, **planned))

    def _reschedule_task(self, entry: DayEntry, task_id: int, day: date) -> Project:
        require(check_day(day, "due"))
        with self._store.write(N_("Plan for another day: {name}"), name=entry.note) as writer:
            task = replace(writer.get(Task, task_id), version=entry.version)
            writer.save(on_day(task, day))
            return writer.get(Project, entry.project_id)

    def assign(self, project_ids: Iterable[int], owner_id: int) -> None:
        """Hands projects over; nothing but the owner changes."""
        authorize(self._store.actor, "projects.assign")
        with self._store.write(N_("Hand projects over")) as writer:
            writer.get(Officer, owner_id)
            for project_id in project_ids:
                writer.save(replace(writer.get(Project, project_id), owner_id=owner_id))

    # Names and phases

    def set_names(self, project_id: int, names: Mapping[NameKind, Iterable[str]]) -> None:
        """Gives a project exactly these other names, by where it goes by them."""
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Change other names")) as writer:
            lineage.set_names(writer, writer.get(Project, project_id), names)

    def relate(self, project_id: int, other_id: int, relation: Relation) -> ProjectLink:
        """Remembers that a project is a later phase of another, or another one altogether (不同期)."""
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Say how two projects belong together")) as writer:
            return lineage.relate(
                writer, writer.get(Project, project_id), writer.get(Project, other_id), relation
            )

    def unrelate(self, link_id: int) -> None:
        """Takes such a decision back; the two may be the same again."""
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Take a decision on two projects back")) as writer:
            writer.delete(writer.get(ProjectLink, link_id))

    # Another office

    def transfer(self, project_id: int, asked: Handover) -> Transfer:
        """Offers a project to another office, or hands it over where both have agreed.

        Raises ValidationError: field "to_office_id", "on" or "reason"; once only for a project.
        """
        authorize(self._store.actor, "projects.transfer")
        with self._store.write(N_("Hand a project to another unit")) as writer:
            return transfer_steps.propose(writer, writer.get(Project, project_id), asked)

    def accept_transfer(self, transfer_id: int, on: date, owner_id: int | None = None) -> Transfer:
        """The other office takes the project over; without an owner it keeps the one it has."""
        authorize(self._store.actor, "projects.transfer")
        with self._store.write(N_("Take a project over")) as writer:
            return transfer_steps.accept(writer, writer.get(Transfer, transfer_id), on, owner_id)

    def decline_transfer(self, transfer_id: int, on: date, answer: str) -> Transfer:
        """The other office does not take the project, and says why."""
        authorize(self._store.actor, "projects.transfer")
        with self._store.write(N_("Decline a project")) as writer:
            return transfer_steps.decline(writer, writer.get(Transfer, transfer_id), on, answer)

    # Stages

    def move(self, project_id: int, version: int, move: Move, slot: Slot | None = None) -> Project:
        """The project in its new stage, and on the board in `slot` if one is given.

        Raises ValidationError naming each missing field, Conflict if somebody saved it since.
        """
        authorize(self._store.actor, "projects.move")
        with self._store.write(N_("Move a project to another stage")) as writer:
            project = replace(writer.get(Project, project_id), version=version)
            if slot is not None:
                project = placed(writer, project, move.stage, slot)
            return stage_steps.enter_stage(writer, project, move)

    def moves_page(self, project_ids: Sequence[int], target: Stage) -> MovesPage:
        """What each of these projects lacks for `target`, before they are moved together."""
        with self._store.read() as reader:
            return moves_page(reader, project_ids, target)

    def move_many(self, moves: Iterable[ProjectMove], *, those_that_can: bool = False) -> list[MoveOutcome]:
        """Moves several projects as one step; what became of each.

        Where one is refused none is moved, unless the officer agreed to move `those_that_can`. Raises
        Doubtful for figures that can hardly be meant.
        """
        authorize(self._store.actor, "projects.move")
        with self._store.write(N_("Move several projects to another stage")) as writer:
            return move_all(writer, moves, those_that_can=those_that_can)

    def reorder(self, project_id: int, slot: Slot) -> Project:
        """The project at another place among the cards of its stage."""
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Change the order of cards")) as writer:
            project = writer.get(Project, project_id)
            return writer.save(placed(writer, project, project.stage, slot))

    def record_stage(self, project_id: int, passed: PassedStage) -> StageEntry:
        """Writes a stage down that the project has passed; it stays where it is.

        Raises ValidationError for a stage it has not passed, or a day out of order.
        """
        authorize(self._store.actor, "projects.move")
        with self._store.write(N_("Write a passed stage down")) as writer:
            return stage_steps.passed_stage(writer, writer.get(Project, project_id), passed)

    def hold(self, project_id: int, version: int, review_on: date | None, reason: str = "") -> Project:
        """Puts a project on hold until `review_on`; None takes it up again."""
        authorize(self._store.actor, "projects.change")
        require(check_day(review_on, "review_on"))
        label = N_("Put a project on hold") if review_on else N_("Take a project up again")
        with self._store.write(label) as writer:
            project = replace(writer.get(Project, project_id), version=version)
            return writer.save(_held(project, review_on, reason))

    def delete(self, project_id: int) -> None:
        """Deletes a project with what hangs on it alone; undo brings all of it back.

        What was talked about it stays with its enterprise.
        """
        authorize(self._store.actor, "projects.delete")
        with self._store.write(N_("Delete a project")) as writer:
            keep_follow_ups(writer, writer.get(Project, project_id))
            drop_tasks(writer, Ref(kind="project", id=project_id))
            unlink(writer, Ref(kind="project", id=project_id))
            kinds: tuple[type[Record], ...] = (Claim, StageEntry, Obstacle, Transfer, VisitStopProject)
            for link in lineage.links_of(writer, project_id):
                writer.delete(link)
            for kind in kinds:
                for record in writer.all(kind, project_id=project_id):
                    writer.delete(record)
            writer.delete(writer.get(Project, project_id))

    # Figures

    def adopt(self, claim_id: int, *, is_sure: bool = False) -> Project:
        """The project with that claim's figure; the other claims stay beside it."""
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Adopt a figure")) as writer:
            claim = writer.get(Claim, claim_id)
            for other in writer.all(Claim, project_id=claim.project_id, field_name=claim.field_name):
                if other.is_adopted != (other.id == claim_id):
                    writer.save(replace(other, is_adopted=other.id == claim_id))
            project = writer.get(Project, claim.project_id)
            adopted = replace(project, **figure_of(claim))
            require(check_project(adopted))
            refuse_doubts(project, adopted, rates(writer), is_sure=is_sure)
            return writer.save(adopted)

    def set_credibility(self, claim_id: int, credibility: int | None) -> Claim:
        """The figure is as credible as an officer says, 1 to 6; None: as the other figures suggest."""
        authorize(self._store.actor, "projects.change")
        if credibility is not None and not MOST_CREDIBLE <= credibility <= LEAST_CREDIBLE:
            raise ValidationError.of("credibility", _("Credibility goes from 1 to 6."))
        with self._store.write(N_("Judge a figure")) as writer:
            return writer.save(replace(writer.get(Claim, claim_id), credibility=credibility))

    # Evidence

    def prove(self, mention_id: int, kind: EvidenceKind | None) -> Mention:
        """Lets the sentence of an article stand for a paper; None takes that back."""
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Use a sentence as evidence")) as writer:
            mention = writer.get(Mention, mention_id)
            is_quote = mention.target_kind == "project" and mention.state is MentionState.CONFIRMED
            if not is_quote or not mention.quote:
                raise ValidationError.of("proves", _("This sentence proves nothing about a project."))
            return writer.save(replace(mention, proves=str(kind or "")))

    # Obstacles

    def save_obstacle(self, obstacle: Obstacle) -> Obstacle:
        """The obstacle as stored."""
        authorize(self._store.actor, "projects.change")
        require(check_name(obstacle.text, "text"))
        with self._store.write(N_("Note an obstacle")) as writer:
            return writer.save(obstacle)

    def close_obstacle(self, obstacle_id: int, on: date) -> Obstacle:
        """Marks an obstacle as removed."""
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Close an obstacle")) as writer:
            return writer.save(replace(writer.get(Obstacle, obstacle_id), closed_on=on))


def _held(project: Project, review_on: date | None, reason: str) -> Project:
    is_held = review_on is not None
    return replace(
        project, is_on_hold=is_held, review_on=review_on, hold_reason=reason.strip() if is_held else ""
    )


def _with_enterprise(writer: Writer, new: NewProject) -> Project:
    name = " ".join(new.enterprise_name.split())
    if new.project.enterprise_id is not None or not name:
        return new.project
    firm = enterprise_named(writer, name)
    if firm is None:
        require(check_name(name, "enterprise_id"))
        refuse_alike(writer, NameQuestion(text=name), new.unlike)
        firm = writer.save(keyed(Enterprise(name=name, owner_id=writer.actor.officer_id)))
        keep_apart(writer, Ref(kind="enterprise", id=firm.key), new.unlike)
    return replace(new.project, enterprise_id=firm.id)


def _note_lineage(writer: Writer, project: Project, new: NewProject) -> None:
    """Who says that this is another project has decided about those that are there; nobody asks again."""
    if new.phase_of_id is not None:
        lineage.relate(writer, project, writer.get(Project, new.phase_of_id), Relation.LATER_PHASE)
    if new.may_have_twins:
        for twin in lineage.undecided_twins(writer, project):
            lineage.relate(writer, project, twin, Relation.DISTINCT)


def _refuse_twin(reader: Reader, project: Project) -> None:
    if project.enterprise_id is None:
        return
    everything = reader.all(Project, enterprise_id=project.enterprise_id)
    others = [other for other in everything if other.stage not in ENDS]
    if others:
        names = "、".join(other.name for other in others[:3])
        sentence = _(
            "The enterprise has projects already: {names}. Link to one of them, or say that this is another."
        )
        raise ValidationError.of("enterprise_id", sentence.format(names=names))
