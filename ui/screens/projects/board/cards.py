"""How a card looks: at most five lines and badges, painted; and what it says to a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption

from crm.domain.money import YI, Money
from crm.domain.projects import FairCompetitionState
from crm.domain.rows import ProjectRow
from crm.domain.stages import Stage
from crm.domain.verification import Verification
from crm.i18n import _, _n, language
from ui.screens.projects.board.card_model import BLOCK, GAP, CardRows
from ui.shared.cells import FULL_SPACE, NOT_LOADED, Badge, BadgeTone, badge_width, paint_badge
from ui.shared.icons import paint_icon
from ui.shared.labels import fair_badge, field_name, stage_name, sum_of
from ui.shared.theme import fitted, font, metrics, pen_font, theme
from ui.shared.tokens import BADGE_HEIGHT, RADIUS_CONTROL

BETWEEN = 8  # pixels below each card
SIDE, TOP, BOTTOM = 10, 8, 9
TITLE, FIGURE, LINE = 20, 22, 18  # heights of lines
BADGE_GAP = 4
GAP_HEIGHT = 84
USUAL_HEIGHT = TOP + TITLE + FIGURE + 2 * LINE + BOTTOM  # of a card that is not read yet
KEPT = 3000  # title layouts kept; beyond that all are made again
TITLE_LINES = 2


@dataclass(frozen=True, kw_only=True)
class CardFace:
    """What a card shows of a project."""

    figure: str
    basis: str  # 口径
    where: str
    follow_up: str
    follow_up_tone: str
    follow_up_icon: str
    badges: tuple[Badge, ...]


def face_of(row: ProjectRow, today: date) -> CardFace:
    """The lines and badges of a card."""
    amount, basis = _figure(row)
    tone, symbol, words = _follow_up(row, today)
    return CardFace(
        figure=card_sum(amount) or _("amount not filled in"),
        basis=field_name(basis) if amount else "",
        where=FULL_SPACE.join(filter(None, [row.zone or _("no zone yet"), row.node])),
        follow_up=words,
        follow_up_tone=tone,
        follow_up_icon=symbol,
        badges=tuple(_badges(row)),
    )


def most_in_sight(height: int) -> int:
    """How many cards a column of that height shows at once, at most, rounded up to what is read at once."""
    return -(-height // (USUAL_HEIGHT + BETWEEN) // BLOCK) * BLOCK


def words_of(row: ProjectRow, today: date) -> str:
    """A card as one sentence for screen readers."""
    face = face_of(row, today)
    title = " ".join(filter(None, [row.enterprise, row.name]))
    figure = f"{face.figure} {face.basis}".strip()
    badges = (badge_words(badge, row) for badge in face.badges)
    return ", ".join([title, figure, face.where, face.follow_up, *badges])


def badge_words(badge: Badge, row: ProjectRow) -> str:
    """What a badge says; the number of files has no word beside its icon."""
    if badge.icon == "attachment":
        return _n("{count} file", "{count} files", row.attachment_count)
    return badge.text


def card_sum(amount: Money | None) -> str:
    """A sum as a card shows it, with two decimals where it is in 亿元; nothing for none."""
    if amount is not None and amount.currency == "CNY" and language() == "zh_CN":
        return f"{amount.in_units(YI)} 亿元"
    return sum_of(amount)


def _figure(row: ProjectRow) -> tuple[Money | None, str]:
    if row.total_investment is None and row.contract_amount is not None:
        return row.contract_amount, "contract_amount"
    return row.total_investment, "total_investment"


def _follow_up(row: ProjectRow, today: date) -> tuple[str, str, str]:
    day = row.next_follow_up_on
    if day is None:
        return "t3", "next", _("no plan")
    shown = f"{day.month}-{day.day:02d}" if day.year == today.year else day.isoformat()
    if day < today:
        return "red", "overdue", _("Next {day}, overdue").format(day=shown)
    return "t2", "next", _("Next {day}").format(day=shown)


def _badges(row: ProjectRow) -> list[Badge]:
    found = []
    if row.is_on_hold:
        found.append(Badge(text=_("on hold"), icon="on_hold"))
    if row.stall_level:
        tone = BadgeTone.RED if row.stall_level > 1 else BadgeTone.AMBER
        found.append(
            Badge(text=_("Silent {days} d").format(days=row.stalled_days), tone=tone, icon="stalled")
        )
    if row.missing and row.next_stage is not None:
        found.append(Badge(text=_n("{count} missing", "{count} missing", len(row.missing))))
    if row.claim_count > 1:
        text = _n("{count} figure told", "{count} figures told", row.claim_count)
        found.append(Badge(text=text, tone=BadgeTone.OUTLINE, icon="claims"))
    if row.verification is Verification.SINGLE:  # one outlet tells of it, and nobody has looked into it
        found.append(Badge(text=_("Not verified"), tone=BadgeTone.OUTLINE))
    if row.attachment_count:
        found.append(Badge(text=str(row.attachment_count), tone=BadgeTone.OUTLINE, icon="attachment"))
    if row.stage is Stage.PENDING_SIGNING and row.fair_competition is not FairCompetitionState.NOT_REVIEWED:
        found.append(fair_badge(row.fair_competition))
    return found


@dataclass(frozen=True, kw_only=True)
class CardState:
    """What is marked at a card."""

    is_selected: bool = False
    is_busy: bool = False  # being saved
    is_lifted: bool = False  # stands faint at its origin while it is carried
    has_keyboard: bool = False


class CardPainter:
    """Paints cards, the open place a card is held over, and the ring of one that is being saved."""

    def __init__(self, rows: CardRows, today: Callable[[], date]) -> None:
        self._rows, self._today = rows, today
        self._titles: dict[tuple[str, str, int], QTextLayout] = {}
        self._faces: dict[int, tuple[ProjectRow, date, CardFace]] = {}

    def height(self, row: ProjectRow, width: int) -> int:
        """How high the card of a project is."""
        inner = width - 2 * SIDE
        lines = self._title(row, inner).lineCount()
        badges = len(_badge_rows(self._face(row).badges, inner))
        below = 6 + badges * BADGE_HEIGHT + (badges - 1) * BADGE_GAP if badges else 0
        return TOP + lines * TITLE + FIGURE + 2 * LINE + below + BOTTOM

    def paint(self, painter: QPainter, box: QRect, project_id: int, state: CardState) -> None:
        """Paints what stands in a place of a column."""
        row = self._rows.get(project_id)
        if project_id == GAP:
            _frame(painter, box, "acc_soft", "acc", dashed=True)
        elif row is None:
            _frame(painter, box, "panel", "line")
            _text(painter, box.adjusted(SIDE, TOP, 0, 0), NOT_LOADED, "t3")
        else:
            self._paint_row(painter, box, row, state)
        if state.has_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("ring"), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL)

    def _paint_row(self, painter: QPainter, box: QRect, row: ProjectRow, state: CardState) -> None:
        painter.setOpacity(0.4 if state.is_lifted else 0.75 if state.is_busy else 1.0)
        ground, line = ("sel", "sel_line") if state.is_selected else ("panel", "line")
        self.paint_card(painter, box, row, ground=ground, line=line)
        if state.is_selected:
            _edge(painter, box, "acc")
        painter.setOpacity(1.0)
        if state.is_busy:
            paint_icon(painter, QRect(box.right() - 24, box.top() + 8, 16, 16), "busy", "acc_t")

    def paint_card(self, painter: QPainter, box: QRect, row: ProjectRow, *, ground: str, line: str) -> None:
        """Paints a whole card into `box`."""
        _frame(painter, box, ground, line)
        if row.stall_level:
            _edge(painter, box, "red" if row.stall_level > 1 else "amb_bar")
        left, top, width = box.left() + SIDE, box.top() + TOP, box.width() - 2 * SIDE
        title, face = self._title(row, width), self._face(row)
        painter.setPen(theme().colour("t1"))
        title.draw(painter, QPointF(left, top))
        top += title.lineCount() * TITLE
        _paint_figure(painter, QRect(left, top, width, FIGURE), face)
        top += FIGURE
        _text(painter, QRect(left, top, width, LINE), face.where, "t2")
        top += LINE
        tone = face.follow_up_tone
        paint_icon(painter, QRect(left, top + 3, 12, 12), face.follow_up_icon, tone)
        _text(painter, QRect(left + 18, top, width - 18, LINE), face.follow_up, tone)
        top += LINE + 6 + BADGE_HEIGHT // 2
        for badges in _badge_rows(face.badges, width):
            at = left
            for badge in badges:
                at += paint_badge(painter, at, top, badge) + BADGE_GAP
            top += BADGE_HEIGHT + BADGE_GAP

    def _face(self, row: ProjectRow) -> CardFace:
        known, today = self._faces.get(row.id), self._today()
        if known is not None and known[0] is row and known[1] == today:
            return known[2]
        if len(self._faces) > KEPT:
            self._faces.clear()
        face = face_of(row, today)
        self._faces[row.id] = (row, today, face)
        return face

    def _title(self, row: ProjectRow, width: int) -> QTextLayout:
        key = (row.enterprise, row.name, width)
        found = self._titles.get(key)
        if found is None:
            if len(self._titles) > KEPT:
                self._titles.clear()
            found = self._titles[key] = _title_layout(row.enterprise, row.name, width)
        return found


def _title_layout(lead: str, name: str, width: int) -> QTextLayout:
    """The two-part name on at most two lines; a longer one gives way in its middle."""
    made = _laid_out(lead, name, width)
    room = TITLE_LINES * width - metrics(13, bold=True).horizontalAdvance(f"{lead}{FULL_SPACE}")
    while made.lineCount() > TITLE_LINES and room > 40:
        room -= 20
        short = metrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        made = _laid_out(lead, short, width)
    return made


def _laid_out(lead: str, name: str, width: int) -> QTextLayout:
    start = f"{lead}{FULL_SPACE}" if lead else ""
    made = QTextLayout(start + name, font())
    bold = QTextLayout.FormatRange()
    bold.start, bold.length = 0, len(lead)  # type: ignore[attr-defined]
    bold_format = QTextCharFormat()
    bold_format.setFont(font(13, bold=True))
    bold.format = bold_format  # type: ignore[attr-defined]
    made.setFormats([bold])
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setTextOption(option)
    made.beginLayout()
    count = 0
    while (line := made.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, count * TITLE + (TITLE - line.height()) / 2))
        count += 1
    made.endLayout()
    return made


def _badge_rows(badges: tuple[Badge, ...], width: int) -> list[list[Badge]]:
    rows: list[list[Badge]] = []
    left = width
    for badge in badges:
        needed = badge_width(badge) + BADGE_GAP
        if not rows or left + needed - BADGE_GAP > width:
            rows.append([])
            left = 0
        rows[-1].append(badge)
        left += needed
    return rows


def _frame(painter: QPainter, box: QRect, ground: str, line: str, *, dashed: bool = False) -> None:
    pen = QPen(theme().colour(line), 1)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(theme().colour(ground))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CONTROL, RADIUS_CONTROL)


def _edge(painter: QPainter, box: QRect, tone: str) -> None:
    """The 3 px at the left, within the round corners."""
    painter.save()
    painter.setClipRect(QRect(box.left(), box.top(), 3, box.height()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour(tone))
    painter.drawRoundedRect(QRectF(box), RADIUS_CONTROL, RADIUS_CONTROL)
    painter.restore()


def _paint_figure(painter: QPainter, box: QRect, face: CardFace) -> None:
    if not face.basis:
        _text(painter, box, face.figure, "t3", pixels=13)
        return
    _text(painter, box, face.figure, "t1", pixels=14, bold=True)
    used = metrics(14, bold=True).horizontalAdvance(face.figure) + 6
    _text(painter, box.adjusted(used, 0, 0, 0), face.basis, "t3")


def _text(
    painter: QPainter, box: QRect, text: str, tone: str, *, pixels: int = 12, bold: bool = False
) -> None:
    shown, _width = fitted(text, box.width(), pixels, bold=bold)
    painter.setFont(pen_font(pixels, bold=bold))
    painter.setPen(theme().colour(tone))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


def moving_words(row: ProjectRow, target: Stage) -> str:
    """What is written on a card while it is carried: from where to where, and what will be asked."""
    if target == row.stage:
        return stage_name(target)
    words = _("{before} → {after}").format(before=stage_name(row.stage), after=stage_name(target))
    if target == row.next_stage and row.missing:
        missing = _n("{count} missing", "{count} missing", len(row.missing))
        return _("{words}, {missing}").format(words=words, missing=missing)
    return words
