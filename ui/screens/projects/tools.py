"""Order, columns and sums at the right end of the filter bar, and the question of order by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton

from crm.domain.money import Money
from crm.domain.rows import ProjectTotals, Sort
from crm.domain.views import Layout
from crm.i18n import N_, _, _n
from ui.screens.projects.filter_bar import FilterBar
from ui.shared.icons import icon
from ui.shared.labels import sum_of
from ui.shared.page_parts import tool_button
from ui.shared.plain_text import PlainLabel
from ui.shared.record_model import CellKind
from ui.shared.record_table import RecordTable

# What projects are sorted by, and whether the greatest usually comes first.
ORDERS = (
    ("next_follow_up_on", N_("Next follow-up"), False),
    ("total_investment", N_("Total investment"), True),
    ("last_contact_on", N_("Last contact"), False),
    ("stage_since", N_("In the stage since"), False),
    ("enterprise", N_("Enterprise"), False),
    ("owner", N_("Owner"), False),
    ("zone", N_("Zone"), False),
)


class ListTools(QObject):
    """The buttons of the filter bar that belong to a layout."""

    sort_asked = Signal(object)  # Sort or None

    def __init__(self, bar: FilterBar, table: RecordTable) -> None:
        super().__init__(bar)
        self._bar, self._table = bar, table
        self._order: Sort | None = None
        self.order = QToolButton()
        self.order.setIcon(icon("sort"))
        self.order.clicked.connect(self.choose_order)
        self.columns = QToolButton()
        self.columns.setText(_("Columns"))
        self.columns.setIcon(icon("columns"))
        self.columns.clicked.connect(self.choose_columns)
        for button in (self.order, self.columns):
            bar.add_tool(button)
        self.show_order(None)
        self.show_layout(Layout.TABLE)

    def show_layout(self, layout: Layout) -> None:
        """Shows what belongs to a layout: the table has its sums below, and heads that sort."""
        self.columns.setVisible(layout is Layout.TABLE)
        self.order.setVisible(layout is Layout.BOARD)
        self._bar.summary.setVisible(layout is not Layout.TABLE)

    def show_order(self, order: Sort | None) -> None:
        """Says what the projects are sorted by."""
        self._order = order
        self.order.setText(order_name(order))
        self.order.setAccessibleName(_("Order: {order}").format(order=order_name(order)))

    def show_totals(self, totals: ProjectTotals) -> None:
        """Shows how many there are and what they come to."""
        words = [_n("{count} project", "{count} projects", totals.count)]
        if totals.total:
            words.append(sum_of(Money(value=totals.total)))
        if totals.stalled:
            words.append(_n("{count} silent", "{count} silent", totals.stalled))
        self._bar.summary.setText("  ".join(words))

    def choose_order(self) -> None:
        """Opens the menu of orders."""
        menu = self._menu()
        self.add_orders(menu)
        menu.popup(self.order.mapToGlobal(self.order.rect().bottomLeft()))

    def add_orders(self, menu: QMenu) -> None:
        """Puts the orders into a menu, the current one checked."""
        current = self._order
        by_hand = menu.addAction(_("Order by hand"), lambda: self.sort_asked.emit(None))
        _check(by_hand, current is None)
        for key, text, descending in ORDERS:
            order = Sort(key=key, descending=descending)
            action = menu.addAction(_(text), lambda order=order: self.sort_asked.emit(order))
            _check(action, current is not None and current.key == key)

    def choose_columns(self) -> None:
        """Opens the menu of columns."""
        menu = self._menu()
        shown = self._table.shown_columns
        for column in self._table.records.columns:
            if column.kind is CellKind.CHECK:
                continue
            action = menu.addAction(column.header)
            _check(action, not shown or column.key in shown)
            action.setEnabled(not column.stretches)
            action.toggled.connect(lambda on, key=column.key: self._show_column(key, on))
        menu.addSeparator()
        menu.addAction(_("As usual"), lambda: self._arrange((), {}))
        menu.popup(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))

    def _show_column(self, key: str, on: bool) -> None:
        table = self._table
        columns = [column.key for column in table.records.columns if column.kind is not CellKind.CHECK]
        shown = list(table.shown_columns or columns)
        if on and key not in shown:
            shown.insert(min(columns.index(key), len(shown)), key)
        elif not on and key in shown:
            shown.remove(key)
        self._arrange(shown, table.own_widths)

    def _arrange(self, keys: Sequence[str], widths: dict[str, int]) -> None:
        self._table.arrange(keys, widths)
        self._table.arranged.emit()

    def _menu(self) -> QMenu:
        menu = QMenu(self._bar)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


class SortedBar(QFrame):
    """Asks whether cards are to be ordered by hand, where something else orders them."""

    by_hand_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(12)
        self.label = PlainLabel()
        row.addWidget(self.label)
        self.by_hand = QPushButton(_("Order by hand instead"))
        self.by_hand.clicked.connect(self.by_hand_asked)
        row.addWidget(self.by_hand)
        row.addStretch(1)
        row.addWidget(tool_button("close", _("Leave it sorted"), self.hide))
        self.hide()

    def ask(self, order: Sort | None) -> None:
        """Shows the question."""
        self.label.setText(_("The cards are sorted by: {order}").format(order=order_name(order)))
        self.show()


def order_name(order: Sort | None) -> str:
    """What an order is called."""
    if order is None:
        return _("Order by hand")
    names = {key: text for key, text, _descending in ORDERS}
    return _(names[order.key]) if order.key in names else _("Column of the table")


def _check(action: QAction, on: bool) -> None:
    action.setCheckable(True)
    action.setChecked(on)
