"""Files through the real server: an upload as a stream that nobody else can send, downloads in parts."""

import hashlib
import http.client
import os
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as shipped
from django.core.files.storage import Storage
from django.test import Client

from autossa.config.serving import door
from autossa.domain.rights import Role
from autossa.operations.context import Actor
from autossa.operations.releases.downloads import Download, make_link
from autossa.portal.web.clock import now
from autossa.store import models
from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.people import make_person, sign_in
from tests.cast.serving import KEY, environment, serving
from tests.cast.shop import ActionContext
from tests.cast.world import TODAY

pytestmark = pytest.mark.store

LIMIT = 12  # MB
CONTENT = os.urandom(5_000_000)
BOUNDARY = "frontier"


def _furnish() -> None:
    """The small world with a draft, and somebody who edits the catalogue."""
    small_world.build()
    product = models.Product.objects.create(code="PBX", name="PBX")
    branch = product.branches.create(name="14")
    product.releases.create(branch=branch, version="14.0", released_on=TODAY, release_class="feature")


@dataclass(frozen=True)
class Served:
    """The port, the draft's address for files, cookies of an admin and of support."""

    port: int
    address: str
    admin: str
    support: str
    home: Path

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body or None, {name.replace("_", "-"): at for name, at in headers.items()})
            response = connection.getresponse()
            cookies = "; ".join(one.split(";")[0] for one in response.headers.get_all("set-cookie") or ())
            found = {name.lower(): at for name, at in response.getheaders()}
            return response.status, {**found, "set-cookie": cookies}, response.read()
        finally:
            connection.close()

    def head(self, path: str, length: int, cookie: str) -> int:
        """The status that the head of a form alone is answered with: nobody waits for what is said to follow."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            kind = f"Content-Type: multipart/form-data; boundary={BOUNDARY}"
            lines = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n{kind}"
            line.sendall(f"{lines}\r\n\r\n".encode())
            return int(line.recv(100).split()[1])


def _cookie(role: Role) -> str:
    person = make_person(f"{role.value}@vendor.example", (small_vendor(), role))
    client = sign_in(Client(), person)
    return f"{shipped.SESSION_COOKIE_NAME.removeprefix('__Host-')}={client.cookies[shipped.SESSION_COOKIE_NAME].value}"


def small_vendor() -> Any:
    return models.Organisation.objects.get(kind="vendor").id


@pytest.fixture(scope="module")
def site(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    shipped.SECRET_KEY, before = KEY, shipped.SECRET_KEY
    try:
        with own_copy(django_db_blocker, _furnish) as (database, _):
            release = models.Release.objects.get()
            env = environment(
                database, AUTOSSA_DEMO="1", AUTOSSA_SECRET_KEY=KEY, AUTOSSA_TODAY=TODAY.isoformat(),
                AUTOSSA_STATIC_ROOT=str(tmp_path_factory.mktemp("static")), AUTOSSA_HOME=str(home),
                AUTOSSA_ARTIFACT_LIMIT_MB=str(LIMIT), DATABASE_URL=database.app, DATABASE_OWNER_URL=database.owner,
            )  # fmt: skip
            cookies = _cookie(Role.ADMIN), _cookie(Role.SUPPORT)
            with serving(env) as (port, _):
                yield Served(port, f"/catalogue/releases/{release.public_id}/files/add/", *cookies, home)
    finally:
        shipped.SECRET_KEY = before


def form(token: str, content: bytes, name: str = "pbx.bin") -> bytes:
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in (("csrfmiddlewaretoken", token), ("platform", "linux"), ("edition", ""))
    )
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + file.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def send(site: Served, cookie: str, content: bytes, name: str = "pbx.bin") -> tuple[int, dict[str, str], bytes]:
    _, headers, page = site.ask("GET", site.address, Cookie=cookie)
    csrf = headers["set-cookie"]
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    body = form(token[1].decode() if token else "", content, name)
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return site.ask("POST", site.address, body, Cookie=f"{cookie}; {csrf}", Content_Type=kind)


def left(site: Served) -> int:
    """Files that stayed: of releases, and of uploads on their way."""
    return sum(len(list((site.home / name).glob("*"))) for name in ("artifacts", "uploads"))


def test_a_file_is_uploaded_and_fetched_in_parts(site: Served) -> None:
    status, headers, page = send(site, site.admin, CONTENT)
    assert (status, headers.get("location")) == (302, site.address.removesuffix("files/add/")), page[:3000]
    row = models.Artifact.objects.get(file_name="pbx.bin")
    assert (row.size, row.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    models.Release.objects.update(published_at=now())
    address = f"/downloads/{token_for(row)}/"
    status, headers, body = site.ask("GET", address)
    assert (status, body == CONTENT) == (200, True)
    assert headers["content-disposition"] == 'attachment; filename="pbx.bin"'
    assert headers["x-content-type-options"] == "nosniff"
    assert "no-store" in headers["cache-control"]
    status, headers, body = site.ask("GET", address, Range="bytes=4999990-")
    assert (status, body, headers["content-range"]) == (206, CONTENT[-10:], "bytes 4999990-4999999/5000000")
    status, headers, body = site.ask("HEAD", address)
    assert (status, headers["content-length"], body) == (200, "5000000", b"")
    assert site.ask("GET", address, Range="bytes=5000000-")[0] == 416


def token_for(row: models.Artifact) -> str:
    """A link for a project that holds a license of the product, bought today."""
    line = models.LicenseLine.objects.select_related("license").filter(ended_on=None, confirmed=True).first()
    assert line is not None
    models.ProductType.objects.get_or_create(product=row.release.product, license_type=line.license.license_type)
    models.Release.objects.filter(pk=row.release_id).update(entitled_as_of=line.acquired_on, entitled_reason="a test")
    ctx = ActionContext(Actor("Ann", models.User.objects.get(email="admin@vendor.example").pk), TODAY, now())
    return make_link(artifact=row.id, project=line.project_id, device=None, ctx=ctx)


@pytest.mark.parametrize(("who", "expected"), [("nobody", 302), ("support", 404)])
def test_nothing_is_read_of_those_who_may_not(site: Served, who: str, expected: int) -> None:
    """Only the head is sent, and the answer comes: nobody waits for, or keeps, what a stranger could send."""
    before, cookie = left(site), site.support if who == "support" else "nobody=1"
    assert site.head(site.address, 11_000_000, cookie) == expected
    assert left(site) == before


def test_a_form_without_its_token_is_refused(site: Served) -> None:
    before = left(site)
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    body = form("x" * 64, b"data")
    assert site.ask("POST", site.address, body, Cookie=site.admin, Content_Type=kind)[0] == 403
    assert left(site) == before


def test_a_file_that_is_too_large_is_refused(site: Served) -> None:
    before = left(site)
    status, _, page = send(site, site.admin, bytes(LIMIT * 1_000_000 + 1), "large.bin")
    assert status == 200
    assert b"The file is larger than 12 MB." in page
    assert not models.Artifact.objects.filter(file_name="large.bin").exists()
    assert site.head(site.address, (LIMIT + 2) * 1_000_000, site.admin) == 413
    assert left(site) == before


def test_an_upload_that_is_broken_off_leaves_nothing(site: Served) -> None:
    before = left(site)
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        head = f"POST {site.address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {site.admin}\r\nContent-Length: 9000000\r\n"
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n".encode())
        line.sendall(form("x" * 64, bytes(100_000))[:90_000])
    assert site.ask("GET", "/releases/")[0] == 200
    assert left(site) == before


@pytest.mark.parametrize("path", ["/account/login/", "/catalogue/releases/", "/releases/"])
def test_everywhere_else_a_megabyte_is_the_limit(site: Served, path: str) -> None:
    assert site.head(path, 1_000_001, site.admin) == 413


def test_slow_and_broken_downloads_hold_up_no_page(site: Served) -> None:
    """More of them than threads that answer pages; none of their visitors takes a byte."""
    row = models.Artifact.objects.get(file_name="pbx.bin")
    address = f"/downloads/{token_for(row)}/"
    with ExitStack() as stack:
        for _ in range(8):
            line = stack.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(10)
            line.connect(("127.0.0.1", site.port))
            line.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            assert line.recv(15).startswith(b"HTTP/1.1 200")
        assert site.ask("GET", "/releases/")[0] == 200
    assert site.ask("GET", address, Range="bytes=-5")[2] == CONTENT[-5:]


class _Line:
    """What granian hands to the door, and what it was told to send."""

    told: tuple[object, ...] = ()

    def response_file_range(self, *told: object) -> None:
        self.told = told


class _Part:
    """A response of a part of a file."""

    streaming = True
    local_part = ("/somewhere/file", 10, 20)
    is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        raise AssertionError("what is streamed through Python waits in memory for whoever is slow")

    def close(self) -> None:
        self.is_closed = True


def test_a_part_of_a_file_is_sent_by_the_server_itself() -> None:
    line, part = _Line(), _Part()

    def application(_environ: Any, start: Any) -> Any:
        start("206 Partial Content", [("Content-Length", "10")])
        return part

    door(application, most=1)._answer({}, line, None)  # type: ignore[arg-type]
    assert line.told == (206, [("content-length", "10")], "/somewhere/file", 10, 20)
    assert part.is_closed


def test_a_bucket_is_asked_for_an_address(settings: Any) -> None:
    """The storage of a bucket has no path; its address is for this file, under its name, for a minute."""
    settings.STORAGES = {**settings.STORAGES, "artifacts": {"BACKEND": f"{__name__}.Bucket"}}
    found = Download("pbx.bin", 1, "0" * 64, "stored")
    assert found.local_path() is None
    given = found.elsewhere()
    assert given == ("stored", 60, 'attachment; filename="pbx.bin"')  # type: ignore[comparison-overlap]


class Bucket(Storage):
    """As far as an address goes."""

    def url(self, name: str | None, parameters: Any = None, expire: int = 0) -> Any:
        return name, expire, parameters["ResponseContentDisposition"]
