"""Fixtures of the store's tests."""

from tests.stores import (
    colleague,
    empty_file,
    empty_location,
    location,
    open_session,
    server_database,
    store,
)

__all__ = [
    "colleague",
    "empty_file",
    "empty_location",
    "location",
    "open_session",
    "server_database",
    "store",
]
