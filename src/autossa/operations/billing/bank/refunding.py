"""Files of refunds: what two people approved, paid out by one file (billing 13)."""

from uuid import UUID

from django.db import transaction

from autossa.domain.billing.bank.orders import Refund
from autossa.domain.billing.bank.target_days import next_target_day
from autossa.operations.billing.bank.collecting import BankFileNotPossible
from autossa.operations.billing.bank.files import REFUNDS, keep, lock_payers, next_message
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.queries.billing.bank.collections import creditor
from autossa.queries.billing.bank.order_files import waiting_refunds
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models


class NothingToRefund(Invalid):
    """No approved refund waits for a file."""


def make_refund_file(*, ctx: ActionContext) -> UUID:
    """A file of all refunds that were approved and are in none yet; its id.

    Raises NothingToRefund, BankFileNotPossible.
    """
    from autossa.documents.billing.sepa.parts import NotWritable
    from autossa.documents.billing.sepa.transfers import write_transfers  # lxml: only who makes a file loads it

    with transaction.atomic():
        listed = models.Refund.objects.filter(pk__in=[one.key for one in waiting_refunds()])
        lock_payers(set(listed.values_list("payer", flat=True)))
        ctx.check_seen()
        keys = {one.key for one in waiting_refunds()}
        rows = list(listed.filter(pk__in=keys).select_related("account").order_by("id"))
        if not rows:
            raise NothingToRefund
        message, day = next_message(REFUNDS, ctx), next_target_day(ctx.today)
        try:
            us = creditor(payment_terms(ctx.today))
            content = write_transfers(day, [_refund(row) for row in rows], us, message)
        except NotWritable as error:
            raise BankFileNotPossible(dict.fromkeys(fault for _, fault in error.found)) from None
        made = keep(REFUNDS, day, message, [row.amount for row in rows], content, ctx)
        models.Refund.objects.filter(pk__in=[row.pk for row in rows]).update(sent_in=made)
    return made.pk


def _refund(row: models.Refund) -> Refund:
    """By its id without signs the bank names it again."""
    account = row.account
    return Refund(row.pk.hex.upper(), account.holder, account.iban, row.amount, account.bic, text=row.public_id)
