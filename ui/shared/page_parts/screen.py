"""A screen of a list and the page of one of its records."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.shared.page_parts.view import RecordView
from ui.shared.screen import Desk, Screen


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


class RecordScreen(Screen):
    """Shows the list; a record opens in its place, and Back returns to the same rows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._stack = QStackedLayout(self)

    def hold(self, listing: QWidget, page: RecordView) -> None:
        """Takes the list and the page, which are `listing` and `page` of the screen."""
        self._rows: Listing = listing  # type: ignore[assignment]
        self._page = page
        self._stack.addWidget(listing)
        self._stack.addWidget(page)
        page.back_asked.connect(self.show_list)
        page.step_asked.connect(self._step)

    @property
    def shows_list(self) -> bool:
        """False while the page of a record is open."""
        return self._stack.currentWidget() is not self._page

    def open_one(self, record_id: int) -> None:
        """Shows the page of one record."""
        ids = self._rows.ids
        place = ids.index(record_id) if record_id in ids else None
        self._page.show_record(record_id, self._rows.title, place, len(ids))
        self._stack.setCurrentWidget(self._page)
        self._page.setFocus()

    def show_list(self) -> None:
        """Goes back to the list, to the record that was open."""
        self._stack.setCurrentIndex(0)
        if self._page.record_id is not None:
            self._rows.show_id(self._page.record_id)
        self._rows.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the list, or to the page that is open."""
        if self.shows_list:
            self._rows.take_keyboard()
        else:
            self._page.setFocus()

    def take_line(self) -> bool:
        """Gives the keyboard to the line of the page that is open."""
        return not self.shows_list and self._page.focus_line()

    def can_create(self) -> bool:
        """Records can always be added."""
        return True

    def _step(self, direction: int) -> None:
        ids = self._rows.ids
        if self._page.record_id not in ids:
            return
        place = ids.index(self._page.record_id) + direction
        if 0 <= place < len(ids):
            self.open_one(ids[place])
