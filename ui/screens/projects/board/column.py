"""A column of the board: its head with count, sum and silent share, and its cards; or folded to a strip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from crm.domain.board import BoardColumn
from crm.domain.money import Money
from crm.domain.rows import ProjectRow, StageCount
from crm.domain.stages import Stage
from crm.i18n import _, _n, language
from ui.screens.projects.board.card_list import CardList
from ui.screens.projects.board.card_model import CardModel, CardRows
from ui.shared.cells import paint_stage
from ui.shared.icons import icon
from ui.shared.labels import stage_name, stage_place, stages_shown, sum_of
from ui.shared.plain_text import ElidedLabel, PlainLabel, plain_tip
from ui.shared.theme import font, metrics, theme
from ui.shared.tokens import RADIUS_CONTROL

LEAST_WIDTH, FOLDED_WIDTH = 216, 40
HEAD_HEIGHT = 57


class StageColumn(QWidget):
    """One stage of the board. It begins folded; head and cards are made when it is unfolded first."""

    furnished = Signal()
    menu_asked = Signal()
    silent_asked = Signal()
    unfold_asked = Signal()

    def __init__(
        self,
        stage: Stage,
        rows: CardRows,
        say: Callable[[ProjectRow], str],
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.stage, self._today = stage, today
        self.found: BoardColumn | None = None
        self.is_folded = True
        self.is_target = False  # a card is held over it
        self.model = CardModel(rows, say, self)
        self._parts: tuple[_Head, CardList] | None = None
        self._told: tuple[str, StageCount] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.above = QVBoxLayout()  # where the quick line opens
        column.addLayout(self.above)
        self._dress()

    @property
    def is_furnished(self) -> bool:
        """False while it has never been unfolded."""
        return self._parts is not None

    @property
    def head(self) -> _Head:
        """What the column is called and comes to."""
        return self._furnish()[0]

    @property
    def cards(self) -> CardList:
        """The cards; a column that was never unfolded gets its list now."""
        return self._furnish()[1]

    def show_sums(self, found: BoardColumn) -> None:
        """Shows what the cards of a stage come to; `show_cards` shows them."""
        self.found = found
        self._tell()

    def show_cards(self) -> None:
        """Shows the cards as they were told last; a folded column needs none."""
        if self.found is not None:
            self.model.show_ids(() if self.is_folded else self.found.ids)

    @property
    def is_worth_showing(self) -> bool:
        """False without a card where the column is folded or the office has no such stage."""
        is_usual = not self.is_folded and self.stage in stages_shown()
        return is_usual or bool(self.found is not None and self.found.ids)

    def has(self, project_id: int) -> bool:
        """Whether the project is in this stage, folded or not."""
        found = self.found is not None and project_id in self.found.ids
        return self.model.place_of(project_id) is not None or (self.is_folded and found)

    def fold(self, folded: bool) -> None:
        """Shows the column as a narrow strip, or with its cards."""
        if folded == self.is_folded:
            return
        self.is_folded = folded
        head, cards = self._furnish()
        self.show_cards()
        head.setVisible(not folded)
        cards.setVisible(not folded)
        self._dress()

    def _furnish(self) -> tuple[_Head, CardList]:
        if self._parts is None:
            head, cards = _Head(self.stage), CardList(self.model, self._today)
            head.menu.clicked.connect(self.menu_asked)
            head.silent.clicked.connect(self.silent_asked)
            column = self.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(0, head)
            column.addWidget(cards, 1)
            self._parts = (head, cards)
            self._told = None
            self._tell()
            for part in self._parts:
                part.setVisible(not self.is_folded)
            self.furnished.emit()
        return self._parts

    def _tell(self) -> None:
        """Says how many there are, where it is seen and where it is heard."""
        if self.found is None:
            return
        self.setVisible(self.is_worth_showing)
        name, sums = stage_name(self.stage), self.found.sums
        if self._told == (name, sums):
            return
        self._told = (name, sums)
        counted = _n("{count} project", "{count} projects", sums.count)
        self.setAccessibleName(f"{name}, {counted}")
        if self._parts is not None:
            head, cards = self._parts
            head.show_sums(sums)
            cards.setAccessibleName(f"{name}, {counted}")
        if self.is_folded:
            self.update()  # else the cards would be painted again too

    def _dress(self) -> None:
        folded, policy = self.is_folded, QSizePolicy.Policy
        self.setVisible(self.is_worth_showing)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if folded else Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(FOLDED_WIDTH if folded else LEAST_WIDTH)
        self.setMaximumWidth(FOLDED_WIDTH if folded else 16777215)
        self.setSizePolicy(policy.Fixed if folded else policy.Expanding, policy.Expanding)
        self.setToolTip(plain_tip(_("Unfold {stage}").format(stage=stage_name(self.stage))) if folded else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if folded else Qt.CursorShape.ArrowCursor)
        self.update()

    def mark_target(self, target: bool) -> None:
        """Shows that a card held here would come into this stage."""
        if target != self.is_target:
            self.is_target = target
            self.update()

    # Qt's names from here

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_folded:
            self._paint_strip(painter)
        elif self.is_target:
            pen = QPen(theme().colour("acc"), 1)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(theme().colour("acc_soft"))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
        painter.end()

    def _paint_strip(self, painter: QPainter) -> None:
        here = theme()
        line = "ring" if self.hasFocus() else "acc" if self.is_target else "line"
        painter.setPen(QPen(here.colour(line), 2 if self.hasFocus() else 1))
        painter.setBrush(here.colour("acc_soft" if self.is_target else "sunken"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
        middle = self.width() // 2
        paint_stage(painter, middle - 4, 14, stage_place(self.stage))
        painter.setPen(here.colour("t1"))
        painter.setFont(font(12, bold=True))
        count = str(self.found.sums.count) if self.found is not None else ""
        painter.drawText(QRect(0, 24, self.width(), 20), int(Qt.AlignmentFlag.AlignCenter), count)
        painter.setPen(here.colour("t2"))
        painter.setFont(font(12))
        _paint_down(painter, stage_name(self.stage), middle, 52)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.is_folded and self.rect().contains(event.position().toPoint()):
            self.unfold_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_folded and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.unfold_asked.emit()
            return
        super().keyPressEvent(event)


class _Head(QWidget):
    """The head of a column."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._share = 0.0
        self.setFixedHeight(HEAD_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 14)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 0, 0)
        row.setSpacing(4)
        self.name = ElidedLabel(stage_name(stage), pixels=14, bold=True)
        self.count = PlainLabel(pixels=14, tone="t2")
        row.addWidget(self.name)
        row.addWidget(self.count)
        row.addStretch(1)
        self.silent = QToolButton()
        self.silent.setProperty("flat", "amb")
        self.silent.setFont(font(12))
        self.silent.setIcon(icon("stalled", "amb"))
        self.silent.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.silent.setToolTip(_("Show the silent ones alone"))
        self.silent.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the board do the same
        row.addWidget(self.silent)
        self.menu = QToolButton()
        self.menu.setIcon(icon("more"))
        self.menu.setProperty("flat", "narrow")
        self.menu.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.menu.setToolTip(_("Fold, sort, add"))
        self.menu.setAccessibleName(_("Column {stage}").format(stage=stage_name(stage)))
        row.addWidget(self.menu)
        column.addLayout(row)
        self.sum = ElidedLabel(pixels=12, tone="t2")
        self.sum.setFixedHeight(18)
        column.addWidget(self.sum)

    def show_sums(self, sums: StageCount) -> None:
        """Shows count, total and silent share."""
        self.name.setText(stage_name(self._stage))
        self.count.setText(str(sums.count))
        self.sum.setText(_sum_words(sums))
        self.silent.setVisible(bool(sums.stalled))
        self.silent.setText(_("silent {count}").format(count=sums.stalled))
        self._share = sums.stalled / sums.count if sums.count else 0.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_stage(painter, 4, 14, stage_place(self._stage))
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(4, self.height() - 11, self.width() - 8, 3)
        painter.setBrush(theme().colour("line"))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        if self._share:
            bar.setWidth(max(6.0, bar.width() * self._share))
            painter.setBrush(theme().colour("amb_bar"))
            painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.end()


def _sum_words(sums: StageCount) -> str:
    if not sums.count:
        return ""
    without = _n("{count} without amount", "{count} without amount", sums.without_amount)
    if not sums.total:
        return without if sums.without_amount else ""
    total = sum_of(Money(value=sums.total))
    if not sums.without_amount:
        return total
    return _("{total}, and {without}").format(total=total, without=without)


def _paint_down(painter: QPainter, text: str, middle: int, top: int) -> None:
    """Han characters below each other, Latin words turned."""
    if language() == "zh_CN":
        for place, character in enumerate(text):
            box = QRect(middle - 10, top + place * 16, 20, 16)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), character)
        return
    painter.save()
    painter.translate(middle, top)
    painter.rotate(90)
    width = metrics(12).horizontalAdvance(text) + 4
    painter.drawText(QRect(0, -10, width, 20), int(Qt.AlignmentFlag.AlignVCenter), text)
    painter.restore()
