"""One organisation: what is written about it, where it stands, its contacts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.rights import Kind
from autossa.queries.billing.treatments import TreatmentRow, treatment_row
from autossa.store import models
from autossa.store.engine.billing.vat_rates import load_rates


class Standing(StrEnum):
    """Where an organisation stands with the vendor; also what the list is limited to."""

    ALL = "all"
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    SUSPENDED = "suspended"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Who gets the mails of a purpose."""

    id: str
    purpose: str
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation with its contacts."""

    id: str
    kind: Kind
    name: str
    number: str
    postal: PostalAddress
    country: str
    vat_id: str
    email: str
    buyer_reference: str
    language: str
    needs_order_number: bool
    vat: TreatmentRow | None
    verified_on: date | None
    suspended_on: date | None
    merged_into: tuple[str, str] | None
    contacts: tuple[ContactRow, ...]

    @property
    def address(self) -> str:
        """Its address in lines."""
        return self.postal.text

    @property
    def standing(self) -> Standing:
        """Where it stands with the vendor."""
        return _standing(self.kind.value, self.verified_on, self.suspended_on, self.merged_into is not None)


def organisation_page(key: UUID) -> OrganisationPage:
    """An organisation with its contacts. Three queries."""
    row = models.Organisation.objects.select_related("merged_into", "treatment").get(pk=key)
    into = row.merged_into
    contacts = models.Contact.objects.filter(organisation=row).order_by("purpose", "email")
    return OrganisationPage(
        id=row.public_id,
        kind=Kind(row.kind),
        name=row.name,
        number=row.number,
        postal=row.address,
        country=row.country,
        vat_id=row.vat_id,
        email=row.invoice_email,
        buyer_reference=row.buyer_reference,
        language=row.language,
        needs_order_number=row.needs_order_number,
        vat=treatment_row(row.treatment, load_rates()) if row.treatment else None,
        verified_on=row.verified_on,
        suspended_on=row.suspended_on,
        merged_into=(into.public_id, into.name) if into else None,
        contacts=tuple(ContactRow(c.public_id, c.purpose, c.name, c.email, c.language) for c in contacts),
    )


def standing_of(row: models.Organisation) -> Standing:
    """Where an organisation stands with the vendor."""
    return _standing(row.kind, row.verified_on, row.suspended_on, row.merged_into_id is not None)


def _standing(kind: str, verified_on: date | None, suspended_on: date | None, is_merged: bool) -> Standing:
    if is_merged:
        return Standing.MERGED
    if suspended_on is not None:
        return Standing.SUSPENDED
    return Standing.VERIFIED if verified_on is not None or kind == "vendor" else Standing.UNVERIFIED
