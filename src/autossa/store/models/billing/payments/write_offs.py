"""What is given up, and fees: claims of their own (billing 10, 16)."""

from django.db import models

from autossa.store.models.base import Identified, check
from autossa.store.models.billing.payments.claims import Claim
from autossa.store.models.billing.payments.payments import PaymentReturn


class WriteOff(Identified):
    """What staff gives up of a claim, of a fee a waiver: proposed by one person, in force once `day` is there.

    Where `alone`, whoever proposed it decided it too: a fee, or a few cents. Decided once, by a trigger.
    """

    PREFIX = "wof"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="write_offs", db_column="document")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    alone = models.BooleanField()
    proposed_by = models.UUIDField(null=True, blank=True)
    proposed_at = models.DateTimeField()
    day = models.DateField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.UUIDField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "write_offs"
        constraints = [
            check("write_offs_amount", models.Q(amount__gt=0)),
            check("write_offs_reason", ~models.Q(reason="")),
            check(
                "write_offs_decided",
                models.Q(day=None, approved_at=None)
                | models.Q(day__isnull=False, approved_at__isnull=False, declined_at=None),
            ),
            check(
                "write_offs_two_people",
                models.Q(approved_at=None)
                | models.Q(alone=True)
                | models.Q(proposed_by__isnull=False, approved_by__isnull=False)
                & ~models.Q(approved_by=models.F("proposed_by")),
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=models.Q(approved_at=None, declined_at=None),
                name="write_offs_one_open",
            ),
        ]


class Fee(Identified):
    """What is claimed beside the documents, untaxed and due at once: for a letter, a return, as interest."""

    PREFIX = "fee"

    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="fees")
    currency = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    day = models.DateField()
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=8)
    letter = models.ForeignKey(
        "store.DunningLetter", on_delete=models.PROTECT, null=True, blank=True, related_name="fees"
    )
    payment_return = models.OneToOneField(
        PaymentReturn, on_delete=models.PROTECT, null=True, blank=True, related_name="claimed_fee"
    )
    made_at = models.DateTimeField()

    class Meta:
        db_table = "fees"
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="fees_number_once"),
            check("fees_amount", models.Q(amount__gt=0)),
            check(
                "fees_of_one_thing",
                models.Q(reason="returned", payment_return__isnull=False, letter=None)
                | models.Q(reason__in=["letter", "interest"], letter__isnull=False, payment_return=None),
            ),
            models.UniqueConstraint(fields=["letter", "reason"], name="fees_letter_once"),
        ]
