"""The list of possible duplicates: merged, kept apart, left for later, the certain ones at once."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm.app import Crm
from crm.domain.directory import Enterprise
from tests.crm import SampleOffice
from tests.ui.conftest import OpenOn, OpenWindow
from ui.screens import enterprises

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
NAME = "曜衡储能科技（上海）股份有限公司"


@pytest.fixture
def other(crm: Crm, office: SampleOffice) -> Enterprise:
    return crm.directory.save_enterprise(Enterprise(name=NAME))


@pytest.fixture
def opened(open_window: OpenOn, crm: Crm, other: Enterprise) -> OpenWindow:
    shown = open_window(enterprises.spec(crm))
    shown.desk.actions.run("enterprises.duplicates")
    return shown


def test_a_pair_is_merged_from_the_list(qtbot: Any, opened: OpenWindow, crm: Crm, other: Enterprise) -> None:
    dialog = opened.dialog
    assert [row.badges[0].text for row in dialog.list.rows] == ["certain"]
    QTest.keyClick(dialog.list, Key.Key_M, Control)
    merging = opened.dialog
    qtbot.mouseClick(merging.primary, Qt.MouseButton.LeftButton)
    assert crm.directory.enterprise(other.key).key != other.key
    qtbot.waitUntil(lambda: dialog.list.rows == ())


def test_what_is_not_the_same_is_remembered_with_its_reason_and_can_be_taken_back(
    qtbot: Any, opened: OpenWindow, crm: Crm
) -> None:
    dialog = opened.dialog
    QTest.keyClick(dialog.list, Key.Key_D, Control)
    asked = opened.dialog
    QTest.mouseClick(asked.reasons.button("Another legal entity"), Qt.MouseButton.LeftButton)
    asked.agree.click()
    qtbot.waitUntil(lambda: dialog.list.rows == ())
    dialog.buttons["decisions"].click()
    decided = opened.dialog
    assert decided.list.rows[0].told.startswith("Another legal entity")
    qtbot.mouseClick(decided.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(dialog.list.rows) == 1)


def test_later_leaves_the_pair_for_the_next_time(opened: OpenWindow, crm: Crm) -> None:
    dialog = opened.dialog
    QTest.keyClick(dialog.list, Key.Key_L, Control)
    assert dialog.list.rows == ()
    dialog.reject()
    opened.desk.actions.run("enterprises.duplicates")
    assert len(opened.dialog.list.rows) == 1


def test_the_certain_ones_are_merged_at_once_after_a_preview(
    qtbot: Any, opened: OpenWindow, crm: Crm, other: Enterprise, office: SampleOffice
) -> None:
    first = opened.dialog
    qtbot.mouseClick(first.primary, Qt.MouseButton.LeftButton)
    preview = opened.dialog
    assert [row.name for row in preview.list.rows] == [f"{office.firm.name} ← {NAME}"]
    qtbot.mouseClick(preview.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: first.list.rows == ())
    assert crm.directory.enterprise(other.key).key == office.firm.key
