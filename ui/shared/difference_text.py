"""Two texts as one: what the second has not is struck out, what only it has is underlined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextFormat
from PySide6.QtWidgets import QTextEdit

from crm.domain.reprints import Change, Part
from crm.i18n import _
from ui.shared.article_text import TEXT_WIDTH
from ui.shared.text_offsets import ShownText
from ui.shared.theme import font, theme

PIXELS, LINE = 14, 26
MARGIN = 16
_LOOKS = {Change.SAME: ("t1", ""), Change.DELETED: ("red", "red_soft"), Change.INSERTED: ("grn", "grn_soft")}


class DifferenceText(QTextEdit):
    """Read-only, plain text; the marks are told apart without colour too."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Part, ...] = ()
        self.setProperty("bare", "true")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(_("Difference of the texts"))
        theme().changed.connect(self._write)

    def show_parts(self, parts: Iterable[Part]) -> None:
        """Shows another difference from its first change."""
        self._parts = tuple(parts)
        self._write()

    def _write(self) -> None:
        self.clear()
        cursor = self.textCursor()
        cursor.setBlockFormat(_lines())
        first: int | None = None
        for part in self._parts:
            if first is None and part.change is not Change.SAME:
                first = cursor.position()
            cursor.insertText(ShownText(part.text).shown, _letters(part.change))
        self._fit()
        cursor.setPosition(first or 0)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _fit(self) -> None:
        """Lines no longer than in the article itself."""
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        right = max(MARGIN, self.viewport().width() - MARGIN - TEXT_WIDTH)
        if shape.rightMargin() != right:
            shape.setTopMargin(12)
            shape.setLeftMargin(MARGIN)
            shape.setBottomMargin(MARGIN)
            shape.setRightMargin(right)
            frame.setFrameFormat(shape)

    # Qt's names from here

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        made = QMimeData()
        made.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return made


def _lines() -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setLineHeight(LINE, int(QTextBlockFormat.LineHeightTypes.FixedHeight.value))
    shape.setBottomMargin(6)
    return shape


def _letters(change: Change) -> QTextCharFormat:
    tone, ground = _LOOKS[change]
    letters = QTextCharFormat()
    letters.setFont(font(PIXELS))
    letters.setProperty(QTextFormat.Property.FontPixelSize, PIXELS)
    letters.setForeground(theme().colour(tone))
    if ground:
        letters.setBackground(theme().colour(ground))
    letters.setFontStrikeOut(change is Change.DELETED)
    letters.setFontUnderline(change is Change.INSERTED)
    return letters
