"""The record table: pages, selection by id, sorting, inline edit, copying."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from crm.domain.errors import Busy
from tests.ui.mouse import Mouse
from tests.ui.typed import commit, compose
from ui.shared.cells import Badge, Cell
from ui.shared.date_field import DateField
from ui.shared.entries import read_amount, show_amount
from ui.shared.record_model import (
    CellEditor,
    CellKind,
    EditorKind,
    RecordModel,
    TableColumn,
    check_column,
)
from ui.shared.record_pane import RecordPane
from ui.shared.record_table import RecordTable
from ui.shared.row_delegate import RowAction
from ui.shared.widgets.sections import EmptyState

YI = Decimal(10**8)


@dataclass(frozen=True, kw_only=True)
class Row:
    id: int
    name: str
    total: Decimal | None = None
    grade: str = "A"


class Rows:
    """A source over a plain dict."""

    def __init__(self, count: int) -> None:
        self.all = {n: Row(id=n, name=f"企业{n:06}", total=YI * (n % 7)) for n in range(1, count + 1)}
        self.asked: list[int] = []
        self.fails = False

    def ids(self, order):
        if order is None:
            return list(self.all)
        return sorted(self.all, key=lambda n: getattr(self.all[n], order.key), reverse=order.descending)

    def rows(self, ids):
        if self.fails:
            raise Busy("held")
        self.asked.append(len(ids))
        return [self.all[n] for n in ids if n in self.all]


COLUMNS = (
    check_column(),
    TableColumn(
        key="name",
        header="项目",
        value=lambda row: row.name,
        show=lambda name: Cell(lead=name[:2], text=name[2:], stage=3),
        stretches=True,
        editor=CellEditor(),
    ),
    TableColumn(
        key="total",
        header="总投资 亿元",
        value=lambda row: row.total,
        show=lambda total: Cell(text=show_amount(total), note="2"),
        kind=CellKind.NUMBER,
        editor=CellEditor(read=read_amount, write=show_amount),
    ),
    TableColumn(
        key="grade",
        header="等级",
        value=lambda row: row.grade,
        show=lambda grade: Cell(text=grade, icon="overdue", badges=(Badge(text="31天", icon="stalled"),)),
        editor=CellEditor(kind=EditorKind.CHOICE, choices=(("A", "A"), ("B", "B"))),
        hides=1,
    ),
    TableColumn(
        key="due",
        header="下次",
        value=lambda _row: "",
        editor=CellEditor(kind=EditorKind.DATE, read=lambda text: text),
        sortable=False,
    ),
)


@pytest.fixture
def rows():
    return Rows(1000)


@pytest.fixture
def table(qtbot, tasks, rows, prompts):
    model = RecordModel(tasks, COLUMNS, rows, edge=lambda row: "red" if row.id == 2 else "")
    made = RecordTable(
        model, tasks, prompts=prompts, row_actions=[RowAction(key="open", icon="open", tip="<Open>")]
    )
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    model.refresh()
    qtbot.waitUntil(lambda: model.record_at(0) is not None)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def point(table, row, column):
    return table.visualRect(table.records.index(row, column)).center()


def click(qtbot, table, row, column, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, point(table, row, column))


def open_editor(qtbot, table, row, column, kind=QLineEdit):
    click(qtbot, table, row, column)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(kind)
    assert editor is not None
    return editor


def test_the_model_passes_the_model_tester(qtbot, tasks, rows):
    model = RecordModel(tasks, COLUMNS, rows)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.refresh()
    model.index(0, 1).data()
    qtbot.waitUntil(lambda: model.record_at(0) is not None)
    del rows.all[1]
    model.refresh()
    assert model.rowCount() == 999
    assert tester.model() is model


def test_hundred_thousand_rows_load_only_what_is_looked_at(qtbot, tasks, prompts):
    source = Rows(100_000)
    model = RecordModel(tasks, COLUMNS, source)
    table = RecordTable(model, tasks, prompts=prompts)
    qtbot.addWidget(table)
    table.resize(900, 700)
    table.show()
    model.refresh()
    table.verticalScrollBar().setValue(90_000)
    qtbot.waitUntil(lambda: table.rowAt(5) >= 0 and model.record_at(table.rowAt(5)) is not None)
    assert sum(source.asked) <= 1200


def test_selection_stays_with_its_records_when_rows_change_place(qtbot, table, rows):
    table.select_ids([3, 5, 6], 5)
    del rows.all[4]
    rows.all = {2000: Row(id=2000, name="新"), **rows.all}
    table.records.refresh()
    assert table.selected_ids() == [3, 5, 6]
    assert table.current_id() == 5


def test_a_click_on_a_header_sorts_and_a_second_one_turns_round(qtbot, table, rows):
    head = table.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(1) + 20, 10)
    for first in (1, 1000):
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert table.records.record_ids[0] == first
    assert "↓" in table.records.headerData(1, Qt.Orientation.Horizontal)


def test_check_boxes_mirror_the_selection(qtbot, table):
    click(qtbot, table, 0, 0)
    click(qtbot, table, 2, 0)
    assert table.selected_ids() == [1, 3]
    head = table.horizontalHeader()
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert len(table.selected_ids()) == 1000


def test_enter_opens_the_record_and_a_double_click_on_a_cell_without_editor_too(qtbot, table):
    click(qtbot, table, 1, 1)
    with qtbot.waitSignal(table.activated_id) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [2]


def test_an_edited_cell_is_handed_on_with_the_row_as_it_was_and_enter_goes_down(qtbot, table):
    editor = open_editor(qtbot, table, 0, 2)
    editor.selectAll()
    qtbot.keyClicks(editor, "12.5")
    with qtbot.waitSignal(table.records.edited) as edited:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    row, key, value = edited.args
    assert (row.id, key, value) == (1, "total", YI * 12 + YI / 2)
    assert table.currentIndex().row() == 1


def test_typing_opens_the_editor_and_tab_goes_right(qtbot, table):
    click(qtbot, table, 0, 2)
    qtbot.keyClick(table, Qt.Key.Key_7)
    editor = table.viewport().findChild(QLineEdit)
    assert editor.text() == "7"
    with qtbot.waitSignal(table.records.edited):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 3)


def test_an_untouched_editor_writes_nothing_and_escape_restores(qtbot, table):
    with qtbot.assertNotEmitted(table.records.edited):
        editor = open_editor(qtbot, table, 0, 2)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        editor = open_editor(qtbot, table, 3, 2)
        qtbot.keyClicks(editor, "99")
        qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_an_entry_that_cannot_be_read_keeps_the_editor_open(qtbot, table):
    editor = open_editor(qtbot, table, 0, 2)
    editor.setText("abc")
    with qtbot.assertNotEmitted(table.records.edited):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert editor.property("fault") == "true"
    with qtbot.waitSignal(table.records.refused):
        table.setFocus()


def test_enter_while_composing_belongs_to_the_input_method(qtbot, table):
    editor = open_editor(qtbot, table, 0, 1)
    compose(editor, "qiye")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()
    commit(editor, "企业")
    with qtbot.waitSignal(table.records.edited) as edited:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert edited.args[2] == "企业"


def test_choices_and_dates_have_their_own_editors(qtbot, table):
    combo = open_editor(qtbot, table, 0, 3, QComboBox)
    with qtbot.waitSignal(table.records.edited) as edited:
        combo.setCurrentIndex(1)
        combo.activated.emit(1)
    assert edited.args[2] == "B"
    assert open_editor(qtbot, table, 1, 4, DateField).text() == ""


def test_new_rows_wait_until_the_editor_is_closed(qtbot, table, rows):
    editor = open_editor(qtbot, table, 5, 2)
    del rows.all[1]
    table.records.refresh()
    assert table.records.rowCount() == 1000
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: table.records.rowCount() == 999)


def test_a_change_of_values_is_shown_without_losing_the_selection(qtbot, table, rows):
    table.select_ids([1])
    rows.all[1] = replace(rows.all[1], name="改名")
    table.records.refresh()
    qtbot.waitUntil(lambda: table.records.index(0, 1).data() == "改名")
    assert table.selected_ids() == [1]


def test_several_rows_are_copied_with_tabs_and_one_row_gives_its_cell(qtbot, table, prompts):
    table.select_ids([1, 2])
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = prompts.copied[0].split("\n")
    assert lines[0].startswith("项目\t总投资 亿元")
    assert lines[1].startswith("企业 000001\t1.00\t")
    click(qtbot, table, 4, 2)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert prompts.copied[1] == "5.00"


def test_a_row_action_under_the_pointer_is_clicked(qtbot, table):
    qtbot.mouseMove(table.viewport(), point(table, 2, 1))
    box = table.visualRect(table.records.index(2, 1))
    place = QPoint(box.right() - 20, box.center().y())
    with qtbot.waitSignal(table.row_action) as asked:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [3, "open"]


def test_no_view_takes_or_gives_the_item_format_of_qt(table):
    data = QMimeData()
    data.setData("application/x-qabstractitemmodeldatalist", b"\x80\x04.")
    model = table.records
    assert model.mimeTypes() == ["text/plain"]
    assert not model.canDropMimeData(data, Qt.DropAction.CopyAction, 0, 0, model.index(0, 0))
    assert not model.dropMimeData(data, Qt.DropAction.CopyAction, 0, 0, model.index(0, 0))
    assert model.mimeData([model.index(0, 1)]).formats() == ["text/plain"]


def test_columns_give_way_by_priority_in_a_narrow_table(qtbot, table):
    table.resize(500, 300)
    qtbot.waitUntil(lambda: table.isColumnHidden(3))
    assert not table.isColumnHidden(2)
    table.choose_columns(["name"])
    assert table.isColumnHidden(2)


def test_an_empty_table_says_what_to_do_next(qtbot, tasks, prompts):
    made = []
    table = RecordTable(RecordModel(tasks, COLUMNS, Rows(0)), tasks, prompts=prompts)
    pane = RecordPane(table, lambda: EmptyState("没有项目", "先加一个", [("新建", lambda: made.append(1))]))
    qtbot.addWidget(pane)
    pane.show()
    table.records.refresh()
    assert pane.shows_empty_state
    qtbot.mouseClick(pane.findChild(EmptyState).buttons[0], Qt.MouseButton.LeftButton)
    assert made == [1]


def test_totals_stand_under_the_table(qtbot, tasks, rows, prompts):
    pane = RecordPane(RecordTable(RecordModel(tasks, COLUMNS, rows), tasks, prompts=prompts))
    qtbot.addWidget(pane)
    pane.resize(900, 400)
    pane.totals.show_cells({"total": Cell(text="75.10", bold=True)})
    pane.show()
    assert pane.totals.isVisible()
    assert pane.totals.accessibleName() == "75.10"
    pane.grab()
    pane.totals.show_cells({})
    assert not pane.totals.isVisible()


def test_rows_that_cannot_be_read_are_told_and_asked_for_again(qtbot, tasks, notices, prompts):
    source = Rows(10)
    source.fails = True
    table = RecordTable(RecordModel(tasks, COLUMNS, source), tasks, prompts=prompts)
    qtbot.addWidget(table)
    table.show()
    table.records.refresh()
    qtbot.waitUntil(lambda: bool(notices.told))
    source.fails = False
    table.viewport().update()
    qtbot.waitUntil(lambda: table.records.record_at(0) is not None)


def test_bars_and_columns_have_their_places_before_the_first_rows_are_painted(qtbot, tasks, prompts):
    source = Rows(1000)
    table = RecordTable(RecordModel(tasks, COLUMNS, source), tasks, prompts=prompts)
    qtbot.addWidget(table)
    table.resize(900, 500)
    table.show()
    qtbot.waitExposed(table)
    table.records.refresh()
    assert table.verticalScrollBar().isVisible()
    assert not table.horizontalScrollBar().isVisible()
    assert sum(map(table.columnWidth, range(len(COLUMNS)))) == table.viewport().width()
    assert source.asked, "the first rows come with the ids"


def labels(menu):
    return [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]


def test_the_menu_of_a_row_is_about_the_row_under_the_pointer(qtbot, table):
    opened = []
    table.activated_id.connect(opened.append)
    mouse = Mouse()
    mouse.row(table, table.records.index(3, 1))
    mouse.click(table.viewport(), point(table, 5, 1), button=Qt.MouseButton.RightButton)
    assert table.selected_ids() == [6]
    mouse.menu("Open")
    qtbot.waitUntil(lambda: opened == [6])


def test_the_menu_of_several_rows_has_what_is_done_with_all_of_them(qtbot, table):
    table.offer(lambda menu: menu.addAction("合并"))
    click(qtbot, table, 1, 1)
    click(qtbot, table, 3, 1, Qt.KeyboardModifier.ShiftModifier)
    mouse = Mouse()
    mouse.click(table.viewport(), point(table, 2, 1), button=Qt.MouseButton.RightButton)
    assert table.selected_ids() == [2, 3, 4]
    menu = QApplication.activePopupWidget()
    assert labels(menu) == ["Copy", "合并"]
    menu.close()


def test_the_menu_key_opens_the_menu_below_the_current_row(qtbot, table, prompts):
    click(qtbot, table, 4, 1)
    QApplication.sendEvent(
        table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    )
    menu = QApplication.activePopupWidget()
    assert labels(menu) == ["Open", "Change this cell", "Copy"]
    assert menu.pos().y() >= table.viewport().mapToGlobal(point(table, 4, 1)).y()
    for _step in range(2):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.viewport().findChild(QLineEdit) is not None)


def test_there_is_no_menu_below_the_last_row(qtbot, table, rows):
    rows.all = {1: rows.all[1]}
    table.records.refresh()
    qtbot.waitUntil(lambda: table.records.rowCount() == 1)
    Mouse().click(table.viewport(), QPoint(100, 300), button=Qt.MouseButton.RightButton)
    assert QApplication.activePopupWidget() is None


def test_other_rows_are_shown_from_the_top(qtbot, table):
    table.show_id(900)
    fewer = Rows(1000)
    fewer.all = {key: row for key, row in fewer.all.items() if key % 2}
    table.records.set_source(fewer)
    qtbot.waitUntil(lambda: table.records.rowCount() == 500)
    assert table.verticalScrollBar().value() == 0
    table.show_id(601)
    fewer.all.pop(1)
    table.records.refresh()
    qtbot.waitUntil(lambda: table.records.rowCount() == 499)
    assert table.verticalScrollBar().value() > 0, "a refresh leaves it where it is"
