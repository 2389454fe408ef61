"""The fake gateway over HTTP, on this machine: its API, the page on which one pays, and the events that it sends."""

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from autossa.gateways.cards.protocol import CardsRefused, CardsUnavailable, NewSession
from autossa.gateways.cards.signatures import sign
from autossa.workbench.cards.fake import FakeCards
from autossa.workbench.cards.page import html

HOST = "127.0.0.1"
_MOST = 100_000
_LATE_SECONDS = 20
_PATIENCE = 10
_API = "/v1/checkout/sessions"
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Running:
    """A gateway that runs: where, with which key, and the secret that its events are signed with."""

    gateway: FakeCards
    url: str
    key: str
    secret: str


@contextmanager
def running(gateway: FakeCards, webhook: str, clock: Clock, port: int = 0) -> Iterator[Running]:
    """Serve the gateway for as long as the block lasts; its events go to `webhook`. Port 0 is any that is free.

    `clock` gives the real moment: events are signed with it.
    """
    key, secret = f"sk_test_{secrets.token_urlsafe(16)}", f"whsec_{secrets.token_urlsafe(24)}"
    try:
        server = ThreadingHTTPServer((HOST, port), _Handler)
    except OSError:  # somebody else has it
        server = ThreadingHTTPServer((HOST, 0), _Handler)
    url = f"http://{HOST}:{server.server_address[1]}"
    gateway.base = url
    server.site = _Site(gateway, key, secret, webhook, clock)  # type: ignore[attr-defined]
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="cards", daemon=True)
    thread.start()
    try:
        yield Running(gateway, url, key, secret)
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True, slots=True)
class _Site:
    gateway: FakeCards
    key: str
    secret: str
    webhook: str
    clock: Clock

    def send(self, how: str) -> None:
        """Deliver the last event: as it should be, or as it comes in the world."""
        body = self.gateway.outbox[-1]
        if how == "lost":
            return
        if how == "forged":
            self._post(body, sign(body, "whsec_of_somebody_else", self.clock()))
            return
        if how == "late":
            timer = threading.Timer(_LATE_SECONDS, self._deliver, [body])
            timer.daemon = True
            timer.start()
            return
        if how == "old":
            self._post(body, sign(body, self.secret, self.clock() - timedelta(minutes=6)))
            return
        for _ in range(2 if how == "twice" else 1):
            self._deliver(body)

    def _deliver(self, body: bytes) -> None:
        self._post(body, sign(body, self.secret, self.clock()))

    def _post(self, body: bytes, signature: str) -> None:
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
        with suppress(URLError, OSError):  # nobody listens: the gateway is asked some time
            urlopen(Request(self.webhook, data=body, headers=headers), timeout=_PATIENCE).close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """A page, or how a session stands."""
        path = urlsplit(self.path).path
        if path.startswith(f"{_API}/"):
            self._api(lambda site: site.gateway.retrieve(path.removeprefix(f"{_API}/")).id)
        elif (page := self._site.gateway.pages.get(path.removeprefix("/pay/"))) is not None:
            self._answer(200, html(page).encode(), "text/html; charset=utf-8")
        else:
            self._answer(404, b"Not found", "text/plain")

    def do_POST(self) -> None:
        """A session is made, or somebody clicks on its page."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), _MOST))
        form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        path = urlsplit(self.path).path
        if path == _API:
            self._api(lambda site: site.gateway.create(_wanted(form, self.headers.get("Idempotency-Key", ""))).id)
        elif (session := path.removeprefix("/pay/")) in self._site.gateway.pages:
            self._click(session, form)
        else:
            self._answer(404, b"Not found", "text/plain")

    def log_message(self, *_: Any) -> None:
        """The demo's terminal is for people."""

    @property
    def _site(self) -> _Site:
        found: _Site = self.server.site  # type: ignore[attr-defined]
        return found

    def _api(self, session: Any) -> None:
        site = self._site
        if self.headers.get("Authorization") != f"Bearer {site.key}":
            self._json(401, {"error": {"code": "api_key_invalid"}})
            return
        try:
            key = session(site)
        except CardsRefused:
            self._json(404, {"error": {"code": "resource_missing"}})
        except CardsUnavailable:
            self._json(503, {"error": {}})
        except (KeyError, ValueError):
            self._json(400, {"error": {"code": "parameter_invalid"}})
        else:
            self._json(200, site.gateway.as_json(site.gateway.pages[key]))

    def _click(self, session: str, form: dict[str, str]) -> None:
        site, act = self._site, form.get("act", "")
        sent = len(site.gateway.outbox)
        if act == "pay":
            site.gateway.pay(session)
        elif act == "later":
            site.gateway.pay_later(session)
        elif act == "settle":
            site.gateway.settle(session)
        elif act == "fail":
            site.gateway.settle(session, comes=False)
        elif act == "decline":
            site.gateway.expire(session)
        if len(site.gateway.outbox) > sent:
            site.send(form.get("events", ""))
        page = site.gateway.pages[session]
        self.send_response(303)
        self.send_header("Location", page.cancel_url if act == "leave" else page.success_url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, status: int, found: Any) -> None:
        self._answer(status, json.dumps(found).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _wanted(form: dict[str, str], key: str) -> NewSession:
    """Raises KeyError, ValueError for a form that the API would not take."""
    price = "line_items[0][price_data]"
    amount = int(form[f"{price}[unit_amount]"])
    if amount <= 0 or form["mode"] != "payment" or not key:
        raise ValueError
    return NewSession(
        key, amount, form[f"{price}[currency]"].upper(), form[f"{price}[product_data][name]"], form["locale"],
        form["success_url"], form["cancel_url"], datetime.fromtimestamp(int(form["expires_at"]), UTC),
    )  # fmt: skip
