"""What the bank's statements said: files, entries, payments; each entry once (billing 15)."""

from django.db import models

from autossa.store.models.base import Identified, check


class BankFile(Identified):
    """A file of statements that was read whole; importing it again adds no entry. Append-only."""

    PREFIX = "bnk"

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    entries = models.PositiveIntegerField()
    new_entries = models.PositiveIntegerField()
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    unexplained = models.BigIntegerField(default=0)
    imported_by = models.UUIDField(null=True, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "bank_files"
        constraints = [
            check("bank_files_sha256", models.Q(sha256__regex="^[0-9a-f]{64}$")),
            check("bank_files_entries", models.Q(new_entries__lte=models.F("entries"))),
        ]
        indexes = [models.Index(fields=["sha256"], name="bank_files_sha256")]


class BankEntry(Identified):
    """An entry of an account's statement; `amount` in minor units, below 0 where money went. Append-only.

    `identity` tells it apart in whatever file it comes again (`domain.billing.bank.identity`).
    """

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="rows")
    identity = models.CharField(max_length=32, unique=True)
    account = models.CharField(max_length=34)
    day = models.DateField()
    value_day = models.DateField(null=True, blank=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_reversal = models.BooleanField()
    bank_reference = models.CharField(max_length=140, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        db_table = "bank_entries"
        constraints = [check("bank_entries_amount", ~models.Q(amount=0))]
        indexes = [models.Index(fields=["day", "id"], name="bank_entries_day")]


class BankPayment(Identified):
    """A payment within an entry, as the bank names it; `amount` and `charges` (0 or below) in minor units. Append-only.

    What became of it says the payment, return or refund that names it; else it waits, or was set aside.
    """

    PREFIX = "bpy"

    entry = models.ForeignKey(BankEntry, on_delete=models.PROTECT, related_name="payments", db_index=False)
    position = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    charges = models.BigIntegerField()
    end_to_end_id = models.CharField(max_length=35, blank=True)
    mandate = models.CharField(max_length=35, blank=True)
    name = models.CharField(max_length=140, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    reference = models.CharField(max_length=35, blank=True)
    text = models.TextField(blank=True)
    return_code = models.CharField(max_length=4, blank=True)

    class Meta:
        db_table = "bank_payments"
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="bank_payments_once")]


class SetAside(models.Model):
    """Money on the bank's statement that is no customer's, as somebody said, with a reason. Append-only."""

    bank_payment = models.OneToOneField(
        BankPayment, primary_key=True, on_delete=models.PROTECT, related_name="set_aside"
    )
    reason = models.CharField(max_length=500)
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "set_aside"
        constraints = [check("set_aside_reason", ~models.Q(reason=""))]
