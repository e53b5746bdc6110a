"""The left pane: articles with title, source, date and hits, loaded as they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm.domain.articles import ArticleState, doubts
from crm.domain.rows import ArticleRow, Sort
from crm.i18n import N_, _, _n
from ui.screens.review.wording import DOUBTS, day_text
from ui.shared.icons import icon, paint_icon
from ui.shared.plain_text import PlainLabel, line_field
from ui.shared.record_model import RecordModel, Role, RowSource, TableColumn
from ui.shared.tasks import Tasks
from ui.shared.theme import font, metrics, theme
from ui.shared.tokens import BAR_HEIGHT
from ui.shared.widgets.chips import Chip
from ui.shared.widgets.sections import rule

WIDTH = 296
ROW = 78  # two lines of title and one of facts, the same for all: ten thousand rows need no measuring
FEW = 1000  # beyond these there is no room for how many wait
Index = QModelIndex | QPersistentModelIndex

SORTS = (
    (N_("Newest first"), Sort(key="published_on", descending=True)),
    (N_("Oldest first"), Sort(key="published_on")),
    (N_("Last added first"), Sort(key="id", descending=True)),
    (N_("Most projects first"), Sort(key="project_hits", descending=True)),
)
_HITS = (
    ("enterprise", "enterprise_hits", "enterprise"),
    ("zone", "zone_hits", "zone"),
    ("industry", "industry_hits", "industry"),
)


class ArticleList(QWidget):
    """Which article is read is told by `opened`; what is filtered by `filter_changed`."""

    opened = Signal(int)
    filter_changed = Signal()

    def __init__(self, tasks: Tasks, source: RowSource, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(WIDTH)
        column = TableColumn(
            key="title", header="", value=lambda row: row, show=lambda row: _spoken(row, today())
        )
        self.records = RecordModel(tasks, [column], source, parent=self)
        self._current: int | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head())
        outer.addWidget(rule())
        self.field = line_field(hint=_("Words in the article"), name=_("Filter articles"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _text: self.filter_changed.emit())
        self.doubt = _doubt_box()
        self.doubt.activated.connect(lambda _place: self.filter_changed.emit())
        self.narrowing = QWidget()
        narrowing = QVBoxLayout(self.narrowing)
        narrowing.setContentsMargins(12, 8, 12, 8)
        narrowing.setSpacing(6)
        narrowing.addWidget(self.field)
        narrowing.addWidget(self.doubt)
        self.narrowing.hide()
        outer.addWidget(self.narrowing)
        self.view = self._make_view(today)
        outer.addWidget(self.view, 1)
        self.records.loaded.connect(self._show_current)

    def load(self) -> None:
        """Asks for the articles for the first time."""
        self.records.sort_by(SORTS[0][1])

    @property
    def text(self) -> str:
        """The words that articles must hold."""
        return self.field.text().strip()

    @property
    def doubt_filter(self) -> dict[str, Any]:
        """The fields of an ArticleFilter that choose doubtful captures."""
        return dict(self.doubt.currentData() or {})

    @property
    def is_filtered(self) -> bool:
        """Whether words, the chip or a doubt narrow the list."""
        return bool(self.text or self.in_hand.isChecked() or self.doubt_filter)

    def clear_filter(self) -> None:
        """Shows every article of the view again."""
        self.in_hand.setChecked(False)
        self.doubt.setCurrentIndex(0)
        self.field.clear()
        self.narrowing.hide()
        self.filter_changed.emit()

    @property
    def current(self) -> int | None:
        """The article shown beside the list."""
        return self._current

    def set_current(self, article_id: int | None) -> None:
        """Marks an article as the one shown, without opening it."""
        self._current = article_id
        self._show_current()

    def step(self, direction: int, *, from_place: int | None = None) -> bool:
        """Opens the next (1) or the one before (-1); False at the end."""
        ids = self.records.record_ids
        place = self.records.row_of(self._current) if self._current is not None else None
        if place is None:
            place = (from_place if from_place is not None else 0) - (1 if direction > 0 else 0)
        wanted = place + direction
        if not 0 <= wanted < len(ids):
            return False
        self.opened.emit(ids[wanted])
        return True

    def neighbour(self) -> int | None:
        """The article that comes after the current one, else the one before it."""
        ids = self.records.record_ids
        place = self.records.row_of(self._current) if self._current is not None else None
        if place is None:
            return ids[0] if ids else None
        around = [*ids[place + 1 : place + 2], *ids[max(0, place - 1) : place]]
        return around[0] if around else None

    def show_filter(self) -> None:
        """Opens the fields for words and doubts, or closes them and forgets what they say."""
        if self.narrowing.isHidden():
            self.narrowing.show()
            self.field.setFocus()
        else:
            self.clear_filter()
            self.view.setFocus()

    def show_progress(self, done: int, inbox: int) -> None:
        """How far the officer has come today."""
        total = done + inbox
        told = f"{done}/{total}" if total < FEW else str(done)
        self.progress.setText(_("Today {progress}").format(progress=told) if total else "")

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(BAR_HEIGHT)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(6)
        self.in_hand = Chip(_("In hand"))
        self.in_hand.setToolTip(_("Only articles that name the enterprise of a project in hand"))
        self.in_hand.toggled.connect(lambda _on: self.filter_changed.emit())
        row.addWidget(self.in_hand)
        self.filter = Chip(_("Filter"), symbol="filter", checkable=False)
        self.filter.clicked.connect(self.show_filter)
        row.addWidget(self.filter)
        row.addStretch(1)
        self.progress = PlainLabel(pixels=12, tone="t3")
        self.progress.setToolTip(_("Looked at today, of those and what waits"))
        row.addWidget(self.progress)
        row.addWidget(self._sort_button())
        return head

    def _sort_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("sort"))
        button.setIconSize(QSize(16, 16))
        button.setAccessibleName(_("Order"))
        button.setToolTip(_("Order"))
        menu = QMenu(button)
        for name, order in SORTS:
            menu.addAction(_(name), lambda order=order: self.records.sort_by(order))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _make_view(self, today: Callable[[], date]) -> QTableView:
        view = QTableView()  # a list view would ask for every row when it lays them out
        view.setModel(self.records)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.horizontalHeader().hide()
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(ROW)
        view.setItemDelegate(ArticleDelegate(view, today))
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setMouseTracking(True)
        view.setAccessibleName(_("Articles"))
        view.selectionModel().currentChanged.connect(self._moved)
        return view

    def _moved(self, index: Index, _before: Index) -> None:
        article_id = index.data(Role.ID) if index.isValid() else None
        if article_id is not None and article_id != self._current:
            self.opened.emit(article_id)

    def _show_current(self) -> None:
        place = self.records.row_of(self._current) if self._current is not None else None
        selection = self.view.selectionModel()
        if place is None:
            selection.clear()
            return
        index = self.records.index(place, 0)
        if self.view.currentIndex() != index or not selection.isSelected(index):
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)


class ArticleDelegate(QStyledItemDelegate):
    """Title in two lines, bold and with a dot while the article waits."""

    def __init__(self, view: QTableView, today: Callable[[], date]) -> None:
        super().__init__(view)
        self._view, self._today = view, today

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        here = theme()
        painter.save()
        painter.fillRect(box, here.colour("sel" if selected else "hover" if hovered else "panel"))
        painter.setPen(QPen(here.colour("line"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if selected:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), here.colour("acc"))
        row = index.data(Role.ROW)
        if isinstance(row, ArticleRow):
            self._paint_row(painter, box, row)
        if selected and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(here.colour("ring"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRect, row: ArticleRow) -> None:
        here = theme()
        waits = row.state is ArticleState.INBOX
        lines = two_lines(row.title, box.width() - 32, bold=waits)
        top = box.top() + (9 if len(lines) > 1 else 17)  # a single line stands in the middle with the facts
        if waits:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(here.colour("acc"))
            painter.drawEllipse(QRect(box.left() + 8, top + 8, 6, 6))
        painter.setFont(font(14, bold=waits))
        painter.setPen(here.colour("t1"))
        for place, line in enumerate(lines):
            painter.drawText(box.left() + 20, top + 15 + place * 20, line)
        facts = QRect(box.left() + 20, box.bottom() - (top - box.top()) - 17, box.width() - 32, 18)
        room = self._paint_hits(painter, facts, row)
        used = self._paint_doubts(painter, facts, row, room)
        facts.setLeft(facts.left() + used)
        room -= used
        painter.setFont(font(12))
        painter.setPen(here.colour("t3"))
        text = "   ".join(_facts(row, self._today()))
        elided = metrics(12).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(facts, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), elided)

    def _paint_doubts(self, painter: QPainter, facts: QRect, row: ArticleRow, room: int) -> int:
        """What is doubtful about the capture, in half of the room or what is left; the width it took."""
        words = " · ".join(_doubt_words(row, self._today()))
        if not words:
            return 0
        paint_icon(
            painter, QRect(facts.left(), facts.center().y() - 6, 14, 14), "warning", theme().tokens.amb
        )
        beside = metrics(12).horizontalAdvance("   ".join(_facts(row, self._today())))
        room_for_words = max(room // 2, room - beside) - 28
        shown = metrics(12).elidedText(words, Qt.TextElideMode.ElideRight, room_for_words)
        painter.setFont(font(12))
        painter.setPen(theme().colour("amb"))
        width = metrics(12).horizontalAdvance(shown)
        place = QRect(facts.left() + 18, facts.top(), width + 1, facts.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        return width + 28

    def _paint_hits(self, painter: QPainter, facts: QRect, row: ArticleRow) -> int:
        """Counts at the right end, at most two; the room that is left."""
        shown = [(symbol, getattr(row, name), kind) for symbol, name, kind in _HITS if getattr(row, name)]
        right = facts.right()
        for symbol, count, kind in reversed(shown[:2]):
            text = str(count)
            width = metrics(12).horizontalAdvance(text)
            painter.setFont(font(12))
            painter.setPen(theme().colour("t2"))
            place = QRect(right - width, facts.top(), width + 1, facts.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
            tone = getattr(theme().tokens, kind).text
            paint_icon(painter, QRect(right - width - 17, facts.center().y() - 6, 14, 14), symbol, tone)
            right -= width + 26
        return right - facts.left() - 4


def two_lines(text: str, width: int, *, bold: bool) -> list[str]:
    """The text on at most two lines of this width, the second elided."""
    measure = metrics(14, bold=bold)
    flat = " ".join(text.split())[:200]
    if measure.horizontalAdvance(flat) <= width:
        return [flat]
    layout = QTextLayout(flat, font(14, bold=bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    end = line.textStart() + line.textLength()
    layout.endLayout()
    # Qt counts astral characters twice; a title cut one character early is no harm.
    return [flat[:end].rstrip(), measure.elidedText(flat[end:], Qt.TextElideMode.ElideRight, width)]


def _facts(row: ArticleRow, today: date) -> list[str]:
    copies = _n("{count} reprint", "{count} reprints", row.reprint_count) if row.reprint_count else ""
    day = day_text(row.first_published_on, today) if row.first_published_on else ""
    return [part for part in (row.source, day, copies) if part]


def _doubt_words(row: ArticleRow, today: date) -> list[str]:
    return [_(DOUBTS[doubt]) for doubt in doubts(row.flags, row.source, row.published_on, today)]


def _doubt_box() -> QComboBox:
    """Which doubts the list is narrowed to; its data are fields of an ArticleFilter."""
    box = QComboBox()
    box.setAccessibleName(_("Doubts"))
    box.addItem(_("Any capture"), {})
    box.addItem(_("Doubtful captures"), {"is_doubtful": True})
    for doubt, name in DOUBTS.items():
        box.addItem(_(name), {"doubt": doubt})
    return box


def _spoken(row: Any, today: date) -> str:
    """The row for screen readers and for copying."""
    waits = [_("waits")] if row.state is ArticleState.INBOX else []
    return " ".join(_joined([row.title, *_facts(row, today), *_doubt_words(row, today), *waits]))


def _joined(parts: Sequence[str]) -> list[str]:
    return [part for part in parts if part]
