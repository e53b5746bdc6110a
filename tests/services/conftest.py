"""Fixtures of the services' tests."""

from tests.crm import crm, office
from tests.postgres import postgres_server
from tests.stores import empty_file, location, server_database

__all__ = ["crm", "empty_file", "location", "office", "postgres_server", "server_database"]
