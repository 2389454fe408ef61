"""Organisations: the vendor, its partners, their customers."""

from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.operations.errors import Invalid
from autossa.operations.occasions import Occasion
from autossa.operations.recording import record_activity
from autossa.store import models
from autossa.store.exact import numeric


def create(
    *,
    kind: str,
    name: str,
    number: str,
    by: Occasion,
    tax_rate: Fraction = Fraction(0),
    verified: bool = True,
) -> UUID:
    """A new organisation; `tax_rate` is a share (19 % is 19/100). One that staff enters is verified by that.

    Raises Invalid: another kind, a number or a vendor twice.
    """
    if kind not in ("vendor", "partner", "customer"):
        raise Invalid("an organisation is a vendor, a partner or a customer")
    try:
        with transaction.atomic():
            row = models.Organisation.objects.create(
                kind=kind,
                name=name,
                number=number,
                tax_rate=numeric(tax_rate),
                verified_on=by.day if verified else None,
            )
            record_activity(by, "create_organisation", details={"organisation": row.public_id, "name": name})
    except IntegrityError:
        raise Invalid(f"there is a {kind} with the number {number} already") from None
    return row.id


def verify(*, organisation: UUID, by: Occasion) -> None:
    """Staff has checked who it is: it may conclude contracts."""
    with transaction.atomic():
        models.Organisation.objects.filter(pk=organisation, verified_on=None).update(verified_on=by.day)
        record_activity(by, "verify_organisation", details={"organisation": str(organisation)})
