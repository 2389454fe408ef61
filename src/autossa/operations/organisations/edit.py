"""What is written about an organisation: what its invoices say, and the terms that only staff sets."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.billing.vat import Treatment
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.organisations.errors import NumberTaken, VatIdNeeded
from autossa.operations.organisations.locking import lock_organisation
from autossa.operations.organisations.vat import clean_address, clean_buyer_reference, clean_vat_id
from autossa.operations.outbox import tell
from autossa.operations.projects.names import write_names_of
from autossa.operations.validation import NotAnEmailAddress, read_email, read_name, read_number
from autossa.store import models


class NotAnInvoiceEmail(Invalid):
    """{email} is not an e-mail address."""

    field = "email"


@dataclass(frozen=True, slots=True)
class BillingDetails:
    """What an organisation's invoices say of it. `email` is where invoices are wanted, `language` that of documents."""

    address: PostalAddress
    country: str
    vat_id: str
    email: str = ""
    buyer_reference: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What only staff sets: name and customer number."""

    name: str
    number: str


def edit(*, organisation: UUID, new: BillingDetails, ctx: ActionContext) -> bool:
    """Change what invoices say; the former version is kept. Without a language it stays as it is.

    Another country or VAT id must be verified anew before the next contract; whether that is so is given back. Raises
    OrganisationNotFound, InvalidVatId, VatIdNeeded, LeitwegIdInvalid, NotAnInvoiceEmail, or as `read_line`.
    """
    vat_id, address = clean_vat_id(new.country, new.vat_id), clean_address(new.address)
    reference, email = clean_buyer_reference(new.buyer_reference), _email(new.email)
    with transaction.atomic():
        row = lock_organisation(organisation)
        ctx.check_seen()
        if not vat_id and row.treatment is not None and row.treatment.treatment == Treatment.REVERSE_CHARGE.value:
            raise VatIdNeeded(name=row.name)
        changed: dict[str, Any] = asdict(address) | {
            "country": new.country, "vat_id": vat_id, "invoice_email": email, "buyer_reference": reference,
            "language": new.language or row.language, "changed_at": ctx.now,
        }  # fmt: skip
        anew = row.verified_on is not None and (row.country, row.vat_id) != (new.country, vat_id)
        anew = anew and row.kind != "vendor"
        if anew:
            changed["verified_on"] = None
        models.Organisation.objects.filter(pk=row.pk).update(**changed)
        details = {"organisation": row.public_id, "country": new.country, "vat_id": vat_id}
        record_activity(ctx, "edit_organisation", organisation=row.id, details=details)
        if anew:
            tell("mail.company_waiting", {"organisation": str(row.id)}, ctx)
    return anew


def set_terms(*, organisation: UUID, new: Terms, ctx: ActionContext) -> None:
    """Staff changes name and number.

    Raises OrganisationNotFound, NumberTaken, and Invalid for a name or number that is no text.
    """
    name, number = read_name(new.name), read_number(new.number)
    try:
        with transaction.atomic():
            row = lock_organisation(organisation)
            ctx.check_seen()
            models.Organisation.objects.filter(pk=row.pk).update(name=name, number=number, changed_at=ctx.now)
            write_names_of(row.pk)
            details = {"organisation": row.public_id, "name": name, "number": number}
            record_activity(ctx, "set_terms", organisation=row.id, details=details)
    except IntegrityError:
        raise NumberTaken(number=number) from None


def _email(text: str) -> str:
    try:
        return read_email(text) if text.strip() else ""
    except NotAnEmailAddress:
        raise NotAnInvoiceEmail(email=text) from None
