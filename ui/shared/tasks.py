"""Task lanes: services run on threads of their own, their answers arrive on the GUI thread."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from crm.domain.errors import Cancelled, Conflict, CrmError, ValidationError
from crm.i18n import _

T = TypeVar("T")
Progress = Callable[[int, int], None]  # done, total; raises Cancelled once the user has asked to stop

# Threads that ask: on a file they all want the one interpreter, and the GUI thread waits for each of them;
# on a server they wait for the network, and a page of rows need not wait behind a count.
FILE_READERS, SERVER_READERS = 1, 3
PROGRESS_INTERVAL_S = 0.05


class Notifier(Protocol):
    """Where failures are told to the officer."""

    def tell(self, error: CrmError) -> None:
        """Shows the sentence of what could not be done."""
        ...

    def crash(self, error: BaseException) -> None:
        """Shows and logs a fault of the program itself."""
        ...


@runtime_checkable
class TakesErrors(Protocol):
    """A form or dialog that shows ValidationError and Conflict itself."""

    def take_error(self, error: CrmError) -> bool:
        """True if it has shown the error, so that nobody else needs to."""
        ...


class Job(QObject):
    """A long task as the status line shows it."""

    changed = Signal()
    ended = Signal()

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.done = 0
        self.total = 0  # 0 while nobody knows
        self.is_cancelled = False

    def cancel(self) -> None:
        """Asks the work to stop at its next step."""
        self.is_cancelled = True
        self.changed.emit()


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What comes back from a lane, with what is to be done about it."""

    task: _Task
    value: Any = None
    error: BaseException | None = None


@dataclass(kw_only=True, eq=False)
class _Task:
    owner: QObject
    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[CrmError], None] | None
    question: tuple[int, str] | None = None
    number: int = 0
    wrote: bool = False
    job: Job | None = None
    window: QWidget | None = field(default=None)


class Tasks(QObject):
    """The lanes of one window. `inline=True` runs everything at once, for tests."""

    jobs_changed = Signal()
    written = Signal()
    _answered = Signal(object)
    _progressed = Signal(object, int, int)

    def __init__(
        self,
        notifier: Notifier,
        *,
        readers: int = FILE_READERS,
        inline: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self._inline = inline
        self._numbers = itertools.count(1)
        self._newest: dict[tuple[int, str], int] = {}
        self._jobs: list[Job] = []
        self._under_way = 0
        self._lanes = {
            name: ThreadPoolExecutor(max_workers=workers, thread_name_prefix=name)
            for name, workers in (("read", readers), ("long", 1), ("write", 1), ("job", 1), ("round", 1))
        }
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Long tasks that run or wait, the oldest first."""
        return tuple(self._jobs)

    @property
    def is_idle(self) -> bool:
        """True when nothing runs and nothing waits."""
        return self._under_way == 0

    def read(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        key: str = "",
        failed: Callable[[CrmError], None] | None = None,
        lane: str = "read",
    ) -> None:
        """Asks a question; `done` gets the answer unless `owner` has gone.

        Among questions of one owner with the same `key` only the answer to the newest arrives.
        On the lane `long` what may take seconds keeps no list waiting.
        """
        task = _Task(owner=owner, work=work, done=done, failed=failed)
        if key:
            task.question = (id(owner), key)
            task.number = self._newest[task.question] = next(self._numbers)
        self._start(lane, task)

    def write(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[CrmError], None] | None = None,
    ) -> None:
        """Runs one change; changes run one after the other, in the order they were asked for."""
        self._start("write", _Task(owner=owner, work=work, done=done, failed=failed, wrote=True))

    def job(
        self,
        owner: QObject,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[CrmError], None] | None = None,
        lane: str = "job",
    ) -> Job:
        """Runs a long task that is shown in the status line, where it can be cancelled.

        On the lane `round` what waits for other people's servers keeps no job of the officer waiting.
        """
        job = Job(title, self)
        self._jobs.append(job)
        self.jobs_changed.emit()
        report = self._progress_of(job)
        task = _Task(owner=owner, work=lambda: work(report), done=done, failed=failed, wrote=True, job=job)
        self._start(lane, task)
        return job

    def tell(self, error: CrmError) -> None:
        """Shows the officer what could not be done."""
        self._notifier.tell(error)

    def close(self) -> None:
        """Cancels jobs, lets running changes finish and starts nothing more."""
        for job in self._jobs:
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)

    def _start(self, lane: str, task: _Task) -> None:
        window = task.owner if isinstance(task.owner, QWidget) else None
        if window is not None and window.isWindow() and window.isVisible():
            task.window = window
        self._under_way += 1
        if self._inline:
            self._deliver(self._run(task))
            return
        self._lanes[lane].submit(self._run, task).add_done_callback(self._post)

    def _run(self, task: _Task) -> _Answer:
        if self._is_outdated(task):
            return _Answer(task=task)
        try:
            if task.job is not None and task.job.is_cancelled:
                raise Cancelled(_("Stopped before it began."))
            return _Answer(task=task, value=task.work())
        except Exception as error:
            return _Answer(task=task, error=error)

    def _post(self, future: Future[_Answer]) -> None:
        if not future.cancelled() and isValid(self):
            self._answered.emit(future.result())

    def _is_outdated(self, task: _Task) -> bool:
        return task.question is not None and self._newest.get(task.question) != task.number

    def _deliver(self, answer: _Answer) -> None:
        task = answer.task
        self._under_way -= 1
        if task.job is not None:
            self._jobs.remove(task.job)
            task.job.ended.emit()
            self.jobs_changed.emit()
        outdated = self._is_outdated(task)
        if task.question is not None and not outdated:
            del self._newest[task.question]
        if answer.error is not None:
            self._fail(task, answer.error, outdated=outdated)
            return
        if task.wrote:
            self.written.emit()
        if not outdated and task.done is not None and _is_there(task):
            task.done(answer.value)

    def _fail(self, task: _Task, error: BaseException, *, outdated: bool) -> None:
        if not isinstance(error, CrmError):
            self._notifier.crash(error)
            return
        there = _is_there(task)
        if outdated or (not there and not task.wrote):
            return
        if there and task.failed is not None:
            task.failed(error)
        elif there and isinstance(error, ValidationError | Conflict) and _takes(task.owner, error):
            return
        elif not isinstance(error, Cancelled):
            self._notifier.tell(error)

    def _progress_of(self, job: Job) -> Progress:
        last = 0.0

        def report(done: int, total: int) -> None:
            nonlocal last
            if job.is_cancelled:
                raise Cancelled(_("Stopped."))
            now = time.monotonic()
            if done >= total or now - last >= PROGRESS_INTERVAL_S:
                last = now
                self._progressed.emit(job, done, total)

        return report

    def _show_progress(self, job: Job, done: int, total: int) -> None:
        job.done, job.total = done, total
        job.changed.emit()


def _takes(owner: QObject, error: CrmError) -> bool:
    return isinstance(owner, TakesErrors) and owner.take_error(error)


def _is_there(task: _Task) -> bool:
    """False once the owner was destroyed, or was a window and has been closed since."""
    if not isValid(task.owner):
        return False
    return task.window is None or task.window.isVisible()
