"""Where Tab goes among what was made late, and what it costs to put it there."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.bounds import calls
from ui.shared.link_rows import LinkRow, LinkRows
from ui.shared.tab_order import follow, stops

ROWS = [LinkRow(key=number, text=f"{number}") for number in range(20)]


def window_of(qtbot, others: int) -> tuple[QWidget, LinkRows]:
    """A window with link rows before so many other fields."""
    window, links = QWidget(), LinkRows()
    column = QVBoxLayout(window)
    for widget in (QLineEdit(), links, *(QLineEdit() for _number in range(others))):
        column.addWidget(widget)
    qtbot.addWidget(window)
    return window, links


def test_rows_cost_no_more_in_a_window_full_of_fields(qtbot):
    (_small, few), (_large, many) = window_of(qtbot, 5), window_of(qtbot, 500)
    assert calls(lambda: many.show_rows(ROWS)) < 2 * calls(lambda: few.show_rows(ROWS))


def test_all_of_a_part_made_late_follows_in_its_own_order(qtbot):
    window, links = window_of(qtbot, 3)
    part = QWidget()
    column = QVBoxLayout(part)
    fields = [QLineEdit(), QLineEdit()]
    for field in fields:
        column.addWidget(field)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(part)
    window.show()
    first, *rest = stops(window)
    follow(links, part)
    assert stops(window) == [first, *fields, *rest[:3]]
