"""Whom to call, what blocks the project, and its files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from crm.domain.files import may_be_opened
from crm.domain.follow_ups import Attachment
from crm.domain.projects import Obstacle
from crm.domain.rows import ContactRow
from crm.domain.timeline import ProjectPage
from crm.i18n import _, _n
from ui.shared.icons import IconLabel, icon
from ui.shared.labels import day
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.widgets.sections import SectionHead, rule, take_all

WIDTH = 304


class SidePanel(QScrollArea):
    """Contacts, obstacles and attachments."""

    call_asked = Signal(str)  # a telephone number or WeChat name to copy
    contact_asked = Signal()
    obstacle_asked = Signal(object)  # Obstacle to change, None for a new one
    obstacle_closed = Signal(int)
    files_asked = Signal()
    files_dropped = Signal(list)  # paths as text
    attachment_shown = Signal(object)  # Attachment
    attachment_opened = Signal(int)
    attachment_saved = Signal(object)  # Attachment
    attachment_removed = Signal(int)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
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
        self.obstacles = self._section(
            column, _("Obstacles"), _("Note an obstacle"), lambda: self.obstacle_asked.emit(None)
        )
        column.addWidget(rule())
        self.files = self._section(column, _("Attachments"), _("Add files"), self.files_asked.emit)
        column.addStretch(1)
        self.setWidget(inside)

    def show_page(self, page: ProjectPage) -> None:
        """Shows what belongs to a project."""
        self.contacts.show_rows([self._contact(row) for row in page.contacts], _("No contact yet"))
        is_open = [entry for entry in page.obstacles if entry.closed_on is None]
        self.obstacles.show_rows([self._obstacle(entry) for entry in is_open], _("Nothing blocks it"))
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

    def _attachment(self, entry: Attachment) -> QWidget:
        line = _Row()
        line.row.addWidget(IconLabel("file", 16))
        name = ElidedLabel(entry.name, mode=Qt.TextElideMode.ElideMiddle)
        line.row.addWidget(name, 1)
        line.row.addWidget(PlainLabel(size_text(entry.size), pixels=12, tone="t3"))
        look = line.add_button("view", _("Look at {name} (Space)").format(name=entry.name))
        look.clicked.connect(lambda: self.attachment_shown.emit(entry))
        menu = line.add_menu(_("Open, save or remove {name}").format(name=entry.name))
        opener = menu.addAction(icon("open"), _("Open a copy"))
        opener.setEnabled(may_be_opened(entry.name))
        opener.triggered.connect(lambda: self.attachment_opened.emit(entry.key))
        menu.addAction(icon("save"), _("Save as …")).triggered.connect(
            lambda: self.attachment_saved.emit(entry)
        )
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


def size_text(size: int) -> str:
    """86 KB, 4.1 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
