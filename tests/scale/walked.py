"""Every page of the portal and every list of the API, asked for in this process, with the statements it takes."""

import re
import time
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from autossa.api.v1 import api as _api
from autossa.api.v1.frame.endpoints import ENDPOINTS
from autossa.operations.accounts import tokens
from autossa.queries.permissions import Scope
from autossa.store import models
from tests.browser import every_page
from tests.browser.every_page import NOBODY, PAGES
from tests.cast.api_calls import ask
from tests.cast.people import ctx, proven, signed_in
from tests.cast.world import TODAY

assert _api.ROUTERS
NOT_IN_PROCESS = {"mfa", "account_reauthenticate"}  # they need a browser that is half logged in
_NAMED = re.compile(r"{(?:\w+:)?(\w+)}")
_ALIASES = {
    "organisation_id": "organisation", "project_id": "active", "payer_id": "indebted", "document_id": "document",
    "list_id": "list", "line": "1", "number": "1", "license_id": "L-1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer: of which page or endpoint, its status, how long it took in ms, and the statements with theirs."""

    name: str
    path: str
    status: int
    took: float
    statements: tuple[tuple[str, float], ...]


def as_demo(settings: Any) -> None:
    """As the demo on the day of its tests, without collected static files."""
    settings.DEMO, settings.TODAY, settings.SECURE_SSL_REDIRECT = True, TODAY.isoformat(), False
    settings.ALLOWED_HOSTS = ["testserver"]
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def pages(things: dict[str, str], names: Container[str] | None = None, times: int = 1) -> Iterator[Visit]:
    """Each page, or each of these, that a session and its address are enough for, by whom it is for."""
    clients: dict[str, Client] = {}
    for name, (email, address) in PAGES.items():
        if name.partition("_")[0] in NOT_IN_PROCESS or name in NOT_IN_PROCESS or "{written}" in address:
            continue
        if "{passkey}" in address or (names is not None and name not in names):
            continue
        if email not in clients:
            clients[email] = _client(email)
        yield _visited(name, address.format(**things), clients[email], times)


def lists(things: dict[str, str], times: int = 1) -> Iterator[Visit]:
    """Each endpoint that is read, with a token of the vendor's administrator; those of a person's own left out."""
    token = _token()
    for endpoint in ENDPOINTS:
        if endpoint.method != "GET" or endpoint.permission.scope is Scope.PUBLIC:
            continue
        named = {name: _thing(name, things) for name in _NAMED.findall(endpoint.path)}
        if None in named.values():
            continue
        path = re.sub(r"{\w+:", "{", endpoint.path.lstrip("/")).format(**named)
        yield min((_asked(endpoint.name, path, token) for _ in range(times)), key=lambda one: one.took)


def _thing(name: str, things: dict[str, str]) -> str | None:
    alias = _ALIASES.get(name, name.removesuffix("_id"))
    return things.get(alias) or (alias if alias != name.removesuffix("_id") and alias not in things else None)


def _client(email: str) -> Client:
    if email == NOBODY:
        return Client()
    user = models.User.objects.get(email=email)
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": "unused"}})
    client = proven(signed_in(user.id))
    client.raise_request_exception = False
    return client


def _visited(name: str, path: str, client: Client, times: int) -> Visit:
    return min((_once(name, path, lambda: client.get(path)) for _ in range(times)), key=lambda one: one.took)


def _asked(name: str, path: str, token: str) -> Visit:
    return _once(name, path, lambda: ask("GET", path, token=token))


def _once(name: str, path: str, get: Any) -> Visit:
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        answer = get()
        if getattr(answer, "streaming", False):
            b"".join(answer.streaming_content)
        took = (time.perf_counter() - began) * 1e3
    status = getattr(answer, "status_code", None) or answer.status
    statements = tuple((one["sql"], float(one["time"]) * 1e3) for one in queries.captured_queries)
    return Visit(name, path, status, took, statements)


def _token() -> str:
    user = models.User.objects.values_list("id", flat=True).get(email=every_page.ADMIN)
    vendor = models.Organisation.objects.values_list("id", flat=True).get(kind="vendor")
    return tokens.create(
        user=user, organisation=vendor, name=f"walk {time.time_ns()}", scopes=tuple(tokens.SCOPES),
        lasts=timedelta(days=90), ctx=ctx(user),
    )  # fmt: skip
