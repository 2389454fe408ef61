"""What is checked of what an organisation's invoices say, and how they are taxed, as staff verified it (billing 3)."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from autossa.domain.billing.addresses import CITY, CODE, PART, PostalAddress
from autossa.domain.billing.leitweg import read_buyer_reference
from autossa.domain.billing.vat import Confirmation, Treatment
from autossa.domain.vat_ids import EU, read_vat_id
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import book_late, lock_late
from autossa.operations.errors import Invalid
from autossa.operations.organisations.errors import InvalidVatId, LeitwegIdInvalid, NotVerified, UnknownCountry
from autossa.operations.organisations.locking import lock_organisation
from autossa.operations.validation import MAX_REFERENCE, read_line
from autossa.store import models
from autossa.store.models.billing.vat import STANDARD


class ReverseChargeNeedsVatId(Invalid):
    """Reverse charge takes a valid VAT ID of another EU country."""

    field = "treatment"


class ConfirmationMissing(Invalid):
    """Enter under which number, on which day and by whom the VAT ID was confirmed."""

    field = "confirmation"


class ConfirmationToCome(Invalid):
    """{day} is in the future. Enter the day on which the VAT ID was confirmed."""

    field = "confirmed_on"


class UnknownVatRate(Invalid):
    """There is no VAT rate of this kind yet. Enter it in the settings first."""

    field = "treatment"


@dataclass(frozen=True, slots=True)
class NewTreatment:
    """A treatment: which rates of the table, of a domestic payer; how the VAT id was confirmed, for reverse charge."""

    treatment: Treatment
    rate_class: str = STANDARD
    confirmation: Confirmation | None = None


def set_treatment(*, organisation: UUID, new: NewTreatment, ctx: ActionContext) -> None:
    """Another treatment for an organisation that is verified, from today on; what was due before is booked first.

    Raises OrganisationNotFound, NotVerified, or as `enter_treatment`.
    """
    with transaction.atomic():
        late = lock_late(models.Contract.objects.open().of(organisation), ctx)
        row = lock_organisation(organisation)
        ctx.check_seen()
        if row.verified_on is None:
            raise NotVerified(name=row.name)
        book_late(late, ctx)
        enter_treatment(row, new, ctx)
        record_activity(ctx, "set_treatment", organisation=row.id, details=treatment_details(row, new))


def enter_treatment(row: models.Organisation, new: NewTreatment, ctx: ActionContext) -> None:
    """A row for an organisation that is locked, or new, in the present transaction.

    Raises ReverseChargeNeedsVatId, ConfirmationMissing, ConfirmationToCome, UnknownVatRate, or as `read_line`.
    """
    given = _reverse_charge(row, new.confirmation, ctx) if new.treatment is Treatment.REVERSE_CHARGE else {}
    if new.treatment is Treatment.DOMESTIC:
        if not models.VatRate.objects.filter(rate_class=new.rate_class).exists():
            raise UnknownVatRate
        given = {"rate_class": new.rate_class}
    latest = models.VatTreatment.objects.filter(organisation=row).aggregate(version=Max("version"))["version"] or 0
    models.VatTreatment.objects.create(
        organisation=row,
        version=latest + 1,
        starts_on=ctx.today,
        treatment=new.treatment.value,
        set_by=ctx.actor.user,
        set_at=ctx.now,
        **given,
    )


def treatment_details(row: models.Organisation, new: NewTreatment) -> dict[str, str]:
    """What the log says of it."""
    details = {"organisation": row.public_id, "treatment": new.treatment.value}
    if new.treatment is Treatment.DOMESTIC:
        return details | {"rate": new.rate_class}
    if new.confirmation is not None:
        return details | {"vat_id": row.vat_id, "confirmation": new.confirmation.number}
    return details


def _reverse_charge(
    row: models.Organisation, confirmation: Confirmation | None, ctx: ActionContext
) -> dict[str, object]:
    if row.country not in EU or row.country == settings.VENDOR_COUNTRY or not _is_vat_id(row):
        raise ReverseChargeNeedsVatId
    if confirmation is None or not confirmation.number.strip() or not confirmation.source.strip():
        raise ConfirmationMissing
    if confirmation.day > ctx.today:
        raise ConfirmationToCome(day=confirmation.day)
    return {
        "vat_id": row.vat_id,
        "confirmation": read_line(confirmation.number, "the number", MAX_REFERENCE, field="confirmation"),
        "confirmed_on": confirmation.day,
        "source": read_line(confirmation.source, "the source", MAX_REFERENCE, field="source"),
    }


def _is_vat_id(row: models.Organisation) -> bool:
    try:
        return bool(read_vat_id(row.country, row.vat_id))
    except ValueError:
        return False


def clean_vat_id(country: str, text: str) -> str:
    """A VAT id in its plain form. Raises UnknownCountry, InvalidVatId for one that the country does not have."""
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise UnknownCountry(country=country)
    try:
        return read_vat_id(country, text)
    except ValueError:
        raise InvalidVatId(country=country) from None


def clean_address(given: PostalAddress) -> PostalAddress:
    """An address whose parts can be kept; none of them is required. Raises as `read_line`."""
    return PostalAddress(
        read_line(given.street, "the street", PART, required=False, field="street"),
        read_line(given.more, "the second line of the address", PART, required=False, field="more"),
        read_line(given.post_code, "the postcode", CODE, required=False, field="post_code"),
        read_line(given.city, "the city", CITY, required=False, field="city"),
    )


def clean_buyer_reference(text: str) -> str:
    """A buyer reference in its plain form. Raises LeitwegIdInvalid, or as `read_line`."""
    text = read_line(text, "the buyer reference", MAX_REFERENCE, required=False, field="buyer_reference")
    try:
        return read_buyer_reference(text)
    except ValueError:
        raise LeitwegIdInvalid from None
