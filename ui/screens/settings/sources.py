"""The sources and how they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from crm.app import Crm
from crm.domain.sources import Source, SourceKind, SourceRow
from crm.i18n import N_, _
from ui.dialogs.edit_source import EditSourceDialog
from ui.dialogs.list_page import ListPageDialog
from ui.dialogs.rules import BinDialog, RulesDialog, framed_button
from ui.rounds import Rounds
from ui.shared.actions import ActionSpec
from ui.shared.icons import icon
from ui.shared.plain_text import PlainLabel
from ui.shared.screen import Desk
from ui.shared.source_words import KIND_ICONS, KIND_NAMES, source_row
from ui.shared.two_lines import TwoLineList
from ui.shared.widgets.sections import Panel

SECTION = N_("Sources")
REFRESH_MS = 5000  # while the panel is shown: health is no record, nobody announces it


class SourcesPanel(Panel):
    """A list with what can be done about each."""

    def __init__(self, desk: Desk, crm: Crm, rounds: Rounds, parent: QWidget | None = None) -> None:
        super().__init__(_("Sources"), _("looked through for articles; all goes into the inbox"), parent)
        self._desk, self._crm, self._rounds = desk, crm, rounds
        self._rows: dict[int, SourceRow] = {}
        self.empty = PlainLabel(
            _("Add a folder, a feed or the news page of a zone, and its articles come by themselves."),
            tone="t3",
            wrap=True,
        )
        self.list = TwoLineList(_("Sources"), rows=4)
        self.list.opened.connect(lambda key: self.edit(key))
        self.list.chosen.connect(lambda _key: self._judge())
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list)
        self.body.addLayout(self._make_buttons())
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        rounds.polled.connect(self.refresh)
        desk.live.watch(self, ("source",), lambda _changes: self.refresh())
        self._register()
        self._show([])

    def add(self, kind: SourceKind) -> QDialog:
        """Asks for a new source."""
        interval = 5 if kind is SourceKind.FOLDER else 60
        return self._open(Source(kind=kind, interval_min=interval))

    def edit(self, key: int | None = None) -> QDialog | None:
        """Changes a source, the current one if none is named."""
        row = self._rows.get(key if key is not None else self.list.key() or 0)
        return self._open(row.source) if row is not None else None

    def poll(self) -> None:
        """Looks at the current source now."""
        row = self._rows.get(self.list.key() or 0)
        if row is not None:
            self._rounds.poll(row.source.key, row.source.name)

    def pause(self) -> None:
        """Lets the current source rest, or go on."""
        row = self._rows.get(self.list.key() or 0)
        if row is not None:
            key, rests = row.source.key, not row.source.is_paused
            self._desk.tasks.write(self, lambda: self._crm.sources.pause(key, rests))

    def remove(self) -> None:
        """Removes the current source; undo brings it back."""
        row = self._rows.get(self.list.key() or 0)
        if row is None:
            return
        key, told = row.source.key, _("Removed: {name}").format(name=row.source.name)

        def done(_none: None) -> None:
            self._desk.show_toast(told, [(_("Undo"), self._desk.undo)])

        self._desk.tasks.write(self, lambda: self._crm.sources.remove(key), done)

    def open_rules(self) -> QDialog:
        """Shows the rules."""
        return _opened(RulesDialog(self._desk, self._crm, self))

    def open_bin(self) -> QDialog:
        """Shows what rules dropped."""
        return _opened(BinDialog(self._desk, self._crm, self))

    def refresh(self) -> None:
        """Asks how the sources do."""
        self._desk.tasks.read(self, self._crm.sources.items, self._show, key="sources")

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.new = QPushButton(_("New source"))
        menu = QMenu(self.new)
        for kind, name in KIND_NAMES.items():
            menu.addAction(icon(KIND_ICONS[kind]), _(name), partial(self.add, kind))
        self.new.setMenu(menu)
        row.addWidget(self.new)
        self.buttons: dict[str, QToolButton] = {}
        acts: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("poll", "refresh", _("Look now"), self.poll),
            ("edit", "edit", _("Change the source"), self.edit),
            ("pause", "on_hold", _("Pause or go on"), self.pause),
            ("remove", "delete", _("Remove the source"), self.remove),
        )
        for key, symbol, name, run in acts:
            self.buttons[key] = framed_button(symbol, name, run)
            row.addWidget(self.buttons[key])
        row.addStretch(1)
        for name, run in ((_("Rules…"), self.open_rules), (_("Dropped…"), self.open_bin)):
            button = QPushButton(name)
            button.clicked.connect(lambda _on=False, run=run: run())
            row.addWidget(button)
        return row

    def _register(self) -> None:
        add = self._desk.actions.add
        for kind, text in (
            (SourceKind.FOLDER, N_("New watched folder")),
            (SourceKind.FEED, N_("New feed")),
            (SourceKind.LIST_PAGE, N_("New list page")),
        ):
            spec = ActionSpec(id=f"sources.{kind}", text=text, section=SECTION, icon=KIND_ICONS[kind])
            add(spec, partial(self.add, kind), scope=self)
        add(
            ActionSpec(
                id="sources.rules", text=N_("Rules for what comes in"), section=SECTION, icon="filter"
            ),
            self.open_rules,
            scope=self,
        )
        add(
            ActionSpec(id="sources.bin", text=N_("Dropped by rules"), section=SECTION, icon="delete"),
            self.open_bin,
            scope=self,
        )

    def _open(self, source: Source) -> QDialog:
        if source.kind is SourceKind.LIST_PAGE:
            return _opened(ListPageDialog(self._desk, self._crm, source, self))
        return _opened(EditSourceDialog(self._desk, self._crm, source, self))

    def _show(self, rows: list[SourceRow]) -> None:
        now = datetime.now(UTC)
        self._rows = {row.source.key: row for row in rows}
        self.list.show_rows([source_row(row, now) for row in rows])
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._judge()

    def _judge(self) -> None:
        for button in self.buttons.values():
            button.setEnabled(self.list.key() is not None)

    # Qt's names from here

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


def _opened(dialog: QDialog) -> QDialog:
    dialog.open()
    return dialog
