"""What a screen of the rail is, and what the window hands to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm.domain.records import Ref
from ui.shared.actions import Actions
from ui.shared.form import Drafts
from ui.shared.live import Live
from ui.shared.prompts import Prompts
from ui.shared.tab_order import stops
from ui.shared.tasks import Tasks
from ui.shared.toast import ToastAction
from ui.shared.widgets.segments import Segment


class ShowToast(Protocol):
    """Shows a short notice at the bottom left."""

    def __call__(self, text: str, actions: Sequence[ToastAction] = (), *, is_error: bool = False) -> object:
        """Shows the text with up to two buttons."""
        ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every screen and dialog works with."""

    tasks: Tasks
    live: Live
    actions: Actions
    prompts: Prompts
    show_toast: ShowToast
    open_record: Callable[[str, int], None]  # kind, id
    show_screen: Callable[[str], None]
    undo: Callable[[], None]
    drafts: Drafts | None = None
    today: Callable[[], date] = date.today


class Screen(QWidget):
    """One screen. It reads no data before it is shown for the first time."""

    badge_changed = Signal(int)  # a count shown on the rail
    title_changed = Signal(str)

    def views(self) -> Sequence[Segment]:
        """The views in the header, none if there is only one."""
        return ()

    def current_view(self) -> str:
        """The view shown now."""
        return ""

    def show_view(self, key: str) -> None:
        """Shows one of `views()`."""

    def take_keyboard(self) -> None:
        """Gives the keyboard to where work begins on this screen."""
        first = stops(self)
        if first:
            first[0].setFocus()

    def take_line(self) -> bool:
        """Gives the keyboard to the line to log with; False if there is none here."""
        return False

    def current_record(self) -> Ref | None:
        """The record that is shown or chosen here, if a task or entry can be about it."""
        return None

    def create_new(self) -> None:
        """What 新建 and Ctrl+N do here."""

    def can_create(self) -> bool:
        """True if 新建 means something here."""
        return False

    def show_record(self, kind: str, record_id: int) -> bool:
        """Shows a record, if it belongs here."""
        return False

    def may_leave(self) -> bool:
        """False to stay, after asking about something unsaved."""
        return True


@dataclass(frozen=True, kw_only=True)
class ScreenSpec:
    """A place on the rail; the screen itself is made at the first visit."""

    key: str
    title: str  # marked with N_
    icon: str
    make: Callable[[Desk], Screen]
    kinds: tuple[str, ...] = ()  # records that `open_record` shows here
    at_end: bool = False  # at the bottom of the rail
    shortcut: str = ""  # a key of its own; else Ctrl with its number on the rail
