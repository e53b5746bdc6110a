"""Garbage with widgets in it does not die on the lanes."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject

from ui.shared.garbage import collect_here


@pytest.fixture
def collected_here(qapp):
    here = QObject()
    collect_here(here)
    yield
    gc.enable()
    gc.unfreeze()


class Cycle:
    """Tells on which thread it dies."""

    def __init__(self, died):
        self.itself, self.died = self, died

    def __del__(self):
        self.died.append(threading.get_ident())


def test_a_cycle_dies_on_the_gui_thread_while_the_lanes_need_memory(qtbot, collected_here, lanes):
    died, answers = [], []
    Cycle(died)
    lanes.read(lanes, lambda: [[number] for number in range(100_000)], answers.append)
    qtbot.waitUntil(lambda: bool(answers) and bool(died), timeout=50_000)
    assert died == [threading.get_ident()]
