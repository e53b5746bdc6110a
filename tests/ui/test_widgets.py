"""The small widgets, by real clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.domain.errors import Fault, ValidationError
from tests.ui.typed import commit, compose
from tests.ui.waiting import settle
from ui.shared.cells import Badge, BadgeTone, Cell, badge_width
from ui.shared.link_rows import FIRST, STEP, LinkRow, LinkRows
from ui.shared.plain_text import ElidedLabel, PlainEdit, PlainLabel, plain_tip, whole_characters
from ui.shared.toast import ToastArea
from ui.shared.widgets.badges import BadgeRow, StageName
from ui.shared.widgets.bars import Funnel, FunnelLine, TargetBars, TargetLine
from ui.shared.widgets.chips import Chip, ChipChoice, FilterChip, FlowLayout
from ui.shared.widgets.quick_line import QuickLine, QuickReading, QuickToken
from ui.shared.widgets.search_field import SearchField
from ui.shared.widgets.sections import Counter, CounterStrip, Panel
from ui.shared.widgets.segments import Segment, Segments
from ui.shared.widgets.stage_bar import StageBar, StageStep

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def show(qtbot):
    def shown(widget, width=600, height=120):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        return widget

    return shown


def test_search_waits_for_a_pause_and_for_the_input_method(qtbot, show):
    field = show(SearchField("搜索"))
    field.line.setFocus()
    with qtbot.assertNotEmitted(field.searched, wait=300):
        compose(field.line, "qing neng")
    with qtbot.waitSignal(field.searched) as asked:
        commit(field.line, "氢能")
    assert asked.args == ["氢能"]
    with qtbot.waitSignal(field.searched) as asked:
        qtbot.keyClick(field.line, Qt.Key.Key_Escape)
    assert asked.args == [""]
    qtbot.keyClicks(field.line, "LNG")
    heard = []
    field.searched.connect(heard.append)
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert heard == ["LNG"]


def test_segments_choose_exactly_one(qtbot, show):
    segments = show(Segments([Segment(key="a", text="表格", icon="table"), Segment(key="b", text="看板")]))
    width = segments.button("b").width()
    with qtbot.waitSignal(segments.chosen) as chosen:
        qtbot.mouseClick(segments.button("b"), LEFT)
    assert (chosen.args, segments.current) == (["b"], "b")
    assert segments.button("b").width() == width
    segments.set_text("b", "看板 3")
    assert segments.button("b").text() == "看板 3"


def test_chips_choose_flow_and_go(qtbot, show):
    choice = show(ChipChoice([(3, "+3天"), (7, "+7天"), (None, "无")]))
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.mouseClick(choice.button(7), LEFT)
    assert chosen.args == [7]
    choice.set_value(99)
    assert choice.value() is None
    chip = show(FilterChip("阶段 在谈"), 120, 24)
    with qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 10, 12))
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert FilterChip("房地产", excludes=True).font().strikeOut()


def test_chips_begin_a_new_line_where_there_is_no_room(show):
    box = QWidget()
    flow = FlowLayout(box)
    for number in range(6):
        flow.addWidget(Chip(f"筛选条件 {number}", symbol="add", checkable=False))
    show(box, 250, 200)
    assert flow.heightForWidth(250) > flow.heightForWidth(2000)
    assert flow.takeAt(99) is None


def test_a_stage_is_chosen_by_mouse_and_by_keyboard(qtbot, show):
    bar = show(StageBar(), 880, 50)
    bar.show_stages([StageStep(key=str(n), name=f"阶段{n}", on="5-18") for n in range(11)], "2")
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.mouseClick(bar, LEFT, pos=bar.box_of("5").center())
    assert chosen.args == ["5"]
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert chosen.args == ["3"]
    assert bar.accessibleName() == "阶段3 5-18"
    qtbot.mouseMove(bar, bar.box_of("7").center())
    assert not bar.grab().isNull()


def test_a_click_on_the_funnel_opens_its_stage(qtbot, show):
    funnel = show(Funnel(), 320, 60)
    funnel.show_lines(
        [
            FunnelLine(key="a", name="线索", stage=0, count=12),
            FunnelLine(key="b", name="意向", stage=1, count=0),
        ]
    )
    with qtbot.waitSignal(funnel.chosen) as chosen:
        qtbot.mouseClick(funnel, LEFT, pos=QPoint(100, 40))
    assert chosen.args == ["b"]
    assert "线索 12" in funnel.accessibleName()
    funnel.grab()


def test_a_target_behind_the_calendar_has_another_colour(show):
    pictures = []
    for schedule in (0.2, 0.8):
        bars = show(TargetBars(), 400, 28)
        bars.show_targets([TargetLine(name="签约", reached=0.5, schedule=schedule, figure="5 / 10")])
        pictures.append(bars.grab().toImage().pixelColor(100, 15).name())
    assert pictures[0] != pictures[1]


def test_a_counter_opens_its_list(qtbot, show):
    strip = show(CounterStrip(), 500, 80)
    strip.show_counters([Counter(key="overdue", title="逾期", figure="3", tone="red")])
    strip.show_counters(
        [Counter(key="overdue", title="逾期", figure="4"), Counter(key="x", title="y", figure="1")]
    )
    cell = strip.layout().itemAt(0).widget()
    with qtbot.waitSignal(strip.chosen) as chosen:
        qtbot.mouseClick(cell, LEFT)
    assert chosen.args == ["overdue"]
    with qtbot.waitSignal(strip.chosen):
        qtbot.keyClick(cell, Qt.Key.Key_Space)
    assert cell.accessibleName() == "逾期 4"


@pytest.fixture
def quick(tasks, show):
    def parse(text):
        if text == "bad":
            raise ValidationError([Fault(field="text", message="没有正文")])
        return QuickReading(tokens=(QuickToken(text="周岚", icon="person"),), value=len(text))

    return show(QuickLine(tasks, parse))


def test_the_quick_line_shows_what_it_understood_and_submits_on_enter(qtbot, quick):
    commit(quick.line, "@周岚 电话")
    qtbot.waitUntil(lambda: quick.chips.accessibleName() == "周岚")
    compose(quick.line, "dui")
    with qtbot.assertNotEmitted(quick.submitted, wait=20):
        qtbot.keyClick(quick.line, Qt.Key.Key_Return)
    commit(quick.line, "对")
    with qtbot.waitSignal(quick.submitted) as sent:
        qtbot.keyClick(quick.line, Qt.Key.Key_Return)
    assert sent.args == ["@周岚 电话对", 7]
    quick.clear()
    assert quick.chips.accessibleName() == ""


def test_the_quick_line_keeps_text_that_cannot_be_saved(qtbot, quick):
    qtbot.keyClicks(quick.line, "bad")
    qtbot.mouseClick(quick.button, LEFT)
    assert quick.fault.text() == "没有正文"
    assert quick.line.text() == "bad"


def test_a_toast_goes_after_its_time(qtbot, show):
    host = show(QWidget(), 600, 400)
    area = ToastArea(host, shown_ms=50)
    area.show_toast("一")
    qtbot.waitUntil(lambda: not area.toasts)
    assert not area.isVisible()


def test_text_from_outside_is_shown_as_it_is(show):
    label = show(PlainLabel("<b>x</b>"))
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert plain_tip("<b>&") == "<span>&lt;b&gt;&amp;</span>"
    elided = show(ElidedLabel("很长的一句话" * 20), 80, 20)
    assert elided.toolTip() == elided.text()
    elided.grab()
    edit = show(PlainEdit())
    rich = QMimeData()
    rich.setHtml("<img src='file:///etc/passwd'>x")
    rich.setText("x")
    edit.insertFromMimeData(rich)
    assert edit.toPlainText() == "x"
    assert whole_characters("字\ud800") == "字?"


def test_badges_and_panels_say_their_words(show):
    badges = [Badge(text="停滞 31天", tone=tone, icon="stalled") for tone in BadgeTone]
    row = show(BadgeRow(badges), 300, 20)
    assert row.accessibleName().count("停滞") == len(badges)
    assert row.sizeHint().width() > badge_width(badges[0]) * len(badges)
    assert not row.grab().isNull()
    assert show(StageName("流失", -1)).grab().width()
    panel = show(Panel("时间线", "12"))
    panel.head.add(Chip("全部"))
    assert panel.head.title.text() == "时间线"
    assert Cell(lead="曜衡", text="储能", badges=(Badge(text="3"),)).plain == "曜衡 储能 3"


def links(count: int, first: int = 0) -> list[LinkRow]:
    return [LinkRow(key=first + number, text=f"第 {number} 行") for number in range(count)]


def test_of_a_long_list_the_first_rows_are_made_and_more_when_asked_for(qtbot, show):
    rows = show(LinkRows(), height=900)
    many = FIRST + STEP + 5
    rows.show_rows(links(many))
    assert len(rows.rows) == FIRST
    qtbot.mouseClick(rows.more, LEFT)
    assert len(rows.rows) == FIRST + STEP
    rows.show_rows(links(many + 1))
    assert len(rows.rows) == FIRST + STEP, "a refresh takes nothing away"
    rows.show_key(many)
    assert (rows.rows[-1].key, rows.more) == (many, None)
    rows.show_rows(links(many, first=1000))
    assert len(rows.rows) == FIRST, "another list begins short"


def test_a_refresh_that_brings_nothing_new_leaves_the_rows_as_they_are(show):
    rows = show(LinkRows())
    rows.show_rows(links(3))
    before = list(rows.rows)
    rows.show_rows(links(3))
    assert all(row is old for row, old in zip(rows.rows, before, strict=True))
    rows.show_rows(links(4))
    assert len(rows.rows) == 4


def test_a_counter_that_changes_keeps_the_keyboard_and_its_place_for_tab(show):
    strip = show(CounterStrip())

    def shown(*figures: str) -> list[QWidget]:
        named = zip("abc", figures, strict=True)
        strip.show_counters([Counter(key=key, title=key, figure=one) for key, one in named])
        settle()
        return strip.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)

    cells = [cell for cell in shown("1", "2", "3") if cell.accessibleName()]
    cells[1].setFocus()
    shown("1", "5", "3")
    here = strip.window().focusWidget()
    assert here is not None
    assert here.accessibleName() == "b 5"
    QTest.keyClick(here, Qt.Key.Key_Tab)
    assert strip.window().focusWidget() is cells[2]
    QTest.keyClick(cells[2], Qt.Key.Key_Backtab)
    assert strip.window().focusWidget().accessibleName() == "b 5"


def test_rows_made_anew_keep_their_place_for_tab(show):
    box = QWidget()
    before, rows, after = Chip("前面"), LinkRows(), Chip("后面")
    column = QVBoxLayout(box)
    for part in (before, rows, after):
        column.addWidget(part)
    show(box)
    for count in (2, FIRST + 1):
        rows.show_rows(links(count))
        settle()
        before.setFocus()
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert box.focusWidget() is rows.rows[0]
        QTest.keyClick(rows.rows[0], Qt.Key.Key_Tab)
        assert box.focusWidget() is rows.rows[1]
    rows.more.setFocus()
    QTest.keyClick(rows.more, Qt.Key.Key_Tab)
    assert box.focusWidget() is after
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    assert box.focusWidget() is rows.more
