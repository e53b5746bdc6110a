"""F06: a database held by another process is waited for, then reported; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from crm.data.opening import open_store
from crm.data.store import Store
from crm.domain.directory import Zone
from crm.domain.errors import Busy
from tests.faults import children


@contextmanager
def held_by_another(location: str, seconds: float) -> Iterator[None]:
    receive, send = children.pipe()
    child = children.start(children.hold, location, seconds, send)
    assert receive.poll(30)
    yield
    child.join()
    assert child.exitcode == 0


def save(store: Store, zone: Zone) -> None:
    with store.write("Save") as writer:
        writer.save(zone)


def names(store: Store) -> set[str]:
    with store.read() as reader:
        return {zone.name for zone in reader.all(Zone)}


def test_short_lock_is_waited_for(location: str) -> None:
    store = open_store(location, busy_timeout_ms=10_000)
    with held_by_another(location, 0.4):
        save(store, Zone(name="我们的"))

    assert names(store) == {"我们的", "占着"}
    store.close()


def test_long_lock_is_reported_and_the_save_can_be_repeated(location: str) -> None:
    store = open_store(location, busy_timeout_ms=200)
    zone = Zone(name="我们的")
    with held_by_another(location, 1.5):
        with pytest.raises(Busy, match="nothing was lost"):
            save(store, zone)
        assert names(store) == set()  # reading goes on meanwhile

    save(store, zone)

    assert names(store) == {"我们的", "占着"}
    store.close()


def test_undo_that_found_it_locked_can_be_repeated(location: str) -> None:
    store = open_store(location, busy_timeout_ms=200)
    save(store, Zone(name="我们的"))
    with held_by_another(location, 1.5), pytest.raises(Busy):
        store.undo()

    assert store.undo() is not None
    assert names(store) == {"占着"}
    store.close()
