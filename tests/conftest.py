"""What every test gets: Qt without a display, and a PostgreSQL server for those that ask for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

# Before Qt is imported: without a platform to draw on it ends the process, and no test is reported.
if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from crm.paths import HOME_VARIABLE
from tests.postgres import postgres_server

__all__ = ["postgres_server"]


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is read from the home of who runs the tests, and nothing is left there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("home")))
        yield
