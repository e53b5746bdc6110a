"""The article view: spans where they belong, selections in characters of the body, nothing loaded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWidgets import QToolButton

from tests.bounds import ends
from ui.shared.article_text import ArticleText, ArticleView, SelectionAct
from ui.shared.text_offsets import LINE_LIMIT, ShownText
from ui.shared.text_spans import SpanKind, TextSpan
from ui.shared.theme import theme

BODY = (
    "𠮷昌传动与东海开发区签约，总投资10亿元，总经理韩予表示满意。\n"
    "项目做风电齿轮箱，5月开工，配套企业随后落地。"
)


def span(key: int, text: str, kind: SpanKind, *, decided: bool = True) -> TextSpan:
    start = BODY.index(text)
    return TextSpan(
        key=key, kind=kind, start=start, end=start + len(text), is_decided=decided, tip=f"<{text}>"
    )


SPANS = (
    span(1, "𠮷昌传动", SpanKind.ENTERPRISE),
    span(2, "东海开发区", SpanKind.ZONE),
    span(3, "10亿元", SpanKind.AMOUNT),
    span(4, "韩予", SpanKind.PERSON),
    span(5, "风电齿轮箱", SpanKind.INDUSTRY),
    span(6, "5月", SpanKind.DATE),
    span(7, "配套企业", SpanKind.ENTERPRISE, decided=False),
)
VIEW = ArticleView(
    title="<b>签约</b>",
    meta="日报",
    body=BODY,
    spans=SPANS,
    sentences=((0, 20),),
    furniture=("上一条：天气", "版权所有"),
)


@pytest.fixture
def text(qtbot):
    made = ArticleText()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show_article(VIEW)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def middle_of(text, key):
    """A point of the viewport inside a span, found by asking."""
    for y in range(0, 300, 6):
        for x in range(0, 800, 6):
            found = text.span_at(QPoint(x, y))
            if found is not None and found.key == key:
                return QPoint(x + 3, y + 2)
    raise AssertionError(key)


def test_markup_is_shown_as_text(text):
    assert text.toPlainText().startswith("<b>签约</b>\n日报\n𠮷昌传动")
    assert text.loadResource(2, QUrl("file:///etc/passwd")) is None
    assert not text.canInsertFromMimeData(None)


def test_n_and_p_walk_the_spans_round(qtbot, text):
    for key, expected in ((Qt.Key.Key_N, 1), (Qt.Key.Key_N, 2), (Qt.Key.Key_P, 1), (Qt.Key.Key_P, 7)):
        with qtbot.waitSignal(text.span_chosen) as chosen:
            qtbot.keyClick(text, key)
        assert chosen.args == [expected] == [text.current]


def test_hover_and_click_tell_the_span(qtbot, text):
    place = middle_of(text, 4)
    with qtbot.waitSignal(text.span_hovered) as hovered:
        qtbot.mouseMove(text.viewport(), place)
    assert hovered.args == [4]
    assert text.viewport().toolTip() == "<span>&lt;韩予&gt;</span>"
    with qtbot.waitSignal(text.span_chosen) as chosen:
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [4]


def test_a_selection_is_told_in_characters_of_the_body(qtbot, text):
    start = BODY.index("总投资")
    text.select_range(start, start + 3)
    assert text.selected_range() == (start, start + 3)
    assert text.textCursor().selectedText() == "总投资"
    with qtbot.waitSignal(text.selection_act) as asked:
        qtbot.keyClick(text, Qt.Key.Key_L)
    assert asked.args == ["link", start, start + 3]
    button = next(b for b in text.findChildren(QToolButton) if b.property("act") == SelectionAct.ALIAS)
    with qtbot.waitSignal(text.selection_act) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args[0] == "alias"


def test_n_means_new_while_text_is_selected_and_one_character_is_no_selection(qtbot, text):
    text.select_range(0, 1)
    assert text.selected_range() is None
    text.select_range(0, 4)
    with qtbot.waitSignal(text.selection_act) as asked:
        qtbot.keyClick(text, Qt.Key.Key_N)
    assert asked.args == ["create", 0, 4]


def test_title_and_furniture_cannot_be_linked(qtbot, text):
    text.selectAll()
    assert text.selected_range() == (0, len(BODY))
    assert text.createMimeDataFromSelection().formats() == ["text/plain"]


def test_furniture_folds(qtbot, text):
    assert "版权所有" in text.toPlainText()
    text.fold_furniture(True)
    assert "版权所有" not in text.toPlainText()


def test_a_span_is_painted_in_its_colour_in_both_themes(text):
    for name in ("light", "dark"):
        theme().use(name)
        picture = text.viewport().grab().toImage()
        colours = {
            picture.pixelColor(x, y).name().upper() for x in range(70, 800, 2) for y in range(60, 180, 2)
        }
        tokens = theme().tokens
        assert {tokens.enterprise.fill, tokens.zone.fill, tokens.industry.fill, tokens.person.fill} <= colours


def test_confirming_a_span_keeps_the_place(text):
    text.set_current(5)
    text.show_spans([s for s in SPANS if s.key != 7])
    assert text.current == 5


def test_ten_megabytes_in_one_line_are_shown(qtbot, text):
    with ends():
        text.show_article(ArticleView(title="", meta="", body="长" * 3_400_000))
        text.grab()
    assert text.document().characterCount() > 3_400_000


@given(st.text(alphabet="a字𠮷\n\r\u2028", max_size=60), st.integers(0, 60))
def test_offsets_and_positions_are_one_to_one(body, at):
    shown = ShownText(body, base=7)
    offset = min(at, len(body))
    assert shown.offset(shown.position(offset)) == offset
    assert shown.end - 7 == len(shown.shown.encode("utf-16-le")) // 2


def test_over_long_lines_are_broken_and_still_counted_right():
    body = "字" * (2 * LINE_LIMIT + 10) + "\n末"
    shown = ShownText(body)
    assert [len(line) for line in shown.shown.split("\n")] == [LINE_LIMIT, LINE_LIMIT, 10, 1]
    for offset in (0, LINE_LIMIT - 1, LINE_LIMIT, 2 * LINE_LIMIT + 11):
        assert shown.shown[shown.position(offset)] == body[offset]
        assert shown.offset(shown.position(offset)) == offset
    assert shown.shown[: shown.end_position(LINE_LIMIT)] == "字" * LINE_LIMIT
