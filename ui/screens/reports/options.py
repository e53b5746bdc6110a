"""What is asked of a report: period, unit, filters, further columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from crm.app import Crm
from crm.domain.errors import ValidationError
from crm.domain.report_facts import Period, ReportRequest, TotalPlace
from crm.i18n import N_, _
from crm.services.reports import week_of, year_until
from ui.shared.date_field import DateField
from ui.shared.icons import icon
from ui.shared.plain_text import PlainLabel
from ui.shared.widgets.chips import FlowLayout

WEEK, MONTH, YEAR, OTHER = "week", "month", "year", "other"
PERIODS = {
    WEEK: N_("This week"),
    MONTH: N_("This month"),
    YEAR: N_("This year so far"),
    OTHER: N_("Other days"),
}
TOTALS = {
    TotalPlace.FIRST: N_("First"),
    TotalPlace.LAST: N_("Last"),
    TotalPlace.NONE: N_("None"),
}


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the filters offer."""

    offices: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    unit: str = ""  # the unit of whoever is at the keyboard


def read_choices(crm: Crm) -> Choices:
    """Asks for what the filters offer; on the read lane."""
    offices = crm.office.offices()
    zones = crm.directory.zone_rows(crm.directory.find_zones(""))
    own = crm.office.actor.office_id
    return Choices(
        offices=tuple(office.name for office in offices),
        zones=tuple(row.short_name or row.name for row in zones),
        chains=tuple(row.name for row in crm.directory.industry_rows() if row.depth == 0),
        columns=crm.reports.columns(),
        unit=next((office.name for office in offices if office.id == own), ""),
    )


def period_of(preset: str, today: date) -> Period | None:
    """The days of a preset; None for days of one's own."""
    if preset == WEEK:
        return week_of(today)
    if preset == MONTH:
        return Period(start=today.replace(day=1), end=today)
    return year_until(today) if preset == YEAR else None


class Options(QWidget):
    """The fields above the sheet."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._row = FlowLayout(self, gap=8)
        self.period = self._combo(_("Period"), [(key, _(text)) for key, text in PERIODS.items()])
        self.start, self.end = DateField(today=today), DateField(today=today)
        self._days = [
            self._labelled(_("First day"), self.start, 116),
            self._labelled(_("Last day"), self.end, 116),
        ]
        self.unit = QLineEdit()
        self.unit.setPlaceholderText(_("not filled in"))
        self._labelled(_("Handed in by"), self.unit, 170)
        self.office = self._combo(_("Unit"), [("", _("All units"))], 150)
        self.zone = self._combo(_("Zone"), [("", _("All zones"))], 130)
        self.chain = self._combo(_("Chain"), [("", _("All chains"))], 120)
        self.totals = self._combo(_("Totals"), [(place, _(text)) for place, text in TOTALS.items()], 84)
        self.columns = QToolButton()
        self.columns.setProperty("framed", "true")
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.columns.setIcon(icon("columns"))
        self._column_menu = QMenu(self)
        self.columns.setMenu(self._column_menu)
        self._labelled(_("More columns"), self.columns, 110)
        self.contacts = QCheckBox(_("With contacts"))
        self.contacts.setToolTip(_("Contact person, post and phone; leave them out of what goes upward."))
        self.contacts.setMinimumHeight(30)
        self._labelled(" ", self.contacts, 110)
        self.period.currentIndexChanged.connect(self._show_days)
        for combo in (self.office, self.zone, self.chain, self.totals):
            combo.currentIndexChanged.connect(lambda _place: self.changed.emit())
        for line in (self.start, self.end, self.unit):
            line.editingFinished.connect(self.changed)
        self.contacts.toggled.connect(lambda _on: self.changed.emit())
        self._say_columns()
        self.use_preset(YEAR)

    def use_preset(self, preset: str) -> None:
        """Chooses a period without telling anybody."""
        self.period.blockSignals(True)
        self.period.setCurrentIndex(self.period.findData(preset))
        self.period.blockSignals(False)
        self._fill_days()

    def show_choices(self, choices: Choices) -> None:
        """Offers these, keeping what is chosen."""
        for combo, names in (
            (self.office, choices.offices),
            (self.zone, choices.zones),
            (self.chain, choices.chains),
        ):
            _offer(combo, names)
        if not self.unit.text():
            self.unit.setText(choices.unit)
        chosen = set(self.chosen_columns())
        self._column_menu.clear()
        for key, header in choices.columns:
            action = self._column_menu.addAction(header)
            action.setData(key)
            action.setCheckable(True)
            action.setChecked(key in chosen)
            action.toggled.connect(lambda _on: self._columns_changed())
        self._say_columns()

    def chosen_columns(self) -> tuple[str, ...]:
        """Keys of the further columns."""
        return tuple(str(action.data()) for action in self._column_menu.actions() if action.isChecked())

    def request(self) -> ReportRequest:
        """What is asked for. Raises ValidationError where a day cannot be read."""
        period = period_of(str(self.period.currentData()), self._today())
        if period is None:
            start, end = self.start.value(), self.end.value()
            if start is None or end is None:
                raise ValidationError.of("period", _("Fill in the first and the last day."))
            period = Period(start=start, end=end)
        office = str(self.office.currentData())
        return ReportRequest(
            period=period,
            unit=self.unit.text().strip(),
            offices=(office,) if office else (),
            zone=str(self.zone.currentData()),
            chain=str(self.chain.currentData()),
            columns=self.chosen_columns(),
            has_contacts=self.contacts.isChecked(),
            totals=TotalPlace(self.totals.currentData()),
        )

    def _columns_changed(self) -> None:
        self._say_columns()
        self.changed.emit()

    def _say_columns(self) -> None:
        count = len(self.chosen_columns())
        self.columns.setText(_("{count} chosen").format(count=count) if count else _("None"))

    def _fill_days(self) -> None:
        preset = str(self.period.currentData())
        period = period_of(preset, self._today())
        if period is not None:
            self.start.set_value(period.start)
            self.end.set_value(period.end)
        for box in self._days:
            box.setVisible(preset == OTHER)
        self.updateGeometry()

    def _show_days(self) -> None:
        self._fill_days()
        self.changed.emit()

    def _combo(self, label: str, choices: Sequence[tuple[object, str]], width: int = 140) -> QComboBox:
        combo = QComboBox()
        for value, text in choices:
            combo.addItem(text, value)
        self._labelled(label, combo, width)
        return combo

    def _labelled(self, label: str, field: QWidget, width: int) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(PlainLabel(label, pixels=12, tone="t2"))
        column.addWidget(field)
        field.setMinimumWidth(width)
        if not isinstance(field, QCheckBox):
            field.setMaximumWidth(width)
            field.setAccessibleName(label)
        self._row.addWidget(box)
        return box


def _offer(combo: QComboBox, names: Sequence[str]) -> None:
    """Offers these names behind the entry that takes all."""
    chosen = combo.currentData()
    combo.blockSignals(True)
    while combo.count() > 1:
        combo.removeItem(1)
    for name in dict.fromkeys(names):
        combo.addItem(name, name)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.blockSignals(False)
    view_width = max((combo.fontMetrics().horizontalAdvance(name) for name in names), default=0)
    combo.view().setMinimumWidth(view_width + 40)
