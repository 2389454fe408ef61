"""Databases of the tests: copies on the scratch server, never the one you work with.

Most are copies of the template, with the schema and no rows. What takes long to fill is filled once a process, when the
first test asks for it, and copied from then on; so it costs little that several processes share the tests of a file.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from functools import cache
from typing import Any, TypeVar

from django.db import connections, transaction

from autossa.workbench import scratch_databases, servers
from autossa.workbench.postgres import roles
from autossa.workbench.postgres.server import Server

T = TypeVar("T")
Entered = Callable[[], AbstractContextManager[None]]
_filled: dict[Callable[[], Any], tuple[str, Any]] = {}


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
    name, addresses = _copy(_scratch()[1])
    try:
        with using(django_db_blocker, name, addresses):
            yield addresses
    finally:
        scratch_databases.drop(addresses, name)


@contextmanager
def beside(django_db_blocker: Any, fill: Callable[[], T]) -> Iterator[tuple[Entered, T]]:
    """A new database with all that a function puts into it, used in the tests that enter what is given: each in a
    transaction that is taken back, on a connection that stays open."""
    name, addresses, given = _copy_of(django_db_blocker, fill)
    own = {alias: _connection_to(alias, url) for alias, url in (("default", addresses.app), ("owner", addresses.owner))}

    @contextmanager
    def entered() -> Iterator[None]:
        before = {alias: connections[alias] for alias in own}
        for alias, connection in own.items():
            connections[alias] = connection
        try:
            with _as_a_test():
                yield
                if not connections["default"].needs_rollback:
                    connections["default"].check_constraints()
                transaction.set_rollback(True)
        finally:
            for alias, connection in before.items():
                connections[alias] = connection

    try:
        yield entered, given
    finally:
        with django_db_blocker.unblock():
            for connection in own.values():
                connection.close()
        scratch_databases.drop(addresses, name)


@contextmanager
def own_copy(django_db_blocker: Any, fill: Callable[[], T]) -> Iterator[tuple[servers.Addresses, T]]:
    """A new database with all that a function puts into an empty one, and what the function gave."""
    name, addresses, given = _copy_of(django_db_blocker, fill)
    try:
        with using(django_db_blocker, name, addresses):
            yield addresses, given
    finally:
        scratch_databases.drop(addresses, name)


def _copy_of(django_db_blocker: Any, fill: Callable[[], T]) -> tuple[str, servers.Addresses, T]:
    """A copy of what a function fills, which it does once a process; and what it gave."""
    if fill not in _filled:
        name, addresses = _copy(_scratch()[1])
        try:
            with using(django_db_blocker, name, addresses):
                _filled[fill] = name, fill()
        except BaseException:
            scratch_databases.drop(addresses, name)
            raise
    source, given = _filled[fill]
    return *_copy(source), deepcopy(given)


def _as_a_test() -> transaction.Atomic:
    """A transaction that Django takes for that of a test: within it others may be the outermost of the code."""
    block = transaction.atomic()
    vars(block)["_from_testcase"] = True
    return block


def _connection_to(alias: str, url: str) -> Any:
    """A connection of Django's to another database, beside the one that it has."""
    from autossa.config.databases import database_settings

    connection = connections.create_connection(alias)
    connection.settings_dict = {**connections[alias].settings_dict, **database_settings(url)}
    return connection


def drop_filled() -> None:
    """Drop what was kept to be copied; at the end of the process."""
    while _filled:
        name, _ = _filled.popitem()[1]
        roles.drop_database(_scratch()[0], name)


@cache
def _scratch() -> tuple[Server, str]:
    """The scratch server and the template, looked for once: it takes as long as a copy does."""
    server = scratch_databases.scratch_server()
    return server, scratch_databases.ensure_template(server)


def _copy(source: str) -> tuple[str, servers.Addresses]:
    server = _scratch()[0]
    name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    roles.create_from_template(server, name, source)
    return name, servers.at(server, name)


@contextmanager
def using(django_db_blocker: Any, name: str, addresses: servers.Addresses) -> Iterator[None]:
    """Django uses this database until the block ends, then the one before again."""
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    try:
        with django_db_blocker.unblock():
            use_database(name, addresses)
            yield
    finally:
        connections.close_all()
        for alias, settings in before.items():
            connections[alias].settings_dict.update(settings)
