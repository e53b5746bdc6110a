"""What stands behind a node: its firms and projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm.domain.directory import Industry, NodeState
from crm.domain.rows import ArticleRow, EnterpriseRow, ProjectRow
from crm.i18n import _
from ui.shared.cells import Badge, BadgeTone
from ui.shared.directory_labels import STATE_NAMES
from ui.shared.link_rows import LinkRow
from ui.shared.page_parts import RowSection, ScrollColumn, tool_button
from ui.shared.plain_text import ElidedLabel, PlainLabel
from ui.shared.record_rows import article_row, enterprise_row, project_row
from ui.shared.widgets.badges import BadgeRow

WIDTH = 336
TONES = {
    NodeState.STRONG: BadgeTone.ACCENT,
    NodeState.PRESENT: BadgeTone.OUTLINE,
    NodeState.WEAK: BadgeTone.AMBER,
    NodeState.MISSING: BadgeTone.RED,
}


@dataclass(frozen=True, kw_only=True)
class NodeFacts:
    """What is known of a node."""

    node: Industry
    firms: Sequence[EnterpriseRow]
    projects: Sequence[ProjectRow]
    articles: Sequence[ArticleRow]


class Inspector(QFrame):
    """The right column of the map."""

    edit_asked = Signal()
    opened = Signal(str, int)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setProperty("ground", "panel")
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        parts = ScrollColumn()
        self.projects = RowSection(_("Projects"))
        self.firms = RowSection(_("Enterprises"))
        self.articles = RowSection(_("Articles"))
        for kind, section in (
            ("project", self.projects),
            ("enterprise", self.firms),
            ("article", self.articles),
        ):
            section.rows.opened.connect(lambda key, kind=kind: self.opened.emit(kind, key))
            parts.add(section)
        column.addWidget(parts, 1)

    def show_node(self, facts: NodeFacts | None) -> None:
        """Shows a node, or that there is none."""
        self.edit.setVisible(facts is not None)
        if facts is None:
            self.name.setText(_("No node chosen"))
            self.note.setText("")
            self.badges.show_badges([])
            for section in (self.projects, self.firms, self.articles):
                section.rows.show_rows([])
            return
        node, today = facts.node, self._today()
        self.name.setText(node.name)
        state = [Badge(text=_(STATE_NAMES[node.state]), tone=TONES[node.state])] if node.state else []
        self.badges.show_badges(state)
        chief = _("chief: {name}").format(name=node.chief) if node.chief else ""
        self.note.setText("\n".join(filter(None, [chief, node.note])))
        self.note.setVisible(bool(self.note.text()))
        self._show(self.projects, [project_row(row, today) for row in facts.projects], _("No project yet."))
        none = _("No enterprise yet. Put one in on its page, under chain nodes.")
        self._show(self.firms, [enterprise_row(row, today) for row in facts.firms], none)
        articles = [article_row(row, "", today) for row in facts.articles]
        self._show(self.articles, articles, _("No article names it yet."))

    def _show(self, section: RowSection, rows: list[LinkRow], otherwise: str) -> None:
        section.rows.show_rows(rows, otherwise)
        section.head.note.setText(str(len(rows)) if rows else "")

    def _make_head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.name = ElidedLabel(pixels=20, bold=True)
        row.addWidget(self.name)
        self.badges = BadgeRow()
        row.addWidget(self.badges)
        row.addStretch(1)
        self.edit = tool_button("edit", _("Change the node (Enter)"), self.edit_asked.emit)
        row.addWidget(self.edit)
        column.addLayout(row)
        self.note = PlainLabel(tone="t2", wrap=True)
        column.addWidget(self.note)
        return head
