"""What we ask the bank for: files of direct debits and of refunds, each made once (billing 12, 13)."""

from django.db import models

from autossa.domain.billing.payments.mandates import Scheme, Sequence
from autossa.store.models.base import Identified, check, one_of, words
from autossa.store.models.billing.payments.claims import Claim
from autossa.store.models.billing.payments.mandates import Mandate

ORDER_KINDS = ["debits", "refunds"]


class BankOrder(Identified):
    """A file for the bank, as it was made: its digest and size in bytes, its path in the storage.

    Downloaded and marked as sent by hand (`sent_at`), or taken back before that; nothing else of it changes.
    """

    PREFIX = "bor"

    kind = models.CharField(max_length=7)
    scheme = models.CharField(max_length=4, blank=True)
    day = models.DateField()
    message_id = models.CharField(max_length=35, unique=True)
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=100)
    made_on = models.DateField()
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    sent_by = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.UUIDField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "bank_orders"
        constraints = [
            one_of("bank_orders_kind", "kind", ORDER_KINDS),
            check(
                "bank_orders_scheme",
                models.Q(kind="debits", scheme__in=words(Scheme)) | models.Q(kind="refunds", scheme=""),
            ),
            check("bank_orders_total", models.Q(total__gt=0, count__gte=1)),
            check("bank_orders_ended", models.Q(sent_at=None) | models.Q(taken_back_at=None)),
            check("bank_orders_sha256", models.Q(sha256__regex="^[0-9a-f]{64}$")),
        ]


class Debit(Identified):
    """What is collected of a mandate by a file: one transaction of it. Its parts add up to it.

    `ended_on` where its money never came: the bank refused it, or finance took the file back before it was sent.
    """

    PREFIX = "deb"

    file = models.ForeignKey(BankOrder, on_delete=models.PROTECT, related_name="debits")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="debits")
    end_to_end_id = models.CharField(max_length=35, unique=True)
    sequence = models.CharField(max_length=4)
    collect_on = models.DateField()
    amount = models.BigIntegerField()
    ended_on = models.DateField(null=True, blank=True)
    end_code = models.CharField(max_length=4, blank=True)

    class Meta:
        db_table = "debits"
        constraints = [
            one_of("debits_sequence", "sequence", words(Sequence)),
            check("debits_amount", models.Q(amount__gt=0)),
            models.UniqueConstraint(fields=["file", "mandate"], name="debits_once"),
        ]


class DebitPart(models.Model):
    """What of a claim a debit collects. Append-only."""

    pk = models.CompositePrimaryKey("debit_id", "claim_id")
    debit = models.ForeignKey(Debit, on_delete=models.PROTECT, related_name="parts", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="debit_parts", db_column="document")
    amount = models.BigIntegerField()

    class Meta:
        db_table = "debit_parts"
        constraints = [check("debit_parts_amount", models.Q(amount__gt=0))]


class DebitNotice(Identified):
    """A payer was told that a claim is collected on another day than its document says. Append-only.

    The newest of a claim holds.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="debit_notices", db_column="document")
    told_on = models.DateField()
    collect_on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "debit_notices"
        constraints = [check("debit_notices_days", models.Q(collect_on__gte=models.F("told_on")))]


class DebitRetry(Identified):
    """Somebody said that a claim whose debit was returned may be collected again. Append-only."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="debit_retries", db_column="document")
    day = models.DateField()
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "debit_retries"
