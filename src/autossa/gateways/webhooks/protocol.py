"""What a gateway of webhooks promises: one call, never a second one, and as much of the answer as anybody reads."""

from dataclasses import dataclass
from typing import Protocol

ANSWER_BYTES = 1024
"""So much of an answer is read and kept; the rest is left on the line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said: its status, the first bytes of its body as text."""

    status: int
    text: str


class NotDelivered(Exception):
    """No answer came. `code` says why: not_public, name, refused, tls, timeout, broken, not_https, port, unreadable."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class WebhookGateway(Protocol):
    """Calls addresses."""

    def post(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Send; no redirect is followed. Raises NotDelivered."""
