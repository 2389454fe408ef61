"""A gateway for tests: it calls nobody, and answers what it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from autossa.gateways.webhooks.protocol import Answer, NotDelivered


@dataclass(frozen=True, slots=True)
class Called:
    """One call."""

    url: str
    headers: dict[str, str]
    body: bytes


def _fine(_url: str) -> Answer:
    return Answer(204, "")


@dataclass(slots=True)
class MemoryWebhooks:
    """Keeps what was sent; `answer` says what comes back, by address. It may raise NotDelivered."""

    answer: Callable[[str], Answer | NotDelivered] = _fine
    calls: list[Called] = field(default_factory=list)

    def post(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Keep it."""
        self.calls.append(Called(url, headers, body))
        found = self.answer(url)
        if isinstance(found, NotDelivered):
            raise found
        return found
