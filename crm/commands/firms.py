"""What the command line tells of one enterprise: the same as its page in the window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from crm.app import Crm
from crm.commands.showing import show_record
from crm.domain.codec import to_plain
from crm.domain.directory import Enterprise
from crm.domain.firms import validity
from crm.domain.money import show
from crm.domain.rows import ContactRow
from crm.domain.stages import STAGE_NAMES
from crm.domain.timeline import EnterprisePage
from crm.i18n import _, language


def wanted(crm: Crm, text: str) -> Enterprise:
    """The enterprise of that id or name; NotFound if there is none, or more than one of the name."""
    return crm.directory.enterprise(int(text)) if text.isdigit() else crm.directory.find_enterprise(text)


def show_firm(crm: Crm, firm: Enterprise, today: date, *, with_group: bool, as_json: bool) -> None:
    """Prints an enterprise with what belongs to it, as lines or as one JSON object."""
    page = crm.directory.enterprise_page(firm.key, today, with_group=with_group)
    if as_json:
        print(json.dumps(to_plain(page.enterprise) | _parts(page), ensure_ascii=False))
        return
    show_record(page.enterprise, as_json=False)
    for line in _lines(page, today):
        print(line)


def _parts(page: EnterprisePage) -> dict[str, object]:
    names = ("aliases", "grounds", "grades", "protected_until", "contacts", "projects", "articles", "signals")
    return {name: to_plain(getattr(page, name)) for name in names} | {
        "subsidiaries": [firm.name for firm in page.subsidiaries],
        "parent": page.parent.name if page.parent else None,
        "first_contact": page.row.first_contact,
        "nodes": page.row.nodes,
        "follow_ups": [to_plain(entry.follow_up) for entry in page.timeline if entry.follow_up],
        "twins": [twin.name for twin in page.twins],
    }


def _lines(page: EnterprisePage, today: date) -> Iterator[str]:
    yield from _group(page)
    for ground in page.grounds:
        words = [ground.name, ground.batch, str(ground.valid_until or ""), ground.source]
        yield f"label: {' '.join(filter(None, words))} ({validity(ground, today)})"
    for grade in page.grades:
        on = grade.at.astimezone().date()
        yield f"grade: {' '.join(filter(None, [str(grade.grade or '—'), str(on), grade.who, grade.reason]))}"
    if page.row.first_contact:
        left = (page.protected_until - today).days if page.protected_until else 0
        yield f"first_contact: {page.row.first_contact} ({max(left, 0)})"
    for row in page.contacts:
        yield f"contact: {_person(row)}"
    for project in page.projects:
        total = show(project.total_investment, language()) if project.total_investment else "—"
        yield f"project: {project.id} {_(STAGE_NAMES[project.stage])} {total} {project.name}"
    for told in page.articles:
        yield f"article: {told.row.id} {told.row.published_on or '—'} {told.role} {told.row.title}"
    for signal in page.signals:
        yield f"signal: {signal.kind} {signal.told_on or '—'} {signal.quote}"
    for entry in page.timeline:
        if entry.kind == "follow_up":
            yield f"follow_up: {entry.day} {entry.title} {entry.text}"


def _group(page: EnterprisePage) -> Iterator[str]:
    if page.aliases:
        yield f"aliases: {'、'.join(page.aliases)}"
    if page.row.nodes:
        yield f"nodes: {page.row.nodes}"
    if page.parent is not None:
        yield f"parent: {page.parent.name}"
    for firm in page.subsidiaries:
        yield f"subsidiary: {firm.name} {firm.ownership or ''}".rstrip()


def _person(row: ContactRow) -> str:
    marks = [_("decides") if row.is_decision_maker else "", "" if row.is_current else _("left")]
    return " ".join(filter(None, [row.name, row.title, row.phone, *marks]))
