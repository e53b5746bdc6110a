"""A screen of a list and the page of one of its records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.shared.page_parts.view import RecordView
from ui.shared.screen import Desk, Screen

P = TypeVar("P", bound=RecordView)


class Listing(Protocol):
    """The list, as far as the screen needs it."""

    @property
    def ids(self) -> list[int]:
        """The records shown, in their order."""
        ...

    @property
    def title(self) -> str:
        """What the page calls the way back to it."""
        ...

    def show_id(self, record_id: int, /) -> None:
        """Chooses a record and shows it."""
        ...

    def take_keyboard(self) -> None:
        """Gives the keyboard to the rows."""
        ...


class RecordScreen(Screen, Generic[P]):
    """Shows the list; a record opens in its place, and Back returns to the same rows.

    The page is made when the first record is opened: the list is there sooner without it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._stack = QStackedLayout(self)

    def hold(self, listing: QWidget, make_page: Callable[[], P]) -> None:
        """Takes the list, which is `listing` of the screen, and what makes the page."""
        self._rows: Listing = listing  # type: ignore[assignment]
        self._make_page = make_page
        self._made: P | None = None
        self._stack.addWidget(listing)

    @property
    def page(self) -> P:
        """The page of a record."""
        if self._made is None:
            self._made = self._make_page()
            self._stack.addWidget(self._made)
            self._made.back_asked.connect(self.show_list)
            self._made.step_asked.connect(self._step)
        return self._made

    @property
    def shows_list(self) -> bool:
        """False while the page of a record is open."""
        return self._made is None or self._stack.currentWidget() is not self._made

    def open_one(self, record_id: int) -> None:
        """Shows the page of one record."""
        ids = self._rows.ids
        place = ids.index(record_id) if record_id in ids else None
        self.page.show_record(record_id, self._rows.title, place, len(ids))
        self._stack.setCurrentWidget(self.page)
        self.page.take_keyboard()

    def show_list(self) -> None:
        """Goes back to the list, to the record that was open."""
        self._stack.setCurrentIndex(0)
        if self._made is not None and self._made.record_id is not None:
            self._rows.show_id(self._made.record_id)
        self._rows.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the list, or to the page that is open."""
        if self.shows_list:
            self._rows.take_keyboard()
        else:
            self.page.take_keyboard()

    def take_line(self) -> bool:
        """Gives the keyboard to the line of the page that is open."""
        return not self.shows_list and self.page.focus_line()

    def can_create(self) -> bool:
        """Records can always be added."""
        return True

    def _step(self, direction: int) -> None:
        ids = self._rows.ids
        if self.page.record_id not in ids:
            return
        place = ids.index(self.page.record_id) + direction
        if 0 <= place < len(ids):
            self.open_one(ids[place])
