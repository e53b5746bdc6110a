"""The chains: the map walked by keys, zoom, the inspector, and what is made, changed and deleted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.directory import Enterprise, Industry, NodeState, Segment
from crm.domain.errors import NotFound
from tests.crm import SampleOffice, add_project, yi
from tests.ui.waiting import settle
from ui.dialogs.edit_industry import EditIndustryDialog
from ui.screens.chains import ChainsScreen, spec
from ui.screens.chains.node_item import HEIGHT, WIDTH, node_text
from ui.shared.link_rows import FIRST

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton

NODES = (
    ("叶片材料", Segment.UPSTREAM, NodeState.WEAK),
    ("齿轮箱", Segment.UPSTREAM, NodeState.MISSING),
    ("整机", Segment.MIDSTREAM, NodeState.PRESENT),
    ("运维", Segment.DOWNSTREAM, NodeState.STRONG),
)


@pytest.fixture
def wind(crm: Crm, office: SampleOffice) -> dict[str, Industry]:
    chain = crm.directory.save_industry(Industry(name="风电装备", chief="陆闻笙", position=-1))
    made = {"风电装备": chain}
    for place, (name, segment, state) in enumerate(NODES):
        node = Industry(name=name, parent_id=chain.id, segment=segment, state=state, position=place)
        made[name] = crm.directory.save_industry(node)
    crm.directory.set_nodes(office.firm.key, [made["齿轮箱"].key])
    return made


@pytest.fixture
def screen(open_window, crm, wind) -> ChainsScreen:
    opened = open_window(spec(crm))
    made = opened.window.current_screen
    made.opened_window = opened
    opened.window.activateWindow()
    QTest.qWaitForWindowActive(opened.window)
    settle()
    return made


def told(screen: ChainsScreen) -> str:
    """The notices at the bottom left."""
    toasts = screen.opened_window.window.toasts.toasts
    return " ".join(toast.label.text() for toast in toasts)


def choose(screen: ChainsScreen, node: Industry) -> None:
    item = screen.map.items_by_id[node.key]
    at = screen.map.mapFromScene(item.pos() + QPointF(WIDTH / 2, HEIGHT / 2))
    QTest.mouseClick(screen.map.viewport(), LEFT, pos=at)


def test_nodes_stand_in_columns_from_upstream_to_downstream(screen, wind):
    columns = [(title, [item.node.row.name for item in items]) for title, items in screen.map.columns]
    assert columns == [
        ("Upstream", ["叶片材料", "齿轮箱"]),
        ("Midstream", ["整机"]),
        ("Downstream", ["运维"]),
    ]
    places = [screen.map.items_by_id[wind[name].key].x() for name in ("齿轮箱", "整机", "运维")]
    assert places == sorted(set(places))


def test_a_node_without_segment_stands_with_the_node_above_or_apart(screen, crm, wind):
    crm.directory.save_industry(Industry(name="箱体", parent_id=wind["整机"].id))
    crm.directory.save_industry(Industry(name="未定", parent_id=wind["风电装备"].id))
    settle()
    columns = {title: [item.node.row.name for item in items] for title, items in screen.map.columns}
    assert columns["Midstream"] == ["整机", "箱体"]
    assert columns["Not placed yet"] == ["未定"]


def test_the_line_above_tells_chief_and_strength(screen):
    assert screen.bar.chief.text() == "陆闻笙"
    assert [label.text() for label in screen.bar.counts.values()] == ["1", "1", "1", "1"]
    assert "1 enterprise" in screen.bar.told.text()


def test_arrow_keys_walk_the_map_and_enter_goes_to_the_inspector(screen, wind):
    walk = screen.map
    walk.setFocus()
    walk.choose(wind["叶片材料"].key)
    for key, name in ((Key.Key_Down, "齿轮箱"), (Key.Key_Right, "整机"), (Key.Key_Right, "运维"),
                      (Key.Key_Right, "运维"), (Key.Key_Left, "整机")):  # fmt: skip
        QTest.keyClick(walk, key)
        assert walk.current == wind[name].key
        assert screen.inspector.title.text() == name
    QTest.keyClick(walk, Key.Key_Return)
    assert screen.inspector.rows["name"].hasFocus()
    QTest.keyClick(screen.inspector.rows["name"], Key.Key_Escape)
    assert walk.hasFocus()


def test_a_click_shows_who_stands_in_a_node(screen, crm, wind, office):
    project = add_project(crm, "年产齿轮箱", enterprise_id=office.firm.id, industry_id=wind["齿轮箱"].id,
                          total_investment=yi("10"))  # fmt: skip
    settle()
    choose(screen, wind["齿轮箱"])
    inspector = screen.inspector
    assert inspector.title.text() == "齿轮箱"
    assert "曜衡储能" in inspector.enterprises.texts()[0]
    QTest.mouseClick(inspector.enterprises.rows[0], LEFT)
    QTest.keyClick(inspector.projects.rows[0], Key.Key_Return)
    assert screen.opened_window.opened == [("enterprise", office.firm.key), ("project", project.key)]
    item = screen.map.items_by_id[wind["齿轮箱"].key]
    assert "曜衡储能 Lead" in node_text(item.node)
    assert "Missing" in item.toolTip()
    assert "CNY 1bn together" in screen.bar.told.text()


def test_of_many_enterprises_the_first_are_read_and_more_when_asked_for(screen, crm, wind):
    for number in range(FIRST + 2):
        firm = crm.directory.save_enterprise(Enterprise(name=f"甲{number:03}有限公司"))
        crm.directory.set_nodes(firm.key, [wind["整机"].key])
    settle()
    choose(screen, wind["整机"])
    settle()
    firms = screen.inspector.enterprises
    assert (len(firms.rows), screen.inspector.enterprise_head.note.text()) == (FIRST, str(FIRST + 2))
    assert "Show 2 more" in firms.more.accessibleName()
    firms.more.setFocus()
    QTest.keyClick(firms.more, Key.Key_Return)
    assert (len(firms.rows), firms.more) == (FIRST + 2, None)
    assert firms.rows[FIRST].hasFocus()


def test_a_click_beside_the_nodes_shows_the_chain_itself(screen, wind):
    choose(screen, wind["整机"])
    QTest.mouseClick(screen.map.viewport(), LEFT, pos=QPoint(4, 400))
    assert screen.inspector.title.text() == "风电装备"
    assert not screen.inspector.rows["state"].isVisible()


def test_only_weak_and_missing_nodes_on_demand(screen):
    QTest.mouseClick(screen.bar.gaps, LEFT)
    assert {item.node.row.name for item in screen.map.items_by_id.values()} == {"叶片材料", "齿轮箱"}
    QTest.mouseClick(screen.bar.gaps, LEFT)
    assert len(screen.map.items_by_id) == 4


def test_the_map_grows_and_shrinks_within_its_limits(screen):
    def wheel(up: bool) -> None:
        turn = QPoint(0, 120 if up else -120)
        at = QPointF(50, 50)
        event = QWheelEvent(at, at, QPoint(), turn, Qt.MouseButton.NoButton, CONTROL,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(screen.map.viewport(), event)

    wheel(True)
    assert screen.map.zoom == 110
    for _turn in range(12):
        wheel(False)
    assert screen.map.zoom == 50
    assert screen.foot.percent.text() == "50 %"
    for _press in range(12):
        screen.desk.actions.run("chains.larger")
    assert screen.map.zoom == 150
    QTest.mouseClick(screen.foot.percent, LEFT)
    assert screen.map.zoom == 100
    screen.map.resize(400, 300)
    screen.desk.actions.run("chains.fit")
    assert screen.map.zoom == 50


def test_a_fact_of_a_node_is_changed_in_place(screen, crm, wind):
    choose(screen, wind["齿轮箱"])
    screen.inspector.edited.emit("state", NodeState.WEAK)
    settle()
    assert crm.directory.industry(wind["齿轮箱"].key).state is NodeState.WEAK
    assert screen.inspector.rows["state"].text.text() == "Weak"
    assert screen.map.current == wind["齿轮箱"].key


def test_a_node_changed_elsewhere_asks_whose_word_stands(screen, crm, wind, prompts):
    choose(screen, wind["整机"])
    mine = screen.content.record
    crm.directory.save_industry(Industry(**{**vars(mine), "note": "两家整机厂"}))
    screen._save(Industry(**{**vars(mine), "chief": "周砚"}), "chief")
    stored = crm.directory.industry(mine.key)
    assert (stored.chief, stored.note) == ("周砚", "两家整机厂")
    assert prompts.asked


def test_a_new_node_is_made_by_key_beside_the_chosen_one(screen, crm, wind):
    choose(screen, wind["整机"])
    QTest.keyClick(screen.map, Key.Key_N)
    dialog = screen.opened_window.dialog
    assert isinstance(dialog, EditIndustryDialog)
    dialog.form.entry("name").setText("升压站")
    QTest.keyClick(dialog, Key.Key_Return, CONTROL)
    settle()
    made = screen.content.record
    assert (made.name, made.segment, made.parent_id) == ("升压站", Segment.MIDSTREAM, wind["风电装备"].id)
    assert screen.map.current == made.key


def test_a_new_chain_is_shown_and_the_header_leads_back(screen, wind):
    screen.desk.actions.run("chains.new")
    dialog = screen.opened_window.dialog
    dialog.form.entry("name").setText("氢能")
    dialog.act()
    settle()
    assert [segment.text for segment in screen.views()] == ["风电装备", "新型储能", "氢能"]
    assert screen.content.record.name == "氢能"
    header = screen.opened_window.window.header
    QTest.mouseClick(header.views.button(str(wind["风电装备"].key)), LEFT)
    assert screen.content.record.name == "风电装备"
    screen.desk.actions.run("chains.next")
    assert screen.content.record.name == "新型储能"
    screen.desk.actions.run("chains.previous")
    assert screen.content.record.name == "风电装备"


def test_chains_that_the_header_has_no_room_for_are_in_a_menu(screen, crm):
    for number in range(12):
        crm.directory.save_industry(Industry(name=f"很长名字的产业链之{number}", position=number + 5))
    settle()
    assert screen.views()[-1].key == "more"
    screen.show_view("more")
    names = [action.text() for action in screen.menu.actions()]
    assert len(names) == 14
    screen.menu.actions()[-1].trigger()
    screen.menu.close()
    assert screen.content.record.name == "很长名字的产业链之11"
    assert "很长名字的产业链之11" in [segment.text for segment in screen.views()]


def test_a_node_that_is_referred_to_is_not_deleted(screen, crm, wind):
    choose(screen, wind["齿轮箱"])
    screen.desk.actions.run("chains.delete")
    assert "refer" in told(screen)
    settle()
    assert crm.directory.industry(wind["齿轮箱"].key).name == "齿轮箱"
    assert screen.map.current == wind["齿轮箱"].key


def test_a_free_node_is_deleted_after_a_question(screen, crm, wind, prompts):
    choose(screen, wind["运维"])
    prompts.yes = False
    screen.desk.actions.run("chains.delete")
    assert crm.directory.industry(wind["运维"].key)
    prompts.yes = True
    screen.desk.actions.run("chains.delete")
    settle()
    with pytest.raises(NotFound):
        crm.directory.industry(wind["运维"].key)
    assert screen.inspector.title.text() == "风电装备"


def test_a_narrow_window_shows_the_inspector_when_asked(screen, wind):
    window = screen.opened_window.window
    window.resize(1000, 640)
    settle()
    assert not screen.inspector.isVisible()
    item = screen.map.items_by_id[wind["叶片材料"].key]
    at = screen.map.mapFromScene(item.pos() + QPointF(40, 40))
    QTest.mouseDClick(screen.map.viewport(), LEFT, pos=at)
    assert screen.inspector.isVisible()
    QTest.mouseClick(screen.inspector.close_button, LEFT)
    assert not screen.inspector.isVisible()


def test_other_screens_lead_to_a_node(screen, wind, office):
    assert screen.show_record("industry", office.node.key)
    assert screen.inspector.title.text() == "电芯"
    assert screen.current_view() == str(office.node.parent_id)
    assert not screen.show_record("zone", 1)


def test_without_chains_the_screen_offers_the_first(open_window, crm):
    opened = open_window(spec(crm))
    made = opened.window.current_screen
    assert made.nothing.isVisible()
    assert not made.views()
    made.create_new()
    assert isinstance(opened.dialog, EditIndustryDialog)
