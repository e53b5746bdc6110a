"""What stands beside the stops of a visit: the facts, the people of both sides, talks and files."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref
from crm.domain.rows import FollowUpRow
from crm.domain.visit_pages import VisitPage
from crm.domain.visits import Visit, VisitKind, VisitPerson
from crm.i18n import _
from ui.screens.records.files import FileSection
from ui.shared.labels import WAY_ICONS, day, sum_of
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.page_parts import RowSection, ScrollColumn, WidgetSection
from ui.shared.plain_text import PlainLabel

WIDTH = 372


class VisitSide(ScrollColumn):
    """Sections below each other."""

    record_opened = Signal(str, int)
    edit_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.facts = WidgetSection(_("About the visit"))
        self.links = LinkRows()
        self.links.setContentsMargins(4, 0, 4, 0)
        self.ours = RowSection(_("Our people"), _("Change the people"), self.edit_asked.emit)
        self.theirs = RowSection(_("Guests"), _("Change the people"), self.edit_asked.emit)
        self.talks = RowSection(_("Follow-ups"))
        self.files = FileSection(_("Drop files here, or add photos when reporting a stop"))
        self.add(self.facts)
        self.add(self.links, ruled=False)
        for section in (self.ours, self.theirs, self.talks, self.files):
            self.add(section)
        for people in (self.ours, self.theirs):
            people.rows.opened.connect(lambda _key: self.edit_asked.emit())
        for rows in (self.links, self.talks.rows):
            rows.opened.connect(lambda ref: self.record_opened.emit(ref.kind, ref.id))

    def show_page(self, page: VisitPage, today: date) -> None:
        """Shows what belongs to a visit."""
        self.facts.show_rows(_facts(page.visit), _("not filled in"), counted=False)
        self.links.show_rows(_links(page))
        is_reception = page.visit.kind is VisitKind.RECEPTION
        self.theirs.setVisible(is_reception or bool(page.theirs))
        self.ours.show_rows([_person(one) for one in page.ours], _("Nobody yet"))
        self.theirs.show_rows([_person(one) for one in page.theirs], _("Nobody yet"))
        talks = [_talk(row, today) for row in page.follow_ups]
        self.talks.show_rows(talks, _("A reported stop becomes a follow-up."))
        self.files.show_files(files_of(page))


def files_of(page: VisitPage) -> tuple[Attachment, ...]:
    """The files of a visit, and behind them those of its stops."""
    return (*page.files, *(file for told in page.stops for file in told.files))


def _facts(visit: Visit) -> list[QWidget]:
    told = (
        (_("Purpose"), visit.purpose),
        (_("Who comes"), visit.guests),
        (_("Number of guests"), str(visit.guest_count or "")),
        (_("Intended investment"), sum_of(visit.intended_investment)),
        (_("Why it was cancelled"), visit.cancel_reason),
        (_("What was talked about"), visit.outcome),
        (_("Note"), visit.note),
    )
    shown: list[QWidget] = []
    for name, text in told:
        if text:
            shown += [PlainLabel(name, pixels=12, tone="t3"), PlainLabel(text, wrap=True)]
    return shown


def _links(page: VisitPage) -> list[LinkRow]:
    """The article that told of the visit, and the enterprise that comes."""
    visit, links = page.visit, []
    if visit.article_id is not None and page.article:
        ref = Ref(kind="article", id=visit.article_id)
        links.append(LinkRow(key=ref, text=page.article, icon="article"))
    if visit.enterprise_id is not None and visit.guests:
        ref = Ref(kind="enterprise", id=visit.enterprise_id)
        links.append(LinkRow(key=ref, text=visit.guests, icon="enterprise"))
    return links


def _person(person: VisitPerson) -> LinkRow:
    told = "　".join(filter(None, [person.title, person.body]))
    icon = "leader" if person.is_leader else "officer" if person.officer_id is not None else "person"
    return LinkRow(key=person.key, lead=person.name, text=told, icon=icon)


def _talk(row: FollowUpRow, today: date) -> LinkRow:
    following = "　".join(filter(None, [day(row.next_on, today), row.next_step]))
    about = next((name for _ref, name in row.subjects), "")
    ref = next((ref for ref, _name in row.subjects), Ref(kind="follow_up", id=row.id))
    return LinkRow(
        key=ref,
        lead=about,
        text=row.text.replace("\n", " "),
        detail=_("Next: {what}").format(what=following) if following else "",
        right=day(row.happened_on, today),
        icon=WAY_ICONS[row.way],
        tip=row.text,
    )
