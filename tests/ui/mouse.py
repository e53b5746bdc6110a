"""The mouse of an officer: presses reach whatever is on top at that place, and nothing else is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QMenu,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.waiting import settle, until

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
NOTCH = 120  # of a wheel, in eighths of a degree
MOST_NOTCHES = 60
FINGER_MS = 30  # a finger stays down, and what the press has set off goes on meanwhile


class Mouse:
    """Clicks on what can be seen. Text comes from the clipboard, through the menu of a field."""

    def click(self, widget: QWidget, at: QPoint | None = None, *, button: Qt.MouseButton = LEFT) -> None:
        """Presses where the widget is, once it has been scrolled into sight."""
        top, place = self._aim(widget, at)
        window = top.windowHandle()
        QTest.mousePress(window, button, NONE, place)
        QTest.qWait(FINGER_MS)
        if isValid(window):
            QTest.mouseRelease(window, button, NONE, place)
        QTest.qWait(0)

    def double_click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Presses twice in the same place."""
        top, place = self._aim(widget, at)
        QTest.mouseDClick(top.windowHandle(), LEFT, NONE, place)

    def row(
        self, view: QAbstractItemView, index: QModelIndex, at: Callable[[QRect], QPoint] = QRect.center
    ) -> None:
        """Clicks on a row of a list or table, at the place that `at` tells from its box."""
        self._show_row(view, index)
        self.click(view.viewport(), at(view.visualRect(index)))

    def open_row(self, view: QAbstractItemView, index: QModelIndex) -> None:
        """Double clicks on a row of a list or table."""
        self._show_row(view, index)
        self.double_click(view.viewport(), view.visualRect(index).center())

    def menu(self, text: str) -> None:
        """Clicks on an entry of the open menu."""
        until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found = next((act for act in menu.actions() if _plain(act) == text and act.isEnabled()), None)
        assert found is not None, f"{text} is not among {[_plain(act) for act in menu.actions()]}"
        self.click(menu, menu.actionGeometry(found).center())

    def paste(self, field: QWidget, text: str) -> None:
        """Puts a copied text into a field by its own menu."""
        QApplication.clipboard().setText(text)
        self.click(field)
        self.click(field, button=RIGHT)
        until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found = menu.findChild(QAction, "edit-paste")  # what it is called depends on the language
        assert found is not None, "nothing can be pasted here"
        self.click(menu, menu.actionGeometry(found).center())

    def pick(self, picker: Any, text: str) -> None:
        """Puts a copied name into a field of records and takes the first that is offered."""
        self.paste(picker, text)
        until(lambda: bool(picker.offered()))
        offered = picker.findChild(QAbstractItemView) or picker._popup.list
        first = next(
            place for place in range(offered.model().rowCount()) if offered.choices.choice(place) is not None
        )
        self.row(offered, offered.model().index(first, 0))
        assert picker.value() is not None

    def choose(self, combo: QComboBox, text: str) -> None:
        """Opens a box of choices and clicks on one."""
        self.click(combo)
        view = combo.view()
        until(view.isVisible)
        self.row(view, combo.model().index(combo.findText(text), 0))

    def field_button(self, field: QLineEdit) -> None:
        """Clicks on the sign at the end of a field."""
        self.click(field.findChildren(QToolButton)[-1])

    def day(self, day: int) -> None:
        """Clicks on a day of this month in the open calendar."""
        until(lambda: QApplication.activePopupWidget() is not None)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        calendar = popup.findChild(QCalendarWidget)
        view = calendar.findChild(QTableView)
        model = view.model()
        cells = [
            model.index(row, column)
            for row in range(1, model.rowCount())
            for column in range(model.columnCount())
        ]
        days = [cell.data() for cell in cells]
        first = days.index(1)  # those before are of the month before
        self.row(view, cells[days.index(day, first)])

    def tab(self, bar: QTabBar, place: int) -> None:
        """Clicks on a tab."""
        self.click(bar, bar.tabRect(place).center())

    def named(self, root: QWidget, name: str) -> None:
        """Clicks on the button in `root` that is called so."""
        buttons = root.findChildren(QAbstractButton)
        found = [one for one in buttons if one.isVisible() and name in (one.text(), one.accessibleName())]
        assert found, f"{name} is not among {[one.text() or one.accessibleName() for one in buttons]}"
        self.click(found[0])

    def wheel(self, widget: QWidget, notches: int) -> None:
        """Turns the wheel over a widget; positive is down."""
        at = QPointF(widget.rect().center())
        turned = QPoint(0, -notches * NOTCH)
        QApplication.sendEvent(
            widget,
            QWheelEvent(
                at,
                QPointF(widget.mapToGlobal(at.toPoint())),
                QPoint(),
                turned,
                Qt.MouseButton.NoButton,
                NONE,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    def _aim(self, widget: QWidget, at: QPoint | None) -> tuple[QWidget, QPoint]:
        """The window, and the place in it."""
        assert widget.isVisible(), f"{widget} is not shown"
        assert widget.isEnabled(), f"{widget} takes no press"
        settle()  # nobody aims at what still moves
        self._scroll_to(widget, at)
        place = at if at is not None else widget.rect().center()
        top = widget.window()
        there = widget.mapTo(top, place)

        def is_on_top() -> bool:
            hit = top.childAt(there) or top
            return hit is widget or widget.isAncestorOf(hit)

        until(is_on_top)  # a notice over it goes by itself
        return top, there

    def _scroll_to(self, widget: QWidget, at: QPoint | None) -> None:
        """Turns the wheel until the place can be seen, as far as there is something to scroll."""
        above = widget
        while not above.isWindow():
            above = above.parentWidget()
            if isinstance(above, QScrollArea):
                self._scroll(above, widget, at)

    def _scroll(self, area: QAbstractScrollArea, widget: QWidget, at: QPoint | None) -> None:
        port = area.viewport()
        for _notch in range(MOST_NOTCHES):
            y = widget.mapTo(port, at if at is not None else widget.rect().center()).y()
            if 8 <= y < port.height() - 8:
                return
            self.wheel(port, 1 if y > 0 else -1)
        raise AssertionError(f"{widget} cannot be scrolled to")

    def _show_row(self, view: QAbstractItemView, index: QModelIndex) -> None:
        settle()
        for _notch in range(MOST_NOTCHES):
            box = view.visualRect(index)
            if view.viewport().rect().contains(box.center()):
                return
            self.wheel(view.viewport(), 1 if box.center().y() > 0 else -1)
        raise AssertionError("the row cannot be scrolled to")


def _plain(action: QAction) -> str:
    """What a menu shows for an action: without the mark of its letter, and without its key."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").split("\t")[0].strip()
