"""The fake gateway itself: pages that are paid or declined, and the events that it would send of that."""

import json
import threading
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from autossa.gateways.cards.answers import read_session
from autossa.gateways.cards.protocol import CardsRefused, CardsUnavailable, NewSession, Session

_SESSION = "cs_test_{:08d}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was asked for, and how far it is."""

    id: str
    key: str
    amount: int
    currency: str
    name: str
    language: str
    success_url: str
    cancel_url: str
    status: str = "open"
    payment_status: str = "unpaid"
    intent: str = "requires_payment_method"
    received: int = 0


@dataclass
class FakeCards:
    """A `CardGateway`; `outbox` holds the bodies of events, which whoever runs it delivers, or does not.

    With `is_down` it cannot be asked. With a `file` its pages outlive it.
    """

    base: str = "https://cards.invalid"
    file: Path | None = None
    name: str = "stripe"
    is_down: bool = False
    pages: dict[str, Page] = field(default_factory=dict)
    outbox: list[bytes] = field(default_factory=list)
    asked: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        if self.file is not None and self.file.exists():
            found = json.loads(self.file.read_text(encoding="utf-8"))
            self.pages = {one["id"]: Page(**one) for one in found}

    def create(self, wanted: NewSession) -> Session:
        """Make the page; the one that is there where the key was used before. Raises CardsUnavailable."""
        with self._lock:
            self._check()
            page = next((one for one in self.pages.values() if one.key == wanted.key), None)
            if page is None:
                page = Page(
                    _SESSION.format(len(self.pages) + 1), wanted.key, wanted.amount, wanted.currency, wanted.name,
                    wanted.language, wanted.success_url, wanted.cancel_url,
                )  # fmt: skip
                self._keep(page)
            return read_session(self.as_json(page))

    def retrieve(self, session: str) -> Session:
        """How it stands. Raises CardsUnavailable, CardsRefused for an unknown one."""
        with self._lock:
            self._check()
            self.asked += 1
            if session not in self.pages:
                raise CardsRefused("the gateway refuses (404 resource_missing)")
            return read_session(self.as_json(self.pages[session]))

    def pay(self, session: str, received: int | None = None) -> None:
        """Whoever is asked pays, once; a page that is closed stays so."""
        with self._lock:
            page = self.pages[session]
            if page.status == "open":
                self._paid(page, page.amount if received is None else received)

    def pay_later(self, session: str) -> None:
        """The money is on its way: `settle` says whether it comes."""
        with self._lock:
            if (page := self.pages[session]).status == "open":
                self._keep(replace(page, status="complete", intent="processing"))
                self._tell("checkout.session.completed", session)

    def settle(self, session: str, *, comes: bool = True) -> None:
        """What was on its way is there, or will not come."""
        with self._lock:
            page = self.pages[session]
            if page.intent != "processing":
                return
            if comes:
                self._paid(page, page.amount, "checkout.session.async_payment_succeeded")
            else:
                self._keep(replace(page, intent="requires_payment_method"))
                self._tell("checkout.session.async_payment_failed", session)

    def expire(self, session: str) -> None:
        """Nobody paid in time."""
        with self._lock:
            if (page := self.pages[session]).status == "open":
                self._keep(replace(page, status="expired", intent="canceled"))
                self._tell("checkout.session.expired", session)

    def as_json(self, page: Page) -> dict[str, Any]:
        """The page as the API shows it."""
        intent = {"id": f"pi_{page.id}", "object": "payment_intent", "status": page.intent}
        return {
            "id": page.id, "object": "checkout.session", "status": page.status, "payment_status": page.payment_status,
            "amount_total": page.amount, "currency": page.currency.lower(), "client_reference_id": page.key,
            "payment_intent": {**intent, "amount_received": page.received},
            "url": f"{self.base}/pay/{page.id}" if page.status == "open" else None,
        }  # fmt: skip

    def _paid(self, page: Page, received: int, kind: str = "checkout.session.completed") -> None:
        self._keep(replace(page, status="complete", payment_status="paid", intent="succeeded", received=received))
        self._tell(kind, page.id)

    def _tell(self, kind: str, session: str) -> None:
        """What an event says of its page is what its receiver must not rely on."""
        number = f"{session.removeprefix('cs_test_')}{len(self.outbox):04d}"
        about = self.as_json(self.pages[session])
        event = {
            "id": f"evt_{number}",
            "object": "event",
            "type": kind,
            "created": len(self.outbox),
            "data": {"object": about},
        }
        self.outbox.append(json.dumps(event).encode())

    def _keep(self, page: Page) -> None:
        self.pages[page.id] = page
        if self.file is not None:
            part = self.file.with_suffix(".part")
            part.write_text(json.dumps([asdict(one) for one in self.pages.values()]), encoding="utf-8")
            part.replace(self.file)

    def _check(self) -> None:
        if self.is_down:
            raise CardsUnavailable("the gateway is not reached")
