"""What the killed, locked-out and rightless processes of the fault tests do."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crm.data.migrate import bring_up_to_date
from crm.data.opening import open_store
from crm.domain.directory import Zone
from crm.domain.errors import CrmError
from crm.domain.follow_ups import FollowUp, FollowUpSubject
from tests.schemas import database_at
from tests.stores import TODAY

# A fresh server forks each child: quick, and free of the threads and sockets of the test run.
_CONTEXT: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")


def start(work: Callable[..., None], *arguments: Any) -> BaseProcess:
    """A child process that does `work`, to be killed or waited for."""
    if sys.platform != "win32":
        _CONTEXT.set_forkserver_preload([__name__])
    child: BaseProcess = _CONTEXT.Process(target=work, args=arguments, daemon=True)
    child.start()
    return child


def pipe() -> tuple[Connection, Connection]:
    """A connection from a child: the end that receives, the end that sends."""
    receive, send = _CONTEXT.Pipe(duplex=False)
    return receive, send


def save_for_ever(location: str, acknowledged: Path) -> None:
    """Saves follow-ups with one subject each and writes down every one that was committed."""
    store = open_store(location)
    with store.write("Zone") as writer:
        zone = next(iter(writer.all(Zone)), None) or writer.save(Zone(name="海晟高新区"))
    with acknowledged.open("ab", buffering=0) as out:
        while True:
            with store.write("Log") as writer:
                follow_up = writer.save(FollowUp(happened_on=TODAY, text="对方要求看地" * 20))
                subject = FollowUpSubject(follow_up_id=follow_up.key, target_kind="zone", target_id=zone.key)
                writer.save(subject)
            out.write(f"{follow_up.key}\n".encode())


def hold(location: str, seconds: float, send: Connection) -> None:
    """Holds the write lock for some time."""
    store = open_store(location)
    with store.write("Hold") as writer:
        writer.save(Zone(name="占着"))
        send.send("held")
        time.sleep(seconds)
    store.close()


def upgrade_slowly(location: str, scripts: Path, send: Connection) -> None:
    """Upgrades a database, pausing after every statement."""

    @sa.event.listens_for(sa.Engine, "after_cursor_execute")
    def pause(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("ALTER", "CREATE", "UPDATE", "INSERT")):
            send.send(statement)
            time.sleep(0.02)

    bring_up_to_date(database_at(location), scripts)
    send.send("done")


def write_without_rights(file: Path, user: int, send: Connection) -> None:
    """Tries to save as an ordinary user; sends the sentence."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    try:
        store = open_store(str(file))
        with store.write("Save") as writer:
            writer.save(Zone(name="不会留下"))
        send.send("saved")
    except CrmError as error:
        send.send(f"{type(error).__name__}: {error}")
    except Exception as error:
        send.send(f"a traceback: {error!r}")
