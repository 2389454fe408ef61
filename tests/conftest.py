"""Databases for tests: copies of the template on the scratch server, never the one you work with."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from autossa.domain.rights import Role
from autossa.workbench import scratch_databases, servers
from tests.cast.shop import Shop, open_shop

PASSWORD = "a lantern under nine rivers"
settings.SECRET_KEY = "only for tests: " + "0123456789" * 5  # the shipped settings have none
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """One database for all tests of this process that roll back what they do (mark `django_db`)."""
    name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    addresses = scratch_databases.fresh_database(name)
    with django_db_blocker.unblock():
        use_database(name, addresses)
        yield
        connections.close_all()
    scratch_databases.drop(addresses, name)


@pytest.fixture
def database(django_db_blocker: Any) -> Iterator[servers.Addresses]:
    """A database of its own for a test that commits, kills, or looks from several sessions."""
    with own_database(django_db_blocker) as addresses:
        yield addresses


@pytest.fixture
def shop() -> Shop:
    """The vendor's shop with Alice's company and Charlie's, in the database that is used at present."""
    return open_shop()


def make_person(
    email: str, *roles: tuple[UUID, Role], language: str = "en", factor: bool = True, password: str | None = None
) -> UUID:
    """Somebody with an account and these roles in organisations; with a second factor unless they are to lack it."""
    from allauth.mfa.models import Authenticator

    from autossa.operations.accounts.create import create_account
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.organisations import people

    ctx = ActionContext(SYSTEM, date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC))
    name = email.partition("@")[0].replace(".", " ").title()
    user = create_account(email=email, name=name, password=password, language=language, ctx=ctx)
    for organisation, role in roles:
        people.join(user=user, organisation=organisation, role=role, ctx=ctx)
    if factor:
        Authenticator.objects.create(user_id=user, type="totp", data={"secret": "unused"})
    return user


def sign_in(client: Client, user: UUID) -> Client:
    """The client, with a session of that person."""
    from autossa.store import models

    client.force_login(models.User.objects.get(pk=user), backend=BACKEND)
    return client
