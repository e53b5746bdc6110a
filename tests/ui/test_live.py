"""The change bus: merged, on the GUI thread, waiting for hidden views."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from crm.domain.changes import Announcement, Label
from ui.shared.live import Live


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


def test_announcements_from_other_threads_arrive_as_one_call_on_the_gui_thread(qtbot, announcer, live, view):
    calls = []
    live.watch(view, {"project"}, lambda changes: calls.append((threading.get_ident(), changes)))
    writers = [threading.Thread(target=announcer.announce, kwargs={"project": {n}}) for n in range(5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    qtbot.waitUntil(lambda: bool(calls))
    qtbot.wait(80)
    assert len(calls) == 1
    assert calls[0][0] == threading.get_ident()
    assert calls[0][1].ids("project") == {0, 1, 2, 3, 4}


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
