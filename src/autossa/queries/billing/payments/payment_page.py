"""One payment: what came, each row of what it was for, what went back, and what it could pay now."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from autossa.domain.amounts import Money
from autossa.domain.billing.payments.allocating import KNOWN_PAYER
from autossa.domain.billing.payments.facts import Why
from autossa.queries.billing.payments.rows import COLUMNS, PaymentRow, claim_id, payments_from
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import public_id

MOST_SUGGESTED = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A row of its history; below 0 where it took something back. `what` is allocated, returned, paid_out or moved."""

    at: datetime
    day: date
    what: str
    amount: Money
    by: str
    number: str = ""
    id: str = ""
    why: Why | None = None
    code: str = ""
    fee: Money = 0


@dataclass(frozen=True, slots=True)
class Payable:
    """A claim that money could pay now: of the payer; while that is not known, one of which just so much is left."""

    id: str
    key: UUID
    number: str
    payer_number: str
    payer_name: str
    due_on: date
    rest: Money


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same money at another payer, since or until a day: `id` is that of the payment there."""

    id: str
    payer: str
    day: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """A payment with its history, the oldest first; `assigned_on` None: nobody knows yet whose it is."""

    payment: PaymentRow
    key: UUID
    entered_at: datetime
    entered_by: str
    assigned_on: date | None
    assigned_why: Why | None
    final_on: date | None
    steps: tuple[Step, ...]
    payable: tuple[Payable, ...]
    moved_to: Elsewhere | None = None
    moved_from: Elsewhere | None = None

    @property
    def can_move(self) -> bool:
        """A mandate or an order says whose the other ones are."""
        return self.payment.source not in KNOWN_PAYER


def payment_page(payment: UUID) -> PaymentPage:
    """All of a payment, in a constant number of queries. Raises Unknown."""
    found = models.Payment.objects.select_related("assignment").filter(pk=payment).first()
    if found is None:
        raise Unknown("there is no such payment")
    (shown,) = payments_from(
        f"SELECT {COLUMNS} FROM payments p LEFT JOIN organisations o ON o.id = p.payer_id WHERE p.id = %(key)s",
        {"key": payment},
    )
    assigned = getattr(found, "assignment", None)
    steps, people = _steps(found)
    moves = models.PaymentMove.objects.filter(Q(payment=found) | Q(to=found)).select_related(
        "payment__payer", "to__payer"
    )
    elsewhere = {move.payment_id == payment: move for move in moves}
    return PaymentPage(
        payment=shown,
        key=payment,
        entered_at=found.entered_at,
        entered_by=people.get(found.entered_by, "") if found.entered_by else "",
        assigned_on=assigned.day if assigned else None,
        assigned_why=Why(assigned.why) if assigned else None,
        final_on=found.final_on,
        steps=steps,
        payable=_payable(found),
        moved_to=_elsewhere(elsewhere[True].to, elsewhere[True], people) if True in elsewhere else None,
        moved_from=_elsewhere(elsewhere[False].payment, elsewhere[False], people) if False in elsewhere else None,
    )


def _elsewhere(there: models.Payment, move: models.PaymentMove, people: dict[UUID, str]) -> Elsewhere:
    name = there.payer.name if there.payer else ""
    return Elsewhere(public_id("pmt", there.pk), name, move.day, people.get(move.by, "") if move.by else "")


def _steps(row: models.Payment) -> tuple[tuple[Step, ...], dict[UUID, str]]:
    allocations = list(row.allocations.select_related("claim").order_by("id"))
    returns = list(row.returns.order_by("id"))
    payouts = list(row.payouts.select_related("refund"))
    moves = list(models.PaymentMove.objects.filter(payment=row))
    keys = {row.entered_by, *(one.by for one in allocations), *(one.by for one in returns)}
    keys |= {one.refund.approved_by for one in payouts} | {one.by for one in moves}
    people = {one.id: str(one) for one in models.User.objects.filter(pk__in=[key for key in keys if key])}

    def name(key: UUID | None) -> str:
        return people.get(key, "") if key else ""

    steps = [
        Step(one.at, one.day, "allocated", one.amount, name(one.by), one.claim.number,
             claim_id(one.claim.kind, one.claim_id), Why(one.why))
        for one in allocations
    ]  # fmt: skip
    steps += [
        Step(one.at, one.day, "returned", -one.amount, name(one.by), code=one.code, fee=one.fee) for one in returns
    ]
    steps += [
        Step(one.refund.approved_at, one.day, "paid_out", -one.amount, name(one.refund.approved_by))
        for one in payouts
        if one.refund.approved_at
    ]
    steps += [Step(one.at, one.day, "moved", -one.amount, name(one.by)) for one in moves]
    return tuple(sorted(steps, key=lambda step: step.at)), people


def _payable(row: models.Payment) -> tuple[Payable, ...]:
    """Of its payer all that is open, the oldest first; without one, claims of exactly its amount: hints, no more."""
    open_ones = models.Claim.objects.filter(rest__gt=0, currency=row.currency).order_by("due_on", "id")
    if row.payer_id:
        found = list(open_ones.filter(payer=row.payer_id))
    else:
        found = list(open_ones.filter(rest=row.amount)[:MOST_SUGGESTED])
    payers = models.Organisation.objects.in_bulk({one.payer for one in found})
    return tuple(
        Payable(
            claim_id(one.kind, one.id), one.id, one.number, payers[one.payer].number, payers[one.payer].name,
            one.due_on, one.rest,
        )
        for one in found
        if one.payer in payers
    )  # fmt: skip


def find_payer(text: str) -> UUID:
    """Who pays, by number or by the whole name. Raises Unknown for none, or several."""
    found = list(
        models.Organisation.objects.exclude(kind="vendor").filter(number__iexact=text).values_list("id", flat=True)
    ) or list(models.Organisation.objects.exclude(kind="vendor").filter(name__iexact=text).values_list("id", flat=True))
    if len(found) != 1:
        raise Unknown(f"no organisation {text}; give its number")
    return found[0]
