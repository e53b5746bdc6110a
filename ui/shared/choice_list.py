"""A list of choices with sections, as pickers and the command palette show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.shared.icons import paint_icon
from ui.shared.theme import font, metrics, theme

Index = QModelIndex | QPersistentModelIndex
ROW = 34
SECTION = 28
CHOICE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One row: `name` bold, `detail` grey, `kind` an icon, `hint` a key at the right end.

    `reason` says why it cannot be chosen. `section` is shown as a heading where it changes.
    """

    key: Any
    name: str
    kind: str = ""
    detail: str = ""
    hint: str = ""
    reason: str = ""
    section: str = ""


@dataclass(frozen=True)
class _Heading:
    text: str


class ChoiceModel(QAbstractListModel):
    """Choices and the headings between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Choice | _Heading] = []

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Shows these choices, in their order."""
        self.beginResetModel()
        self._rows = []
        section = ""
        for choice in choices:
            if choice.section != section:
                section = choice.section
                self._rows.append(_Heading(section))
            self._rows.append(choice)
        self.endResetModel()

    def choice(self, place: int) -> Choice | None:
        """The choice at a place, None for a heading."""
        row = self._rows[place] if 0 <= place < len(self._rows) else None
        return row if isinstance(row, Choice) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.choice(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == CHOICE_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text if isinstance(row, _Heading) else row.name
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, Choice):
            return " ".join(part for part in (row.name, row.detail, row.reason) if part)
        return None

    def mimeTypes(self) -> list[str]:
        return ["text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        made.setText("\n".join(str(index.data()) for index in indexes))
        return made

    def canDropMimeData(self, *_args: object) -> bool:
        return False

    def dropMimeData(self, *_args: object) -> bool:
        return False


class _ChoiceDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, SECTION if isinstance(index.data(CHOICE_ROLE), _Heading) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(CHOICE_ROLE)
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        if isinstance(row, _Heading):
            painter.setFont(font(12))
            painter.setPen(theme().colour("t3"))
            painter.drawText(box.adjusted(16, 4, -16, 0), int(Qt.AlignmentFlag.AlignVCenter), row.text)
        elif isinstance(row, Choice):
            selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
            if selected:
                painter.fillRect(box, theme().colour("sel"))
            self._paint_choice(painter, box.adjusted(16, 0, -16, 0), row)
        painter.restore()

    def _paint_choice(self, painter: QPainter, box: QRect, row: Choice) -> None:
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        off = bool(row.reason)
        if row.kind:
            place = QRect(box.left(), box.center().y() - 7, 16, 16)
            paint_icon(painter, place, row.kind, "t_off" if off else "t2")
            box = box.adjusted(24, 0, 0, 0)
        if row.hint:
            box = box.adjusted(0, 0, -self._paint_key(painter, box, row.hint) - 8, 0)
        bold = bool(row.detail) and not off  # a record; commands are regular
        measure = metrics(13, bold=bold)
        name = measure.elidedText(row.name, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font(13, bold=bold))
        painter.setPen(theme().colour("t3" if off else "t1"))
        painter.drawText(box, middle, name)
        rest = box.adjusted(measure.horizontalAdvance(name) + 12, 0, 0, 0)
        detail = row.reason or row.detail
        if detail and rest.width() > 24:
            painter.setFont(font(12))
            painter.setPen(theme().colour("t3"))
            elided = metrics(12).elidedText(detail, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, middle, elided)

    def _paint_key(self, painter: QPainter, box: QRect, hint: str) -> int:
        width = metrics(11).horizontalAdvance(hint) + 10
        place = QRect(box.right() - width, box.center().y() - 8, width, 18)
        painter.setPen(QPen(theme().colour("line_2"), 1))
        painter.setBrush(theme().colour("panel"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setFont(font(11))
        painter.setPen(theme().colour("t3"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), hint)
        return width


class ChoiceList(QListView):
    """The list itself; a text field in front of it keeps the keyboard."""

    chosen = Signal(object)  # Choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = ChoiceModel(self)
        self.setModel(self.choices)
        self.setItemDelegate(_ChoiceDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(lambda index: self.choose(index.row()))

    def show_choices(self, choices: Sequence[Choice], *, select_first: bool = True) -> None:
        """Shows these choices; the first one stands chosen."""
        self.choices.show_choices(choices)
        if select_first:
            self.step(1)

    def current(self) -> Choice | None:
        """The choice that Enter would take."""
        return self.choices.choice(self.currentIndex().row())

    def choose(self, place: int | None = None) -> None:
        """Takes the choice at a place, or the current one, if it can be taken."""
        choice = self.current() if place is None else self.choices.choice(place)
        if choice is not None and not choice.reason:
            self.chosen.emit(choice)

    def clear_choice(self) -> None:
        """Nothing stands chosen, until a key or the pointer chooses."""
        self.setCurrentIndex(QModelIndex())

    def step(self, direction: int) -> None:
        """Moves up (-1) or down (1) over headings."""
        place = self.currentIndex().row() + direction
        while 0 <= place < self.choices.rowCount():
            if self.choices.choice(place) is not None:
                self.setCurrentIndex(self.choices.index(place))
                return
            place += direction

    def wanted_height(self, rows: int = 10) -> int:
        """How high the list must be for its choices, at most `rows` of them."""
        count = self.choices.rowCount()
        total = sum(ROW if self.choices.choice(place) else SECTION for place in range(count))
        return min(total, rows * ROW) + 2 * self.frameWidth()
