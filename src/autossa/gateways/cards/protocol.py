"""What a gateway of cards promises, in the shape of Stripe's Checkout Sessions and PaymentIntents (billing 14)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

LONGEST_NAME = 250


class SessionState(StrEnum):
    """How a payment stands: the page is there, the money is on its way, it is there, or will not come."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NewSession:
    """A page on which `amount` (minor units of `currency`) is to be paid until `expires_at`.

    `key` makes asking twice one page (the idempotency key); `name` is what the page says that is paid. The browser
    comes back to `success_url` or `cancel_url`; neither says anything about the money.
    """

    key: str
    amount: int
    currency: str
    name: str
    language: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A page of the gateway as it answers now; `received` is what came, 0 before it is paid, `url` the page."""

    id: str
    state: SessionState
    received: int
    currency: str
    url: str = ""


class CardsUnavailable(Exception):
    """The gateway cannot be asked at present; nothing is known of what it did."""


class CardsRefused(Exception):
    """The gateway refused, with its code: it would do so again."""


class CardGateway(Protocol):
    """Makes pages, and says what became of them. Both raise CardsUnavailable, CardsRefused."""

    name: str

    def create(self, wanted: NewSession) -> Session:
        """Make the page; the one that is there already where the key was used before."""

    def retrieve(self, session: str) -> Session:
        """How it stands now."""
