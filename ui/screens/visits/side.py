"""What stands beside the stops of a visit: the facts, the people of both sides, talks and files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.domain.follow_ups import Attachment
from crm.domain.records import Ref
from crm.domain.rows import FollowUpRow
from crm.domain.visit_pages import VisitPage
from crm.domain.visits import VisitKind, VisitPerson
from crm.i18n import _
from ui.shared.labels import WAY_ICONS, day, sum_of
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.page_parts import RowSection, ScrollColumn
from ui.shared.plain_text import PlainLabel
from ui.shared.widgets.sections import SectionHead, take_all

WIDTH = 372


class VisitSide(ScrollColumn):
    """Sections below each other."""

    record_opened = Signal(str, int)
    edit_asked = Signal()
    files_asked = Signal()
    file_shown = Signal(object)  # Attachment

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAcceptDrops(True)
        self._files: dict[int, Attachment] = {}
        self.add(self._make_facts())
        self.ours = RowSection(_("Our people"), _("Change the people"), self.edit_asked.emit)
        self.theirs = RowSection(_("Guests"), _("Change the people"), self.edit_asked.emit)
        self.talks = RowSection(_("Follow-ups"))
        self.files = RowSection(_("Attachments"), _("Add files"), self.files_asked.emit)
        for section in (self.ours, self.theirs, self.talks, self.files):
            self.add(section)
        self.ours.rows.opened.connect(lambda _key: self.edit_asked.emit())
        self.theirs.rows.opened.connect(lambda _key: self.edit_asked.emit())
        self.talks.rows.opened.connect(self._open)
        self.files.rows.opened.connect(lambda key: self.file_shown.emit(self._files[key]))
        self.article.opened.connect(self._open)

    def show_page(self, page: VisitPage, today: date) -> None:
        """Shows what belongs to a visit."""
        self._show_facts(page)
        is_reception = page.visit.kind is VisitKind.RECEPTION
        self.theirs.setVisible(is_reception or bool(page.theirs))
        self._show(self.ours, [_person(one) for one in page.ours], _("Nobody yet"))
        self._show(self.theirs, [_person(one) for one in page.theirs], _("Nobody yet"))
        talks = [_talk(row, today) for row in page.follow_ups]
        self._show(self.talks, talks, _("A reported stop becomes a follow-up."))
        kept = [*page.files, *(file for told in page.stops for file in told.files)]
        self._files = {file.key: file for file in kept}
        rows = [_file(file) for file in kept]
        self._show(self.files, rows, _("Drop files here, or add photos when reporting a stop"))

    def chosen_file(self) -> Attachment | None:
        """The file whose row has the keyboard."""
        return self._files.get(self.files.rows.current or 0)

    def _make_facts(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(SectionHead(_("About the visit")))
        self._facts = QVBoxLayout()
        self._facts.setContentsMargins(16, 0, 16, 0)
        self._facts.setSpacing(6)
        column.addLayout(self._facts)
        self.article = LinkRows()
        self.article.setContentsMargins(4, 0, 4, 0)
        column.addWidget(self.article)
        return holder

    def _show_facts(self, page: VisitPage) -> None:
        visit = page.visit
        take_all(self._facts)
        told = [
            (_("Purpose"), visit.purpose),
            (_("Who comes"), visit.guests),
            (_("Number of guests"), str(visit.guest_count or "")),
            (_("Intended investment"), sum_of(visit.intended_investment)),
            (_("Why it was cancelled"), visit.cancel_reason),
            (_("What was talked about"), visit.outcome),
            (_("Note"), visit.note),
        ]
        facts = [(name, text) for name, text in told if text]
        for name, text in facts:
            self._facts.addWidget(PlainLabel(name, pixels=12, tone="t3"))
            self._facts.addWidget(PlainLabel(text, wrap=True))
        if not facts:
            self._facts.addWidget(PlainLabel(_("not filled in"), pixels=12, tone="t3"))
        links = []
        if visit.article_id is not None and page.article:
            ref = Ref(kind="article", id=visit.article_id)
            links.append(LinkRow(key=ref, text=page.article, icon="article"))
        if visit.enterprise_id is not None and visit.guests:
            ref = Ref(kind="enterprise", id=visit.enterprise_id)
            links.append(LinkRow(key=ref, text=visit.guests, icon="enterprise"))
        self.article.show_rows(links)

    @staticmethod
    def _show(section: RowSection, rows: Sequence[LinkRow], otherwise: str) -> None:
        section.head.note.setText(str(len(rows)) if rows else "")
        section.rows.show_rows(rows, otherwise)

    def _open(self, ref: Ref) -> None:
        self.record_opened.emit(ref.kind, ref.id)


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


def _file(file: Attachment) -> LinkRow:
    return LinkRow(key=file.key, text=file.name, icon="file")
