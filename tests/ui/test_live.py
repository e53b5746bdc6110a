"""The change bus: merged, on the GUI thread, waiting for hidden views."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from crm.domain.changes import Announcement, Label
from ui.shared.live import FIRST_REST_MS, Live


class Announcer:
    def __init__(self):
        self.listeners = []

    def subscribe(self, listener, /):
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def announce(self, **touched):
        said = Announcement(
            operation_id=1,
            label=Label(text="x"),
            officer_id=None,
            is_ours=True,
            touched={kind: frozenset(ids) for kind, ids in touched.items()},
        )
        for listener in self.listeners:
            listener(said)


@pytest.fixture
def announcer():
    return Announcer()


@pytest.fixture
def live(announcer, qapp):
    made = Live(announcer)
    yield made
    made.close()


@pytest.fixture
def view(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_announcements_from_other_threads_arrive_together_on_the_gui_thread(qtbot, announcer, live, view):
    calls = []
    live.watch(view, {"project"}, lambda changes: calls.append((threading.get_ident(), changes)))
    writers = [threading.Thread(target=announcer.announce, kwargs={"project": {n}}) for n in range(5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    qtbot.waitUntil(lambda: {n for _, changes in calls for n in changes.ids("project")} == {0, 1, 2, 3, 4})
    assert len(calls) < len(writers)
    assert {thread for thread, _ in calls} == {threading.get_ident()}


def test_a_view_hears_only_of_its_kinds(qtbot, announcer, live, view):
    calls = []
    live.watch(view, {"project"}, calls.append)
    with qtbot.waitSignal(live.changed):
        announcer.announce(article={1})
    assert calls == []


def test_a_hidden_view_is_refreshed_once_when_it_is_shown(qtbot, announcer, live, view):
    calls = []
    live.watch(view, {"project"}, calls.append)
    view.hide()
    for number in (1, 2):
        with qtbot.waitSignal(live.changed):
            announcer.announce(project={number})
    assert calls == []
    view.show()
    assert [changes.ids("project") for changes in calls] == [{1, 2}]


def test_a_stream_of_changes_refreshes_a_view_less_and_less_often_and_loses_none(
    qtbot, announcer, live, view
):
    calls = []
    live.watch(view, {"article"}, lambda changes: calls.append(changes.ids("article")))
    numbers = iter(range(500))
    stream = QTimer(view, interval=4)

    def announce():
        number = next(numbers, None)
        if number is None:
            stream.stop()
        else:
            announcer.announce(article={number})

    stream.timeout.connect(announce)
    started = time.monotonic()
    stream.start()
    qtbot.waitUntil(lambda: frozenset().union(*calls) == frozenset(range(500)), timeout=60_000)
    assert sum(map(len, calls)) == 500
    assert len(calls) <= 12 + (time.monotonic() - started)  # each merged announcement alone would be 40


def test_after_a_stream_a_single_change_is_shown_at_once_again(qtbot, announcer, live, view):
    calls = []
    live.watch(view, {"article"}, lambda changes: calls.append(changes.ids("article")))
    for number in range(3):
        with qtbot.waitSignal(live.changed):
            announcer.announce(article={number})
    qtbot.waitUntil(lambda: frozenset().union(*calls) == {0, 1, 2})
    qtbot.wait(4 * FIRST_REST_MS)
    with qtbot.waitSignal(live.changed):
        announcer.announce(article={3})
    assert calls[-1] == {3}


def test_a_destroyed_view_and_a_closed_bus_are_left_alone(qtbot, announcer, live, view):
    calls = []
    gone = QWidget()
    gone.show()
    live.watch(gone, (), calls.append)
    delete(gone)
    with qtbot.waitSignal(live.changed):
        announcer.announce(project={1})
    live.close()
    assert announcer.listeners == []
    assert calls == []
