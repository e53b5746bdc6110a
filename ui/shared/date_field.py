"""A date field: typed as 5-18, or picked from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from crm.domain.errors import ValidationError
from crm.i18n import _
from ui.shared.entries import read_date, show_date
from ui.shared.icons import icon


class DateField(QLineEdit):
    """One line; `today` is asked each time, so that a window left open over night stays right."""

    changed = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, today: Callable[[], date] = date.today, cell: bool = False
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._is_cell = cell
        self.setPlaceholderText("" if cell else _("not filled in"))
        opener = self.addAction(icon("date"), QLineEdit.ActionPosition.TrailingPosition)
        opener.setToolTip(_("Choose from the calendar (Alt+Down)"))
        opener.setText(_("Choose from the calendar (Alt+Down)"))
        opener.triggered.connect(self.open_calendar)
        self.textChanged.connect(lambda _text: self.changed.emit())
        self.editingFinished.connect(self._tidy)

    def value(self) -> date | None:
        """The day, None for nothing. Raises ValidationError."""
        return read_date(self.text(), self._today())

    def set_value(self, value: date | None) -> None:
        """Shows a day."""
        self.setText(show_date(value, self._today()))

    def open_calendar(self) -> None:
        """Shows the calendar under the field."""
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setSelectedDate(self._as_qdate())
        calendar.clicked.connect(lambda day: self._pick(menu, day))
        calendar.activated.connect(lambda day: self._pick(menu, day))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.setFocus()

    def _as_qdate(self) -> QDate:
        try:
            shown = self.value() or self._today()
        except ValidationError:
            shown = self._today()
        return QDate(shown.year, shown.month, shown.day)

    def _pick(self, menu: QMenu, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        menu.close()
        self.setFocus()

    def _tidy(self) -> None:
        try:
            tidy = show_date(self.value(), self._today())
        except ValidationError:
            return
        if not self._is_cell and tidy != self.text():
            self.setText(tidy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)
