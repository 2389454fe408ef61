"""Payments, for staff: found, entered, assigned, allocated, reversed, returned."""

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from autossa.api.v1.billing.claims import claim_in, payables
from autossa.api.v1.billing.payments.shapes import (
    AssignIn,
    ElsewhereOut,
    MovePaymentIn,
    PartIn,
    PayableOut,
    PaymentFilter,
    PaymentIn,
    PaymentOut,
    PaymentStepOut,
    ReturnIn,
    WholePayment,
)
from autossa.api.v1.frame.calls import Call, OrganisationCall, context_of, key_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, place_in
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.shapes import minor
from autossa.domain.rights import Action
from autossa.operations.billing.payments import allocating, moving, receiving, returning
from autossa.operations.billing.payments.errors import NoSuchClaim
from autossa.operations.errors import NotFound
from autossa.operations.orders.paid import assign_payment as assign
from autossa.queries.billing.payments.finding import allocated_to as most_to_reverse
from autossa.queries.billing.payments.finding import find_claim, most_to_allocate, new_key
from autossa.queries.billing.payments.listing import Asked, list_payments, place_of
from autossa.queries.billing.payments.payment_page import Elsewhere, PaymentPage, payment_page
from autossa.queries.errors import Unknown
from autossa.queries.permissions import Scope

router = Router(tags=["Payments"])
_ONE = "/payments/{payment_id}"


@endpoint(router, "GET", "/payments", Scope.VENDOR, Action.VIEW_BILLING, answer=Listed[PaymentOut])
def list_all_payments(request: Call, ask: Annotated[PaymentFilter, Query()]) -> Listed[PaymentOut]:
    """Staff: payments of everybody, the newest first."""
    after, before = place_in(ask, place_of)
    found = list_payments(Asked(ask.q, ask.state, after, before), ask.limit)
    return Listed(data=answers_of(PaymentOut, found.rows), has_more=bool(found.next_after))


@endpoint(router, "GET", _ONE, Scope.VENDOR, Action.VIEW_BILLING, answer=WholePayment)
def get_payment(request: Call, payment_id: str) -> WholePayment:
    """Staff: what came, what each part of it is for and why, what went back."""
    return _out(path_key("pmt", payment_id))


@endpoint(
    router, "POST", "/organisations/{organisation_id}/payments", Scope.ORGANISATION, Action.CORRECT,
    answer=WholePayment, status=201,
)  # fmt: skip
def enter_payment(request: OrganisationCall, organisation_id: str, body: PaymentIn) -> WholePayment:
    """Staff: money came to a payer, as a bank statement shows it."""
    key = new_key()
    receiving.enter(
        payment=key, payer=request.organisation.id, amount=minor(body.amount, body.currency), currency=body.currency,
        method=body.method, day=body.day, reference=body.reference,
        documents=[claim_in(one, "claims") for one in body.claims], ctx=context_of(request),
    )  # fmt: skip
    return _out(key)


@endpoint(router, "POST", f"{_ONE}/assign", Scope.VENDOR, Action.CORRECT, answer=WholePayment)
def assign_payment(request: Call, payment_id: str, body: AssignIn) -> WholePayment:
    """Staff: say whose a payment is, and what for: claims, or an order that it pays. The rest is on account."""
    key, payer = path_key("pmt", payment_id), key_of("org", body.payer, "payer")
    assign(payment=key, payer=payer, documents=payables(body.claims), ctx=context_of(request))
    return _out(key)


@endpoint(router, "POST", f"{_ONE}/move", Scope.VENDOR, Action.CORRECT, answer=WholePayment)
def move_payment(request: Call, payment_id: str, body: MovePaymentIn) -> WholePayment:
    """Staff: it was assigned to the wrong payer; answers the payment as the right one has it from now on."""
    key, payer = path_key("pmt", payment_id), key_of("org", body.payer, "payer")
    documents = [claim_in(one, "claims") for one in body.claims]
    return _out(moving.move(payment=key, payer=payer, documents=documents, ctx=context_of(request)))


@endpoint(router, "POST", f"{_ONE}/allocate", Scope.VENDOR, Action.CORRECT, answer=WholePayment)
def allocate_payment(request: Call, payment_id: str, body: PartIn) -> WholePayment:
    """Staff: use what is left of it for an open invoice or fee."""
    key, found, claim = _part(payment_id, body)
    amount = _minor(body, found) if body.amount else most_to_allocate(key, claim)
    allocating.allocate(payment=key, document=claim, amount=amount, ctx=context_of(request))
    return _out(key)


@endpoint(router, "POST", f"{_ONE}/reverse", Scope.VENDOR, Action.CORRECT, answer=WholePayment)
def reverse_allocation(request: Call, payment_id: str, body: PartIn) -> WholePayment:
    """Staff: take back what it was wrongly for: that is open again, the money on account."""
    key, found, claim = _part(payment_id, body)
    amount = _minor(body, found) if body.amount else most_to_reverse(key, claim)
    allocating.reverse(payment=key, document=claim, amount=amount, ctx=context_of(request))
    return _out(key)


@endpoint(router, "POST", f"{_ONE}/return", Scope.VENDOR, Action.CORRECT, answer=WholePayment)
def return_payment(request: Call, payment_id: str, body: ReturnIn) -> WholePayment:
    """Staff: its bank took it back. What it paid is open again, and the payer is told."""
    key = path_key("pmt", payment_id)
    currency = _found(key).payment.currency
    returning.return_payment(
        payment=key, amount=minor(body.amount, currency) if body.amount else None, code=body.code,
        fee=minor(body.fee, currency, "fee") if body.fee else 0, ctx=context_of(request),
    )  # fmt: skip
    return _out(key)


def _part(payment_id: str, body: PartIn) -> tuple[UUID, PaymentPage, UUID]:
    """Raises NotFound, UnknownId, NoSuchClaim."""
    key = path_key("pmt", payment_id)
    found = _found(key)
    claim_in(body.claim)
    try:
        return key, found, find_claim(body.claim)
    except Unknown:
        raise NoSuchClaim from None


def _minor(body: PartIn, found: PaymentPage) -> int:
    return minor(body.amount or "0", found.payment.currency)


def _found(key: UUID) -> PaymentPage:
    try:
        return payment_page(key)
    except Unknown:
        raise NotFound from None


def _elsewhere(found: Elsewhere | None) -> ElsewhereOut | None:
    return answer_of(ElsewhereOut, found) if found else None


def _out(key: UUID) -> WholePayment:
    page = _found(key)
    return answer_of(
        WholePayment, page.payment,
        entered_at=page.entered_at, entered_by=page.entered_by or None, assigned_on=page.assigned_on,
        assigned_why=page.assigned_why.value if page.assigned_why else None, final_on=page.final_on,
        steps=answers_of(PaymentStepOut, page.steps, currency=page.payment.currency),
        moved_to=_elsewhere(page.moved_to), moved_from=_elsewhere(page.moved_from),
        payable=answers_of(PayableOut, page.payable, currency=page.payment.currency),
    )  # fmt: skip
