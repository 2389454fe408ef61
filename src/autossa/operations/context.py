"""Who does something, on which day in the vendor's zone, and at which moment; read at the edge, passed down."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from autossa.store.engine.activity import SYSTEM_NAME


@dataclass(frozen=True, slots=True)
class Actor:
    """A person by id and name, or the system; `acting_for` is the organisation acted for, `address` the client's."""

    name: str
    user: UUID | None = None
    acting_for: UUID | None = None
    address: str | None = None


SYSTEM = Actor(SYSTEM_NAME)


@dataclass(frozen=True, slots=True)
class ActionContext:
    """In which context a use case is done: by whom, on which day, at which moment (aware)."""

    actor: Actor
    today: date
    now: datetime
