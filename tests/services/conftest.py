"""Fixtures of the services' tests."""

from tests.postgres import postgres_server
from tests.stores import colleague, empty_file, location, open_session, server_database, store

__all__ = [
    "colleague",
    "empty_file",
    "location",
    "open_session",
    "postgres_server",
    "server_database",
    "store",
]
