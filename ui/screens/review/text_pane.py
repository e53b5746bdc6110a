"""The middle pane: legend, header of the article, its text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from crm.domain.articles import Article, ArticleSource, doubts
from crm.domain.review import ReviewSheet, Suggestion
from crm.i18n import N_, _, _n
from ui.screens.review.spans import Marks, marks_of
from ui.screens.review.wording import DOUBTS, day_text
from ui.shared.article_text import TEXT_WIDTH, ArticleText, ArticleView
from ui.shared.cells import Badge, BadgeTone
from ui.shared.icons import icon
from ui.shared.plain_text import PlainLabel, plain_tip
from ui.shared.text_spans import SpanKind, TextSpan, look_of, paint_span
from ui.shared.theme import font, metrics, theme
from ui.shared.tokens import BAR_HEIGHT
from ui.shared.widgets.badges import BadgeRow
from ui.shared.widgets.chips import FlowLayout
from ui.shared.widgets.sections import rule

SPAN_NAMES = {
    SpanKind.ENTERPRISE: N_("Enterprises"),
    SpanKind.ZONE: N_("Places"),
    SpanKind.INDUSTRY: N_("Industries"),
    SpanKind.PERSON: N_("Persons"),
    SpanKind.AMOUNT: N_("Amounts"),
    SpanKind.DATE: N_("Dates"),
}

ROOM_FOR_PLACE = 560  # of the pane; in less, the names of the legend come first


class LegendChip(QToolButton):
    """A kind of span in its own look, and how many there are; unchecked ones are not painted."""

    def __init__(self, kind: SpanKind) -> None:
        super().__init__()
        self.kind, self.count = kind, 0
        self.setCheckable(True)
        self.setChecked(True)
        self.setFixedHeight(26)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Shows another count."""
        self.count = count
        self.setAccessibleName(f"{_(SPAN_NAMES[self.kind])} {count}")
        self.setToolTip(plain_tip(_("Show or hide: {kind}").format(kind=_(SPAN_NAMES[self.kind]))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        word = metrics(12).horizontalAdvance(_(SPAN_NAMES[self.kind]))
        return QSize(word + metrics(12).horizontalAdvance(str(self.count)) + 16, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(metrics(12).horizontalAdvance(_(SPAN_NAMES[self.kind])) + 10, 26)  # the count gives way

    def paintEvent(self, event: QPaintEvent) -> None:
        here, name = theme(), _(SPAN_NAMES[self.kind])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12))
        width = metrics(12).horizontalAdvance(name)
        box = QRectF(5, 5, width, 15)
        shown = self.isChecked() and self.count > 0
        if shown:
            look = look_of(self.kind)
            if look.fill:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(here.colour(look.fill))
                painter.drawRoundedRect(box.adjusted(-2, -1, 2, 2), 2, 2)
            paint_span(painter, box, TextSpan(key=0, kind=self.kind, start=0, end=0))
        baseline = 5 + metrics(12).ascent() - 1
        painter.setPen(here.colour("t1" if shown else "t_off"))
        painter.drawText(5, baseline, name)
        if self.width() >= self.sizeHint().width():
            painter.setPen(here.colour("t3"))
            painter.drawText(5 + width + 6, baseline, str(self.count))
        if self.hasFocus():
            painter.setPen(here.colour("ring"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


class ArticleHead(QWidget):
    """Title, source, date, publishing zone; links to the page, the copies and the original."""

    page_asked = Signal()
    original_asked = Signal()
    copy_asked = Signal(int)
    group_asked = Signal()
    edit_asked = Signal()
    grade_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._copies: tuple[Article, ...] = ()
        self._sources: tuple[ArticleSource, ...] = ()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 4)
        column = QVBoxLayout()
        column.setSpacing(4)
        self.title = PlainLabel(pixels=20, bold=True, wrap=True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.title)
        line = QWidget()
        row = FlowLayout(line, gap=12)
        self.meta = PlainLabel(pixels=12, tone="t2")
        self.meta.setMinimumHeight(28)
        self.grade = self._link("", "", self.grade_asked.emit)
        self.grade.setToolTip(
            plain_tip(_("How far this outlet can be trusted, from A to E; F: nobody can say"))
        )
        row.addWidget(self.grade)
        row.addWidget(self.meta)
        self.page = self._link(_("Original page"), "open", self.page_asked.emit)
        self.copies = self._link("", "", self._show_copies)
        self.original = self._link(_("Original kept"), "attachment", self.original_asked.emit)
        self.edit = self._link(_("Correct"), "edit", self.edit_asked.emit)
        for button in (self.page, self.copies, self.original, self.edit):
            row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        line.setSizePolicy(policy)
        column.addWidget(line)
        self.doubts = BadgeRow()
        column.addWidget(self.doubts)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(TEXT_WIDTH)
        column.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner, 1)

    def show_sheet(self, sheet: ReviewSheet, today: date) -> None:
        """Shows the header of an article."""
        article = sheet.article
        self.title.setText(article.title)
        zone = (
            _("published by {zone}").format(zone=article.publishing_zone) if article.publishing_zone else ""
        )
        via = _("via {name}").format(name=article.via) if article.via not in ("", article.source) else ""
        self.grade.setText(f"{article.source} {sheet.outlet_grade}".replace("&", "&&"))
        self.grade.setVisible(bool(sheet.outlet_grade))
        outlet = "" if sheet.outlet_grade else article.source
        parts = [outlet, day_text(article.published_on, today), article.author, zone, via]
        self.meta.setText("   ".join(part for part in parts if part))
        self._copies, self._sources = sheet.reprints, sheet.sources
        count = len(sheet.reprints) + len(sheet.sources)
        self.copies.setText(_n("{count} reprint", "{count} reprints", count))
        self.copies.setVisible(bool(count))
        self.page.setVisible(bool(article.url))
        self.page.setToolTip(plain_tip(article.url))
        self.original.setVisible(bool(article.original))
        known = [
            _(DOUBTS[doubt]) for doubt in doubts(article.flags, article.source, article.published_on, today)
        ]
        labels = [Badge(text=label, tone=BadgeTone.ACCENT, icon="alias") for label in article.labels]
        warnings = [Badge(text=text, tone=BadgeTone.AMBER, icon="warning") for text in known]
        self.doubts.show_badges([*labels, *warnings])
        self.doubts.setVisible(bool(labels or warnings))

    def _link(self, text: str, symbol: str, run: object) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("link", "true")
        button.setFont(font(12))
        if symbol:
            button.setIcon(icon(symbol, "acc_t"))
            button.setIconSize(QSize(18, 14))
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        return button

    def _show_copies(self) -> None:
        menu = QMenu(self)
        for copy in self._copies:
            menu.addAction(_place(copy), lambda copy=copy: self.copy_asked.emit(copy.key))
        for source in self._sources:
            menu.addAction(_place(source), self.group_asked.emit)
        menu.addSeparator()
        menu.addAction(icon("copy"), _("Show and compare all copies"), self.group_asked.emit)
        menu.popup(self.copies.mapToGlobal(self.copies.rect().bottomLeft()))


def _place(published: Article | ArticleSource) -> str:
    source = published.source or _("no source")
    return f"{source}  {published.published_on or ''}".replace("&", "&&")


class TextPane(QWidget):
    """Legend, header and text of one article."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.marks = Marks()
        self._sheet: ReviewSheet | None = None
        self.text = ArticleText()
        self.head = ArticleHead()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._legend())
        outer.addWidget(rule())
        outer.addWidget(self.head)
        outer.addWidget(self.text, 1)
        self.text.span_chosen.connect(lambda _key: self._show_place())

    def show_sheet(self, sheet: ReviewSheet, rows: Iterable[Suggestion], today: date) -> None:
        """Shows another article from its beginning."""
        same = self._sheet is not None and self._sheet.text.id == sheet.text.id
        self._sheet = sheet
        self.head.show_sheet(sheet, today)
        self.marks = marks_of(sheet.reading, rows)
        for kind, chip in self.chips.items():
            chip.show_count(self.marks.counts()[kind])
        if same:
            self.text.show_spans(self._shown_spans())
        else:
            view = ArticleView(
                title="",
                meta="",
                body=sheet.text.body,
                spans=self._shown_spans(),
                sentences=tuple((entry.start, entry.end) for entry in sheet.reading.projects),
                furniture=tuple(piece.text for piece in sheet.furniture),
            )
            self.text.show_article(view)
        self._show_place()

    def show_rows(self, rows: Iterable[Suggestion]) -> None:
        """Paints the spans as the rows are decided now."""
        if self._sheet is not None:
            self.marks = marks_of(self._sheet.reading, rows)
            self.text.show_spans(self._shown_spans())

    def show_row(self, row: Suggestion | None) -> None:
        """Puts the ring around the span of a row and scrolls to it."""
        self.text.set_current(self.marks.span_of(row) if row is not None else None)
        self._show_place()

    def step(self, direction: int) -> None:
        """Goes to the next span or the one before."""
        self.text.step(direction)

    def _legend(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(BAR_HEIGHT)
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 0, 12, 0)
        row.setSpacing(6)
        self.chips = {kind: LegendChip(kind) for kind in SpanKind}
        for chip in self.chips.values():
            chip.toggled.connect(lambda _on: self.text.show_spans(self._shown_spans()))
            row.addWidget(chip)
        row.addStretch(1)
        self.place = PlainLabel(pixels=12, tone="t2")
        row.addWidget(self.place)
        for symbol, direction, name in (("up", -1, _("Span before (P)")), ("down", 1, _("Next span (N)"))):
            button = QToolButton()
            button.setIcon(icon(symbol))
            button.setIconSize(QSize(16, 16))
            button.setToolTip(plain_tip(name))
            button.setAccessibleName(name)
            button.clicked.connect(lambda _on=False, direction=direction: self.text.step(direction))
            row.addWidget(button)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place.setVisible(self.width() >= ROOM_FOR_PLACE)

    def _shown_spans(self) -> tuple[TextSpan, ...]:
        return tuple(span for span in self.marks.spans if self.chips[span.kind].isChecked())

    def _show_place(self) -> None:
        shown = sorted(self._shown_spans(), key=lambda span: (span.start, span.end))
        keys = [span.key for span in shown]
        if self.text.current in keys:
            place = keys.index(self.text.current) + 1
            self.place.setText(_("{place} of {count}").format(place=place, count=len(keys)))
        else:
            self.place.setText(_n("{count} span", "{count} spans", len(keys)) if keys else "")
