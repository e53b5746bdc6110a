"""Projects: the ledger, stages, figures, obstacles, files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crm.data.queries import directory as directory_queries
from crm.data.queries import projects as queries
from crm.data.reader import Reader
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.checks import check_day, check_name, check_project
from crm.domain.directory import Enterprise, Industry, Zone
from crm.domain.errors import ValidationError, require
from crm.domain.office import Office, Officer
from crm.domain.permissions import authorize
from crm.domain.projects import Claim, Obstacle, Project, StageEntry
from crm.domain.records import Record, Ref
from crm.domain.rows import ProjectFilter, ProjectRow, ProjectTotals, Sort, StageCount, Twin
from crm.domain.stages import ENDS
from crm.domain.timeline import ProjectPage
from crm.i18n import N_, _
from crm.services.steps import stages as stage_steps
from crm.services.steps.attachments import files_of
from crm.services.steps.claims import figure_of, once_per_group
from crm.services.steps.contacts import enterprise_named, keyed
from crm.services.steps.links import keep_follow_ups, unlink
from crm.services.steps.numbers import next_code
from crm.services.steps.stages import Move
from crm.services.steps.timelines import timeline
from crm.services.steps.twins import enterprise_twins

NEXT_FOLLOW_UP = Sort(key="next_follow_up_on")


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project about to be made; an unknown enterprise name makes the enterprise with it."""

    project: Project
    enterprise_name: str = ""
    on: date
    may_have_twins: bool = False  # the officer has seen that the enterprise has projects already


class Projects:
    """What an officer does with projects."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # Looking

    def find(self, wanted: ProjectFilter, sort: Sort = NEXT_FOLLOW_UP) -> list[int]:
        """Ids of the projects that fit, sorted."""
        with self._store.read() as reader:
            return queries.find(reader, wanted, sort)

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

    def totals(self, wanted: ProjectFilter, on: date) -> ProjectTotals:
        """Count, sums, overdue and silent of the projects that fit."""
        with self._store.read() as reader:
            return queries.totals(reader, wanted, on)

    def page(self, project_id: int, on: date) -> ProjectPage:
        """Everything about one project, as of `on`."""
        with self._store.read() as reader:
            return _page(reader, reader.get(Project, project_id), on)

    def of_enterprise(self, enterprise_name: str) -> list[Twin]:
        """Enterprises that may be meant by that name, with the projects they have already."""
        with self._store.read() as reader:
            return enterprise_twins(reader, enterprise_name)

    # Changing

    def add(self, new: NewProject) -> Project:
        """The project as stored, with its code, its first stage entry and its enterprise.

        Raises ValidationError: field "enterprise_id" if the enterprise has open projects and nobody said
        that this is another one.
        """
        authorize(self._store.actor, "projects.add")
        with self._store.write(N_("Add project {name}"), name=new.project.name) as writer:
            project = _with_enterprise(writer, new)
            require(check_project(project))
            if not new.may_have_twins:
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
            return saved

    def save(self, project: Project) -> Project:
        """The project as stored.

        The stage is changed by `move` alone. Raises Conflict if somebody saved it since it was read.
        """
        authorize(self._store.actor, "projects.change", project)
        require(check_project(project))
        with self._store.write(N_("Change project {name}"), name=project.name) as writer:
            stored = writer.get(Project, project.key)
            if stored.stage != project.stage:
                raise ValidationError.of("stage", _("Move the project to change its stage."))
            return writer.save(project)

    def change(self, project_id: int, version: int, **values: Any) -> Project:
        """Sets some fields, as an inline edit does; Conflict if `version` is no longer the stored one."""
        with self._store.read() as reader:
            project = reader.get(Project, project_id)
        return self.save(replace(project, version=version, **values))

    def plan(self, project_ids: Iterable[int], next_on: date | None, next_step: str | None = None) -> None:
        """Sets when the projects are followed up next; a None step keeps what is written there."""
        authorize(self._store.actor, "projects.change")
        require(check_day(next_on, "next_follow_up_on"))
        with self._store.write(N_("Plan the next follow-up")) as writer:
            for project_id in project_ids:
                project = writer.get(Project, project_id)
                step = project.next_step if next_step is None else next_step
                writer.save(replace(project, next_follow_up_on=next_on, next_step=step))

    def assign(self, project_ids: Iterable[int], owner_id: int) -> None:
        """Hands projects over; nothing but the owner changes."""
        authorize(self._store.actor, "projects.assign")
        with self._store.write(N_("Hand projects over")) as writer:
            writer.get(Officer, owner_id)
            for project_id in project_ids:
                writer.save(replace(writer.get(Project, project_id), owner_id=owner_id))

    def move(self, project_id: int, version: int, move: Move) -> Project:
        """The project in its new stage.

        Raises ValidationError naming each missing field, Conflict if somebody saved it since.
        """
        authorize(self._store.actor, "projects.move")
        with self._store.write(N_("Move a project to another stage")) as writer:
            project = replace(writer.get(Project, project_id), version=version)
            return stage_steps.enter_stage(writer, project, move)

    def hold(self, project_id: int, version: int, review_on: date | None) -> Project:
        """Puts a project on hold until `review_on`; None takes it up again."""
        authorize(self._store.actor, "projects.change")
        require(check_day(review_on, "review_on"))
        label = N_("Put a project on hold") if review_on else N_("Take a project up again")
        with self._store.write(label) as writer:
            project = replace(writer.get(Project, project_id), version=version)
            return writer.save(replace(project, is_on_hold=review_on is not None, review_on=review_on))

    def delete(self, project_id: int) -> None:
        """Deletes a project with what hangs on it alone; undo brings all of it back.

        What was talked about it stays with its enterprise.
        """
        authorize(self._store.actor, "projects.delete")
        with self._store.write(N_("Delete a project")) as writer:
            keep_follow_ups(writer, writer.get(Project, project_id))
            unlink(writer, Ref(kind="project", id=project_id))
            kinds: tuple[type[Record], ...] = (Claim, StageEntry, Obstacle)
            for kind in kinds:
                for record in writer.all(kind, project_id=project_id):
                    writer.delete(record)
            writer.delete(writer.get(Project, project_id))

    # Figures

    def adopt(self, claim_id: int) -> Project:
        """The project with that claim's figure; the other claims stay beside it."""
        authorize(self._store.actor, "projects.change")
        with self._store.write(N_("Adopt a figure")) as writer:
            claim = writer.get(Claim, claim_id)
            for other in writer.all(Claim, project_id=claim.project_id, field_name=claim.field_name):
                if other.is_adopted != (other.id == claim_id):
                    writer.save(replace(other, is_adopted=other.id == claim_id))
            adopted = replace(writer.get(Project, claim.project_id), **figure_of(claim))
            require(check_project(adopted))
            return writer.save(adopted)

    # Obstacles and files

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


def _with_enterprise(writer: Writer, new: NewProject) -> Project:
    name = " ".join(new.enterprise_name.split())
    if new.project.enterprise_id is not None or not name:
        return new.project
    firm = enterprise_named(writer, name)
    if firm is None:
        require(check_name(name, "enterprise_id"))
        firm = writer.save(keyed(Enterprise(name=name, owner_id=writer.actor.officer_id)))
    return replace(new.project, enterprise_id=firm.id)


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


def _page(reader: Reader, project: Project, on: date) -> ProjectPage:
    key = project.key
    firm = reader.find(Enterprise, project.enterprise_id) if project.enterprise_id else None
    contacts = directory_queries.find_contacts(reader, enterprise_id=firm.id) if firm else []
    rows = directory_queries.enterprise_rows(reader, [firm.key]) if firm else []
    return ProjectPage(
        project=project,
        row=queries.items(reader, [key], on)[0],
        enterprise=firm,
        zone=reader.find(Zone, project.zone_id) if project.zone_id else None,
        industry=reader.find(Industry, project.industry_id) if project.industry_id else None,
        owner=reader.find(Officer, project.owner_id) if project.owner_id else None,
        office=reader.find(Office, project.office_id) if project.office_id else None,
        first_contact=rows[0].first_contact if rows else "",
        stages=tuple(
            sorted(
                (entry for entry in reader.all(StageEntry, project_id=key) if not entry.is_undone),
                key=lambda entry: (entry.entered_on, entry.key),
            )
        ),
        claims=tuple(once_per_group(reader, reader.all(Claim, project_id=key))),
        contacts=tuple(directory_queries.contact_rows(reader, contacts, on)),
        obstacles=tuple(reader.all(Obstacle, project_id=key)),
        attachments=tuple(files_of(reader, Ref(kind="project", id=key))),
        timeline=tuple(timeline(reader, Ref(kind="project", id=key))),
    )
