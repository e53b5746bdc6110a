"""Follow-ups: logging contacts, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from crm.data.queries import articles as article_queries
from crm.data.queries import follow_up_lists as list_queries
from crm.data.queries import follow_ups as queries
from crm.data.queries import projects as project_queries
from crm.data.queries import tasks as task_queries
from crm.data.queries.settings import next_steps
from crm.data.reader import Reader
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.articles import ArticleState
from crm.domain.checks import check_follow_up
from crm.domain.directory import Contact
from crm.domain.errors import require
from crm.domain.files import NewFile
from crm.domain.follow_up_lists import FollowUpFilter, FollowUpListRow, OfficerCount
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.permissions import authorize
from crm.domain.projects import Project
from crm.domain.quick_line import Picked, parse_quick_line
from crm.domain.records import Ref
from crm.domain.rows import (
    ArticleFilter,
    DueRow,
    FollowUpRow,
    NameRow,
    ProjectFilter,
    Sort,
    Today,
    TodayGroup,
)
from crm.domain.stage_plans import NextStep
from crm.domain.tasks import TaskRow
from crm.i18n import N_
from crm.services.steps import today as steps
from crm.services.steps.approaches import refuse_approach
from crm.services.steps.contacts import (
    correct_contact,
    firms_of,
    note_contact,
    plan,
    replan,
    subjects_of,
)
from crm.services.steps.links import delete_follow_up
from crm.services.steps.naming import meant_by
from crm.services.steps.talks import check_entry, log_follow_up
from crm.services.steps.tasks import complete_planned, date_line_tasks, save_line_tasks


class FollowUps:
    """What an officer does with follow-ups."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def items(self, ids: Sequence[int]) -> list[FollowUpRow]:
        """Rows of those ids, in their order."""
        with self._store.read() as reader:
            return queries.items(reader, ids)

    def find(self, wanted: FollowUpFilter, sort: Sort = list_queries.NEWEST) -> list[int]:
        """Ids of the follow-ups that fit, sorted."""
        with self._store.read() as reader:
            return list_queries.find(reader, wanted, sort)

    def rows(self, ids: Sequence[int]) -> list[FollowUpListRow]:
        """Rows of the list, in the order of the ids."""
        with self._store.read() as reader:
            return list_queries.rows(reader, ids)

    def counts(self, wanted: FollowUpFilter) -> list[OfficerCount]:
        """How many of the follow-ups that fit each officer has made, the most first."""
        with self._store.read() as reader:
            return list_queries.counts(reader, wanted)

    def get(self, follow_up_id: int) -> FollowUp:
        """One follow-up; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(FollowUp, follow_up_id)

    def of_record(self, ref: Ref) -> list[int]:
        """Ids of the follow-ups about a record, newest first."""
        with self._store.read() as reader:
            return queries.of_record(reader, ref)

    def between(self, first: date, last: date) -> list[int]:
        """Ids of the follow-ups that happened in [first, last], newest first."""
        with self._store.read() as reader:
            return queries.between(reader, first, last)

    def subjects(self, follow_up_id: int) -> tuple[Ref, ...]:
        """What a follow-up is about."""
        with self._store.read() as reader:
            return subjects_of(reader, follow_up_id)

    def log(
        self,
        follow_up: FollowUp,
        subjects: Iterable[Ref],
        files: Iterable[NewFile] = (),
        *,
        anyway: str = "",
    ) -> FollowUp:
        """The contact as stored, shown on every subject, with their clocks reset and the next date set.

        Raises ValidationError if it says nothing, has no subject, or its next date lies before it;
        Unreadable if a file is empty or too large; Approached if others have talked to the same group
        lately and `anyway` does not say why this is meant.
        """
        authorize(self._store.actor, "follow_ups.log")
        about = tuple(dict.fromkeys(subjects))
        check_entry(follow_up, about)
        with self._store.write(_label(anyway), reason=anyway.strip()) as writer:
            _refuse_double(writer, follow_up, about, anyway)
            return log_follow_up(writer, follow_up, about, files)

    def save(self, follow_up: FollowUp) -> FollowUp:
        """A changed follow-up as stored; Conflict if somebody saved it since it was read."""
        authorize(self._store.actor, "follow_ups.change", follow_up)
        require(check_follow_up(follow_up))
        with self._store.write(N_("Change a follow-up")) as writer:
            before, about = writer.get(FollowUp, follow_up.key), subjects_of(writer, follow_up.key)
            saved = writer.save(follow_up)
            if saved.happened_on != before.happened_on:
                correct_contact(writer, before, about)
                note_contact(writer, saved, about, plans=False)
            return saved

    def suggested_next(self, follow_up_id: int) -> tuple[NextStep, ...]:
        """What the office usually does after such a contact, by the stage of its first project or the way."""
        with self._store.read() as reader:
            way = reader.get(FollowUp, follow_up_id).way
            return _usual_next(reader, way, subjects_of(reader, follow_up_id))

    def usual_next(self, way: ContactWay | None, subjects: Iterable[Ref]) -> tuple[NextStep, ...]:
        """The same for a contact that is not logged yet."""
        with self._store.read() as reader:
            return _usual_next(reader, way, subjects)

    def plan_next(self, follow_up_id: int, on: date | None, step: str = "") -> FollowUp:
        """A follow-up just logged with the next date it was asked for; what it is about is planned too.

        None plans nothing. Raises ValidationError if `on` lies before the follow-up.
        """
        authorize(self._store.actor, "follow_ups.change")
        with self._store.write(N_("Plan the next follow-up")) as writer:
            follow_up = writer.get(FollowUp, follow_up_id)
            follow_up = replace(follow_up, next_on=on, next_step=follow_up.next_step or step)
            require(check_follow_up(follow_up))
            for ref in subjects_of(writer, follow_up_id):
                plan(writer, ref, on, follow_up.next_step)
            date_line_tasks(writer, follow_up_id, on)
            return writer.save(follow_up)

    def finish(self, project_id: int, on: date) -> Project:
        """The plan of a project is done with, and the task that says the same is done."""
        authorize(self._store.actor, "follow_ups.change")
        with self._store.write(N_("Complete what was planned")) as writer:
            project = writer.get(Project, project_id)
            complete_planned(writer, project, on)
            return writer.save(replace(project, next_follow_up_on=None))

    def change_next(self, follow_up_id: int, version: int, next_on: date | None, next_step: str) -> FollowUp:
        """A follow-up with another next step; plans that still say what it said are changed with it.

        Raises Conflict if somebody saved it since, ValidationError if the day lies before the follow-up.
        """
        authorize(self._store.actor, "follow_ups.change")
        with self._store.write(N_("Change what comes next")) as writer:
            before = replace(writer.get(FollowUp, follow_up_id), version=version)
            changed = replace(before, next_on=next_on, next_step=" ".join(next_step.split()))
            require(check_follow_up(changed))
            saved = writer.save(changed)
            for ref in subjects_of(writer, follow_up_id):
                replan(writer, ref, before, saved)
            return saved

    def complete(self, follow_up_id: int, on: date) -> FollowUp:
        """Marks a follow-up as done; ValidationError if `on` lies before it was made."""
        authorize(self._store.actor, "follow_ups.change")
        with self._store.write(N_("Complete follow-up")) as writer:
            follow_up = replace(writer.get(FollowUp, follow_up_id), done_on=on)
            require(check_follow_up(follow_up))
            return writer.save(follow_up)

    def delete(self, follow_up_id: int) -> None:
        """Deletes a follow-up; undo brings it back."""
        authorize(self._store.actor, "follow_ups.delete")
        with self._store.write(N_("Delete a follow-up")) as writer:
            delete_follow_up(writer, follow_up_id)

    # The quick line

    def offered_names(self, word: str, kinds: Sequence[str], most: int = 8) -> list[NameRow]:
        """Whom or what a word of the line may mean; pinyin and initials find names too."""
        with self._store.read() as reader:
            return queries.name_rows(reader, reader.search(word, kinds, most))

    def firms_of(self, refs: Iterable[Ref]) -> list[int]:
        """Ids of the enterprises that records belong to, each once."""
        with self._store.read() as reader:
            return firms_of(reader, refs)

    def log_line(
        self,
        line: str,
        today: date,
        about: Iterable[Ref] = (),
        picked: Iterable[Picked] = (),
        *,
        anyway: str = "",
    ) -> FollowUp:
        """Logs a quick line (see crm.domain.quick_line), about `about` and whom it names.

        Each `!` in it is a task of whoever writes, due on the next date.

        Raises ValidationError naming what in the line is not known or not unique, Approached as `log` does.
        """
        authorize(self._store.actor, "follow_ups.log")
        parsed = parse_quick_line(line, today, picked)
        with self._store.write(N_("Log a follow-up")) as writer:
            given = tuple(about)
            subjects = tuple(dict.fromkeys([*given, *meant_by(writer, parsed, given)]))
            people = [writer.get(Contact, ref.id).name for ref in subjects if ref.kind == "contact"]
            follow_up = FollowUp(
                happened_on=today,
                way=parsed.way or ContactWay.OTHER,
                with_whom="、".join(people),
                text=parsed.text or parsed.next_step or parsed.way_word,
                next_step=parsed.next_step,
                next_on=parsed.next_on,
            )
            check_entry(follow_up, subjects)
            _refuse_double(writer, follow_up, subjects, anyway)
            saved = log_follow_up(writer, follow_up, subjects)
            save_line_tasks(writer, parsed, subjects, saved.key)
            return saved

    # Today

    def today(self, on: date, officer_id: int | None = None, office_id: int | None = None) -> Today:
        """What is overdue, due, coming, silent and unreviewed as of `on`, for an officer, office or all."""
        mine = ProjectFilter(owner_id=officer_id, office_id=office_id, is_open=True)
        with self._store.read() as reader:
            ids = {key: project_queries.find(reader, steps.fitting(key, mine, on)) for key in TodayGroup}
            groups = steps.due_rows(reader, {key: some[: steps.FIRST] for key, some in ids.items()}, on)
            inbox = ArticleFilter(state=ArticleState.INBOX)
            about = replace(
                inbox, about_open_projects=True, about_owner_id=officer_id, about_office_id=office_id
            )
            about_mine = article_queries.find(reader, about)
            tasks = task_queries.find(reader, steps.open_tasks(mine), on)
            return Today(
                groups=groups,
                tallies=steps.tallies(reader, mine, ids, on),
                longest_overdue=max((row.days_overdue for row in groups[TodayGroup.OVERDUE]), default=0),
                done=tuple(queries.items(reader, queries.between(reader, on, on, officer_id))),
                inbox_count=article_queries.count(reader, inbox),
                inbox_about_mine=len(about_mine),
                funnel=tuple(project_queries.funnel(reader, mine, on)),
                articles=tuple(article_queries.items(reader, about_mine[:8])),
                unreported=tuple(steps.unreported(reader, on, officer_id, office_id)),
                tasks=tuple(task_queries.items(reader, tasks[: steps.FIRST])),
                task_count=len(tasks),
            )

    def today_group(
        self, key: TodayGroup, on: date, officer_id: int | None = None, office_id: int | None = None
    ) -> tuple[DueRow, ...]:
        """Every row of a group, however long it is."""
        mine = ProjectFilter(owner_id=officer_id, office_id=office_id, is_open=True)
        with self._store.read() as reader:
            ids = project_queries.find(reader, steps.fitting(key, mine, on))
            return steps.due_rows(reader, {key: ids}, on)[key]

    def today_tasks(
        self, on: date, officer_id: int | None = None, office_id: int | None = None
    ) -> tuple[TaskRow, ...]:
        """Every task that is to do, however many there are."""
        mine = ProjectFilter(owner_id=officer_id, office_id=office_id)
        with self._store.read() as reader:
            ids = task_queries.find(reader, steps.open_tasks(mine), on)
            return tuple(task_queries.items(reader, ids))


def _label(anyway: str) -> str:
    return N_("Log a follow-up where others have been: {reason}") if anyway.strip() else N_("Log a follow-up")


def _refuse_double(writer: Writer, follow_up: FollowUp, about: tuple[Ref, ...], anyway: str) -> None:
    """Raises Approached where others have been lately, unless a reason is given to go on `anyway`."""
    if not anyway.strip():
        refuse_approach(writer, about, follow_up.officer_id or writer.actor.officer_id, follow_up.happened_on)


def _usual_next(reader: Reader, way: ContactWay | None, subjects: Iterable[Ref]) -> tuple[NextStep, ...]:
    ids = [ref.id for ref in subjects if ref.kind == "project"]
    project = reader.find(Project, ids[0]) if ids else None
    return next_steps(reader).offered(way, project.stage if project else None)
