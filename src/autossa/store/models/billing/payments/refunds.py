"""Credit on account that is paid out, by two people, to an account that the payer confirmed (billing 13)."""

from django.db import models

from autossa.store.models.base import Identified, check
from autossa.store.models.billing.payments.payments import Payment


class PayoutAccount(Identified):
    """An account that a payer confirmed for refunds; the newest that is not withdrawn is used."""

    PREFIX = "pac"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="payout_accounts")
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    holder = models.CharField(max_length=70)
    confirmed_by = models.UUIDField()
    confirmed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "payout_accounts"
        constraints = [
            check("payout_accounts_iban", models.Q(iban__regex="^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")),
            check("payout_accounts_holder", ~models.Q(holder="")),
        ]


class Refund(Identified):
    """Credit that somebody proposed to pay out, and another person approved or declined; `sent_in` a file to the bank.

    Decided once, by a trigger.
    """

    PREFIX = "ref"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="refunds")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="refunds")
    reason = models.CharField(max_length=500)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.UUIDField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    sent_in = models.ForeignKey(
        "store.BankOrder", on_delete=models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    bank_payment = models.OneToOneField(
        "store.BankPayment", on_delete=models.PROTECT, null=True, blank=True, related_name="refund"
    )

    class Meta:
        db_table = "refunds"
        constraints = [
            check("refunds_amount", models.Q(amount__gt=0)),
            check("refunds_reason", ~models.Q(reason="")),
            check(
                "refunds_decided",
                models.Q(approved_on=None, approved_at=None)
                | models.Q(approved_on__isnull=False, approved_at__isnull=False, declined_at=None),
            ),
            check(
                "refunds_two_people",
                models.Q(approved_at=None)
                | models.Q(approved_by__isnull=False) & ~models.Q(approved_by=models.F("proposed_by")),
            ),
            check("refunds_sent", models.Q(sent_in=None) | models.Q(approved_at__isnull=False)),
            models.UniqueConstraint(
                fields=["payer", "currency"],
                condition=models.Q(approved_at=None, declined_at=None),
                name="refunds_one_open",
            ),
        ]


class Payout(models.Model):
    """What of a payment a refund pays out. Append-only."""

    pk = models.CompositePrimaryKey("refund_id", "payment_id")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="payouts", db_index=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="payouts")
    day = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "payouts"
        constraints = [check("payouts_amount", models.Q(amount__gt=0))]
