"""Programs of the shop's people: Alice's owner, the vendor's finance (two of them), somebody outside."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autossa.domain.rights import Role
from autossa.store.ids import public_id
from tests.cast.api_calls import ask
from tests.cast.device_calls import Reply
from tests.cast.shop import Shop


def euros(amount: int) -> str:
    """Cents as the API says them."""
    return f"{amount // 100}.{amount % 100:02d}"


@dataclass
class Callers:
    """Each has a token, made when it first calls."""

    shop: Shop
    make: Callable[..., str]

    @cached_property
    def alice(self) -> str:
        return self.make()

    @cached_property
    def finance(self) -> str:
        return self.make(organisation=self.shop.vendor, role=Role.FINANCE)

    @cached_property
    def second(self) -> str:
        return self.make(organisation=self.shop.vendor, role=Role.FINANCE)

    @cached_property
    def stranger(self) -> str:
        return self.make(organisation=self.shop.charlie)

    @property
    def company(self) -> str:
        """The id of Alice's company."""
        return public_id("org", self.shop.alice)

    @property
    def payer(self) -> str:
        """Where Alice's company is."""
        return f"organisations/{self.company}"

    def done(self, who: str, method: str, path: str, sent: object = None, **headers: str) -> Any:
        """What is answered, which is no problem."""
        reply = self.reply(who, method, path, sent, **headers)
        assert reply.status < 300, reply.body
        return reply.json() if reply.body and b"json" in reply.headers["content-type"].encode() else reply.body

    def refused(self, who: str, method: str, path: str, sent: object = None, **headers: str) -> tuple[int, str]:
        """The status and code of a problem."""
        reply = self.reply(who, method, path, sent, **headers)
        return reply.status, reply.code

    def changed(self, who: str, method: str, path: str, sent: object = None, *, of: str = "") -> Any:
        """What is answered to a change of the version that is there; without one it is not done."""
        assert self.refused(who, method, path, sent) == (428, "version_needed")
        tag = self.reply(who, "GET", of or path).headers["etag"]
        answered = self.done(who, method, path, sent, If_Match=tag)
        assert self.refused(who, method, path, sent, If_Match='"another"') == (412, "changed_since_shown")
        return answered

    def reply(self, who: str, method: str, path: str, sent: object = None, **headers: str) -> Reply:
        """As over the wire; who nobody is has no rights here."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return ask(method, path, sent, token=getattr(self, who), headers=named)

    def hidden(self, method: str, path: str, sent: object = None) -> None:
        """Somebody outside does not find it."""
        assert self.refused("stranger", method, path, sent, If_Match="*") == (404, "not_found"), path
