"""The keyboard of an officer: keys go where the keyboard is, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.waiting import until
from ui.session import Session

Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
MOST_TABS = 120
MOST_WAITS = 10  # for a window to become the active one


class Keyboard:
    """Presses keys where the keyboard is, and nothing else."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def here(self) -> QWidget:
        """The widget that has the keyboard: in a menu, in the dialog on top, or in the window."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup
        top = QApplication.activeModalWidget() or self._session.window
        for _time in range(MOST_WAITS):
            if top.isActiveWindow():
                break
            top.activateWindow()
            QTest.qWait(20)  # the system's answer comes as an event
        found = top.focusWidget()
        assert found is not None, "the keyboard is nowhere"
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _time in range(times):
            QTest.keyClick(self.here, key, modifier)

    def type(self, letters: str) -> None:
        QTest.keyClicks(self.here, letters)

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.press(Key.Key_V, CTRL)

    def tab_to(self, wanted: Callable[[QWidget], bool], key: Qt.Key = Key.Key_Tab) -> None:
        """Tab until the keyboard is there."""
        for _time in range(MOST_TABS):
            if wanted(self.here):
                return
            self.press(key)
        raise AssertionError("Tab does not get there")

    def tab_to_name(self, name: str) -> None:
        self.tab_to(lambda widget: name in (widget.accessibleName(), getattr(widget, "text", str)()))

    def pick(self, picker: Any, text: str) -> None:
        """Types into a field of records and takes what is offered first."""
        self.paste(text)
        until(lambda: bool(picker.offered()))
        self.press(Key.Key_Return)
        assert picker.value() is not None

    def offered(self) -> list[Any]:
        """What the palette offers."""
        choices = self._session.window.palette_box.list.choices
        return [choices.choice(place) for place in range(choices.rowCount())]

    def command(self, text: str) -> None:
        """Runs an action by its name."""
        self.press(Key.Key_K, CTRL)
        self.type(text)
        until(lambda: any(choice and choice.name == text for choice in self.offered()))
        self.press(Key.Key_Return)


def dialog() -> Any:
    """The dialog on top."""
    found = QApplication.activeModalWidget()
    assert found is not None, "no dialog is open"
    return found


def no_dialog() -> bool:
    """Whether every dialog is closed."""
    return QApplication.activeModalWidget() is None
