"""The security log (`autossa.security`): what an auditor asks for, as one structured line each.

Who (a public id), from where (an address), what, about whom or what (public ids). Names, e-mail addresses, reasons and
whatever somebody typed never stand in it, and no secret. docs/operating.md lists the events.
"""

from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from autossa.operations.context import ActionContext
from autossa.store.ids import public_id

log = structlog.get_logger("autossa.security")

# Of the details of an activity what is an id or a word of ours; the rest may be personal, or typed by somebody.
_PLAIN = ("organisation", "user", "role", "rights", "scopes", "token", "quantity", "project", "partner", "customer")
_SYSTEM = "system"


def note(event: str, *, user: UUID | None = None, address: str | None = None, **facts: Any) -> None:
    """Write one line. `user` is who did it, None for somebody who is not logged in."""
    who = public_id("usr", user) if user else "nobody"
    log.info(event, who=who, address=address or "", **{name: value for name, value in facts.items() if value})


def note_activity(
    ctx: ActionContext, action: str, *, organisation: UUID | None, about: UUID | None, details: dict[str, Any]
) -> None:
    """A use case that changes who may do what, once it is committed; nothing for one that was not done."""
    actor = ctx.actor
    facts = {name: details[name] for name in _PLAIN if name in details}
    if organisation is not None:
        facts["organisation"] = public_id("org", organisation)
    if about is not None:
        facts["about"] = public_id("usr", about)
    if actor.acting_for is not None:
        facts["acting_for"] = public_id("org", actor.acting_for)
    who = public_id("usr", actor.user) if actor.user else _SYSTEM if actor.address is None else "nobody"
    transaction.on_commit(lambda: log.info(action, who=who, address=actor.address or "", **facts))
