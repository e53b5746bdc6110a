"""Nothing is cut off, nobody is lost: every screen and dialog in the smallest window, both languages."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel, QListWidget, QWidget

import ui.dialogs
from crm import i18n
from crm.app import Crm
from crm.domain.errors import Unexplained
from tests.ui.conftest import ScriptedPrompts
from tests.ui.everything import dialogs, screens
from tests.ui.office import TODAY, at_work, opened, settings_in
from tests.ui.room import faults
from tests.ui.waiting import settle
from ui.dialogs.give_reason import GiveReasonDialog
from ui.look import Look, apply_look
from ui.session import Session
from ui.shared.tab_order import give_keyboard, stops

SMALLEST = (960, 600)
FRAMES = {"TaskDialog", "QuestionDialog", "RecordDialog", "QDialog"}


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crm]:
    folder = tmp_path_factory.mktemp("office")
    with opened(settings_in(folder)) as made:
        made.examples.make(TODAY)
        for _name, text in made.examples.articles(TODAY)[:2]:
            made.articles.add_text(text, TODAY)
        yield made


@pytest.fixture(params=["zh_CN", "en"])
def session(
    request: pytest.FixtureRequest, crm: Crm, tmp_path: Path, prompts: ScriptedPrompts
) -> Iterator[Session]:
    apply_look(Look(language=request.param))
    with at_work(crm, settings_in(tmp_path), prompts) as made:
        made.window.resize(*SMALLEST)
        yield made
    apply_look(Look(language="en"))
    i18n.use_language("en")


def test_every_text_on_every_screen_has_room(qtbot, session):
    found = []
    for name, shown in screens(session):
        settle()
        found += [f"{name}: {fault}" for fault in faults(shown)]
    assert found == []


def test_every_text_in_every_dialog_has_room_and_the_keyboard_starts_in_a_field(qtbot, session):
    found, lost = [], []
    for name, dialog in dialogs(session):
        settle()
        found += [f"{name}: {fault}" for fault in faults(dialog)]
        here, first = dialog.focusWidget(), getattr(dialog, "cancel", None)
        if stops(dialog) and (here is None or here is first):
            lost.append(name)
    assert (found, lost) == ([], [])


def test_every_dialog_of_the_program_is_looked_at(session):
    known = set()
    for module in pkgutil.iter_modules(ui.dialogs.__path__):
        names = vars(importlib.import_module(f"ui.dialogs.{module.name}"))
        known |= {name for name, one in names.items() if _is_dialog(one)}
    looked_at = {name for name, _dialog in dialogs(session)}
    assert {name for name in known - looked_at if not name.startswith("_")} <= FRAMES


def test_a_text_without_room_is_seen(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    label = QLabel("不够宽的一行字", holder)
    label.setFixedWidth(20)
    holder.show()
    assert len(faults(holder)) == 1
    label.setProperty("elides", True)
    assert faults(holder) == []


def test_texts_over_each_other_and_rows_without_height_are_seen(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(400, 300)
    QLabel("一行字", holder).move(10, 10)
    QLabel("另一行", holder).move(12, 14)
    rows = QListWidget(holder)
    rows.addItem("园区")
    rows.item(0).setSizeHint(QSize(50, 1))
    rows.setGeometry(0, 100, 200, 100)
    holder.show()
    told = faults(holder)
    assert len(told) == 2
    assert "lie over each other" in told[0]


def test_a_question_is_as_high_as_what_wraps_in_it(qtbot):
    note = "本市同名企业已有同事联系，名称只差组织形式，请写明为什么仍要新建。" * 3
    dialog = GiveReasonDialog(Unexplained([note], [f"常见的理由之{number}" for number in range(7)]))
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    assert faults(dialog) == []
    assert dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width())


def test_tab_walks_from_the_rail_through_the_screen_to_the_status_line(qtbot, session):
    window = session.window
    parts = (window.rail, window.header, window.current_screen, window.status)
    window.rail.item("today").setFocus()
    walked: list[int] = []
    for _stop in range(120):
        here = window.focusWidget()
        part = next(place for place, part in enumerate(parts) if part.isAncestorOf(here))
        if walked and part < walked[-1]:
            break
        walked.append(part)
        window.focusNextPrevChild(True)
    assert sorted(set(walked)) == [0, 1, 2, 3]
    assert len(walked) < 120


def test_every_stop_of_tab_is_seen(qtbot, session):
    unseen = []
    for name, shown in screens(session):
        settle()
        unseen += [
            f"{name}: {stop!r}"
            for stop in stops(shown)
            if not _is_empty(stop) and not _shows_focus(shown, stop)
        ]
    assert unseen == []


def _shows_focus(window: QWidget, stop: QWidget) -> bool:
    window.activateWindow()
    QApplication.processEvents()
    give_keyboard(stop)
    with_keyboard = window.grab().toImage()
    stop.clearFocus()
    return bool(window.grab().toImage() != with_keyboard)


def _is_empty(stop: QWidget) -> bool:
    return isinstance(stop, QAbstractItemView) and stop.model().rowCount() == 0


def _is_dialog(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, QDialog)
