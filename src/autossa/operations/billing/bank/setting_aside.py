"""Money on a statement that is no customer's, as a person says."""

from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_REASON, read_text
from autossa.store import models


class NoSuchBankPayment(NotFound):
    """There is no such payment on a statement."""


class NotToSetAside(Invalid):
    """This payment is booked already: it cannot be set aside any more."""


def set_aside(*, bank_payment: UUID, reason: str, ctx: ActionContext) -> None:
    """It is no customer's: say why. Raises Invalid without a reason, NoSuchBankPayment, NotToSetAside."""
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        row = models.BankPayment.objects.filter(pk=bank_payment).first()
        if row is None:
            raise NoSuchBankPayment
        ctx.check_seen()
        is_booked = (
            models.Payment.objects.filter(bank_payment=row).exclude(payer=None).exists()
            or models.PaymentReturn.objects.filter(bank_payment=row).exists()
            or models.Refund.objects.filter(bank_payment=row).exists()
            or models.SetAside.objects.filter(bank_payment=row).exists()
        )
        if is_booked:
            raise NotToSetAside
        models.SetAside.objects.create(bank_payment=row, reason=reason, by=ctx.actor.user, at=ctx.now)
        record_activity(ctx, "set_aside_payment", details={"reason": reason})
