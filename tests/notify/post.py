"""The post of the tests: who reads what in which language, and what arrived."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from autossa.gateways.mail.memory import MemoryGateway
from autossa.gateways.mail.protocol import Mail
from autossa.operations.runs.delivery import deliver
from autossa.store import models
from autossa.store.ids import read_public_id
from tests.cast.members import at, contact, member
from tests.cast.shop import Shop

PURPOSES = ("admin", "billing", "license")


def in_both_languages(organisation: UUID, name: str) -> None:
    """Each purpose has a reader of English and one of German."""
    for purpose in PURPOSES:
        for language in ("en", "de"):
            contact(organisation, purpose, f"{name}-{purpose}-{language}@example.com", language)


@dataclass
class Post:
    """What arrived, in order; `collect` delivers all that waits."""

    gateway: MemoryGateway = field(default_factory=MemoryGateway)

    def collect(self, day: str = "2026-01-20") -> list[Mail]:
        """The mails that the outbox gives on a day, and nothing may fail."""
        before = len(self.gateway.sent)
        while (done := deliver(gateway=self.gateway, now=at(day))).did_something:
            assert done.failed == 0, errors()
        assert done.failed == 0, errors()
        return self.gateway.sent[before:]

    def forget(self, day: str = "2026-01-20") -> None:
        """What came before is of no interest."""
        self.collect(day)


def errors() -> list[str]:
    return list(models.OutboxMessage.objects.exclude(last_error="").values_list("topic", "last_error"))


def key_of(mail: Mail) -> str:
    """Which mail it is."""
    message = models.OutboxMessage.objects.get(pk=read_public_id("msg", mail.reference))
    return str(message.payload["key"])


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM outbox WHERE delivered_at IS NULL")
        return int(cursor.fetchone()[0])


def shop_with_post(shop: Shop) -> Post:
    """Alice's company reads both languages, the vendor has a reviewer for each."""
    in_both_languages(shop.alice, "alice")
    member(shop.vendor, "rita@example.com", "reviewer", "en")
    member(shop.vendor, "rolf@example.com", "reviewer", "de")
    return Post()


NBSP = "\N{NO-BREAK SPACE}"


def words(text: str) -> str:
    """A mail's text without the breaks of lines."""
    return " ".join(text.replace(NBSP, " ").split())


def only(found: list[Mail], language: str, key: str = "") -> Mail:
    """The mail in a language; several people may get the same."""
    same = [mail for mail in found if mail.language == language and key in ("", key_of(mail))]
    assert len({(mail.subject, without_greeting(mail.text)) for mail in same}) == 1, [mail.subject for mail in found]
    return same[0]


def check(found: list[Mail], key: str, english: list[str], german: list[str]) -> None:
    """One mail in each language says all this, and nothing is left to fill in."""
    for language, expected in (("en", english), ("de", german)):
        mail = only(found, language, key)
        said = words(f"{mail.subject} {mail.text}")
        for part in expected:
            assert part in said, f"{part!r} is not in {said}"
        assert "{" not in said
        assert "{" not in re.sub(r'style="[^"]*"', "", mail.html)


def without_greeting(text: str) -> str:
    """What a mail says after it has greeted its reader by name."""
    return text.partition("\n")[2]
