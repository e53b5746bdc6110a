"""Finds text that has no room: cut off by its own widget or by what it stands in."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

ELIDES = "elides"  # property of widgets that end in … by design and tell the whole text in a tooltip
SLACK = 1  # pixel


def faults(root: QWidget) -> list[str]:
    """A sentence for every visible text in `root` that cannot be read whole."""
    found = _covered(root)
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible() or widget.property(ELIDES):
            continue
        short = _lacks(widget)
        if short:
            found.append(f"{_named(widget)}: {short}")
        elif _text(widget) and (cut := _cut_by_others(widget, root)):
            found.append(f"{_named(widget)}: {cut}")
    return found


def _covered(root: QWidget) -> list[str]:
    """A sentence for every two texts and fields that lie over each other."""
    boxes = []
    for widget in root.findChildren(QWidget):
        if (
            widget.isVisible()
            and (_text(widget) or isinstance(widget, QLineEdit))
            and widget.window() is root
        ):
            box = _shown_box(widget, root).adjusted(SLACK, SLACK, -SLACK, -SLACK)
            if box.isValid():
                boxes.append((widget, box))
    return [
        f"{_named(one)} and {_named(other)} lie over each other"
        for place, (one, box) in enumerate(boxes)
        for other, below in boxes[place + 1 :]
        if box.intersects(below) and not one.isAncestorOf(other) and not other.isAncestorOf(one)
    ]


def _shown_box(widget: QWidget, root: QWidget) -> QRect:
    """What is left of a widget within all that it stands in."""
    box = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
    above = widget.parentWidget()
    while above is not None and above is not root:
        box &= QRect(above.mapTo(root, QPoint(0, 0)), above.size())
        above = above.parentWidget()
    return box


def _lacks(widget: QWidget) -> str:
    if isinstance(widget, QHeaderView):
        return _of_header(widget)
    if isinstance(widget, QAbstractItemView):
        return _of_rows(widget)
    if isinstance(widget, QTabBar):
        needed = sum(widget.tabRect(place).width() for place in range(widget.count()))
        return _short(needed, widget.width())
    if isinstance(widget, QComboBox):
        return _short(_advance(widget, widget.currentText()) + 34, widget.width())
    if isinstance(widget, QLineEdit):
        hint = widget.placeholderText() if not widget.text() else ""
        return _short(_advance(widget, hint) + 4 if hint else 0, widget.contentsRect().width())
    if isinstance(widget, QLabel):
        return _of_label(widget)
    if isinstance(widget, QAbstractButton) and _text(widget):
        return _short(widget.sizeHint().width(), widget.width())
    return ""


def _of_rows(view: QAbstractItemView) -> str:
    model = view.model()
    first = model.index(0, view.horizontalHeader().logicalIndex(0) if isinstance(view, QTableView) else 0)
    if not first.isValid():
        return ""
    return _short(QFontMetrics(view.font()).height(), view.visualRect(first).height())


def _of_label(label: QLabel) -> str:
    if not label.text():
        return ""
    room = label.contentsRect()
    if not label.wordWrap():
        return _short(_advance(label, label.text()), room.width())
    box = QFontMetrics(label.font()).boundingRect(
        QRect(0, 0, room.width(), 10_000), int(Qt.TextFlag.TextWordWrap), label.text()
    )
    high = _short(box.height(), room.height() + 2)
    return f"{high} high" if high else _short(box.width(), room.width())


def _of_header(header: QHeaderView) -> str:
    model = header.model()
    if header.orientation() is not Qt.Orientation.Horizontal or model is None:
        return ""
    for place in range(header.count()):
        text = str(model.headerData(place, Qt.Orientation.Horizontal) or "")
        if text and not header.isSectionHidden(place):
            short = _short(_advance(header, text) + 16, header.sectionSize(place))
            if short:
                return f"{text}: {short}"
    return ""


def _cut_by_others(widget: QWidget, root: QWidget) -> str:
    """Says which widget around it covers a part; what scrolls may hide in its direction."""
    box = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
    above = widget.parentWidget()
    while above is not None and above is not root:
        around = above.parentWidget()
        frame = QRect(above.mapTo(root, QPoint(0, 0)), above.size())
        if isinstance(around, QAbstractScrollArea) and around.viewport() is above:
            down, across = around.verticalScrollBar(), around.horizontalScrollBar()
            if down.maximum() > down.minimum():
                box.setTop(frame.top())
                box.setBottom(frame.bottom())
            if across.maximum() > across.minimum():
                box.setLeft(frame.left())
                box.setRight(frame.right())
        if not frame.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(box):
            return f"{box.getRect()} is cut by {type(above).__name__} {frame.getRect()}"
        if above.isWindow():
            break
        above = around
    return ""


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return widget.text()
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return widget.text() if widget.icon().isNull() else ""
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _advance(widget: QWidget, text: str) -> int:
    metrics = QFontMetrics(widget.font())
    return max((metrics.horizontalAdvance(line) for line in text.split("\n")), default=0)


def _short(needed: int, given: int) -> str:
    return f"needs {needed}, has {given}" if needed > given + SLACK else ""


def _named(widget: QWidget) -> str:
    parents = []
    above = widget.parentWidget()
    while above is not None and len(parents) < 3:
        parents.append(type(above).__name__)
        above = above.parentWidget()
    shown = _text(widget) or widget.accessibleName()
    return f"{' in '.join([type(widget).__name__, *parents])} “{shown[:40]}”"
