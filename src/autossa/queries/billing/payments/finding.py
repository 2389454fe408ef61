"""Payments and claims by what people type, and as plain facts for the command line; amounts are text (119.00)."""

from typing import Any
from uuid import UUID

from autossa.domain.amounts import Money, show
from autossa.domain.currencies import places_of
from autossa.queries.access import read_key
from autossa.queries.billing.payments.account_page import AccountPage, CurrencyAccount, OpenClaim
from autossa.queries.billing.payments.payment_page import Step
from autossa.queries.billing.payments.rows import PaymentRow
from autossa.queries.billing.payments.waiting import WaitingDecision
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import new_id, public_id


def find_payment(text: str) -> UUID:
    """A payment by `pmt_…`. Raises Unknown."""
    key = read_key("pmt", text)
    if not models.Payment.objects.filter(pk=key).exists():
        raise Unknown(f"no payment {text}")
    return key


def find_claim(text: str) -> UUID:
    """An invoice or a fee that is to be paid, by its number or id. Raises Unknown."""
    if text.startswith(("inv_", "fee_")):
        found = models.Claim.objects.filter(pk=read_key(text[:3], text))
    else:
        found = models.Claim.objects.filter(number=text.upper())
    keys = list(found.values_list("id", flat=True))
    if len(keys) != 1:
        raise Unknown(f"no invoice or fee {text}; give its number, such as INV-2026-000017")
    return keys[0]


def new_key() -> UUID:
    """The id of a payment to be."""
    return new_id()


def write_off_name(key: UUID) -> str:
    """The public id of a write-off."""
    return public_id("wof", key)


def refund_name(key: UUID) -> str:
    """The public id of a refund."""
    return public_id("ref", key)


def payment_currency(payment: UUID) -> str:
    """In which currency a payment is. Raises DoesNotExist."""
    return str(models.Payment.objects.get(pk=payment).currency)


def most_to_allocate(payment: UUID, claim: UUID) -> Money:
    """What of a payment could be used for a claim: no more than is left of either."""
    row, wanted = models.Payment.objects.get(pk=payment), models.Claim.objects.get(pk=claim)
    left = row.amount - row.allocated - row.returned - row.paid_out - row.moved
    return max(int(min(left, wanted.rest)), 0)


def allocated_to(payment: UUID, claim: UUID) -> Money:
    """What of a payment is for a claim."""
    rows = models.Allocation.objects.filter(payment=payment, claim=claim)
    return sum(int(amount) for amount in rows.values_list("amount", flat=True))


def payment_facts(row: PaymentRow) -> dict[str, Any]:
    """A payment in a row."""
    return {
        "id": row.id,
        "day": row.day.isoformat(),
        "amount": _shown(row.amount, row.currency),
        "currency": row.currency,
        "method": row.method.value,
        "source": row.source.value,
        "payer": row.payer,
        "reference": row.reference,
        "for": {part.number: _shown(part.amount, row.currency) for part in row.parts},
        "returned": _shown(row.returned, row.currency),
        "moved": _shown(row.moved, row.currency),
        "left": _shown(row.left, row.currency),
    }


def step_facts(step: Step, currency: str) -> dict[str, Any]:
    """A row of a payment's history."""
    why = step.why.value if step.why else step.code
    return {
        "day": step.day.isoformat(),
        "what": step.what,
        "number": step.number,
        "why": why,
        "by": step.by,
        "amount": _shown(step.amount, currency),
    }


def account_facts(found: AccountPage, account: CurrencyAccount) -> dict[str, Any]:
    """A payer's account in a currency."""
    return {
        "payer": found.name,
        "number": found.number,
        "currency": account.currency,
        "owed": _shown(account.owed, account.currency),
        "overdue": _shown(account.overdue, account.currency),
        "on_account": _shown(account.on_account, account.currency),
        "refundable": _shown(account.refundable, account.currency),
        "to_pay": _shown(account.to_pay, account.currency),
        "reference": found.reference,
    }


def claim_facts(claim: OpenClaim, currency: str) -> dict[str, Any]:
    """Something open in a row."""
    return {
        "number": claim.number,
        "kind": "fee" if claim.is_fee else "invoice",
        "due": claim.due_on.isoformat(),
        "state": claim.state.value,
        "method": claim.method.value,
        "gross": _shown(claim.gross, currency),
        "left": _shown(claim.rest, currency),
    }


def decision_facts(one: WaitingDecision) -> dict[str, Any]:
    """A proposal in a row."""
    return {
        "id": one.id,
        "what": "refund" if one.is_refund else "write-off",
        "payer": one.payer,
        "of": one.account if one.is_refund else one.number,
        "amount": _shown(one.amount, one.currency),
        "currency": one.currency,
        "reason": one.reason,
        "proposed_by": one.proposed_by,
    }


def _shown(amount: Money, currency: str) -> str:
    return show(amount, places_of(currency))
