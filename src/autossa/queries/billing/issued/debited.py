"""From where documents are collected: by the mandate that was in force as they were issued (billing 12)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.documents import DebitedFrom, Method
from autossa.store import models


def debited_from(invoices: Iterable[models.Invoice]) -> Mapping[UUID, DebitedFrom]:
    """Of those that are paid by direct debit; all of it from rows that never change. Up to three queries."""
    rows = [row for row in invoices if row.method == Method.DIRECT_DEBIT.value]
    if not rows:
        return {}
    mandates = list(models.Mandate.objects.filter(payer__in={row.payer for row in rows}).order_by("signed_at", "id"))
    amended = list(models.MandateAmendment.objects.filter(mandate__in=mandates).order_by("made_at", "id"))
    policies = list(models.PaymentPolicy.objects.order_by("starts_on", "id"))
    found = {row.id: _debited(row, mandates, amended, policies) for row in rows}
    return {key: one for key, one in found.items() if one is not None}


def _debited(
    row: models.Invoice,
    mandates: list[models.Mandate],
    amended: list[models.MandateAmendment],
    policies: list[models.PaymentPolicy],
) -> DebitedFrom | None:
    """A payer has one mandate at a time: the newest that was there. What came later says nothing of this document."""
    signed = [one for one in mandates if one.payer_id == row.payer and one.signed_at <= row.booked_at]
    if not signed:
        return None
    mandate = signed[-1]
    changes = [one for one in amended if one.mandate_id == mandate.pk and one.made_at <= row.booked_at]
    policy = [one for one in policies if one.set_at <= row.booked_at and one.starts_on <= row.issued_on]
    iban = changes[-1].iban if changes else mandate.iban
    return DebitedFrom(masked(iban), mandate.reference, policy[-1].creditor_id if policy else "")
