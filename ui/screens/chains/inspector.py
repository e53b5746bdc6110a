"""What a node is and who stands in it: facts changed in place, projects, enterprises and articles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from crm.domain.directory import Industry, NodeState
from crm.domain.rows import ArticleRow, EnterpriseRow, ProjectRow
from crm.i18n import _
from ui.dialogs.edit_industry import industry_fields
from ui.screens.chains.content import NodeContent
from ui.screens.chains.node_item import SQUARE, paint_state
from ui.shared.directory_labels import SEGMENT_NAMES, STATE_NAMES, grade_badge
from ui.shared.icons import icon
from ui.shared.labels import day, stage_name, stage_place, sum_of
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.plain_text import ElidedLabel, plain_tip
from ui.shared.screen import Desk
from ui.shared.widgets.fact_row import FactRow
from ui.shared.widgets.sections import SectionHead, rule

WIDTH = 336


class StateSquare(QWidget):
    """The coloured square of a state with its character."""

    def __init__(self, state: NodeState | None = None) -> None:
        super().__init__()
        self.setFixedSize(SQUARE, SQUARE)
        self._state: NodeState | None = None
        self.show_state(state)

    def show_state(self, state: NodeState | None) -> None:
        """Shows a state; None shows nothing."""
        self._state = state
        self.setVisible(state is not None)
        name = _(STATE_NAMES[state]) if state is not None else ""
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._state is not None:
            painter = QPainter(self)
            paint_state(painter, 0, 0, self._state)
            painter.end()


class Inspector(QScrollArea):
    """Shows one node, or the whole chain."""

    edited = Signal(str, object)
    refused = Signal(str)
    project_opened = Signal(object)  # id
    enterprise_opened = Signal(object)  # id
    article_opened = Signal(object)  # id
    more_asked = Signal(str, int)  # projects, enterprises or articles, and how many of them
    edit_asked = Signal()
    menu_asked = Signal()
    close_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: dict[str, FactRow] = {}
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "panel")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 16)
        self._column.setSpacing(0)
        self._column.addLayout(self._make_head())
        self._make_facts()
        self.projects = LinkRows()
        self.projects.opened.connect(self.project_opened)
        self.projects.more_asked.connect(partial(self.more_asked.emit, "projects"))
        self.project_head = self._section(_("Projects in hand"), self.projects)
        self.enterprises = LinkRows()
        self.enterprises.opened.connect(self.enterprise_opened)
        self.enterprises.more_asked.connect(partial(self.more_asked.emit, "enterprises"))
        self.enterprise_head = self._section(_("Enterprises"), self.enterprises)
        self.articles = LinkRows()
        self.articles.opened.connect(self.article_opened)
        self.articles.more_asked.connect(partial(self.more_asked.emit, "articles"))
        self.article_head = self._section(_("Articles"), self.articles)
        self._column.addStretch(1)
        self.setWidget(inside)

    def show_content(self, content: NodeContent) -> None:
        """Shows a node or chain."""
        record = content.record
        is_node = record.parent_id is not None
        self.title.setText(record.name)
        self.square.show_state(record.state if is_node else None)
        for key, row in self.rows.items():
            row.setVisible(is_node or key not in ("segment", "state"))
            if not row.is_editing:
                self._show_fact(record, key, row)
        today = self._desk.today
        _count(self.project_head, content.project_count)
        self.projects.show_rows(
            [_project_row(row, today) for row in content.projects],
            _("No project is at work on it."),
            count=content.project_count,
        )
        _count(self.enterprise_head, content.enterprise_count)
        self.enterprises.show_rows(
            [_enterprise_row(row) for row in content.enterprises],
            _("No enterprise stands here. Add the node on the page of an enterprise."),
            count=content.enterprise_count,
        )
        _count(self.article_head, content.article_count)
        self.articles.show_rows(
            [_article_row(row, today()) for row in content.articles],
            _("No article names it."),
            count=content.article_count,
        )

    def take_keyboard(self) -> None:
        """Gives the keyboard to the first fact."""
        self.rows["name"].setFocus()
        self.ensureVisible(0, 0)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 8, 4)
        row.setSpacing(8)
        self.title = ElidedLabel(pixels=20, bold=True)
        self.square = StateSquare()
        row.addWidget(self.title)
        row.addWidget(self.square)
        row.addStretch(1)
        self.edit = _flat("edit", _("Edit"), self.edit_asked.emit)
        self.more = _flat("more", _("More"), self.menu_asked.emit)
        self.close_button = _flat("close", _("Close (Esc)"), self.close_asked.emit)
        for button in (self.edit, self.more, self.close_button):
            row.addWidget(button)
        return row

    def _make_facts(self) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 4, 12, 8)
        holder.setSpacing(0)
        for field in industry_fields(is_node=True):
            row = FactRow(field.label, self._desk.tasks, field, today=self._desk.today)
            row.edited.connect(self.edited)
            row.refused.connect(self.refused)
            self.rows[field.key] = row
            holder.addWidget(row)
        self._column.addLayout(holder)

    def _section(self, title: str, rows: LinkRows) -> SectionHead:
        self._column.addWidget(rule())
        head = SectionHead(title)
        self._column.addWidget(head)
        holder = QVBoxLayout()
        holder.setContentsMargins(4, 0, 4, 8)
        holder.addWidget(rows)
        self._column.addLayout(holder)
        return head

    def _show_fact(self, record: Industry, key: str, row: FactRow) -> None:
        value = getattr(record, key)
        names: dict[Any, str] = {**SEGMENT_NAMES, **STATE_NAMES}
        row.show_fact(value, _(names[value]) if value in names else str(value or ""))


def _project_row(row: ProjectRow, today: Callable[[], date]) -> LinkRow:
    following = day(row.next_follow_up_on, today())
    told = [stage_name(row.stage), sum_of(row.total_investment)]
    return LinkRow(
        key=row.id,
        lead=row.enterprise,
        text=row.name,
        detail="   ".join(filter(None, [*told, _("next {day}").format(day=following) if following else ""])),
        stage=stage_place(row.stage),
    )


def _enterprise_row(row: EnterpriseRow) -> LinkRow:
    return LinkRow(
        key=row.id,
        lead=row.short_name or row.name,
        text=row.region,
        badges=grade_badge(row.grade),
        tip=row.name,
    )


def _article_row(row: ArticleRow, today: date) -> LinkRow:
    told = "   ".join(filter(None, [row.source, day(row.published_on, today)]))
    return LinkRow(key=row.id, text=row.title, detail=told)


def _count(head: SectionHead, count: int) -> None:
    head.note.setText(str(count) if count else "")


def _flat(symbol: str, tip: str, run: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(symbol))
    button.setToolTip(plain_tip(tip))
    button.setAccessibleName(tip)
    button.clicked.connect(lambda: run())
    return button
