"""The articles screen: read, decide, write, next; articles come in from files, text and the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.articles import ArticleState
from crm.domain.directory import Enterprise
from crm.domain.review import Clip, Group, SuggestionKind
from crm.domain.rows import ArticleFilter, ProjectFilter
from tests.ui.conftest import ScriptedPrompts
from tests.ui.office import TODAY, Offices, at_work, fill, settings_in
from tests.ui.waiting import settle
from ui.dialogs.add_article import AddArticleDialog
from ui.dialogs.change_suggestion import ChangeSuggestionDialog
from ui.dialogs.correct_article import CorrectArticleDialog
from ui.dialogs.intakes import IntakesDialog
from ui.dialogs.link_text import LinkTextDialog
from ui.screens.articles import ArticlesScreen
from ui.screens.review.decisions import group_of
from ui.screens.review.lists import ALL
from ui.screens.review.tray_list import spoken
from ui.session import Session
from ui.shared.article_text import SelectionAct
from ui.shared.text_spans import SpanKind

FIRM = "无锡砺桥传动科技有限公司"


def article(firm: str = FIRM, source: str = "海晟日报", day: str = "2026-05-15") -> str:
    short = firm[2:6]
    return (
        f"{short}签约落户海晟\n来源：{source}  {day}\n"
        f"本报讯 5月14日，{firm}与海晟县政府签订投资协议，总投资10亿元的风电齿轮箱项目正式落户。"
        "项目用地120亩，预计年产值18亿元。\n"
        f"{short}总经理韩予安说，公司看中的是海上风电全链条。\n"
    )


def two_articles(crm: Crm) -> None:
    fill(crm)
    crm.articles.add_text(article(), TODAY)
    crm.articles.add_text(article("宁波翎屿复合材料有限公司", day="2026-05-12"), TODAY)


@pytest.fixture
def crm(offices: Offices, tmp_path: Path) -> Iterator[Crm]:
    with offices.copy(two_articles, tmp_path) as made:
        yield made


@pytest.fixture
def session(crm: Crm, tmp_path: Path, prompts: ScriptedPrompts) -> Iterator[Session]:
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        made.window.show_screen("articles")
        yield made


@pytest.fixture
def screen(session: Session) -> ArticlesScreen:
    found = session.window.current_screen
    assert isinstance(found, ArticlesScreen)
    settle()
    return found


def title(screen: ArticlesScreen) -> str:
    assert screen.sheet is not None
    return screen.sheet.article.title


def choose(screen: ArticlesScreen, kind: SuggestionKind) -> str:
    """Makes the row of this kind the current one; its key."""
    row = next(row for row in screen.tray.decisions.rows if row.kind is kind)
    screen.tray.list.set_current(row.key)
    screen.tray.list.setFocus()
    return row.key


def press(screen: ArticlesScreen, key: Qt.Key) -> None:
    screen.window().activateWindow()
    QTest.keyClick(screen.tray.list, key)


def dialog_of(kind: type) -> object:
    found = [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()
    ]
    assert found, f"no {kind.__name__} is open"
    return found[-1]


def test_the_newest_article_of_the_inbox_is_open_with_its_suggestions(screen: ArticlesScreen) -> None:
    assert title(screen).startswith("砺桥传动")
    kinds = {row.kind for row in screen.tray.decisions.rows}
    assert {SuggestionKind.NEW_PROJECT, SuggestionKind.NEW_ENTERPRISE} <= kinds
    assert [segment.text for segment in screen.views()] == ["Inbox 2", "All 2", "Reprints 0", "Name list"]
    assert screen.list.progress.text() == "Today 0/2"


def test_what_will_be_written_is_what_is_written(screen: ArticlesScreen, crm: Crm, session: Session) -> None:
    settle()
    told = screen.tray.foot.text().removeprefix("Will be written: ")
    assert told.startswith("1 new project, 1 new enterprise")
    screen.tray.write_only.click()
    assert session.window.toasts.toasts[-1].label.text() == f"Written: {told}"
    assert len(crm.projects.find(ProjectFilter(text="齿轮箱"))) == 1


def test_writing_goes_on_to_the_next_article_and_undo_brings_it_back(
    screen: ArticlesScreen, crm: Crm, session: Session
) -> None:
    press(screen, Qt.Key.Key_Return)
    settle()
    assert title(screen).startswith("翎屿复合")
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == 1
    press(screen, Qt.Key.Key_Z)
    settle()
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == 2
    assert crm.projects.find(ProjectFilter(text="齿轮箱")) == []


def test_the_last_article_leaves_an_empty_inbox_that_says_what_to_do(screen: ArticlesScreen) -> None:
    press(screen, Qt.Key.Key_S)
    settle()
    press(screen, Qt.Key.Key_S)
    settle()
    assert screen.sheet is None
    assert not screen.tray.write_next.isEnabled()
    assert "Everything is read." in [
        label.text() for label in screen.panes.main.findChildren(type(screen.tray.foot))
    ]
    screen.show_view(ALL)
    settle()
    assert screen.sheet is not None


def test_j_and_k_walk_through_the_articles(screen: ArticlesScreen) -> None:
    first = title(screen)
    press(screen, Qt.Key.Key_J)
    assert title(screen) != first
    press(screen, Qt.Key.Key_K)
    assert title(screen) == first


def test_space_ticks_x_rejects_and_both_are_kept_for_later(screen: ArticlesScreen) -> None:
    key = choose(screen, SuggestionKind.NEW_PROJECT)
    press(screen, Qt.Key.Key_Space)
    row = screen.tray.decisions.row(key)
    assert row is not None
    assert not row.is_ticked
    firm = choose(screen, SuggestionKind.NEW_ENTERPRISE)
    press(screen, Qt.Key.Key_X)
    press(screen, Qt.Key.Key_J)
    press(screen, Qt.Key.Key_K)
    rejected, kept = screen.tray.decisions.row(firm), screen.tray.decisions.row(key)
    assert rejected is not None
    assert kept is not None
    assert group_of(rejected) is Group.REJECTED
    assert not kept.is_ticked


def test_ticking_a_project_brings_its_enterprise_along(screen: ArticlesScreen) -> None:
    firm, project = choose(screen, SuggestionKind.NEW_ENTERPRISE), choose(screen, SuggestionKind.NEW_PROJECT)
    for key in (firm, project):
        row = screen.tray.decisions.row(key)
        assert row is not None
        if row.is_ticked:
            screen.tray.toggle(key)
    screen.tray.toggle(project)
    brought = screen.tray.decisions.row(firm)
    assert brought is not None
    assert brought.is_ticked


def test_a_click_on_the_box_ticks_and_on_a_heading_folds(screen: ArticlesScreen) -> None:
    view = screen.tray.list
    key = choose(screen, SuggestionKind.NEW_PROJECT)
    before = screen.tray.decisions.row(key)
    assert before is not None
    box = view.visualRect(view.currentIndex())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(22, 18))
    after = screen.tray.decisions.row(key)
    assert after is not None
    assert after.is_ticked is not before.is_ticked
    count = view.rows.rowCount()
    heading = view.visualRect(view.rows.index(0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert view.rows.rowCount() < count


def test_a_role_is_taken_from_the_menu(screen: ArticlesScreen) -> None:
    key = choose(screen, SuggestionKind.NEW_ENTERPRISE)
    row = screen.tray.decisions.row(key)
    assert row is not None
    menu = screen.tray.menu_of(row)
    next(act for act in menu.actions() if act.text() == "background").trigger()
    changed = screen.tray.decisions.row(key)
    assert changed is not None
    assert changed.role == "背景"


def test_namesakes_must_be_chosen_before_they_are_written(screen: ArticlesScreen, crm: Crm) -> None:
    for region in ("浙江", "安徽"):
        crm.directory.save_enterprise(Enterprise(name=FIRM, short_name=f"砺桥{region}", region=region))
    settle()
    row = next(row for row in screen.tray.decisions.rows if row.target_kind == "enterprise")
    assert group_of(row) is Group.OPEN
    screen.tray.toggle(row.key)
    press(screen, Qt.Key.Key_Return)
    assert row.key in screen.tray.list.rows.faults
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == 2
    screen.tray.choose(row.key, row.candidates[0])
    settle()
    assert screen.tray.foot.text().startswith("Will be written")


def test_another_name_for_what_is_new(screen: ArticlesScreen, crm: Crm) -> None:
    key = choose(screen, SuggestionKind.NEW_PROJECT)
    QTest.keyClick(screen.tray.list, Qt.Key.Key_F2)
    dialog = dialog_of(ChangeSuggestionDialog)
    assert isinstance(dialog, ChangeSuggestionDialog)
    dialog.form.show_record({"name": "兆瓦级齿轮箱项目"})
    dialog.act()
    row = screen.tray.decisions.row(key)
    assert row is not None
    assert row.name == "兆瓦级齿轮箱项目"
    screen.write(and_next=False)
    assert len(crm.projects.find(ProjectFilter(text="兆瓦级"))) == 1


def test_spans_and_rows_point_at_each_other(screen: ArticlesScreen) -> None:
    firm = choose(screen, SuggestionKind.NEW_ENTERPRISE)
    screen.tray.row_chosen.emit(firm)
    span = screen.pane.text.current
    assert screen.pane.marks.row_of(span) == firm
    screen.tray.list.set_current(None)
    screen.pane.text.span_chosen.emit(span)
    assert screen.tray.list.current is not None
    assert screen.tray.list.current.key == firm
    screen.pane.text.span_hovered.emit(span)
    assert screen.tray.list.under == firm


def test_the_legend_counts_and_hides_kinds_of_span(screen: ArticlesScreen) -> None:
    chip = screen.pane.chips[SpanKind.ENTERPRISE]
    assert chip.count == screen.pane.marks.counts()[SpanKind.ENTERPRISE] > 0
    chip.click()
    before = screen.pane.text.current
    press(screen, Qt.Key.Key_N)
    current = screen.pane.text.current
    assert current != before
    assert all(
        span.kind is not SpanKind.ENTERPRISE for span in screen.pane.marks.spans if span.key == current
    )


def test_irrelevant_articles_leave_with_their_reason(screen: ArticlesScreen, crm: Crm) -> None:
    assert screen.sheet is not None
    article_id = screen.sheet.article.key
    press(screen, Qt.Key.Key_I)
    screen.tray.reasons.actions()[2].trigger()
    screen.tray.reasons.close()
    kept = crm.articles.get(article_id)
    assert (kept.state, kept.reason) == (ArticleState.IRRELEVANT, "Old news")


def test_selected_text_becomes_a_new_enterprise(screen: ArticlesScreen, crm: Crm) -> None:
    assert screen.sheet is not None
    start = screen.sheet.text.body.index("海上风电")
    screen.pane.text.select_range(start, start + 4)
    screen.pane.text.choose_act(SelectionAct.CREATE)
    dialog = dialog_of(LinkTextDialog)
    assert isinstance(dialog, LinkTextDialog)
    dialog.act()
    settle()
    assert [hit.name for hit in crm.directory.search("海上风电", ["enterprise"])] == ["海上风电"]
    row = next(row for row in screen.tray.decisions.rows if row.name == "海上风电")
    assert row.group is Group.CONFIRMED
    screen.tray.list.rows.folded.clear()
    screen.tray.list.show_rows(screen.tray.decisions.rows)
    screen.tray.list.set_current(row.key)
    screen.tray.reject_current()
    settle()
    assert not [row for row in screen.tray.decisions.rows if row.group is Group.CONFIRMED]


def test_selected_text_is_linked_to_the_only_match(screen: ArticlesScreen, crm: Crm) -> None:
    firm = crm.directory.save_enterprise(Enterprise(name="海上风电链主有限公司"))
    assert screen.sheet is not None
    start = screen.sheet.text.body.index("海上风电")
    screen.pane.text.select_range(start, start + 4)
    screen.pane.text.choose_act(SelectionAct.LINK)
    dialog = dialog_of(LinkTextDialog)
    assert isinstance(dialog, LinkTextDialog)
    dialog.act()
    settle()
    assert screen.sheet is not None
    assert [entry.target_id for entry in screen.sheet.mentions if entry.text == "海上风电"] == [firm.key]


def test_rejecting_selected_text_rejects_its_row(screen: ArticlesScreen, session: Session) -> None:
    assert screen.sheet is not None
    start = screen.sheet.text.body.index(FIRM)
    screen.pane.text.select_range(start, start + len(FIRM))
    screen.pane.text.choose_act(SelectionAct.REJECT)
    row = screen.tray.decisions.row(f"enterprise:{FIRM}")
    assert row is not None
    assert row.is_rejected


def test_title_and_source_are_corrected(screen: ArticlesScreen, crm: Crm) -> None:
    press(screen, Qt.Key.Key_E)
    dialog = dialog_of(CorrectArticleDialog)
    assert isinstance(dialog, CorrectArticleDialog)
    entry = dialog.form.entry("source")
    entry.setText("江海晚报")  # type: ignore[attr-defined]
    dialog.act()
    settle()
    assert "江海晚报" in screen.pane.head.grade.text()


def test_the_original_is_saved_where_the_officer_says(
    screen: ArticlesScreen, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "original.txt"
    screen.pane.head.original.click()
    assert (tmp_path / "original.txt").read_text(encoding="utf-8") == article()


def test_pasted_text_becomes_an_article_and_the_same_again_does_not(
    screen: ArticlesScreen, crm: Crm, session: Session
) -> None:
    text = article("上海恒汐轴承有限公司", day="2026-05-17")
    session.window.text_pasted.emit(Clip(text=text))
    assert len(crm.articles.find(ArticleFilter())) == 3
    screen.take_clip(Clip(text=text))
    assert len(crm.articles.find(ArticleFilter())) == 3
    assert "here already" in session.window.toasts.toasts[-1].label.text()


def test_what_is_pasted_before_the_list_was_seen_is_what_is_opened(
    crm: Crm, tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    with at_work(crm, settings_in(tmp_path), prompts, inline=False) as session:
        settle()
        session.window.text_pasted.emit(Clip(text=article("上海恒汐轴承有限公司", day="2026-05-11")))
        settle()
        shown = session.window.current_screen
        assert isinstance(shown, ArticlesScreen)
        assert "恒汐" in title(shown)


def test_what_is_pasted_without_a_date_is_on_top_of_the_inbox(
    session: Session, screen: ArticlesScreen
) -> None:
    session.window.text_pasted.emit(Clip(text="苏州澜汀新能源科技有限公司在海晟县投资建设逆变器工厂。" * 3))
    settle()
    assert "澜汀" in title(screen)
    assert screen.current_view() == "inbox"
    assert screen.sheet is not None
    assert screen.list.records.record_ids[0] == screen.sheet.article.key


def test_an_article_that_left_the_inbox_is_shown_among_all(screen: ArticlesScreen) -> None:
    assert screen.sheet is not None
    key = screen.sheet.article.key
    screen.put_away(ArticleState.LATER)
    settle()
    assert screen.current_view() == "inbox"
    screen.show_record("article", key)
    settle()
    assert screen.current_view() == "all"
    assert screen.sheet.article.key == key


def test_a_pasted_private_address_is_refused_with_its_reason(screen: ArticlesScreen) -> None:
    screen.take_clip(Clip(text=" http://127.0.0.1/a.html "))
    dialog = dialog_of(IntakesDialog)
    assert isinstance(dialog, IntakesDialog)
    assert dialog.intakes[0].outcome == "failed"
    assert dialog.intakes[0].reason
    dialog.reject()


def test_dropped_files_are_taken_in_and_listed_one_by_one(
    screen: ArticlesScreen, crm: Crm, session: Session, tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    good, bad, again = tmp_path / "好.txt", tmp_path / "坏.pdf", tmp_path / "又.txt"
    good.write_text(article("上海恒汐轴承有限公司"), encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4 broken")
    again.write_text(article(), encoding="utf-8")
    session.window.files_dropped.emit([str(good), str(bad), str(again)])
    dialog = dialog_of(IntakesDialog)
    assert isinstance(dialog, IntakesDialog)
    assert [intake.outcome for intake in dialog.intakes] == ["failed", "duplicate", "added"]
    dialog.act()
    assert "坏.pdf" in prompts.copied[0]
    dialog.grab()
    dialog.list.activated.emit(dialog.list.model().index(2, 0))
    assert title(screen).startswith("恒汐轴承")


def test_an_article_is_added_through_the_dialog_and_a_draft_survives(
    screen: ArticlesScreen, crm: Crm, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    screen.create_new()
    dialog = dialog_of(AddArticleDialog)
    assert isinstance(dialog, AddArticleDialog)
    dialog.act()
    assert dialog.fault.text()
    dialog.tabs.setCurrentIndex(1)
    dialog.address.setText("ftp://x")
    dialog.act()
    assert dialog.isVisible()
    dialog.tabs.setCurrentIndex(0)
    dialog.text.setPlainText(article("上海恒汐轴承有限公司"))
    dialog.act()
    assert len(crm.articles.find(ArticleFilter())) == 3
    file = tmp_path / "又.txt"
    file.write_text(article("苏州云岫智能装备有限公司"), encoding="utf-8")
    prompts.files = [file]
    screen.create_new()
    again = dialog_of(AddArticleDialog)
    assert isinstance(again, AddArticleDialog)
    again.tabs.setCurrentIndex(2)
    again.act()
    assert len(crm.articles.find(ArticleFilter())) == 4


def test_the_filter_narrows_the_list_and_says_when_nothing_fits(screen: ArticlesScreen) -> None:
    press(screen, Qt.Key.Key_F)
    screen.list.field.setText("翎屿")
    assert len(screen.list.records.record_ids) == 1
    screen.list.field.setText("没有这样的词")
    assert screen.list.records.record_ids == []


def test_enter_in_the_filter_writes_nothing(screen: ArticlesScreen, crm: Crm) -> None:
    press(screen, Qt.Key.Key_F)
    QTest.keyClick(screen.list.field, Qt.Key.Key_Return)
    assert len(crm.articles.find(ArticleFilter(state=ArticleState.INBOX))) == 2


def test_a_narrow_window_turns_the_tray_into_a_tab(screen: ArticlesScreen, session: Session) -> None:
    session.window.resize(1000, 640)
    settle()
    assert screen.panes.tabs.isVisible()
    assert not screen.tray.isVisible()
    screen.panes.tabs.setCurrentIndex(1)
    assert screen.tray.isVisible()
    assert not screen.panes.main.isVisible()
    session.window.resize(900, 600)
    settle()
    assert not screen.list.isVisible()
    screen.panes.tabs.setCurrentIndex(2)
    assert screen.list.isVisible()


def test_markup_in_a_title_is_shown_as_it_is(screen: ArticlesScreen, crm: Crm) -> None:
    crm.articles.add_text(
        "<b>砺桥</b><img src=http://x/y.png>签约\n" + article().split("\n", 1)[1] + "又", TODAY
    )
    settle()
    press(screen, Qt.Key.Key_K)
    assert screen.pane.head.title.textFormat() is Qt.TextFormat.PlainText
    screen.grab()


def test_rows_are_spoken_with_state_and_reason(screen: ArticlesScreen) -> None:
    row = next(row for row in screen.tray.decisions.rows if row.kind is SuggestionKind.NEW_PROJECT)
    told = spoken(row)
    assert "ticked" in told
    assert "New" in told
    assert row.name in told


def test_doubtful_captures_are_told_in_the_list_and_at_the_head(screen: ArticlesScreen, crm: Crm) -> None:
    key = crm.articles.add_text(
        "砺桥二期开工\n砺桥传动在海晟开工建设二期项目，总投资3亿元。", TODAY
    ).article_id
    settle()
    place = screen.list.records.row_of(key)
    spoken_row = screen.list.records.index(place, 0).data(Qt.ItemDataRole.DisplayRole)
    assert "no date no source very short" in spoken_row
    screen.list.opened.emit(key)
    settle()
    assert screen.pane.head.doubts.toolTip() == "no date，no source，very short"
    screen.list.view.grab()


def test_the_list_is_narrowed_to_doubtful_captures_by_mouse_and_by_keys(
    screen: ArticlesScreen, crm: Crm
) -> None:
    key = crm.articles.add_text(
        "砺桥二期开工\n砺桥传动在海晟开工建设二期项目，总投资3亿元。", TODAY
    ).article_id
    settle()
    press(screen, Qt.Key.Key_F)
    box = screen.list.doubt
    QTest.keyClick(screen.list.field, Qt.Key.Key_Tab)
    assert box.hasFocus()
    for _step in range(2):
        QTest.keyClick(box, Qt.Key.Key_Down)
    settle()
    assert box.currentText() == "no date"
    assert screen.list.records.record_ids == [key]
    screen.list.filter.click()
    assert len(screen.list.records.record_ids) == 3


def test_all_of_one_kind_and_all_full_names_are_ticked_at_once(screen: ArticlesScreen, crm: Crm) -> None:
    crm.directory.save_enterprise(Enterprise(name=FIRM))
    settle()
    firm = next(row for row in screen.tray.decisions.rows if row.kind is SuggestionKind.LINK)
    assert firm.name == FIRM
    screen.tray.list.set_current(firm.key)
    screen.tray.list.setFocus()
    screen.window().activateWindow()
    QTest.keyClick(screen.tray.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    links = [row.is_ticked for row in screen.tray.decisions.rows if row.kind is SuggestionKind.LINK]
    assert not any(links)
    screen.tray.tick_full_names()
    ticked = screen.tray.decisions.row(firm.key)
    assert ticked is not None
    assert ticked.is_ticked
