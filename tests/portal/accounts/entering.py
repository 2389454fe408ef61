"""How people come in, and what they are told, in tests of log-in."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.test import Client

from autossa.operations.context import SYSTEM, ActionContext
from autossa.store import models
from tests.cast.people import PASSWORD

BY = ActionContext(SYSTEM, date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Cast:
    """Vera at the vendor, Paul owns a partner, Alice owns a customer, where Bob reads; none has a second factor."""

    vendor: UUID
    partner: UUID
    customer: UUID
    vera: UUID
    paul: UUID
    alice: UUID
    bob: UUID


def log_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/account/login/", {"login": email, "password": password, **more})


def told(topic: str = "mail.account") -> list[dict[str, Any]]:
    """What the outbox holds of a topic, oldest first."""
    return [row.payload for row in models.OutboxMessage.objects.filter(topic=topic).order_by("id")]


def is_in(client: Client) -> bool:
    """The client is signed in."""
    return bool(client.get("/account/").status_code == 200)


def plain(html: str) -> str:
    """A page without what differs each time that it is sent."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
