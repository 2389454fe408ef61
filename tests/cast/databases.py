"""Databases of the tests: copies of the template on the scratch server, never the one you work with."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from autossa.workbench import scratch_databases, servers


def use_database(name: str, addresses: servers.Addresses) -> None:
    """Point Django's connections to a database of the scratch server."""
    from autossa.config.databases import database_settings

    for alias, url in (("default", addresses.app), ("owner", addresses.owner)):
        connections[alias].close()
        connections[alias].settings_dict.update(database_settings(url))
    assert connections["default"].settings_dict["NAME"] == name


@contextmanager
def own_database(django_db_blocker: Any) -> Iterator[servers.Addresses]:
    """A new database, used by Django until the block ends; then it is dropped and the one before is used again."""
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    addresses = scratch_databases.fresh_database(name)
    try:
        with django_db_blocker.unblock():
            use_database(name, addresses)
            yield addresses
    finally:
        connections.close_all()
        for alias, settings in before.items():
            connections[alias].settings_dict.update(settings)
        scratch_databases.drop(addresses, name)
