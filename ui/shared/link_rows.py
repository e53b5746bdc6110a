"""Short lists of records, each row a link: panels of pages and inspectors are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm.i18n import _n
from ui.shared.cells import FULL_SPACE, Badge, badge_width, paint_badge, paint_stage
from ui.shared.icons import paint_icon
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.tab_order import follow
from ui.shared.theme import font, metrics, theme
from ui.shared.widgets.sections import take_all

ONE_LINE, TWO_LINES = 32, 48
EDGE = 12
FIRST, STEP = 30, 100  # rows shown at once, and with each wish for more
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """One record: bold lead, text, a grey line below, and what stands at the right end."""

    key: Any
    text: str = ""
    lead: str = ""
    detail: str = ""
    right: str = ""
    right_tone: str = "t3"
    right_icon: str = ""
    icon: str = ""
    stage: int | None = None  # square before the detail
    badges: tuple[Badge, ...] = ()
    tip: str = ""
    tone: str = "t1"


class LinkRows(QWidget):
    """Rows below each other; a click or Enter opens one. A long list shows its first rows, then more."""

    opened = Signal(object)  # key of the row
    entered = Signal(object)  # key of the row that got the keyboard
    more_asked = Signal(int)  # so many rows are wanted, more than were given

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.rows: list[_RowWidget] = []
        self.more: _RowWidget | None = None  # the row below that shows more
        self._known: tuple[LinkRow, ...] = ()
        self._wanted = FIRST
        self._shown: tuple[tuple[LinkRow, ...], str, int] | None = None
        self.current: Any = None  # key of the row that has or had the keyboard, or was clicked

    def show_rows(self, rows: Sequence[LinkRow], otherwise: str = "", *, count: int = 0) -> None:
        """Shows these rows, or a word where there are none; the keyboard stays with its row.

        Rows that are shown already stay as they are: a refresh that brings nothing new paints nothing.
        `count` is how many there are where `rows` are but the first of them.
        """
        if self._shown == (shown := (tuple(rows), otherwise, count)):
            return
        self._shown = shown
        keys = [row.key for row in rows]
        if self._wanted > FIRST and not {row.key for row in self._known}.intersection(keys):
            self._wanted = FIRST  # another record
        self._known = tuple(rows)
        here = self.window().focusWidget()  # also while a dialog is open over the window
        focused = next((n for n, row in enumerate(self._widgets()) if row is here), None)
        current, was_more = self.current, self.more is not None and self.more is here
        take_all(self._column)
        self.rows, self.more = [], None
        self._fill(max(count, len(rows)))
        if not rows and otherwise:
            label = PlainLabel(otherwise, pixels=12, tone="t3", wrap=True)
            label.setContentsMargins(EDGE, 6, EDGE, 6)
            self._column.addWidget(label)
        if focused is not None and self.rows:
            is_there = current in keys[: len(self.rows)] and not was_more
            place = keys.index(current) if is_there else focused
            self._give_keyboard(min(place, len(self.rows) - 1))
        else:
            self.current = current

    def show_key(self, key: Any) -> None:
        """Gives the keyboard to the row of that key."""
        place = next((n for n, row in enumerate(self._known) if row.key == key), None)
        if place is None:
            return
        if place >= len(self.rows):
            self._show_more(place + 1)
        self._give_keyboard(place)
        self._enter(key)

    def texts(self) -> list[str]:
        """Every row that is shown as text."""
        return [row.accessibleName() for row in self.rows]

    def _widgets(self) -> list[_RowWidget]:
        return self.rows if self.more is None else [*self.rows, self.more]

    def _fill(self, count: int) -> None:
        """Adds the rows that are wanted and not there yet, and the row that shows the rest."""
        for row in self._known[len(self.rows) : self._wanted]:
            widget = _RowWidget(row)
            widget.clicked.connect(self._open)
            widget.entered.connect(self._enter)
            self._place(widget)
            self.rows.append(widget)
        if rest := count - len(self.rows):
            text = _n("Show {count} more", "Show {count} more", min(rest, STEP))
            self.more = _RowWidget(LinkRow(key=None, text=text, icon="down", tone="acc_t"))
            self.more.clicked.connect(lambda _key: self._show_more(len(self.rows) + STEP))
            self._place(self.more)

    def _place(self, widget: _RowWidget) -> None:
        """Puts a row below the others; Tab reaches it there, however late it was made."""
        self._column.addWidget(widget)
        follow(self.rows[-1] if self.rows else self, widget)

    def _show_more(self, wanted: int) -> None:
        assert self._shown is not None
        self._wanted, count = wanted, max(self._shown[2], len(self._known))
        if len(self._known) < min(wanted, count):
            self.more_asked.emit(wanted)
            return
        place, had_keyboard = len(self.rows), self.more is not None and self.more.hasFocus()
        if self.more is not None:
            self._column.removeWidget(self.more)
            self.more.deleteLater()
            self.more = None
        self._fill(count)
        if had_keyboard:
            self._give_keyboard(place)

    def _give_keyboard(self, place: int) -> None:
        self.rows[place].show()  # what is not shown yet cannot take the keyboard
        self.rows[place].setFocus()

    def _open(self, key: Any) -> None:
        self.current = key  # the mouse leaves the keyboard where it is
        self.opened.emit(key)

    def _enter(self, key: Any) -> None:
        self.current = key
        self.entered.emit(key)


class _RowWidget(QWidget):
    clicked = Signal(object)
    entered = Signal(object)

    def __init__(self, row: LinkRow) -> None:
        super().__init__()
        self._row = row
        self._is_hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(TWO_LINES if row.detail else ONE_LINE)
        words = [row.lead, row.text, row.detail, *(badge.text for badge in row.badges), row.right]
        self.setAccessibleName(" ".join(filter(None, words)))
        self.setToolTip(plain_tip(row.tip or "\n".join(filter(None, [f"{row.lead} {row.text}", row.detail]))))
        theme().changed.connect(self.update)

    @property
    def key(self) -> Any:
        """What the row stands for."""
        return self._row.key

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self._row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(self._row.key)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        self.entered.emit(self._row.key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        here, row = theme(), self._row
        if self._is_hovered:
            painter.fillRect(self.rect(), here.colour("hover"))
        box = self.rect().adjusted(EDGE, 0, -EDGE, 0)
        if row.icon:
            paint_icon(painter, QRect(box.left(), 9 if row.detail else 8, 16, 16), row.icon, "t2")
            box.setLeft(box.left() + 26)
        upper = QRect(box.left(), 5 if row.detail else 6, box.width(), 20)
        self._paint_upper(painter, QRect(upper), self._paint_right(painter, QRect(upper)))
        if row.detail:
            lower = upper.translated(0, 19)
            if row.stage is not None:
                paint_stage(painter, lower.left(), lower.center().y() + 1, row.stage)
                lower.setLeft(lower.left() + 14)
            _paint(painter, lower, row.detail, "t2", 12)
        if self.hasFocus():
            painter.setPen(QPen(here.colour("ring"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_right(self, painter: QPainter, box: QRect) -> int:
        """Answers how much room is taken."""
        row, used = self._row, 0
        if row.right:
            used = metrics(12).horizontalAdvance(row.right) + 2
            _paint(painter, QRect(box.right() - used, box.top(), used + 2, 20), row.right, row.right_tone, 12)
            if row.right_icon:
                used += 16
                place = QRect(box.right() - used, box.center().y() - 6, 12, 12)
                paint_icon(painter, place, row.right_icon, row.right_tone)
            used += 10
        for badge in reversed(row.badges):
            used += badge_width(badge) + 4
            paint_badge(painter, box.right() - used, box.center().y() + 1, badge)
        return used

    def _paint_upper(self, painter: QPainter, box: QRect, taken: int) -> None:
        row = self._row
        box.setRight(box.right() - taken)
        if row.lead:
            _paint(painter, box, row.lead, row.tone, 13, bold=True)
            step = metrics(13, bold=True).horizontalAdvance(row.lead)
            box.setLeft(box.left() + step + metrics().horizontalAdvance(FULL_SPACE))
        _paint(painter, box, row.text, row.tone, 13)


def _paint(painter: QPainter, box: QRect, text: str, tone: str, pixels: int, *, bold: bool = False) -> None:
    if box.width() <= 0:
        return
    painter.setFont(font(pixels, bold=bold))
    painter.setPen(theme().colour(tone))
    elided = metrics(pixels, bold=bold).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, MIDDLE, elided)
