"""Labels, tooltips and editors that show text from outside as plain text and load nothing."""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from ui.shared.theme import font, metrics, theme


def plain_tip(text: str) -> str:
    """The text for `setToolTip`, where Qt would take tags for markup."""
    return f"<span>{html.escape(text)}</span>".replace("\n", "<br>") if "<" in text or "&" in text else text


class PlainLabel(QLabel):
    """A label that never reads markup; `tone` is t1, t2, t3, acc_t, red, amb or grn."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        pixels: int = 13,
        bold: bool = False,
        tone: str = "t1",
        wrap: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(pixels, bold=bold))
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Shows the text in another colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class ElidedLabel(QWidget):
    """One line that ends in … where there is no room; the whole text is its tooltip."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        pixels: int = 13,
        bold: bool = False,
        tone: str = "t1",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._text, self._tone, self._mode = "", tone, mode
        self._metrics = metrics(pixels, bold=bold)
        self.setFont(font(pixels, bold=bold))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Shows another text."""
        self._text = text.replace("\n", " ")
        self.setAccessibleName(self._text)
        self._explain()
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def _explain(self) -> None:
        fits = self._metrics.horizontalAdvance(self._text) <= self.width()
        self.setToolTip("" if fits else plain_tip(self._text))

    def sizeHint(self) -> QSize:
        return QSize(self._metrics.horizontalAdvance(self._text) + 1, max(20, self._metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._metrics.horizontalAdvance("…") + 12, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme().colour(self._tone))
        text = self._metrics.elidedText(self._text, self._mode, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        painter.end()


class PlainEdit(QPlainTextEdit):
    """A text field of several lines that takes only plain text from the clipboard and loads nothing."""

    def __init__(self, parent: QWidget | None = None, *, hint: str = "") -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFont(font())

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(whole_characters(source.text()))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()


def whole_characters(text: str) -> str:
    """The text without halves of characters, which no file and no database can hold."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def restyle(widget: QWidget) -> None:
    """Lets the style sheet look at the properties of the widget again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def mark(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet knows, at run time."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def key_cap(text: str, parent: QWidget | None = None) -> PlainLabel:
    """The small frame around the name of a key."""
    label = PlainLabel(text, parent, pixels=11, tone="t3")
    label.setProperty("key", "true")
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return label


def line_field(text: str = "", *, hint: str = "", name: str = "") -> QLineEdit:
    """A text field of one line."""
    field = QLineEdit(text)
    field.setPlaceholderText(hint)
    field.setAccessibleName(name or hint)
    return field
