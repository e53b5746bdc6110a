"""Whom to call, what blocks the project, and its files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from crm.domain.evidence import EVIDENCE_NAMES, EvidenceKind
from crm.domain.files import may_be_opened
from crm.domain.follow_ups import Attachment
from crm.domain.project_names import Relation
from crm.domain.projects import Obstacle, Project
from crm.domain.rows import ContactRow
from crm.domain.stage_rules import EVIDENCE, Gate
from crm.domain.timeline import ProjectPage, Relative
from crm.i18n import _, _n
from ui.shared.icons import IconLabel, icon
from ui.shared.labels import day, field_name, stage_name
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.widgets.sections import SectionHead, rule, take_all

WIDTH = 304


class SidePanel(QScrollArea):
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
    classified = Signal(int, object)  # id of an attachment, EvidenceKind or None
    files_asked = Signal()
    files_dropped = Signal(list)  # paths as text
    attachment_shown = Signal(object)  # Attachment
    attachment_opened = Signal(int)
    attachment_saved = Signal(object)  # Attachment
    attachment_removed = Signal(int)

    def __init__(self, today: Callable[[], date], tasks: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(True)
        inside = QWidget()
        inside.setProperty("ground", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        self.contacts = self._section(column, _("Contacts"), _("Add a contact"), self.contact_asked.emit)
        column.addWidget(rule())
        column.addWidget(tasks)
        column.addWidget(rule())
        self.relatives = _Section(_("Phases and twins"), "", lambda: None)
        self.relatives.add.hide()
        column.addWidget(self.relatives)
        self._behind_relatives = rule()
        column.addWidget(self._behind_relatives)
        self.obstacles = self._section(
            column, _("Obstacles"), _("Note an obstacle"), lambda: self.obstacle_asked.emit(None)
        )
        column.addWidget(rule())
        self.papers = self._section(column, _("Papers"), _("Add files"), self.files_asked.emit)
        self.papers.add.hide()
        column.addWidget(rule())
        self.files = self._section(column, _("Attachments"), _("Add files"), self.files_asked.emit)
        column.addStretch(1)
        self.setWidget(inside)

    def show_page(self, page: ProjectPage) -> None:
        """Shows what belongs to a project."""
        self.contacts.show_rows([self._contact(row) for row in page.contacts], _("No contact yet"))
        is_open = [entry for entry in page.obstacles if entry.closed_on is None]
        self.obstacles.show_rows([self._obstacle(entry) for entry in is_open], _("Nothing blocks it"))
        self._show_papers(page)
        relatives = [*map(self._twin, page.twins), *map(self._relative, page.relatives)]
        self.relatives.setVisible(bool(relatives))
        self._behind_relatives.setVisible(bool(relatives))
        self.relatives.show_rows(relatives, "")
        hint = _("Drop files here, or paste a picture")
        self.files.show_rows([self._attachment(entry) for entry in page.attachments], hint)
        self.contacts.add.setEnabled(page.enterprise is not None)
        reason = _("Choose the enterprise of the project first.")
        self.contacts.add.setToolTip(plain_tip(_("Add a contact") if page.enterprise is not None else reason))

    def _section(self, column: QVBoxLayout, title: str, add: str, run: Callable[[], object]) -> _Section:
        section = _Section(title, add, run)
        column.addWidget(section)
        return section

    def _contact(self, row: ContactRow) -> QWidget:
        line = _Row()
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
        line = _Row(height=44)
        line.row.addWidget(IconLabel("obstacle", 16, "amb"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(entry.text))
        words.addWidget(ElidedLabel(self._until(entry), pixels=12, tone="t2"))
        line.row.addLayout(words, 1)
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
        line = _Row(height=44)
        line.row.addWidget(IconLabel("warning", 16, "amb"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(other.name))
        words.addWidget(PlainLabel(_("may be the same project"), pixels=12, tone="amb"))
        line.row.addLayout(words, 1)
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
        line = _Row(height=44)
        line.row.addWidget(IconLabel("project", 16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(relative.project.name))
        words.addWidget(PlainLabel(told_relation(relative), pixels=12, tone="t2"))
        line.row.addLayout(words, 1)
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
        line, kind, name = _Row(), gate.evidence, field_name(gate.key)
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

    def _kinds(self, menu: QMenu, entry: Attachment) -> None:
        """What the file proves, as a menu of its own."""
        below = menu.addMenu(icon("review"), _("Proves"))
        for kind, name in (("", _("nothing")), *((kind, _(name)) for kind, name in EVIDENCE_NAMES.items())):
            action = below.addAction(name)
            action.setCheckable(True)
            action.setChecked(entry.kind == kind)
            chosen = EvidenceKind(kind) if kind else None
            action.triggered.connect(lambda _on, chosen=chosen: self.classified.emit(entry.key, chosen))

    def _attachment(self, entry: Attachment) -> QWidget:
        line = _Row()
        line.row.addWidget(IconLabel("file", 16))
        name = ElidedLabel(entry.name, mode=Qt.TextElideMode.ElideMiddle)
        line.row.addWidget(name, 1)
        told = field_name(f"{EVIDENCE}{entry.kind}") if entry.kind else size_text(entry.size)
        line.row.addWidget(PlainLabel(told, pixels=12, tone="t2" if entry.kind else "t3"))
        look = line.add_button("view", _("Look at {name} (Space)").format(name=entry.name))
        look.clicked.connect(lambda: self.attachment_shown.emit(entry))
        menu = line.add_menu(_("Open, save or remove {name}").format(name=entry.name))
        opener = menu.addAction(icon("open"), _("Open a copy"))
        opener.setEnabled(may_be_opened(entry.name))
        opener.triggered.connect(lambda: self.attachment_opened.emit(entry.key))
        menu.addAction(icon("save"), _("Save as …")).triggered.connect(
            lambda: self.attachment_saved.emit(entry)
        )
        self._kinds(menu, entry)
        remove = menu.addAction(icon("delete"), _("Remove"))
        remove.triggered.connect(lambda: self.attachment_removed.emit(entry.key))
        return line

    # Qt's names from here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.files_dropped.emit(files)


class _Section(QWidget):
    """A head with a count and a plus, and the rows below it."""

    def __init__(self, title: str, add: str, run: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        self.head = SectionHead(title)
        self.add = QToolButton()
        self.add.setIcon(icon("add"))
        self.add.setToolTip(plain_tip(add))
        self.add.setAccessibleName(add)
        self.add.clicked.connect(lambda: run())
        self.head.add(self.add)
        column.addWidget(self.head)
        self.rows = QVBoxLayout()
        self.rows.setContentsMargins(16, 0, 8, 0)
        self.rows.setSpacing(2)
        column.addLayout(self.rows)

    def show_rows(self, rows: list[QWidget], otherwise: str) -> None:
        """Shows rows, or a word where there are none."""
        take_all(self.rows)
        self.head.note.setText(str(len(rows)) if rows else "")
        for row in rows or [PlainLabel(otherwise, pixels=12, tone="t3")]:
            self.rows.addWidget(row)


class _Row(QWidget):
    """One line with flat buttons at its end."""

    def __init__(self, height: int = 30) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def add_button(self, symbol: str, tip: str) -> QToolButton:
        """A flat button with an icon."""
        button = QToolButton()
        button.setIcon(icon(symbol))
        button.setToolTip(plain_tip(tip))
        button.setAccessibleName(tip)
        self.row.addWidget(button)
        return button

    def add_menu(self, tip: str) -> QMenu:
        """A button that opens a menu of what can be done with the line."""
        more = self.add_button("more", tip)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        more.setMenu(menu)
        return menu


def told_relation(relative: Relative) -> str:
    """What the other project is to the one shown."""
    if relative.link.relation is Relation.DISTINCT:
        return _("another project")
    return _("earlier phase") if relative.is_later else _("later phase")


def size_text(size: int) -> str:
    """86 KB, 4.1 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
