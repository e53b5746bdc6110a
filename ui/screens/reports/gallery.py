"""The gallery of reports: name, and what it is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.shared.choice_list import CHOICE_ROLE, Choice, ChoiceModel, Index
from ui.shared.icons import paint_icon
from ui.shared.theme import font, metrics, theme

ROW = 52


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(CHOICE_ROLE)
        box: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(box, theme().colour("sel"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme().colour("acc"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme().colour("hover"))
        if isinstance(row, Choice):
            paint_icon(painter, QRect(box.left() + 16, box.top() + 10, 16, 16), row.kind, "t2")
            left, room = box.left() + 42, box.width() - 54
            single = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
            painter.setFont(font(13, bold=selected))
            painter.setPen(theme().colour("t1"))
            painter.drawText(QRect(left, box.top() + 7, room, 20), single, row.name)
            painter.setFont(font(12))
            painter.setPen(theme().colour("t3"))
            text = metrics(12).elidedText(row.detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, box.top() + 26, room, 18), single, text)
        painter.restore()


class Gallery(QListView):
    """Exactly one report is chosen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ring", "true")
        self._choices = ChoiceModel(self)
        self.setModel(self._choices)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_reports(self, reports: Sequence[Choice]) -> None:
        """Shows these; the first one stands chosen."""
        self._choices.show_choices(reports)
        self.setCurrentIndex(self._choices.index(0))

    @property
    def current(self) -> str:
        """The name of the chosen report."""
        choice = self._choices.choice(self.currentIndex().row())
        return str(choice.key) if choice is not None else ""

    def choose(self, name: str) -> None:
        """Chooses a report by its name."""
        for place in range(self._choices.rowCount()):
            choice = self._choices.choice(place)
            if choice is not None and choice.key == name:
                self.setCurrentIndex(self._choices.index(place))

    def _tell(self) -> None:
        if self.current:
            self.chosen.emit(self.current)
