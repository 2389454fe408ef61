"""What left the account: payments that went back, refunds that arrived at the bank (billing 12, 13)."""

from dataclasses import replace

from django.db import transaction

from autossa.operations.billing.payments.desk import open_desk
from autossa.operations.billing.payments.errors import PaymentProblem
from autossa.operations.billing.payments.returning import take_back
from autossa.operations.context import ActionContext
from autossa.queries.billing.bank.going_back import payment_that_went_back, refund_that_went_out
from autossa.queries.billing.bank.waiting import MoneyOut, money_out
from autossa.store import models


def settle_out(*, ctx: ActionContext) -> tuple[int, int]:
    """Book what is known of it: how many returns, how many refunds."""
    returned = refunds = 0
    for out in money_out():
        if out.return_code:
            returned += _take_back(out, ctx)
        else:
            refunds += _note_refund(out)
    return returned, refunds


def _take_back(out: MoneyOut, ctx: ActionContext) -> bool:
    """Under the lock of its payer; where nobody said yet whose the payment is, it waits."""
    payment = payment_that_went_back(out)
    if payment is None or payment.payer_id is None:
        return False
    try:
        with transaction.atomic():
            desk = open_desk(payment.payer_id, out.currency, replace(ctx, seen=None))
            if models.PaymentReturn.objects.filter(bank_payment=out.key).exists():
                return False
            take_back(
                desk, payment.pk, -out.amount, code=out.return_code, fee=-out.charges, bank_payment=out.key
            )  # fmt: skip
    except PaymentProblem:
        return False
    return True


def _note_refund(out: MoneyOut) -> bool:
    refund = refund_that_went_out(out)
    if refund is None:
        return False
    return models.Refund.objects.filter(pk=refund, bank_payment=None).update(bank_payment=out.key) == 1
