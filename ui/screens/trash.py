"""What was deleted: one list of all kinds, to restore from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm.app import Crm
from crm.domain.errors import CrmError
from crm.i18n import N_, _, _n
from crm.services.steps.trash import KEPT_FOR, RestoreOffer, TrashRow
from ui.shared.actions import ActionSpec, key_name
from ui.shared.labels import joined
from ui.shared.live import Changes
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.record_labels import kind_name
from ui.shared.screen import Desk
from ui.shared.theme import font
from ui.shared.tokens import ROW_HEIGHT
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import EmptyState


class TrashPanel(QWidget):
    """Deleted records, the newest first."""

    def __init__(self, desk: Desk, crm: Crm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._crm = desk, crm
        self._rows: list[TrashRow] = []
        self._shown: list[TrashRow] = []
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_bar())
        self.list = _table()
        self.list.itemSelectionChanged.connect(self._judge)
        self.list.doubleClicked.connect(lambda _index: self.restore())
        self._empty = EmptyState(_("The trash is empty."), symbol="delete")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.list)
        column.addWidget(holder, 1)
        self._register()
        desk.live.watch(self, (), self.refresh)

    @property
    def current(self) -> TrashRow | None:
        """The chosen record."""
        place = self.list.currentRow()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def refresh(self, _changes: Changes | None = None) -> None:
        """Reads the list again."""
        self._desk.tasks.read(self, self._crm.history.trash, self._take, key="trash")

    def restore(self) -> None:
        """Brings the chosen record back."""
        row = self.current
        if row is not None:
            self._desk.tasks.read(
                self, lambda: self._crm.history.offer_restore(row), self._ask_or_restore, key="offer"
            )

    def empty(self) -> None:
        """Lets go of what has lain for 90 days, after asking."""
        count = len(self._old())
        question = _n(
            "Let {count} record go for good? It was deleted more than 90 days ago.",
            "Let {count} records go for good? They were deleted more than 90 days ago.",
            count,
        )
        if count and self._desk.prompts.confirm(self, question, _("Empty"), danger=True):
            now = datetime.now(UTC)
            self._desk.tasks.write(self, lambda: self._crm.history.empty_trash(now), failed=self._refused)

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        bar.setSpacing(8)
        self.search = SearchField(_("Name, kind or person"))
        self.search.setMaximumWidth(400)
        self.search.searched.connect(lambda _text: self._show())
        bar.addWidget(self.search, 1)
        self.note = PlainLabel(_("Kept for at least 90 days"), pixels=12, tone="t3")
        bar.addWidget(self.note)
        bar.addStretch(1)
        self.restore_button = QPushButton(_("Restore"))
        self.restore_button.setToolTip(plain_tip(key_name("Ctrl+Return")))
        self.restore_button.clicked.connect(lambda: self.restore())
        self.empty_button = QPushButton(_("Empty"))
        self.empty_button.clicked.connect(lambda: self.empty())
        bar.addWidget(self.empty_button)
        bar.addWidget(self.restore_button)
        return bar

    def _register(self) -> None:
        spec = ActionSpec(
            id="trash.restore",
            text=N_("Restore the record"),
            section=N_("History"),
            icon="undo",
            shortcut="Ctrl+Return",
        )
        why = lambda: "" if self.current is not None else _("No record is chosen.")  # noqa: E731
        self._desk.actions.add(spec, self.restore, scope=self, reason=why)
        spec = ActionSpec(id="trash.empty", text=N_("Empty the trash"), section=N_("History"), icon="delete")
        self._desk.actions.add(spec, self.empty, scope=self, reason=self._why_not_empty)

    def _why_not_empty(self) -> str:
        return "" if self._old() else _("Nothing has lain here for 90 days.")

    def _old(self) -> list[TrashRow]:
        before = datetime.now(UTC) - KEPT_FOR
        return [row for row in self._rows if row.at <= before]

    def _take(self, rows: list[TrashRow]) -> None:
        self._rows = rows
        self._show()

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        chosen = self.current
        self._shown = [row for row in self._rows if all(word in _searched(row) for word in words)]
        self._stack.setCurrentWidget(self.list if self._shown else self._empty)
        _fill(self.list, self._shown)
        place = next((place for place, row in enumerate(self._shown) if row == chosen), 0)
        self.list.selectRow(place)
        old = len(self._old())
        self.empty_button.setText(_("Empty ({count})").format(count=old) if old else _("Empty"))
        self.empty_button.setEnabled(bool(old))
        self.empty_button.setToolTip(plain_tip(self._why_not_empty()))
        self._judge()

    def _judge(self) -> None:
        self.restore_button.setEnabled(self.current is not None)
        self._desk.actions.refresh()

    def _ask_or_restore(self, offer: RestoreOffer) -> None:
        if offer.partners:
            names = joined(f"{kind_name(row.ref.kind)} {row.name}" for row in offer.partners)
            question = _("It needs what was deleted, too: {names}. Restore both?").format(names=names)
            if not self._desk.prompts.confirm(self, question, _("Restore")):
                return

        def done(_value: None) -> None:
            self._desk.show_toast(_("Restored: {name}").format(name=offer.row.name))

        self._desk.tasks.write(self, lambda: self._crm.history.restore(offer), done, failed=self._refused)

    def _refused(self, error: CrmError) -> None:
        self._desk.show_toast(str(error), is_error=True)


def _searched(row: TrashRow) -> str:
    return f"{row.name} {kind_name(row.ref.kind)} {row.who}".casefold()


def _table() -> QTableWidget:
    table = QTableWidget(0, 5)
    table.setAccessibleName(_("Trash"))
    table.setProperty("ring", "true")
    titles = (_("Kind of record"), _("Record"), _("Deleted by"), _("Deleted"), _("Together with"))
    table.setHorizontalHeaderLabels(list(titles))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setFont(font())
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    for column, width in ((0, 150), (2, 130), (3, 160), (4, 170)):
        head.resizeSection(column, width)
    return table


def _fill(table: QTableWidget, rows: Sequence[TrashRow]) -> None:
    table.setRowCount(len(rows))
    for place, row in enumerate(rows):
        more = _n("{count} more record", "{count} more records", row.with_it) if row.with_it else ""
        when = f"{row.at.astimezone():%Y-%m-%d %H:%M}"
        name = " ".join(row.name.split())
        for column, text in enumerate((kind_name(row.ref.kind), name, row.who, when, more)):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tip(text))
            table.setItem(place, column, item)
