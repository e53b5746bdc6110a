"""The chain map by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm.app import Crm
from crm.domain.directory import Industry, NodeState, Segment
from tests.crm import add_project
from tests.ui.typed import commit
from ui.screens.chains import ChainsScreen, spec
from ui.shared.theme import theme

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
NODES = (
    ("正极材料", Segment.UPSTREAM, NodeState.MISSING),
    ("隔膜", Segment.UPSTREAM, NodeState.STRONG),
    ("系统集成", Segment.MIDSTREAM, NodeState.WEAK),
    ("回收", Segment.DOWNSTREAM, NodeState.PRESENT),
)


@pytest.fixture
def nodes(crm: Crm) -> dict[str, Industry]:
    chain = crm.directory.save_industry(Industry(name="新型储能", chief="陆闻笙"))
    made = {"chain": chain}
    for place, (name, segment, state) in enumerate(NODES):
        node = Industry(name=name, parent_id=chain.id, segment=segment, state=state, position=place)
        made[name] = crm.directory.save_industry(node)
    made["other"] = crm.directory.save_industry(Industry(name="氢能", position=1))
    return made


@pytest.fixture
def opened(open_window, crm: Crm, nodes):
    made = open_window(spec(crm))
    made.window.activateWindow()
    QTest.qWaitForWindowActive(made.window)
    return made


@pytest.fixture
def screen(opened) -> ChainsScreen:
    return opened.window.current_screen


def test_nodes_stand_in_their_segments(screen: ChainsScreen) -> None:
    columns = [[item.row.name for item in column] for column in screen.map.nodes]
    assert columns == [["正极材料", "隔膜"], ["系统集成"], ["回收"]]
    assert "陆闻笙" in screen.told.text()
    assert screen.states.text() == "强 1　有 1　弱 1　缺 1"


def test_arrows_walk_and_enter_edits(opened, screen: ChainsScreen, nodes) -> None:
    screen.map.setFocus()
    screen.map.choose(nodes["正极材料"].key)
    for key, expected in ((Key.Key_Down, "隔膜"), (Key.Key_Right, "系统集成"), (Key.Key_Right, "回收")):
        QTest.keyClick(screen.map, key)
        assert screen.map.current == nodes[expected].key
    assert screen.inspector.name.text() == "回收"
    assert "回收 Present" in screen.map.accessibleName()
    QTest.keyClick(screen.map, Key.Key_Return)
    assert opened.dialog.form.entry("name").text() == "回收"


def test_a_click_chooses_a_node(screen: ChainsScreen, nodes) -> None:
    item = screen.map.nodes[1][0]
    at = screen.map.mapFromScene(item.sceneBoundingRect().center())
    QTest.mouseClick(screen.map.viewport(), LEFT, pos=at)
    assert screen.map.current == nodes["系统集成"].key


def test_the_inspector_opens_firms_and_projects(
    opened, screen: ChainsScreen, crm: Crm, office, nodes
) -> None:
    node = nodes["隔膜"]
    crm.directory.set_nodes(office.firm.key, [node.key])
    project = add_project(crm, "隔膜一期", industry_id=node.id)
    QTest.qWait(80)
    screen.map.choose(node.key)
    QTest.keyClick(screen.inspector.firms.rows.rows[0], Key.Key_Return)
    QTest.keyClick(screen.inspector.projects.rows.rows[0], Key.Key_Return)
    assert opened.opened == [("enterprise", office.firm.key), ("project", project.key)]


def test_a_node_is_added_and_its_state_changed(opened, screen: ChainsScreen, crm: Crm) -> None:
    opened.desk.actions.run("chains.node")
    commit(opened.dialog.form.entry("name"), "电解液")
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    made = crm.directory.industry(screen.map.current)
    assert (made.name, made.state) == ("电解液", NodeState.MISSING)
    opened.desk.actions.run("chains.edit")
    opened.dialog.form.entry("state").setCurrentIndex(0)
    opened.dialog.act()
    assert crm.directory.industry(made.key).state is NodeState.STRONG


def test_a_new_chain_is_shown(opened, screen: ChainsScreen) -> None:
    opened.desk.actions.run("new")
    commit(opened.dialog.form.entry("name"), "海工装备")
    QTest.keyClick(opened.dialog, Key.Key_Return, Control)
    assert screen.chain.currentText() == "海工装备"
    assert screen.map.current is None
    assert screen.inspector.name.text() == "No node chosen"


def test_keys_turn_to_the_next_chain(opened, screen: ChainsScreen) -> None:
    opened.desk.actions.run("chains.next")
    assert screen.chain.currentText() == "氢能"
    opened.desk.actions.run("chains.next")
    opened.desk.actions.run("chains.previous")
    assert screen.chain.currentText() == "新型储能"


def test_zoom_stays_between_half_and_one_and_a_half(opened, screen: ChainsScreen) -> None:
    for _step in range(12):
        opened.desk.actions.run("chains.larger")
    assert (screen.map.zoom, screen.percent.text()) == (1.5, "150%")
    for _step in range(20):
        opened.desk.actions.run("chains.smaller")
    assert screen.map.zoom == 0.5
    place = QPointF(50, 50)
    wheel = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Control,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    screen.map.wheelEvent(wheel)
    assert screen.map.zoom == 0.6
    assert screen.percent.text() == "60%"


def test_only_weak_and_missing(screen: ChainsScreen) -> None:
    screen.gaps.click()
    shown = [item.row.name for column in screen.map.nodes for item in column]
    assert shown == ["正极材料", "系统集成"]


def test_a_node_opens_from_elsewhere(opened, screen: ChainsScreen, nodes) -> None:
    screen.gaps.click()
    opened.window.open_record("industry", nodes["回收"].key)
    assert screen.map.current == nodes["回收"].key
    assert not screen.gaps.isChecked()


def test_without_chains_the_screen_says_what_to_do(open_window, crm: Crm) -> None:
    made = open_window(spec(crm))
    assert made.window.current_screen._stack.currentIndex() == 1


def test_the_map_paints_in_both_themes(screen: ChainsScreen) -> None:
    light = screen.map.grab().toImage()
    theme().use("dark")
    QApplication.processEvents()
    assert screen.map.grab().toImage() != light
