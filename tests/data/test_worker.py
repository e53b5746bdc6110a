"""The child process that reads foreign files: what it survives and what the caller hears."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from crm.data import worker as module
from crm.data.worker import Worker, serve, worker_command
from crm.domain.errors import Cancelled, NotFound, Unreadable, ValidationError

STUBS = "tests.data.worker_stubs"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(memory_mb=300, timeout_s=2.0) as made:
        yield made


def test_plain_values_and_bytes_go_there_and_back(worker: Worker) -> None:
    sent = [1, 2.5, None, True, "如东", b"\x00\xff", {"list": [b"x"]}, "\ud800"]
    assert worker.call(f"{STUBS}:echo", *sent) == sent


def test_child_is_kept_between_calls(worker: Worker) -> None:
    assert worker.call(f"{STUBS}:process_id") == worker.call(f"{STUBS}:process_id") != os.getpid()


def test_error_with_a_sentence_comes_back_as_the_same_kind(worker: Worker) -> None:
    with pytest.raises(NotFound, match="No such page"):
        worker.call(f"{STUBS}:refuse")


def test_faults_of_fields_come_back_one_by_one(worker: Worker) -> None:
    with pytest.raises(ValidationError) as raised:
        worker.call(f"{STUBS}:refuse_fields")
    assert [fault.field for fault in raised.value.faults] == ["name", ""]


@pytest.mark.parametrize(
    ("stub", "sentence"),
    [
        ("hang", "too long"),
        ("toil", "too long"),
        ("allocate", "too much memory"),
        ("abort", "crash"),
        ("leave", "crash"),
        ("fail", "fail"),
    ],
)
def test_hostile_work_is_ended_and_the_next_call_succeeds(worker: Worker, stub: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        worker.call(f"{STUBS}:{stub}")
    assert worker.call(f"{STUBS}:echo", 1) == [1]


def test_child_that_keeps_much_memory_is_replaced_after_its_answer(worker: Worker) -> None:
    first = worker.call(f"{STUBS}:keep_memory", 200)
    assert worker.call(f"{STUBS}:process_id") != first


def test_printing_does_not_mix_with_answers(worker: Worker) -> None:
    assert worker.call(f"{STUBS}:print_much") == "done"


def test_calls_of_several_threads_wait_for_each_other(worker: Worker) -> None:
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda number=number: answers.append(worker.call(f"{STUBS}:echo", number)))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [[number] for number in range(6)]


def test_closing_ends_a_call_in_progress(worker: Worker) -> None:
    threading.Timer(0.5, worker.close).start()
    with pytest.raises(Cancelled):
        worker.call(f"{STUBS}:hang")
    with pytest.raises(Cancelled):
        worker.call(f"{STUBS}:echo", 1)


def test_child_dies_with_its_parent_even_while_it_works() -> None:
    script = (
        "import os, threading, time\n"
        "from crm.data.worker import Worker\n"
        "worker = Worker()\n"
        f"print(worker.call('{STUBS}:process_id'), flush=True)\n"
        f"threading.Thread(target=worker.call, args=('{STUBS}:hang',), daemon=True).start()\n"
        "time.sleep(0.5)\n"
        "os._exit(1)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry or os.getcwd() for entry in sys.path)}
    parent = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=False)
    child = int(parent.stdout)
    ends = time.monotonic() + 10
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < ends, "the child outlived its parent"
        time.sleep(0.05)


def test_bundle_starts_itself_as_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker_command() == [sys.executable, "--worker"]


def _answers(function: str, *args: object) -> list[object]:
    stream = io.BytesIO()
    serve({"function": function, "args": list(args), "language": "en"}, stream)
    stream.seek(0)
    answers = []
    while (message := module.read_message(stream)) is not None:
        answers.append(message)
    return answers


def test_child_says_when_the_work_has_begun() -> None:
    assert _answers(f"{STUBS}:echo", 1) == [{"started": True}, {"result": [1]}]


def test_child_tells_each_way_of_failing() -> None:
    assert _answers(f"{STUBS}:refuse")[-1] == {"kind": "NotFound", "message": "No such page."}
    assert _answers(f"{STUBS}:refuse_fields")[-1]["faults"] == [["name", "Too long."], ["", "Wrong."]]  # type: ignore[index,call-overload]
    assert "ZeroDivisionError" in str(_answers(f"{STUBS}:fail")[-1])
    assert "too much memory" in str(_answers(f"{STUBS}:run_out")[-1])
    assert "cannot be passed" in str(_answers(f"{STUBS}:answer_object")[-1])


def test_noise_is_no_message() -> None:
    for noise in (b"\xff\xff\xff\xff", b"\x00\x00\x00\x02[]"):
        with pytest.raises(ValueError, match="not a message"):
            module.read_message(io.BytesIO(noise))
    assert module.read_message(io.BytesIO(b"\x00\x00\x00\x09{")) is None
