"""Where Tab goes: through the parts of a window in their order, whenever their widgets were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget


def stops(root: QWidget) -> list[QWidget]:
    """The widgets in `root` that Tab stops at, in the order in which they were made."""
    return [widget for widget in _chain(root.window()) if root.isAncestorOf(widget) and _stops_at(widget)]


def move_focus(window: QWidget, parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Gives the keyboard to the next widget, part by part; False if there is none.

    Qt goes by the order in which widgets were made, and screens are made when they are first visited.
    """
    here = window.focusWidget()
    row = [widget for widget in _chain(window) if widget is here or _stops_at(widget)]
    row.sort(key=lambda widget: _part_of(widget, parts))
    others = [widget for widget in row if widget is not here]
    if not others:
        return False
    place = row.index(here) if here in row else -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    give_keyboard(row[(place + (1 if forward else -1)) % len(row)], reason)
    return True


def give_keyboard(widget: QWidget, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
    """Gives the keyboard to a widget and scrolls it into sight."""
    widget.setFocus(reason)
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def follow(before: QWidget, made: QWidget) -> None:
    """Lets Tab reach what is in `made`, which came later, right behind `before`."""
    window = before.window()
    while before is not window and not _can_take(before):
        before = before.previousInFocusChain() or window  # Qt orders only what takes the keyboard
    for widget in _within(made):
        if _can_take(widget):
            QWidget.setTabOrder(before, widget)
            before = widget


def _within(made: QWidget) -> list[QWidget]:
    """`made` and what is in it, as Qt goes through them; the rest of a large window is not walked through."""
    missing = sum(made.isAncestorOf(one) for one in made.findChildren(QWidget))
    others = _chain(made) if missing else ()
    return [made, *islice((one for one in others if made.isAncestorOf(one)), missing)]


def _chain(window: QWidget) -> Iterator[QWidget]:
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        yield widget
        widget = widget.nextInFocusChain()


def _can_take(widget: QWidget) -> bool:
    return widget.focusPolicy() is not Qt.FocusPolicy.NoFocus


def _stops_at(widget: QWidget) -> bool:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and group.checkedButton() is not None:
        takes_tab = widget is group.checkedButton()  # the arrow keys go to the others
    else:
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return (
        takes_tab
        and widget.isVisibleTo(widget.window())
        and widget.isEnabled()
        and widget.focusProxy() is None
    )


def _part_of(widget: QWidget, parts: Sequence[QWidget]) -> int:
    return next((place for place, part in enumerate(parts) if part.isAncestorOf(widget)), len(parts))
