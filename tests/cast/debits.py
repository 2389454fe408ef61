"""Direct debits as rows, as they are once their file was sent: a mandate, a file, what it collects."""

from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.operations.billing.documents import put_file
from autossa.queries.billing.shelf import path_of
from autossa.store import models
from tests.cast.shop import noon
from tests.cast.statements import ALICES


def give_mandate(payer: UUID, iban: str = ALICES, scheme: str = "CORE", reference: str = "M-1") -> models.Mandate:
    """Signed in January."""
    return models.Mandate.objects.create(
        reference=reference, payer_id=payer, scheme=scheme, signed_on=date(2026, 1, 2), signed_at=noon("2026-01-02"),
        iban=iban, holder="Alice Ltd", text="I authorise",
    )  # fmt: skip


def collect(mandate: models.Mandate, claims: list[UUID], day: str = "2026-02-10", name: str = "E1") -> models.Debit:
    """One transaction of a file: all that is left of these claims."""
    rests = dict(models.Claim.objects.filter(pk__in=claims).values_list("pk", "rest"))
    total = sum(rests.values())
    sha256 = put_file(b"<x/>")
    with transaction.atomic():
        file = models.BankOrder.objects.create(
            kind="debits", scheme=mandate.scheme, day=date.fromisoformat(day), message_id=f"MSG{name}", count=1,
            total=total, sha256=sha256, size=4, path=path_of(sha256), made_on=date(2026, 2, 1),
            made_at=noon("2026-02-01"),
        )  # fmt: skip
        debit = models.Debit.objects.create(
            file=file, mandate=mandate, end_to_end_id=name, sequence="FRST", collect_on=date.fromisoformat(day),
            amount=total,
        )  # fmt: skip
        models.DebitPart.objects.bulk_create(
            models.DebitPart(debit=debit, claim_id=key, amount=rest) for key, rest in rests.items()
        )
    return debit
