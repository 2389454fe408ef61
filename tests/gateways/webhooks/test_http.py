"""Calls over HTTP: nothing inside is ever connected to; a receiver that is slow or talks much costs little."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from autossa.domain.accounts.targets import read_listed
from autossa.gateways.webhooks.http import HttpWebhooks
from autossa.gateways.webhooks.protocol import ANSWER_BYTES, NotDelivered

# As a name that somebody else's server of names answers.
RESOLVED = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254",
    "192.168.0.1", "192.168.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2", "100.64.0.1",
    "100.100.100.200", "100.127.255.254", "192.0.0.1", "192.0.0.192", "192.0.2.1", "198.51.100.7", "203.0.113.7",
    "198.18.0.1",
    "198.19.255.255", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::127.0.0.1",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1",
    "2002:a9fe:a9fe::", "2001::7f00:1", "2001:0:7f00:1::", "2001:db8::1", "2001:10::1", "100::1", "fc00::1",
    "fd00:ec2::254", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "ff02::1", "ff0e::1", "3fff::1",
    "5f00::1",
]  # fmt: skip
# As somebody writes them.
WRITTEN = [
    "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/", "https://localhost/", "https://metadata.google.internal/", "http://8.8.8.8/",
    "https://8.8.8.8:22/", "https://[fe80::1%25eth0]/", "https://user@8.8.8.8/", "gopher://8.8.8.8/",
    "https://[64:ff9b::a9fe:a9fe]/", "https://100.64.0.1/",
]  # fmt: skip
# Which only the resolver reads as an address.
ODD = ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "017700000001"]


class Watched:
    """Counts what is connected to."""

    def __init__(self) -> None:
        self.made: list[Any] = []

    def connect(self, address: Any, *_: Any, **__: Any) -> Any:
        self.made.append(address)
        raise ConnectionRefusedError


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    found = Watched()
    monkeypatch.setattr(socket, "create_connection", found.connect)
    return found


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def found(_host: str, port: int, **_: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def test_there_are_enough_targets() -> None:
    assert len(RESOLVED) + len(WRITTEN) + len(ODD) >= 60


@pytest.mark.parametrize("address", RESOLVED)
def test_a_name_that_leads_inside_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, watched: Watched, address: str
) -> None:
    for found in ((address,), ("8.8.8.8", address)):  # nor where it leads outside as well
        resolve_to(monkeypatch, *found)
        with pytest.raises(NotDelivered) as error:
            HttpWebhooks(read_listed([])).post("https://example.com/", {}, b"{}")
        assert error.value.code == "not_public"
    assert watched.made == []


@pytest.mark.parametrize("url", WRITTEN)
def test_an_address_that_is_inside_is_not_called(watched: Watched, url: str) -> None:
    with pytest.raises(NotDelivered):
        HttpWebhooks(read_listed([])).post(url, {}, b"{}")
    assert watched.made == []


@pytest.mark.parametrize("host", ODD)
def test_odd_ways_to_write_an_address_are_judged_by_what_they_are(watched: Watched, host: str) -> None:
    with pytest.raises(NotDelivered):
        HttpWebhooks(read_listed([])).post(f"https://{host}/", {}, b"{}")
    assert watched.made == []


def test_the_very_address_that_was_judged_is_connected_to(monkeypatch: pytest.MonkeyPatch, watched: Watched) -> None:
    resolve_to(monkeypatch, "8.8.8.8")
    with pytest.raises(NotDelivered) as error:
        HttpWebhooks(read_listed([])).post("https://example.com/", {}, b"{}")
    assert (error.value.code, watched.made) == ("refused", [("8.8.8.8", 443)])


# ---------------------------------------------------------------- receivers


class Receiver(BaseHTTPRequestHandler):
    """Does what its path says."""

    asked: list[tuple[str, dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked.append((self.path, dict(self.headers), body))
        if self.path == "/redirect":
            self._say(302, b"", Location=f"http://localhost:{self.server.server_address[1]}/fine")  # type: ignore[attr-defined]
        elif self.path == "/hang":
            time.sleep(3)
        elif self.path == "/drip":
            self._drip()
        elif self.path == "/much":
            self._say(200, b"x" * 10_000_000)
        elif self.path == "/gone":
            self._say(410, b"no more\x00\x1b[31m")
        else:
            self._say(200, b"ok")

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for letter in range(60):
            self.wfile.write(b"X-%d: y\r\n" % letter)
            time.sleep(0.05)

    def log_message(self, *_: Any) -> None:
        return

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            return


@contextmanager
def receiver() -> Iterator[tuple[str, type[Receiver]]]:
    kind = type("Own", (Receiver,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}", kind
    finally:
        server.shutdown()
        server.server_close()


def gateway(origin: str, timeout: float = 5) -> HttpWebhooks:
    return HttpWebhooks(read_listed([origin, "127.0.0.0/8", "::1/128"]), timeout)


def test_what_an_operator_lists_is_called() -> None:
    with receiver() as (origin, kind):
        answer = gateway(origin).post(f"{origin}/x?y=1", {"webhook-id": "evt_1"}, b'{"a":1}')
        assert (answer.status, answer.text) == (200, "ok")
        ((path, headers, body),) = kind.asked
        assert (path, headers["webhook-id"], body) == ("/x?y=1", "evt_1", b'{"a":1}')
        assert headers["Host"] == origin.removeprefix("http://")


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with receiver() as (origin, kind):
        assert gateway(origin).post(f"{origin}/redirect", {}, b"{}").status == 302
        assert [path for path, _, _ in kind.asked] == ["/redirect"]


def test_of_ten_megabytes_the_beginning_is_read() -> None:
    with receiver() as (origin, _):
        begun = time.monotonic()
        assert gateway(origin).post(f"{origin}/much", {}, b"{}").text == "x" * ANSWER_BYTES
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_a_receiver_has_its_time_in_all(path: str) -> None:
    with receiver() as (origin, _):
        begun = time.monotonic()
        with pytest.raises(NotDelivered) as error:
            gateway(origin, timeout=0.5).post(origin + path, {}, b"{}")
        assert error.value.code == "timeout"
        assert time.monotonic() - begun < 2


def test_an_answer_has_nothing_that_a_page_could_not_show() -> None:
    with receiver() as (origin, _):
        assert gateway(origin).post(f"{origin}/gone", {}, b"{}").text == "no more  [31m"
