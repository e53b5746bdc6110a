"""The zones: the table, and the page with facts in place, other names, profile, projects and articles."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm.app import Crm
from crm.domain.articles import Article, Mention, ZoneIndustry
from crm.domain.directory import Tier, Zone, ZoneRelation
from crm.domain.errors import NotFound
from crm.domain.follow_ups import ContactWay, FollowUp
from crm.domain.money import YI, Money
from crm.domain.records import Ref
from tests.crm import TODAY, SampleOffice, add_project, yi
from tests.ui.waiting import settle
from ui.dialogs.edit_aliases import EditAliasesDialog
from ui.dialogs.edit_zone import EditZoneDialog
from ui.dialogs.log_follow_up import LogFollowUpDialog
from ui.screens.zones import ZonesScreen, spec
from ui.screens.zones.columns import level_and_kind
from ui.screens.zones.panels import source_of

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def rival(crm: Crm, office: SampleOffice) -> Zone:
    return crm.directory.save_zone(
        Zone(name="澄海经济技术开发区", short_name="澄海经开区", relation=ZoneRelation.COMPETITOR)
    )


@pytest.fixture
def screen(open_window, crm, office, rival) -> ZonesScreen:
    opened = open_window(spec(crm))
    made = opened.window.current_screen
    made.opened_window = opened
    opened.window.activateWindow()
    QTest.qWaitForWindowActive(opened.window)
    settle()
    return made


def told(screen: ZonesScreen) -> str:
    """The notices at the bottom left."""
    toasts = screen.opened_window.window.toasts.toasts
    return " ".join(toast.label.text() for toast in toasts)


def names(screen: ZonesScreen) -> list[str]:
    return [row.name for row in screen._crm.directory.zone_rows(screen.listing.ids)]


def test_our_zones_stand_first(screen, office, rival):
    assert names(screen) == [office.zone.name, rival.name]


def test_chips_narrow_the_table_to_what_a_zone_is_to_us(screen, rival):
    QTest.mouseClick(screen.listing.relations.button(ZoneRelation.COMPETITOR), LEFT)
    assert names(screen) == [rival.name]
    QTest.mouseClick(screen.listing.relations.button(None), LEFT)
    assert len(names(screen)) == 2


def test_words_narrow_the_table_and_an_empty_one_says_what_to_do(screen, rival):
    screen.listing.search.set_text("澄海")
    assert names(screen) == [rival.name]
    screen.listing.search.set_text("没有这个园区")
    assert screen.listing.pane.shows_empty_state
    QTest.mouseClick(screen.listing.pane.empty_state.buttons[0], LEFT)
    assert len(names(screen)) == 2
    assert screen.listing.search.text() == ""


def test_enter_opens_a_zone_and_escape_returns_to_its_row(screen, rival):
    screen.listing.table.show_id(rival.key)
    QTest.keyClick(screen.listing.table, Key.Key_Return)
    assert screen.page.isVisible()
    assert screen.page.head.title.text() == rival.name
    assert screen.page.head.place.text() == "2 / 2"
    QTest.keyClick(screen.page, Key.Key_Up, CONTROL)
    assert screen.page.head.place.text() == "1 / 2"
    QTest.keyClick(screen.page, Key.Key_Escape)
    assert screen.listing.isVisible()
    assert screen.listing.table.current_id() != rival.key


def test_a_fact_is_changed_in_place(screen, crm, office):
    screen.open_one(office.zone.key)
    row = screen.page.panel.rows["head"]
    row.setFocus()
    QTest.keyClick(row, Key.Key_F2)
    row._entry.widget.setText("陈若蘅")
    QTest.keyClick(row._entry.widget, Key.Key_Return)
    settle()
    assert crm.directory.zone(office.zone.key).head == "陈若蘅"
    assert row.text.text() == "陈若蘅"
    assert any(("Head" in text and "陈若蘅" in text) or "changed 1 field" in text
               for text in screen.page.lists.history.timeline.texts())  # fmt: skip


def test_a_zone_changed_elsewhere_asks_whose_word_stands(screen, crm, office, prompts):
    screen.open_one(office.zone.key)
    mine = screen.page.page.zone
    crm.directory.save_zone(Zone(**{**vars(crm.directory.zone(mine.key)), "phone": "0513-1"}))
    prompts.choice = 0
    screen.page._save(Zone(**{**vars(mine), "head": "周砚"}), "head")
    stored = crm.directory.zone(mine.key)
    assert (stored.head, stored.phone) == ("周砚", "0513-1")
    assert prompts.asked


def test_a_name_that_is_no_name_is_refused_with_a_sentence(screen, crm, office):
    screen.open_one(office.zone.key)
    screen.page._change("name", "…")
    assert crm.directory.zone(office.zone.key).name == office.zone.name
    assert screen.page.panel.rows["name"].text.text() == office.zone.name


def test_other_names_are_changed_in_their_dialog(screen, crm, office):
    ref = Ref(kind="zone", id=office.zone.key)
    screen.open_one(office.zone.key)
    QTest.mouseClick(screen.page.panel.alias_edit, LEFT)
    dialog = screen.opened_window.dialog
    assert isinstance(dialog, EditAliasesDialog)
    dialog.form.entry("aliases").setPlainText("如东经开区\n如东高新区")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    assert set(crm.directory.aliases(ref)) == {"如东经开区", "如东高新区"}
    assert "如东高新区" in screen.page.panel.names.text()


def test_the_profile_stands_in_three_tiers_with_quote_and_day(screen, crm, office):
    with crm.store.write("profile") as writer:
        writer.save(
            ZoneIndustry(
                zone_id=office.zone.key,
                tier=Tier.SPECIAL,
                name="风电装备",
                quote="打造风电装备特色产业",
                told_on=TODAY,
            )
        )
    screen.open_one(office.zone.key)
    flow = screen.page.panel.tiers[Tier.SPECIAL]
    badge = flow.itemAt(0).widget()
    assert badge.accessibleName() == "风电装备"
    assert "打造风电装备特色产业" in badge.toolTip()
    assert "5-18" in badge.toolTip()
    assert screen.page.panel.tiers[Tier.LEADING].itemAt(0).widget().text() == "not filled in"
    assert source_of("", None, TODAY) == "entered by hand"


def test_projects_of_the_zone_open_by_click_and_by_enter(screen, crm, office):
    project = add_project(crm, "动态海缆", firm="澄屿海缆有限公司", zone_id=office.zone.key,
                          total_investment=yi("5"))  # fmt: skip
    screen.open_one(office.zone.key)
    row = screen.page.lists.projects.rows[0]
    assert "动态海缆" in row.accessibleName()
    assert screen.page.lists.tabs.tabText(0) == "Projects  1"
    QTest.mouseClick(row, LEFT)
    QTest.keyClick(row, Key.Key_Return)
    assert screen.opened_window.opened == [("project", project.key)] * 2
    assert Money(value=5 * YI) == project.total_investment


def test_articles_stand_by_the_role_of_the_zone(screen, crm, office):
    with crm.store.write("articles") as writer:
        for title, role in (("签约落户开发区", "承接"), ("外出考察", "考察对象"), ("别的", "")):
            article = writer.save(Article(title=title, source="如东日报", published_on=TODAY))
            writer.save(
                Mention(article_id=article.key, target_kind="zone", target_id=office.zone.key, role=role)
            )
    screen.open_one(office.zone.key)
    screen.page.lists.tabs.setCurrentIndex(1)
    lists = screen.page.lists.article_lists()
    assert [made.texts()[0].split()[0] for made in lists] == ["签约落户开发区", "外出考察", "别的"]
    QTest.mouseClick(lists[0].rows[0], LEFT)
    assert screen.opened_window.opened[0][0] == "article"


def test_a_follow_up_about_the_zone_stands_in_what_happened(screen, crm, office):
    ref = Ref(kind="zone", id=office.zone.key)
    crm.follow_ups.log(FollowUp(happened_on=TODAY, way=ContactWay.VISIT, text="看了标准厂房"), [ref])
    screen.open_one(office.zone.key)
    assert any("看了标准厂房" in text for text in screen.page.lists.history.timeline.texts())
    QTest.mouseClick(screen.page.head.log, LEFT)
    assert isinstance(screen.opened_window.dialog, LogFollowUpDialog)


def test_a_new_zone_is_made_by_key_and_opened(screen, crm):
    QTest.keyClick(screen.listing.table, Key.Key_N)
    dialog = screen.opened_window.dialog
    assert isinstance(dialog, EditZoneDialog)
    dialog.act()
    assert dialog.form.fault("name")
    dialog.form.entry("name").setText("洋口港经济开发区")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    assert screen.page.isVisible()
    assert screen.page.head.title.text() == "洋口港经济开发区"
    assert crm.directory.zone(screen.page.record_id).relation is ZoneRelation.OURS


def test_a_zone_with_projects_is_not_deleted(screen, crm, office, prompts):
    add_project(crm, "动态海缆", zone_id=office.zone.key)
    screen.open_one(office.zone.key)
    screen.desk.actions.run("zone.delete")
    assert "refer" in told(screen)
    settle()
    assert crm.directory.zone(office.zone.key).name == office.zone.name
    assert screen.page.isVisible()


def test_deleting_a_zone_goes_back_to_the_table(screen, crm, rival, prompts):
    screen.open_one(rival.key)
    screen.page._ask_menu()
    assert screen.page.menu.actions()[-1].text() == "Delete the zone"
    screen.page.menu.close()
    screen.desk.actions.run("zone.delete")
    settle()
    with pytest.raises(NotFound):
        crm.directory.zone(rival.key)
    assert screen.listing.isVisible()
    assert rival.key not in screen.listing.ids


def test_other_screens_lead_to_a_zone(screen, rival):
    assert screen.show_record("zone", rival.key)
    assert screen.page.head.title.text() == rival.name
    assert not screen.show_record("project", 1)


def test_a_level_that_the_kind_says_is_not_said_twice():
    assert level_and_kind("省级", "省级经济开发区") == "省级经济开发区"
    assert level_and_kind("国家级", "高新区") == "国家级·高新区"
    assert level_and_kind("", "化工园区") == "化工园区"
