"""What every test gets: Qt without a display, and a PostgreSQL server for those that ask for it."""

from __future__ import annotations

import os
import sys

# Before Qt is imported: without a platform to draw on it ends the process, and no test is reported.
if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.postgres import postgres_server

__all__ = ["postgres_server"]
