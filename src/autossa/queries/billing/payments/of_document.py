"""What was paid for an invoice, when, by which payment and why: what its page shows of the money."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.facts import Why
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class Paid:
    """A row: money of a payment for it, below 0 where it was taken back; minor units. `payment` is its id.

    `came_on` is the day the money came, which may be before the day on which it was found to be for this.
    """

    day: date
    came_on: date
    amount: Money
    method: Method
    why: Why
    payment: str
    reference: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What was given up of it, and why."""

    day: date
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentMoney:
    """`rest` is `gross` less what was credited, paid and given up, as the claim has it now; minor units."""

    currency: str
    gross: Money
    noted: Money
    allocated: Money
    given_up: Money
    rest: Money
    rows: tuple[Paid, ...]
    write_offs: tuple[GivenUp, ...]


def money_of(document: UUID) -> DocumentMoney | None:
    """What came for a document; None for one that nobody has to pay. Three queries."""
    claim = models.Claim.objects.filter(pk=document).first()
    if claim is None:
        return None
    rows = models.Allocation.objects.select_related("payment").filter(claim=document).order_by("day", "id")
    write_offs = models.WriteOff.objects.filter(claim=document, day__isnull=False).order_by("day", "id")
    return DocumentMoney(
        currency=claim.currency, gross=claim.gross, noted=claim.noted, allocated=claim.allocated,
        given_up=claim.given_up, rest=claim.rest,
        rows=tuple(
            Paid(row.day, row.payment.day, row.amount, Method(row.payment.method), Why(row.why),
                 public_id("pmt", row.payment_id), row.payment.reference)
            for row in rows
        ),
        write_offs=tuple(GivenUp(row.day, row.amount, row.reason) for row in write_offs if row.day),
    )  # fmt: skip
