"""Fixtures of the services' tests."""

from tests.crm import crm, office
from tests.postgres import postgres_server
from tests.stores import colleague, empty_file, location, open_session, server_database, store

__all__ = [
    "colleague",
    "crm",
    "empty_file",
    "location",
    "office",
    "open_session",
    "postgres_server",
    "server_database",
    "store",
]
