"""Money of the demo: most payers pay in time, some late, one in part, one twice, and one lets an invoice go."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Method
from autossa.domain.billing.references import creditor_reference
from autossa.operations.billing.payments import receiving, write_offs
from autossa.operations.context import ActionContext
from autossa.store import models
from autossa.store.ids import new_id

_EARLY, _LATE = 6, 9  # days before and after the due day
_ONE_IN_SO_MANY_LATE = 7
_GIVEN_UP_AFTER = 60  # days overdue


@dataclass(frozen=True, slots=True)
class _Due:
    """Claims of a payer that are due on one day, and the day on which they are paid."""

    payer: UUID
    currency: str
    claims: tuple[models.Claim, ...]
    paid_on: date

    @property
    def rest(self) -> Money:
        """All that is left of them."""
        return sum(int(claim.rest) for claim in self.claims)


def load(today: date, as_finance: Callable[[date], ActionContext]) -> None:
    """Enter what came until today, in the order in which it came, as finance did each day."""
    found = _dues()
    dues = sorted((due for due in found if due.paid_on <= today), key=lambda due: (due.paid_on, due.claims[0].number))
    unpaid = _left_alone(dues, today)
    paid = [due for due in dues if due is not unpaid]
    for due in paid[:-1]:
        _pay(due, due.rest, as_finance(due.paid_on))
    for due in paid[-1:]:
        _pay(due, due.rest // 2, as_finance(due.paid_on))
    owing = {due.payer for due in found if due.paid_on > today or due in (unpaid, *paid[-1:])}
    twice = next((due for due in reversed(paid) if due.payer not in owing), None)
    if twice is not None:  # by mistake, and nothing else is open
        _pay(twice, twice.rest, as_finance(today))
    if unpaid is not None:
        claim = unpaid.claims[0].id
        write_offs.propose(claim=claim, reason="Zugesagter Rabatt, aus Kulanz", ctx=as_finance(today))


def _dues() -> list[_Due]:
    """What is open, by payer and due day; when it is paid follows from its number, so that it is always the same."""
    claims = models.Claim.objects.filter(rest__gt=0).order_by("payer", "currency", "due_on", "id")
    found = []
    for (payer, currency, due_on), of_day in groupby(claims, key=lambda one: (one.payer, one.currency, one.due_on)):
        listed = tuple(of_day)
        chance = zlib.crc32(listed[0].number.encode())
        days = chance % _LATE + 1 if chance % _ONE_IN_SO_MANY_LATE == 0 else -(chance % _EARLY)
        issued = max(claim.day for claim in listed)
        found.append(_Due(payer, currency, listed, max(due_on + timedelta(days=days), issued)))
    return found


def _left_alone(dues: list[_Due], today: date) -> _Due | None:
    """The newest that is overdue for so long that somebody wants to give it up: of one invoice, that nobody paid."""
    before = today - timedelta(days=_GIVEN_UP_AFTER)
    late = [due for due in dues if len(due.claims) == 1 and due.claims[0].due_on <= before]
    return late[-1] if late else None


def _pay(due: _Due, amount: Money, ctx: ActionContext) -> None:
    """As a transfer that names the references."""
    reference = " ".join(creditor_reference(claim.number) for claim in due.claims)[: receiving.LONGEST_REFERENCE]
    receiving.enter(
        payment=new_id(), payer=due.payer, amount=amount, currency=due.currency, method=Method.TRANSFER,
        day=ctx.today, reference=reference, documents=[claim.id for claim in due.claims], ctx=ctx,
    )  # fmt: skip
