"""Task lanes: what arrives, what is dropped, who is told."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog
from shiboken6 import delete

from crm.domain.errors import Busy, CrmError, Fault, ValidationError


def test_work_runs_off_the_gui_thread_and_its_answer_arrives_on_it(qtbot, lanes):
    threads = []
    lanes.read(lanes, threading.get_ident, lambda ident: threads.extend([ident, threading.get_ident()]))
    qtbot.waitUntil(lambda: bool(threads))
    assert threads[0] != threads[1] == threading.get_ident()


def test_only_the_newest_question_of_a_key_is_answered(qtbot, lanes):
    gate, answers = threading.Event(), []
    lanes.read(lanes, lambda: gate.wait(5) and "old", answers.append, key="list")
    lanes.read(lanes, lambda: "new", answers.append, key="list")
    gate.set()
    qtbot.waitUntil(lambda: lanes.is_idle)
    assert answers == ["new"]


def test_a_question_asked_anew_before_its_turn_is_never_put(qtbot, lanes):
    gate, put = threading.Event(), []
    lanes.read(lanes, lambda: gate.wait(5), lambda _value: None)
    for word in ("old", "new"):
        lanes.read(lanes, lambda word=word: put.append(word), lambda _value: None, key="list")
    gate.set()
    qtbot.waitUntil(lambda: lanes.is_idle)
    assert put == ["new"]


def test_what_may_take_seconds_keeps_no_list_waiting(qtbot, lanes):
    gate, answers = threading.Event(), []
    lanes.read(lanes, lambda: gate.wait(5) and "report", answers.append, lane="long")
    lanes.read(lanes, lambda: "list", answers.append)
    qtbot.waitUntil(lambda: answers == ["list"])
    gate.set()
    qtbot.waitUntil(lambda: answers == ["list", "report"])


def test_answer_for_a_destroyed_owner_is_dropped(qtbot, lanes):
    owner, gate, answers = QObject(), threading.Event(), []
    lanes.read(owner, lambda: gate.wait(5), answers.append)
    delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: lanes.is_idle)
    assert answers == []


def test_answer_for_a_closed_dialog_is_dropped(qtbot, lanes):
    dialog, gate, answers = QDialog(), threading.Event(), []
    qtbot.addWidget(dialog)
    dialog.show()
    lanes.read(dialog, lambda: gate.wait(5), answers.append)
    dialog.close()
    gate.set()
    qtbot.waitUntil(lambda: lanes.is_idle)
    assert answers == []


def test_writes_run_one_after_the_other_in_order(qtbot, lanes):
    order = []
    for number in range(20):
        lanes.write(lanes, lambda number=number: order.append(number))
    qtbot.waitUntil(lambda: lanes.is_idle)
    assert order == list(range(20))


def test_what_can_happen_is_told_and_a_fault_of_the_program_crashes(tasks, notices):
    def busy():
        raise Busy("held")

    tasks.write(tasks, busy)
    tasks.write(tasks, lambda: 1 / 0)
    assert [str(error) for error in notices.told] == ["held"]
    assert isinstance(notices.crashed[0], ZeroDivisionError)


class Form(QObject):
    def __init__(self):
        super().__init__()
        self.taken = []

    def take_error(self, error: CrmError) -> bool:
        self.taken.append(error)
        return True


def test_a_form_shows_its_own_faults(tasks, notices):
    form = Form()

    def invalid():
        raise ValidationError([Fault(field="name", message="empty")])

    tasks.write(form, invalid)
    assert len(form.taken) == 1
    assert notices.told == []


def test_failure_of_a_write_is_told_even_after_its_dialog_closed(qtbot, lanes, notices):
    owner, gate = QObject(), threading.Event()

    def busy():
        gate.wait(5)
        raise Busy("held")

    lanes.write(owner, busy)
    delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: lanes.is_idle)
    assert len(notices.told) == 1


def test_a_job_tells_its_progress_and_stops_when_cancelled(qtbot, lanes, notices):
    shown, steps = [], []

    def work(progress):
        for step in range(10_000):
            progress(step, 10_000)
            steps.append(step)
            threading.Event().wait(0.005)

    job = lanes.job(lanes, "Reading", work)
    job.changed.connect(lambda: shown.append((job.done, job.total)))
    qtbot.waitUntil(lambda: any(done for done, _total in shown))
    assert lanes.jobs == (job,)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert 0 < len(steps) < 10_000
    assert lanes.jobs == ()
    assert notices.told == []
