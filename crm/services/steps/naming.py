"""Whom and what a quick line means by its names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crm.data.queries import projects as project_queries
from crm.data.reader import Reader
from crm.domain.directory import Contact
from crm.domain.errors import ValidationError
from crm.domain.quick_line import QuickLine
from crm.domain.records import Ref, record_class
from crm.domain.rows import ProjectFilter
from crm.i18n import _
from crm.services.steps.contacts import enterprise_named, firms_of


def meant_by(reader: Reader, parsed: QuickLine, about: Iterable[Ref]) -> list[Ref]:
    """Whom and what a quick line names; people of the firms in `about` go before their namesakes.

    Raises ValidationError naming what is not known or not unique.
    """
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
