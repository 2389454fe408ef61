"""A claim of a payer by the number that people know it by."""

from uuid import UUID

from autossa.queries.errors import Unknown
from autossa.store import models


def find_claim(payer: UUID, number: str) -> UUID:
    """The claim of a payer with a number such as INV-2026-000017. Raises Unknown."""
    found = models.Claim.objects.filter(payer=payer, number=number).values_list("id", flat=True).first()
    if found is None:
        raise Unknown(f"this payer owes nothing by the number {number}")
    return found
