"""The one write gate: transactions, change log, announcements, undo.

    with store.write(N_("Complete follow-up")) as writer:
        writer.save(replace(writer.get(FollowUp, 7), done_on=on))

Leaving the block commits, logs, announces and makes the step undoable; an exception undoes it all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from crm.data import log, undo
from crm.data.database import Database, as_crm_error
from crm.data.reader import Reader
from crm.data.undo import NO_ANSWERS, Answers
from crm.data.writer import Writer
from crm.domain.changes import Announcement, Label, Operation, ReversePlan, Step
from crm.domain.errors import Busy, Conflict, Unusable
from crm.domain.permissions import Actor
from crm.domain.records import new_uid
from crm.i18n import N_, _

UNDO_STEPS = 200  # per session; older ones are taken back from the history

Listener = Callable[[Announcement], None]


class Store:
    """An open database and who is at the keyboard."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self.database = database
        self.actor = actor
        self._session = new_uid()
        self._listeners: list[Listener] = []
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._guard = threading.Lock()
        self._polling = threading.Lock()
        self._writing = threading.local()
        with self.read() as reader:
            self._seen = log.last_id(reader.connection)

    # Reading and writing

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent look at the database."""
        with as_crm_error(), self.database.reading() as connection:
            yield Reader(connection)

    @contextmanager
    def write(
        self, label: str, *, step: str | None = None, in_background: bool = False, **values: Any
    ) -> Iterator[Writer]:
        """One transaction under `label`, an N_() text whose places `values` fill.

        Operations that share a `step` (see `new_step`) are undone together. What the program does
        `in_background` is taken back through the history alone: it must not push itself before what the
        officer did last. Raises Busy if somebody else holds the database for too long, Conflict if a
        saved record is stale.
        """
        uid = new_uid()
        entry = log.Entry(
            uid=uid, step=step or uid, session=self._session, label=Label(text=label, values=values)
        )
        with self._transaction(entry, in_background=in_background) as writer:
            yield writer

    @contextmanager
    def keeping(self) -> Iterator[sa.Connection]:
        """One transaction over what the program keeps for itself: no log, no announcement, no undo."""
        with self._alone(), as_crm_error(), self.database.writing() as connection:
            yield connection
            connection.commit()

    @staticmethod
    def new_step() -> str:
        """A name under which several operations become one undo step."""
        return new_uid()

    @contextmanager
    def _transaction(self, entry: log.Entry, *, in_background: bool = False) -> Iterator[Writer]:
        with self._alone(), as_crm_error(), self.database.writing() as connection:
            writer = Writer(connection, self.actor)
            yield writer
            operation = writer.finish(entry)
            if operation is not None:
                self._commit(connection, entry.uid)
            elif writer.has_derived:
                connection.commit()
        if operation is not None:
            if not in_background:
                self._remember(operation)
            self._announce(operation, is_ours=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if getattr(self._writing, "now", False):
            raise RuntimeError("a write block inside a write block")
        self._writing.now = True
        try:
            yield
        finally:
            self._writing.now = False

    def _commit(self, connection: sa.Connection, uid: str) -> None:
        try:
            connection.commit()
        except DBAPIError:
            if not self._was_logged(uid):  # the reply may be lost though the commit was not
                raise

    def _was_logged(self, uid: str) -> bool:
        # A server may still be at the commit whose reply was lost: behind the write lock it has ended.
        # On SQLite the failed transaction, which is still open, would be in our own way there.
        sure = self.database.reading() if self.database.is_sqlite else self.database.writing()
        with sure as connection:
            return log.has(connection, uid)

    # Undo and redo

    def next_undo(self) -> Step | None:
        """What `undo` would take back; None if this session has nothing left to take back."""
        return self._undo[-1] if self._undo else None

    def next_redo(self) -> Step | None:
        """What `redo` would bring back."""
        return self._redo[-1] if self._redo else None

    def undo(self) -> Step | None:
        """Takes the newest step of this session back; None if there is none.

        Raises Conflict if somebody has built on it since; the step is then left to the history, so that
        the next call reaches the one before.
        """
        return self._reverse(self._undo, self._redo, N_("Undo: {label}"))

    def redo(self) -> Step | None:
        """Brings back what was undone last; as `undo` in all else."""
        return self._reverse(self._redo, self._undo, N_("Redo: {label}"))

    def plan_take_back(self, step: str) -> ReversePlan:
        """What stands against taking a step back; Conflict if it has been undone already."""
        with self.read() as reader:
            return undo.plan(reader, _standing(reader, step))

    def take_back(self, step: str, answers: Answers = NO_ANSWERS) -> Step:
        """Takes any step of the history back, whoever made it; Conflict if something stands on it.

        `answers` say which fields that were changed since get their old value all the same.
        """
        with self.read() as reader:
            label = _standing(reader, step)[0].label
        self._apply_reverse(step, Label(text=N_("Undo: {label}"), values={"label": label}), answers)
        with self._guard:
            self._undo = [entry for entry in self._undo if entry.name != step]
        return Step(name=step, label=label)

    def _reverse(self, source: list[Step], target: list[Step], wording: str) -> Step | None:
        wanted = self._pop_standing(source)
        if wanted is None:
            return None
        try:
            done = self._apply_reverse(wanted.name, Label(text=wording, values={"label": wanted.label}))
        except (Busy, Unusable):
            with self._guard:
                source.append(wanted)  # nothing was done: the next try may succeed
            raise
        with self._guard:
            target.append(Step(name=done, label=wanted.label))
        return wanted

    def _pop_standing(self, source: list[Step]) -> Step | None:
        """The newest step that nobody has taken back through the history meanwhile."""
        with self.read() as reader, self._guard:
            while source:
                step = source.pop()
                if step.name not in log.undone_steps(reader.connection, [step.name]):
                    return step
        return None

    def _apply_reverse(self, step: str, label: Label, answers: Answers = NO_ANSWERS) -> str:
        uid = new_uid()
        entry = log.Entry(uid=uid, step=uid, session=self._session, label=label, undoes=step)
        with self._transaction(entry) as writer:
            undo.take_back(writer, log.of_step(writer.connection, step), answers)
        return uid

    def _remember(self, operation: Operation) -> None:
        if operation.undoes is not None:
            return
        with self._guard:
            self._redo.clear()
            if not self._undo or self._undo[-1].name != operation.step:
                self._undo.append(Step(name=operation.step, label=operation.label))
                del self._undo[:-UNDO_STEPS]

    # Announcements

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` after every commit, on the thread that wrote; answers with how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def poll(self) -> int:
        """Announces what others have written since the last call; how many operations that were."""
        with self._polling:  # two pollers would announce everything twice
            with self.read() as reader:
                foreign = log.since(reader.connection, self._seen, not_by=self._session)
                newest = log.last_id(reader.connection)
            self._seen = newest
        for operation in foreign:
            self._announce(operation, is_ours=False)
        return len(foreign)

    def _announce(self, operation: Operation, *, is_ours: bool) -> None:
        touched: dict[str, set[int]] = {}
        for change in operation.changes:
            touched.setdefault(change.kind, set()).add(change.id)
        announcement = Announcement(
            operation_id=operation.id,
            label=operation.label,
            officer_id=operation.officer_id,
            is_ours=is_ours,
            touched={kind: frozenset(ids) for kind, ids in touched.items()},
        )
        for listener in tuple(self._listeners):
            listener(announcement)

    def close(self) -> None:
        """Closes the database; the store is of no use afterwards."""
        self._listeners.clear()
        self.database.close()


def _standing(reader: Reader, step: str) -> list[Operation]:
    """The operations of a step; Conflict if it has been undone already."""
    operations = log.of_step(reader.connection, step)
    if not operations or step in log.undone_steps(reader.connection, [step]):
        raise Conflict(_("This step has been undone already."))
    return operations
