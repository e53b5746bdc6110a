"""Follow-ups: logging contacts, and what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from crm.data.queries import articles as article_queries
from crm.data.queries import follow_ups as queries
from crm.data.queries import projects as project_queries
from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.articles import ArticleState
from crm.domain.checks import check_follow_up
from crm.domain.directory import Contact
from crm.domain.errors import ValidationError, require
from crm.domain.files import NewFile
from crm.domain.follow_ups import ContactWay, FollowUp, FollowUpSubject
from crm.domain.permissions import authorize
from crm.domain.quick_line import Picked, QuickLine, parse_quick_line
from crm.domain.records import Ref, record_class
from crm.domain.rows import ArticleFilter, DueRow, FollowUpRow, NameRow, ProjectFilter, Today, TodayGroup
from crm.i18n import N_, _
from crm.services.steps import today as steps
from crm.services.steps.approaches import refuse_approach
from crm.services.steps.attachments import picture_name
from crm.services.steps.contacts import (
    correct_contact,
    enterprise_named,
    firms_of,
    note_contact,
    plan,
    subjects_of,
)
from crm.services.steps.files import Paper, keep_file
from crm.services.steps.links import delete_follow_up


class FollowUps:
    """What an officer does with follow-ups."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def items(self, ids: Sequence[int]) -> list[FollowUpRow]:
        """Rows of those ids, in their order."""
        with self._store.read() as reader:
            return queries.items(reader, ids)

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
        require(check_follow_up(follow_up))
        if not about:
            raise ValidationError.of(
                "subjects", _("Say whom or which project it is about: @contact #project.")
            )
        officer_id, reason = follow_up.officer_id or self._store.actor.officer_id, anyway.strip()
        label = N_("Log a follow-up where others have been: {reason}") if reason else N_("Log a follow-up")
        with self._store.write(label, reason=reason) as writer:
            if not reason:
                refuse_approach(writer, about, officer_id, follow_up.happened_on)
            saved = writer.save(replace(follow_up, officer_id=officer_id))
            for ref in about:
                writer.save(FollowUpSubject(follow_up_id=saved.key, target_kind=ref.kind, target_id=ref.id))
            note_contact(writer, saved, about)
            for file in files:
                name = file.name or picture_name(writer, about, saved.happened_on)
                keep_file(writer, Ref(kind="follow_up", id=saved.key), Paper(name=name, content=file.content))
            return saved

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

    def plan_next(self, follow_up_id: int, on: date | None) -> FollowUp:
        """A follow-up just logged with the next date it was asked for; what it is about is planned too.

        None plans nothing. Raises ValidationError if `on` lies before the follow-up.
        """
        authorize(self._store.actor, "follow_ups.change")
        with self._store.write(N_("Plan the next follow-up")) as writer:
            follow_up = replace(writer.get(FollowUp, follow_up_id), next_on=on)
            require(check_follow_up(follow_up))
            for ref in subjects_of(writer, follow_up_id):
                plan(writer, ref, on, follow_up.next_step)
            return writer.save(follow_up)

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

        Raises ValidationError naming what in the line is not known or not unique, Approached as `log` does.
        """
        parsed = parse_quick_line(line, today, picked)
        with self._store.read() as reader:
            given = tuple(about)
            subjects = [*given, *_resolved(reader, parsed, given)]
            people = [reader.get(Contact, ref.id).name for ref in subjects if ref.kind == "contact"]
        follow_up = FollowUp(
            happened_on=today,
            way=parsed.way or ContactWay.OTHER,
            with_whom="、".join(people),
            text=parsed.text or parsed.next_step or parsed.way_word,
            next_step=parsed.next_step,
            next_on=parsed.next_on,
        )
        return self.log(follow_up, subjects, anyway=anyway)

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
            return Today(
                groups=groups,
                tallies=steps.tallies(reader, mine, ids, on),
                longest_overdue=max((row.days_overdue for row in groups[TodayGroup.OVERDUE]), default=0),
                done=tuple(queries.items(reader, queries.between(reader, on, on, officer_id))),
                inbox_count=article_queries.count(reader, inbox),
                inbox_about_mine=len(about_mine),
                funnel=tuple(project_queries.funnel(reader, mine, on)),
                articles=tuple(article_queries.items(reader, about_mine[:8])),
            )

    def today_group(
        self, key: TodayGroup, on: date, officer_id: int | None = None, office_id: int | None = None
    ) -> tuple[DueRow, ...]:
        """Every row of a group, however long it is."""
        mine = ProjectFilter(owner_id=officer_id, office_id=office_id, is_open=True)
        with self._store.read() as reader:
            ids = project_queries.find(reader, steps.fitting(key, mine, on))
            return steps.due_rows(reader, {key: ids}, on)[key]


def _resolved(reader: Reader, parsed: QuickLine, about: Iterable[Ref]) -> list[Ref]:
    named = [token for token in parsed.tokens if token.kind in ("person", "project")]
    known = {token: token.ref for token in named if token.ref and _exists(reader, token.ref)}
    firms = firms_of(reader, [*about, *known.values()])
    return [
        known.get(token)
        or (_person(reader, token.text, firms) if token.kind == "person" else _project(reader, token.text))
        for token in named
    ]


def _exists(reader: Reader, ref: Ref) -> bool:
    return reader.find(record_class(ref.kind), ref.id) is not None


def _person(reader: Reader, name: str, firms: Collection[int]) -> Ref:
    contacts = reader.all(Contact, name=name)
    near = [
        contact
        for contact in contacts
        if contact.enterprise_id is not None and contact.enterprise_id in firms
    ]
    contacts = near or contacts  # 王总 of the firm that is talked about
    if len(contacts) == 1:
        return Ref(kind="contact", id=contacts[0].key)
    if not contacts and (firm := enterprise_named(reader, name)):
        return Ref(kind="enterprise", id=firm.key)
    hits = [] if contacts else reader.search(name, ["contact", "enterprise"], limit=2)
    if len(hits) == 1:
        return Ref(kind=hits[0].kind, id=hits[0].id)
    sentence = _("@{name} could be several people.") if contacts or hits else _("Nobody is called @{name}.")
    raise ValidationError.of("people", sentence.format(name=name))


def _project(reader: Reader, name: str) -> Ref:
    hits = reader.search(name, ["project"], limit=2)
    exact = [hit for hit in hits if hit.name == name]
    if len(exact) == 1 or len(hits) == 1:
        return Ref(kind="project", id=(exact or hits)[0].id)
    enterprise = enterprise_named(reader, name)
    of_firm = (
        project_queries.find(reader, ProjectFilter(enterprise_id=enterprise.id, is_open=True))
        if enterprise
        else []
    )
    if len(of_firm) == 1:
        return Ref(kind="project", id=of_firm[0])
    sentence = (
        _("#{name} could be several projects.") if hits or of_firm else _("No project is called #{name}.")
    )
    raise ValidationError.of("projects", sentence.format(name=name))
