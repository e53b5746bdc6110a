"""Runs named functions in a child process that may be killed: foreign files hang, swell and crash parsers.

Requests and answers are JSON behind a length, over the child's standard streams; nothing is pickled.
In a bundle the program itself is the child: its entry calls `main()` when it is started with `--worker`,
before anything of the window is imported (see `worker_command`).
"""

from __future__ import annotations

import base64
import importlib
import json
import logging
import os
import queue
import struct
import subprocess
import sys
import threading
import time
import traceback
from typing import IO, Any, TypeAlias

import psutil

from crm.domain import errors
from crm.domain.errors import Cancelled, CrmError, Fault, Unreadable, ValidationError
from crm.i18n import _, language, use_language

Plain: TypeAlias = Any  # what JSON can say, and bytes

WORKER_ARGUMENT = "--worker"
MEMORY_MB = 500
TIMEOUT_S = 12.0  # of processor time, so that a busy machine makes no sound file unreadable
_WALLS = 4  # so many times as long may pass by the clock
_START_S = 60.0  # to start and to import a function's module, on a cold and busy machine
_POLL_S = 0.02
_RETIRE_SHARE = 0.6  # of the memory cap: a child that keeps more after an answer is replaced
_LENGTH = struct.Struct(">I")
_MOST_FRAME = 512 * 1024 * 1024
_BYTES_KEY = "$bytes"
_log = logging.getLogger(__name__)


def worker_command() -> list[str]:
    """How the child is started: Python with this module, or in a bundle the program with --worker."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_ARGUMENT]
    return [sys.executable, "-P", "-m", "crm.data.worker"]


class Worker:
    """A child process kept between calls; one call at a time, whichever thread makes it."""

    def __init__(self, memory_mb: int = MEMORY_MB, timeout_s: float = TIMEOUT_S) -> None:
        self._memory = memory_mb * 1024 * 1024
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._is_closed = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def call(self, function: str, *args: Plain) -> Plain:
        """What `function` ("crm.data.documents:read_document_plain") answers to `args`.

        Raises what it raises if that is a CrmError, Unreadable if it takes too long, takes too much
        memory or crashes, and Cancelled if the worker is closed meanwhile.
        """
        with self._lock:
            if self._is_closed:
                raise Cancelled(_("Reading was stopped."))
            child = self._child = self._child or _Child()
            try:
                answer = self._ask(child, function, args)
            except BaseException:
                self._drop()
                raise
            if child.memory() > _RETIRE_SHARE * self._memory:
                self._drop()
        return _answered(answer, function)

    def close(self) -> None:
        """Ends the child, a call in progress too."""
        self._is_closed = True
        child = self._child
        if child is not None:
            child.end()

    def _drop(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ask(self, child: _Child, function: str, args: tuple[Plain, ...]) -> dict[str, Plain]:
        child.send({"function": function, "args": list(args), "language": language()})
        deadline, most_used = time.monotonic() + _START_S, _START_S
        while True:
            answer = child.receive(_POLL_S)
            if answer == {"started": True}:
                deadline = time.monotonic() + _WALLS * self._timeout_s
                most_used = child.processor_s() + self._timeout_s
            elif answer is not None:
                return answer
            elif self._is_closed:
                raise Cancelled(_("Reading was stopped."))
            elif child.has_ended:
                raise Unreadable(_("The file made the reader crash; it may be damaged or harmful."))
            elif time.monotonic() > deadline or child.processor_s() > most_used:
                raise Unreadable(_("The file takes too long to read; it may be damaged or harmful."))
            elif child.memory() > self._memory:
                raise Unreadable(_("The file takes too much memory to read; it may be damaged or harmful."))


class _Child:
    """One child process, with a thread that writes to it and one that reads from it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._watched = _watched(self._process.pid)
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._incoming: queue.SimpleQueue[dict[str, Plain] | None] = queue.SimpleQueue()
        self.has_ended = False
        for target in (self._write, self._read):
            threading.Thread(target=target, name="worker pipe", daemon=True).start()

    def send(self, message: dict[str, Plain]) -> None:
        self._outgoing.put(packed(message))

    def receive(self, timeout_s: float) -> dict[str, Plain] | None:
        """The next answer, None if there is none yet or never will be."""
        try:
            answer = self._incoming.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if answer is None:
            self.has_ended = True
        return answer

    def memory(self) -> int:
        """Bytes the child holds, with what it started; 0 once it is gone."""
        try:
            return int(self._watched.memory_info().rss) if self._watched is not None else 0
        except psutil.Error:
            return 0

    def processor_s(self) -> float:
        """Seconds of processor time the child has used; 0 once it is gone."""
        try:
            used = self._watched.cpu_times() if self._watched is not None else None
        except psutil.Error:
            return 0.0
        return used.user + used.system if used is not None else 0.0

    def end(self) -> None:
        """Kills the child and all it started."""
        self._outgoing.put(None)
        try:
            started = self._watched.children(recursive=True) if self._watched is not None else []
        except psutil.Error:
            started = []
        self._process.kill()
        for process in started:
            try:
                process.kill()
            except psutil.Error:
                continue
        self._process.wait()

    def _write(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        try:
            while (frame := self._outgoing.get()) is not None:
                stream.write(frame)
                stream.flush()
            stream.close()
        except OSError:
            return  # the child is gone; the reading thread tells

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with stream:
            try:
                while (message := read_message(stream)) is not None:
                    self._incoming.put(message)
            except (OSError, ValueError):
                pass  # what a dying child leaves behind is no answer
        self._incoming.put(None)


def _watched(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.Error:
        return None


def _environment() -> dict[str, str]:
    """Ours, with the same modules to import."""
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def _answered(answer: dict[str, Plain], function: str) -> Plain:
    """The result in an answer, or the error it tells raised here."""
    if "result" in answer:
        return answer["result"]
    if "bug" in answer:
        _log.error("%s failed in the worker:\n%s", function, answer["bug"])
        raise Unreadable(_("The file made the reader fail; it may be damaged."))
    kind = getattr(errors, str(answer["kind"]), None)
    if not (isinstance(kind, type) and issubclass(kind, CrmError)):
        kind = CrmError
    if kind is ValidationError:
        raise ValidationError(Fault(field=field, message=message) for field, message in answer["faults"])
    raise kind(answer["message"])


def packed(message: dict[str, Plain]) -> bytes:
    """A message as it travels: its length, then JSON."""
    data = json.dumps(message, default=_bytes_as_plain).encode("ascii")
    return _LENGTH.pack(len(data)) + data


def read_message(stream: IO[bytes]) -> dict[str, Plain] | None:
    """The next message in a stream, None at its end; ValueError if it is none."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _MOST_FRAME:
        raise ValueError("not a message")
    data = stream.read(length)
    if len(data) < length:
        return None
    message = json.loads(data, object_hook=_plain_as_bytes)
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return message


def _bytes_as_plain(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {_BYTES_KEY: base64.b64encode(value).decode("ascii")}
    raise TypeError(f"{type(value).__name__} cannot be passed to a worker")


def _plain_as_bytes(value: dict[str, Plain]) -> Plain:
    return base64.b64decode(value[_BYTES_KEY]) if value.keys() == {_BYTES_KEY} else value


def main() -> None:
    """The child: answers requests until its parent closes the stream or dies."""
    requests: queue.SimpleQueue[dict[str, Plain]] = queue.SimpleQueue()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not mix with answers
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        serve(requests.get(), answers)


def _listen(stream: IO[bytes], requests: queue.SimpleQueue[dict[str, Plain]]) -> None:
    """Passes requests on, also while one is worked at, so that the parent's end is noticed at once."""
    try:
        while (request := read_message(stream)) is not None:
            requests.put(request)
    finally:
        os._exit(0)


def serve(request: dict[str, Plain], answers: IO[bytes]) -> None:
    """Writes to `answers` that the work has begun, and what came of it."""
    use_language(str(request["language"]))
    try:
        module, name = str(request["function"]).split(":")
        function = getattr(importlib.import_module(module), name)
        _put(answers, {"started": True})
        answer = packed({"result": function(*request["args"])})
    except ValidationError as error:
        faults = [[fault.field, fault.message] for fault in error.faults]
        answer = packed({"kind": "ValidationError", "message": str(error), "faults": faults})
    except CrmError as error:
        answer = packed({"kind": type(error).__name__, "message": str(error)})
    except MemoryError:
        answer = packed(
            {
                "kind": "Unreadable",
                "message": _("The file takes too much memory to read; it may be damaged or harmful."),
            }
        )
    except Exception:
        answer = packed({"bug": traceback.format_exc()})
    answers.write(answer)
    answers.flush()


def _put(answers: IO[bytes], message: dict[str, Plain]) -> None:
    answers.write(packed(message))
    answers.flush()


if __name__ == "__main__":
    main()
