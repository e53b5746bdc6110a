"""Two officers doing anything at random, on both databases; INVESTLEAD_FUZZ=10000 takes that many steps."""

from __future__ import annotations

import inspect
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from crm.data.worker import Worker
from crm.domain.records import new_uid
from tests.machine import (
    articles,
    directory,
    follow_ups,
    judging,
    merging,
    office,
    officers,
    past,
    projects,
    stages,
    tasks,
    visits,
)
from tests.services.test_authorize import WRITES
from tests.stores import BOTH, empty_file, empty_tables, server_database

__all__ = ["empty_file", "server_database"]

STEPS = int(os.environ.get("INVESTLEAD_FUZZ", "80"))
IN_ONE_RUN = 40 if STEPS <= 1_000 else 100
# Whoever adds a service adds its rules to a module here, and the module to this list.
MODULES = (
    articles,
    directory,
    follow_ups,
    judging,
    merging,
    office,
    officers,
    past,
    projects,
    stages,
    tasks,
    visits,
)

# What no rule here does, and why.
LEFT_OUT = {
    "articles.add": "add_text goes the same way",
    "articles.add_clip": "add_text goes the same way",
    "articles.add_files": "add_text goes the same way",
    "articles.add_url": "fetches from the network",
    "attachments.add_file": "add goes the same way",
    "calendar.write": "writes a file",
    "clips.open_door": "listens on a port",
    "clips.take": "add_text goes the same way",
    "examples.make": "makes an office, once",
    "merges.plan_split": "split does what it tells",
    "name_search.export": "writes a file",
    "office.found": "makes an office, once",
    "reports.book": "changes no record",
    "reports.export": "writes a file",
    "reports.run": "writes a file",
    "reprints.catalogue": "for texts that came in before reprints were looked for",
    "rules.empty_bin": "what lies in the bin is no record",
    "rules.take_back": "needs a source that has dropped something",
    "sources.feed": "fetches from the network",
    "sources.page": "fetches from the network",
    "sources.poll": "reads a folder or the network",
    "sources.poll_due": "reads a folder or the network",
    "suggestions.demote_frequent": "needs ten articles that hold one name",
    "suggestions.suggest": "needs older articles that hold a new name",
}


class EveryService(
    articles.ArticleRules,
    directory.DirectoryRules,
    judging.JudgingRules,
    merging.MergeRules,
    office.OfficeRules,
    past.PastRules,
    projects.ProjectRules,
    stages.StageRules,
    tasks.TaskRules,
    visits.VisitRules,
):
    """All rules at once."""


@pytest.fixture(scope="module")
def child() -> Iterator[Worker]:
    with Worker(memory_mb=2000, timeout_s=120) as worker:
        yield worker


@pytest.mark.parametrize("kind", BOTH)
def test_services_do_what_the_plain_model_does(
    kind: str, child: Worker, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if kind == "sqlite":
        empty = request.getfixturevalue("empty_file")
    else:
        address = request.getfixturevalue("server_database")

    class OnThisDatabase(EveryService):
        def __init__(self) -> None:
            self.child = child
            if kind == "sqlite":
                self.location = str(shutil.copy(empty, tmp_path / f"{new_uid()}.db"))
            else:
                empty_tables(address)
                self.location = address
            super().__init__()

        def teardown(self) -> None:
            super().teardown()
            if kind == "sqlite":
                Path(self.location).unlink()

    limits = settings(
        max_examples=max(1, STEPS // IN_ONE_RUN),
        stateful_step_count=IN_ONE_RUN,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(OnThisDatabase, settings=limits)
    finally:
        if kind != "sqlite":
            empty_tables(address)


def test_every_operation_that_writes_has_a_rule() -> None:
    sources = "".join(inspect.getsource(module) for module in MODULES)
    called = {f"{area}.{name}" for area, name in re.findall(r"crm\.(\w+)\.(\w+)", sources)}
    kinds = re.findall(r'_save_form\(side, "(\w+)"', sources)
    called |= {f"directory.save_{kind}" for kind in kinds}
    writing = {f"{area}.{name}" for area, name in WRITES}
    assert writing - called - LEFT_OUT.keys() == set()
    assert LEFT_OUT.keys() <= writing
