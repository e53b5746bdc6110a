"""Whom to call, what blocks the project, and its files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.project_names import Relation
from crm.domain.projects import Obstacle, Project
from crm.domain.rows import ContactRow
from crm.domain.stage_rules import Gate
from crm.domain.timeline import ProjectPage, Relative
from crm.i18n import _, _n
from ui.screens.records.files import FileSection
from ui.shared.icons import IconLabel, icon
from ui.shared.labels import day, field_name, stage_name
from ui.shared.page_parts import ActionRow, ScrollColumn, WidgetSection
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.widgets.sections import rule

WIDTH = 304


class SidePanel(ScrollColumn):
    """Contacts, tasks, obstacles and attachments."""

    call_asked = Signal(str)  # a telephone number or WeChat name to copy
    contact_asked = Signal()
    obstacle_asked = Signal(object)  # Obstacle to change, None for a new one
    obstacle_closed = Signal(int)
    relative_asked = Signal(int)  # another project to open
    decided = Signal(int, object, bool)  # another project, Relation, whether this one is the later phase
    undecided = Signal(int)  # id of a decision to take back
    paper_asked = Signal(object)  # EvidenceKind to add a file for
    quote_asked = Signal(object)  # EvidenceKind to let a sentence stand for

    def __init__(self, today: Callable[[], date], tasks: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setAcceptDrops(True)
        self.contacts = WidgetSection(_("Contacts"), _("Add a contact"), self.contact_asked.emit)
        self.relatives = WidgetSection(_("Phases and twins"))
        self._before_relatives = rule()
        note = _("Note an obstacle")
        self.obstacles = WidgetSection(_("Obstacles"), note, lambda: self.obstacle_asked.emit(None))
        self.papers = WidgetSection(_("Papers"))
        self.files = FileSection(proves=True)
        self.add(self.contacts)
        self.add(tasks)
        self.add(self._before_relatives, ruled=False)
        self.add(self.relatives, ruled=False)
        for section in (self.obstacles, self.papers, self.files):
            self.add(section)

    def show_page(self, page: ProjectPage) -> None:
        """Shows what belongs to a project."""
        self.contacts.show_rows([self._contact(row) for row in page.contacts], _("No contact yet"))
        is_open = [entry for entry in page.obstacles if entry.closed_on is None]
        self.obstacles.show_rows([self._obstacle(entry) for entry in is_open], _("Nothing blocks it"))
        self._show_papers(page)
        relatives = [*map(self._twin, page.twins), *map(self._relative, page.relatives)]
        self.relatives.setVisible(bool(relatives))
        self._before_relatives.setVisible(bool(relatives))
        self.relatives.show_rows(relatives, "")
        self.files.show_files(page.attachments)
        self.contacts.add.setEnabled(page.enterprise is not None)
        reason = _("Choose the enterprise of the project first.")
        self.contacts.add.setToolTip(plain_tip(_("Add a contact") if page.enterprise is not None else reason))

    def _contact(self, row: ContactRow) -> QWidget:
        line = ActionRow()
        name = ElidedLabel(row.name, bold=True)
        line.row.addWidget(name)
        line.row.addWidget(ElidedLabel(row.title, tone="t2"), 1)
        line.row.addWidget(PlainLabel(day(row.last_contact_on, self._today()), pixels=12, tone="t3"))
        number = row.phone or row.wechat
        if number:
            copy = line.add_button("phone" if row.phone else "message", _("Copy {text}").format(text=number))
            copy.clicked.connect(lambda: self.call_asked.emit(number))
        return line

    def _obstacle(self, entry: Obstacle) -> QWidget:
        line = ActionRow(height=44)
        line.row.addWidget(IconLabel("obstacle", 16, "amb"))
        line.add_words(entry.text, self._until(entry))
        menu = line.add_menu(_("Change {name}, or mark it as solved").format(name=entry.text))
        menu.addAction(icon("edit"), _("Change")).triggered.connect(lambda: self.obstacle_asked.emit(entry))
        menu.addAction(icon("tick"), _("Solved")).triggered.connect(
            lambda: self.obstacle_closed.emit(entry.key)
        )
        return line

    def _until(self, entry: Obstacle) -> str:
        parts = [entry.kind, entry.responsible]
        if entry.due_on is not None:
            left = (entry.due_on - self._today()).days
            parts.append(_("until {day}").format(day=day(entry.due_on, self._today())))
            if left >= 0:
                parts.append(_n("{count} day left", "{count} days left", left))
            else:
                parts.append(_n("{count} day overdue", "{count} days overdue", -left))
        return "　".join(filter(None, parts))

    def _twin(self, other: Project) -> QWidget:
        """A project that may be this one, with the decisions to choose from."""
        line = ActionRow(height=44)
        line.row.addWidget(IconLabel("warning", 16, "amb"))
        line.add_words(other.name, _("may be the same project"), "amb")
        menu = line.add_menu(_("Decide about {name}").format(name=other.name))
        key = other.key
        menu.addAction(icon("open"), _("Open")).triggered.connect(lambda: self.relative_asked.emit(key))
        for text, relation, is_later in (
            (_("Another project"), Relation.DISTINCT, True),
            (_("This one is a later phase of it"), Relation.LATER_PHASE, True),
            (_("It is a later phase of this one"), Relation.LATER_PHASE, False),
        ):
            menu.addAction(text).triggered.connect(
                lambda _on, relation=relation, is_later=is_later: self.decided.emit(key, relation, is_later)
            )
        return line

    def _relative(self, relative: Relative) -> QWidget:
        """Another project and what was decided, which can be taken back."""
        line = ActionRow(height=44)
        line.row.addWidget(IconLabel("project", 16))
        line.add_words(relative.project.name, told_relation(relative))
        menu = line.add_menu(_("Open {name}, or take the decision back").format(name=relative.project.name))
        key, link = relative.project.key, relative.link.key
        menu.addAction(icon("open"), _("Open")).triggered.connect(lambda: self.relative_asked.emit(key))
        menu.addAction(icon("undo"), _("Take the decision back")).triggered.connect(
            lambda: self.undecided.emit(link)
        )
        return line

    def _show_papers(self, page: ProjectPage) -> None:
        """What the next stage asks for, and what of it is there."""
        project, following = page.project, page.row.next_stage or page.project.stage
        gates = [gate for gate in page.rules.asked_for(project, following) if gate.evidence is not None]
        met = sum(gate.is_met(project, page.held) for gate in gates)
        rows = [self._paper(gate, gate.is_met(project, page.held), bool(page.quotes)) for gate in gates]
        self.papers.setVisible(bool(gates))
        self.papers.head.title.setText(_("Papers for {stage}").format(stage=stage_name(following)))
        self.papers.show_rows(rows, "")
        self.papers.head.note.setText(f"{met} / {len(gates)}")

    def _paper(self, gate: Gate, is_there: bool, has_quotes: bool) -> QWidget:
        line, kind, name = ActionRow(), gate.evidence, field_name(gate.key)
        line.row.addWidget(IconLabel("done" if is_there else "busy", 16, "grn" if is_there else "t3"))
        line.row.addWidget(ElidedLabel(name, tone="t1" if is_there else "t2"), 1)
        if is_there:
            return line
        menu = line.add_menu(_("Add {name}").format(name=name))
        menu.addAction(icon("file"), _("A file …")).triggered.connect(lambda: self.paper_asked.emit(kind))
        quote = menu.addAction(icon("quote"), _("A sentence of an article …"))
        quote.setEnabled(gate.takes_quotes and has_quotes)
        quote.triggered.connect(lambda: self.quote_asked.emit(kind))
        return line


def told_relation(relative: Relative) -> str:
    """What the other project is to the one shown."""
    if relative.link.relation is Relation.DISTINCT:
        return _("another project")
    return _("earlier phase") if relative.is_later else _("later phase")
