"""Money that came, whose it is, what it is for, and what of it went back (billing 10)."""

from django.db import models

from autossa.domain.billing.payments.facts import Source, Why
from autossa.store.models.base import Identified, check, one_of, words
from autossa.store.models.billing.payments.claims import Claim
from autossa.store.models.billing.payments.policies import METHODS


class Payment(Identified):
    """Money of a day; minor units of `currency`. Before `final_on` it can be taken back; None: it cannot.

    Append-only but for `payer`, set once by its assignment, and the sums of its other rows, which triggers keep.
    `bank_payment`, `debit` and `checkout` say what brought it, each brings one payment at most.
    """

    PREFIX = "pmt"

    day = models.DateField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=12)
    source = models.CharField(max_length=10)
    reference = models.TextField(blank=True)
    sender = models.CharField(max_length=140, blank=True)
    sender_iban = models.CharField(max_length=34, blank=True)
    final_on = models.DateField(null=True, blank=True)
    bank_payment = models.OneToOneField(
        "store.BankPayment", on_delete=models.PROTECT, null=True, blank=True, related_name="payment"
    )
    debit = models.OneToOneField("store.Debit", on_delete=models.PROTECT, null=True, blank=True, related_name="payment")
    checkout = models.OneToOneField(
        "store.Checkout", on_delete=models.PROTECT, null=True, blank=True, related_name="payment"
    )
    entered_by = models.UUIDField(null=True, blank=True)
    entered_at = models.DateTimeField()
    payer = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    allocated = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    paid_out = models.BigIntegerField(default=0)
    moved = models.BigIntegerField(default=0)

    class Meta:
        db_table = "payments"
        constraints = [
            one_of("payments_method", "method", METHODS),
            one_of("payments_source", "source", words(Source)),
            check("payments_amount", models.Q(amount__gt=0)),
            check(
                "payments_allocated",
                models.Q(allocated__gte=0, paid_out__gte=0, returned__gte=0)
                & models.Q(returned__lte=models.F("amount"))
                & models.Q(paid_out__lte=models.F("amount") - models.F("allocated")),
            ),
            check("payments_returned", models.Q(allocated__lte=models.F("amount") - models.F("returned"))),
            check(
                "payments_moved",
                models.Q(moved=0)
                | models.Q(
                    moved__gt=0,
                    moved=models.F("amount") - models.F("allocated") - models.F("returned") - models.F("paid_out"),
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["day", "id"], name="payments_of_nobody", condition=models.Q(payer=None)),
            models.Index(fields=["payer", "day", "id"], name="payments_payer"),
            models.Index(fields=["sender_iban"], name="payments_sender", condition=~models.Q(sender_iban="")),
            models.Index(fields=["-day", "-id"], name="payments_newest"),
        ]


class PaymentAssignment(models.Model):
    """A payment was found to be of a payer. Append-only, once."""

    payment = models.OneToOneField(Payment, primary_key=True, on_delete=models.PROTECT, related_name="assignment")
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    why = models.CharField(max_length=12)
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "payment_assignments"
        constraints = [one_of("payment_assignments_why", "why", words(Why))]


class Allocation(Identified):
    """So much of a payment is for a claim; below 0 it is no more. Append-only."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="allocations", db_column="document")
    day = models.DateField()
    amount = models.BigIntegerField()
    why = models.CharField(max_length=12)
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "allocations"
        constraints = [
            one_of("allocations_why", "why", words(Why)),
            check("allocations_amount", ~models.Q(amount=0)),
        ]


class PaymentReturn(Identified):
    """What a bank took back of a payment, why (a code), and what the bank took for it. Append-only."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="returns")
    day = models.DateField()
    amount = models.BigIntegerField()
    code = models.CharField(max_length=4, blank=True)
    fee = models.BigIntegerField(default=0)
    bank_payment = models.OneToOneField(
        "store.BankPayment", on_delete=models.PROTECT, null=True, blank=True, related_name="payment_return"
    )
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "payment_returns"
        constraints = [check("payment_returns_amount", models.Q(amount__gt=0, fee__gte=0))]


class PaymentMove(models.Model):
    """A payment was found to be another's: since that day what was there of it is the payment `to`. Append-only."""

    payment = models.OneToOneField(Payment, primary_key=True, on_delete=models.PROTECT, related_name="move")
    to = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="moved_from")
    day = models.DateField()
    amount = models.BigIntegerField()
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "payment_moves"
        constraints = [check("payment_moves_amount", models.Q(amount__gt=0) & ~models.Q(to=models.F("payment")))]
