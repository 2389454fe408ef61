"""Who does something, on which day in the vendor's zone, and at which moment; read at the edge, passed down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from autossa.operations.errors import OperationError
from autossa.queries.seen import fingerprint
from autossa.store.engine.activity import SYSTEM_NAME


@dataclass(frozen=True, slots=True)
class Actor:
    """A person by id and name, or the system; `acting_for` is the organisation acted for, `address` the client's."""

    name: str
    user: UUID | None = None
    acting_for: UUID | None = None
    address: str | None = None


SYSTEM = Actor(SYSTEM_NAME)


class ChangedSinceShown(OperationError):
    """What was decided about has changed since it was shown. Check it again, then decide."""


class Seen:
    """What a page showed to whoever decides: `token` came back with the form, `look` reads the same facts again.

    It is compared once, under the first lock of the use case and before anything is written.
    """

    def __init__(self, token: str, look: Callable[[], object]) -> None:
        self._token, self._look, self._is_checked = token, look, False

    @property
    def is_checked(self) -> bool:
        """Some use case has looked."""
        return self._is_checked

    def check(self) -> None:
        """Raises ChangedSinceShown, also for a form that came without what was shown."""
        if self._is_checked:
            return
        self._is_checked = True
        if fingerprint(self._look()) != self._token:
            raise ChangedSinceShown


@dataclass(frozen=True, slots=True)
class ActionContext:
    """In which context a use case is done: by whom, on which day, at which moment (aware), after seeing what.

    Nobody has seen a page at the command line, or where something happens by itself.
    """

    actor: Actor
    today: date
    now: datetime
    seen: Seen | None = None

    def check_seen(self) -> None:
        """Under the lock: it is still as it was shown to whoever decides. Raises ChangedSinceShown."""
        if self.seen is not None:
            self.seen.check()
