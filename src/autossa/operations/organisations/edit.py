"""What is written about an organisation: its address and VAT id, and the terms that only staff sets."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.amounts import show_fraction
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import book_late, lock_late
from autossa.operations.organisations.errors import NumberTaken
from autossa.operations.organisations.locking import lock_organisation
from autossa.operations.organisations.vat import check_tax_rate, clean_vat_id
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_ADDRESS, numeric, read_name, read_number, read_text
from autossa.store import models


@dataclass(frozen=True, slots=True)
class Address:
    """Where an organisation is, and its VAT id: what its invoices say."""

    address: str
    country: str
    vat_id: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What only staff sets: name, customer number, and the share of VAT on its invoices (19 % is 19/100)."""

    name: str
    number: str
    tax_rate: Fraction


def edit(*, organisation: UUID, new: Address, ctx: ActionContext) -> bool:
    """Change address, country and VAT id. Raises OrganisationNotFound, InvalidVatId.

    Another country or VAT id must be verified anew before the next contract; whether that is so is given back.
    """
    vat_id = clean_vat_id(new.country, new.vat_id)
    address = read_text(new.address, "the address", MAX_ADDRESS, required=False, field="address")
    with transaction.atomic():
        row = lock_organisation(organisation)
        ctx.check_seen()
        changed = {"address": address, "country": new.country, "vat_id": vat_id}
        anew = row.verified_on is not None and (row.country, row.vat_id) != (new.country, vat_id)
        anew = anew and row.kind != "vendor"
        if anew:
            changed["verified_on"] = None  # type: ignore[assignment]
        models.Organisation.objects.filter(pk=row.pk).update(**changed)
        details = {"organisation": row.public_id, "country": new.country, "vat_id": vat_id}
        record_activity(ctx, "edit_organisation", organisation=row.id, details=details)
        if anew:
            tell("mail.company_waiting", {"organisation": str(row.id)}, ctx)
    return anew


def set_terms(*, organisation: UUID, new: Terms, ctx: ActionContext) -> None:
    """Staff changes name, number and share of VAT.

    Raises OrganisationNotFound, VatRateOutOfBounds, NumberTaken, and Invalid for a name or number that is no text.
    """
    name, number = read_name(new.name), read_number(new.number)
    check_tax_rate(new.tax_rate)
    try:
        with transaction.atomic():
            late = lock_late(models.Contract.objects.open().of(organisation), ctx)
            row = lock_organisation(organisation)
            ctx.check_seen()
            book_late(late, ctx)
            models.Organisation.objects.filter(pk=row.pk).update(
                name=name, number=number, tax_rate=numeric(new.tax_rate)
            )
            details = {"organisation": row.public_id, "name": name, "number": number}
            details["tax_percent"] = show_fraction(new.tax_rate * 100)
            record_activity(ctx, "set_terms", organisation=row.id, details=details)
    except IntegrityError:
        raise NumberTaken(number=number) from None
