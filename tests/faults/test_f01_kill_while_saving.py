"""F01: a kill at any moment loses nothing that was acknowledged and leaves nothing half done."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import sqlalchemy as sa

from crm.data.schema import operations
from crm.domain.follow_ups import FollowUp, FollowUpSubject
from tests.faults import children
from tests.stores import Open, matching_ids

KILLS = 500 if os.environ.get("INVESTLEAD_LONG") else 15


def test_kill_while_saving(location: str, open_session: Open, tmp_path: Path) -> None:
    acknowledged = tmp_path / "acknowledged"
    chance = random.Random(20260302)
    for number in range(KILLS):
        kill_while_saving(location, acknowledged, chance.uniform(0, 0.12), at_least=5 * number)

    store = open_session(location)
    with store.read() as reader:
        saved = {follow_up.key for follow_up in reader.all(FollowUp)}
        told = [int(line) for line in acknowledged.read_text().splitlines()]
        assert len(told) >= KILLS
        assert set(told) <= saved
        assert {entry.follow_up_id for entry in reader.all(FollowUpSubject)} == saved
        assert reader.count(FollowUpSubject) == len(saved)
        logged = reader.connection.execute(sa.select(sa.func.count()).select_from(operations)).scalar_one()
        assert logged == len(saved) + 1  # and the zone
        assert set(matching_ids(reader.connection, "要求看地", "follow_up")) == saved
        if store.database.is_sqlite:
            assert reader.connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert reader.connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def kill_while_saving(location: str, acknowledged: Path, after_s: float, at_least: int) -> None:
    """Lets a child save some more than `at_least` follow-ups in all, then kills it within a save."""
    child = children.start(children.save_for_ever, location, acknowledged)
    deadline = time.monotonic() + 60
    while not acknowledged.exists() or acknowledged.read_bytes().count(b"\n") < at_least:
        assert child.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    time.sleep(after_s)
    child.kill()
    child.join()
    assert child.exitcode != 0
