"""Answers that somebody has given and not yet submitted."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain.rights import Action
from autossa.queries.access import Account, project_actions
from autossa.store import models
from autossa.store.ids import read_public_id
from autossa.store.models.contracts.contracts import OPEN_STATES

_MOST = 20


_CONCLUDE = "conclude:"


def conclude_key(project: str) -> str:
    """Under which key somebody's answers for a contract of a project (public id) are kept."""
    return f"{_CONCLUDE}{project}"


def find_draft(user: UUID, key: str) -> dict[str, Any] | None:
    """A person's answers under a key; None when there are none."""
    answers = models.Draft.objects.filter(user=user, key=key).values_list("answers", flat=True).first()
    return answers if isinstance(answers, dict) else None


@dataclass(frozen=True, slots=True)
class Begun:
    """A contract that somebody has begun to conclude and not yet submitted."""

    project: str
    name: str
    customer: str


def begun_contracts(account: Account, today: date) -> tuple[Begun, ...]:
    """Those of an account, on projects without an open contract on which it may conclude; the latest first."""
    kept = models.Draft.objects.filter(user=account.user, key__startswith=_CONCLUDE).order_by("-changed_at")
    keys = []
    for key in kept.values_list("key", flat=True)[:_MOST]:
        try:
            keys.append(read_public_id("prj", key.removeprefix(_CONCLUDE)))
        except ValueError:
            continue
    if not keys:
        return ()
    taken = models.Contract.objects.filter(project__in=keys, status__in=OPEN_STATES).values("project")
    found = models.Project.objects.filter(pk__in=keys).exclude(pk__in=taken).select_related("customer").in_bulk()
    return tuple(
        Begun(row.public_id, row.name, row.customer.name)
        for row in (found[key] for key in keys if key in found)
        if Action.EDIT_CONTRACTS in project_actions(account, row.id, row.customer_id, today)
    )
