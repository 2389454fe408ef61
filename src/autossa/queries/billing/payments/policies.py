"""What the vendor decides of payments on a day; without a row the standard, and transfers alone."""

from dataclasses import dataclass
from datetime import date

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.store import models


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """The numbers in force, the methods that payers may choose, and the creditor id of the vendor, "" without one."""

    policy: PaymentPolicy
    offered: frozenset[Method]
    creditor_id: str


def payment_terms(day: date) -> PaymentTerms:
    """Those in force on a day. One query."""
    row = models.PaymentPolicy.objects.on(day).first()
    if row is None:
        return PaymentTerms(PaymentPolicy(), frozenset({Method.TRANSFER}), "")
    policy = PaymentPolicy(
        tolerance=row.tolerance,
        uses_credit=row.uses_credit,
        passes_on_fees=row.passes_on_fees,
        prenotify_days=row.prenotify_days,
        lead_days=row.lead_days,
        core_final_days=row.core_final_days,
        b2b_final_days=row.b2b_final_days,
        mandate_months=row.mandate_months,
    )
    return PaymentTerms(policy, frozenset({Method.TRANSFER, *map(Method, row.methods)}), row.creditor_id)
