"""The right pane: what an article suggests, what the officer decides, what will be written."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from crm.domain.errors import ValidationError
from crm.domain.review import Candidate, Group, Suggestion, Summary
from crm.domain.suggestion_rules import Mode
from crm.i18n import _
from ui.screens.review.decisions import NEW_KINDS, Decisions, group_of
from ui.screens.review.tray_list import TrayList
from ui.screens.review.wording import REASONS, role_name, summary_text
from ui.shared.icons import icon
from ui.shared.plain_text import PlainLabel, mark
from ui.shared.widgets.sections import SectionHead, rule

WIDTH = 384


class Tray(QWidget):
    """Holds the decisions about the article that is shown."""

    decided = Signal()  # something was decided differently
    row_chosen = Signal(str)
    row_hovered = Signal(object)
    write_asked = Signal(bool)  # True: and go to the next article
    later_asked = Signal()
    irrelevant_asked = Signal(str)
    change_asked = Signal(str)
    unlink_asked = Signal(str)
    rule_asked = Signal(str, object)  # key of a row, the Mode that its name has from now on

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(WIDTH)
        self.decisions = Decisions()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = SectionHead(_("Review"))
        self.later = QPushButton(_("Later"))
        self.later.setProperty("flat_look", "true")
        self.later.clicked.connect(lambda: self.later_asked.emit())
        self.irrelevant = QPushButton(_("Irrelevant"))
        self.irrelevant.setProperty("flat_look", "true")
        self.irrelevant.clicked.connect(lambda: self.ask_reason())
        self.more = QToolButton()
        self.more.setIcon(icon("more"))
        self.more.setAccessibleName(_("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for widget in (self.later, self.irrelevant, self.more):
            self.head.add(widget)
        outer.addWidget(self.head)
        outer.addWidget(rule())
        self.list = TrayList()
        outer.addWidget(self.list, 1)
        outer.addWidget(rule())
        outer.addWidget(self._foot())
        self.list.toggled.connect(self.toggle)
        self.list.chosen.connect(self.row_chosen)
        self.list.hovered.connect(self.row_hovered)
        self.list.menu_asked.connect(self._show_menu)
        self.list.change_asked.connect(self.change_asked)

    def show_decisions(self, decisions: Decisions) -> None:
        """Shows another article's rows."""
        self.decisions = decisions
        self.list.rows.faults = {}
        self.list.selectionModel().clear()
        self._show()
        self.foot.setText("")
        self.list.set_first()

    def show_summary(self, summary: Summary) -> None:
        """Shows what would be written now."""
        self.foot.set_tone("t2")
        self.foot.setText(_("Will be written: {what}").format(what=summary_text(summary)))

    def show_faults(self, error: ValidationError) -> None:
        """Marks the rows that cannot be written as they are."""
        keys = {row.key for row in self.decisions.rows}
        self.list.rows.faults = {fault.field: fault.message for fault in error.faults if fault.field in keys}
        self.foot.set_tone("red")
        self.foot.setText(str(error))
        self.list.viewport().update()

    def set_can_write(self, allowed: bool) -> None:
        """Writing is off while no article is shown or one is being written."""
        for button in (self.write_next, self.write_only, self.later, self.irrelevant):
            button.setEnabled(allowed)

    def toggle(self, key: str) -> None:
        """Ticks a row or takes the tick away."""
        self._decide(lambda: self.decisions.toggle(key))

    def toggle_current(self) -> None:
        """Ticks the current row or takes the tick away."""
        if self.list.current is not None:
            self.toggle(self.list.current.key)

    def reject_current(self) -> None:
        """Says that the current row is wrong; a link that was written is taken back.

        Where that was said already, a rule for the name is offered.
        """
        row = self.list.current
        if row is not None and row.group is Group.CONFIRMED:
            self.unlink_asked.emit(row.key)
        elif row is not None and row.is_rejected and row.forms:
            self.ask_rule(row)
        elif row is not None:
            self.reject(row.key)

    def reject(self, key: str) -> None:
        """Says that a row is wrong, or takes that back."""
        self._decide(lambda: self.decisions.reject(key))

    def ask_rule(self, row: Suggestion) -> None:
        """Asks whether the rejection is taken back, or holds in all articles."""
        menu, at = QMenu(self), self.list.visualRect(self.list.currentIndex())
        names = {"text": row.text[:30].replace("&", "&&"), "name": row.name.replace("&", "&&")}
        menu.addAction(_("&1  Take the rejection back"), lambda: self.reject(row.key))
        always = _("&2  In all articles: “{text}” is never {name}").format(**names)
        menu.addAction(always, lambda: self.rule_asked.emit(row.key, Mode.BLOCK))
        hint = _("&3  In all articles: “{text}” only hints at {name}").format(**names)
        menu.addAction(hint, lambda: self.rule_asked.emit(row.key, Mode.HINT))
        menu.popup(self.list.viewport().mapToGlobal(at.bottomLeft()))
        self.rules_menu = menu

    def tick_sure(self) -> None:
        """Ticks every sure row."""
        self._decide(self.decisions.tick_sure)

    def tick_kind(self) -> None:
        """Ticks every row of the kind of the current one, or takes all their ticks away."""
        row = self.list.current
        if row is not None:
            self._decide(lambda: self.decisions.tick_kind(row.key))

    def tick_full_names(self) -> None:
        """Ticks every known record that the article calls by its full name."""
        self._decide(self.decisions.tick_full_names)

    def give_role(self, key: str, role: str) -> None:
        """The role is another one."""
        self._decide(lambda: self.decisions.give_role(key, role))

    def choose(self, key: str, candidate: Candidate) -> None:
        """The row means this record."""
        self._decide(lambda: self.decisions.choose(key, candidate))

    def make_new(self, key: str, name: str = "") -> None:
        """The row means a new record."""
        self._decide(lambda: self.decisions.make_new(key, name))

    def ask_reason(self) -> None:
        """Asks why the article is irrelevant."""
        menu = QMenu(self)
        for number, reason in enumerate(REASONS, start=1):
            name = f"&{number}  {_(reason)}"
            menu.addAction(name, lambda reason=reason: self.irrelevant_asked.emit(_(reason)))
        menu.popup(self.irrelevant.mapToGlobal(self.irrelevant.rect().bottomLeft()))
        self.reasons = menu

    def menu_of(self, row: Suggestion) -> QMenu:
        """What a row may mean and which role it may have."""
        menu = QMenu(self)
        if len(row.candidates) > 1 and row.target_kind != "project":
            menu.addSection(_("In the whole article “{text}” means").format(text=row.text[:30]))
        for candidate in row.candidates:
            name = f"{candidate.name}  {candidate.detail}".strip().replace("&", "&&")
            act = menu.addAction(name, lambda candidate=candidate: self.choose(row.key, candidate))
            act.setCheckable(True)
            act.setChecked(candidate.ref == row.target)
        if row.candidates and row.target_kind in NEW_KINDS:
            act = menu.addAction(_("None of these: a new one"), lambda: self.make_new(row.key))
            act.setCheckable(True)
            act.setChecked(row.kind is NEW_KINDS[row.target_kind])
        if row.candidates and row.roles:
            menu.addSeparator()
        for role in row.roles:
            act = menu.addAction(role_name(role), lambda role=role: self.give_role(row.key, role))
            act.setCheckable(True)
            act.setChecked(role == row.role)
        if row.target_kind in NEW_KINDS and row.target is None:
            menu.addSeparator()
            menu.addAction(_("Change the name…"), lambda: self.change_asked.emit(row.key))
        return menu

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("ground", "sunken")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        self.foot = PlainLabel(pixels=12, tone="t2", wrap=True)
        column.addWidget(self.foot)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.write_next = QPushButton(_("Write and next  ↵"))
        self.write_next.setProperty("primary", "true")
        mark(self.write_next, "large", "true")
        self.write_next.clicked.connect(lambda: self.write_asked.emit(True))
        self.write_only = QPushButton(_("Write only"))
        mark(self.write_only, "large", "true")
        self.write_only.clicked.connect(lambda: self.write_asked.emit(False))
        row.addWidget(self.write_next, 1)
        row.addWidget(self.write_only)
        column.addLayout(row)
        return foot

    def _decide(self, change: object) -> None:
        change()  # type: ignore[operator]
        self.list.rows.faults = {}
        self._show()
        self.decided.emit()

    def _show(self) -> None:
        rows = self.decisions.rows
        self.list.show_rows(rows)
        open_count = sum(group_of(row) is Group.OPEN for row in rows)
        count = sum(group_of(row) is Group.SUGGESTED for row in rows)
        told = [str(count), _("{count} to decide").format(count=open_count) if open_count else ""]
        self.head.note.setText(_(", ").join(part for part in told if part))

    def _show_menu(self, key: str, place: QPoint) -> None:
        row = self.decisions.row(key)
        if row is not None and row.group is not Group.CONFIRMED:
            menu = self.menu_of(row)
            if menu.actions():
                menu.popup(place)
