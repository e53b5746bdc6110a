"""Whoever polls the change log misses nothing, however many write at once."""

from __future__ import annotations

import threading

from crm.data.store import Store
from crm.domain.changes import Announcement
from crm.domain.follow_ups import FollowUp
from tests.stores import TODAY, Open

WRITERS, EACH = 6, 12


def test_poller_hears_of_every_operation_of_six_writers(location: str, open_session: Open) -> None:
    poller = open_session(location)
    heard: list[int] = []
    poller.subscribe(lambda told: heard.extend(told.touched["follow_up"]))
    written: list[int] = []

    def write(store: Store) -> None:
        for number in range(EACH):
            with store.write("Log") as writer:
                follow_up = writer.save(FollowUp(happened_on=TODAY, text=f"第{number}次"))
            written.append(follow_up.key)

    threads = [threading.Thread(target=write, args=[open_session(location)]) for _number in range(WRITERS)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        poller.poll()
    poller.poll()

    assert len(written) == WRITERS * EACH
    assert sorted(heard) == sorted(written)


def test_operation_ids_follow_the_order_of_commits(location: str, open_session: Open) -> None:
    slow, quick = open_session(location), open_session(location)
    heard: list[Announcement] = []
    order: list[str] = []
    has_begun, may_end = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with slow.write("Slow") as writer:
            writer.save(FollowUp(happened_on=TODAY, text="先开始"))
            has_begun.set()
            may_end.wait(5)
        order.append("slow")

    def write_quickly() -> None:
        with quick.write("Quick") as writer:
            writer.save(FollowUp(happened_on=TODAY, text="后开始"))
        order.append("quick")

    poller = open_session(location)
    poller.subscribe(heard.append)
    first, second = threading.Thread(target=write_slowly), threading.Thread(target=write_quickly)
    first.start()
    assert has_begun.wait(5)
    second.start()
    second.join(0.2)
    poller.poll()  # nothing is committed yet: a later poll must not have passed over the first one
    may_end.set()
    first.join()
    second.join()
    poller.poll()

    assert [str(told.label) for told in heard] == ["Slow", "Quick"]
    assert order == ["slow", "quick"]
