"""What staff looks at before it verifies an organisation."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from autossa.domain.vat_ids import EU, read_vat_id
from autossa.queries.organisations.duplicates import Duplicate, find_duplicates
from autossa.queries.organisations.page import OrganisationPage, organisation_page


class Check(StrEnum):
    """What was found out about an organisation: whether something is missing or unusual, and which VAT it pays."""

    ADDRESS = "address"
    NO_ADDRESS = "no_address"
    NO_COUNTRY = "no_country"
    VAT_ID = "vat_id"
    NO_VAT_ID = "no_vat_id"
    WRONG_VAT_ID = "wrong_vat_id"
    DOMESTIC = "domestic"
    OUTSIDE_EU = "outside_eu"
    EU_BUSINESS = "eu_business"
    EU_WITHOUT_VAT_ID = "eu_without_vat_id"


@dataclass(frozen=True, slots=True)
class VerificationPage:
    """An organisation, what was checked, and others that may be the same company."""

    organisation: OrganisationPage
    checks: tuple[Check, ...]
    duplicates: tuple[Duplicate, ...]


def verification_page(key: UUID, vendor_country: str) -> VerificationPage:
    """What is known about an organisation; `vendor_country` ("DE") says whose VAT is the domestic one."""
    page = organisation_page(key)
    return VerificationPage(page, tuple(_checks(page, vendor_country)), find_duplicates(key))


def _checks(page: OrganisationPage, vendor_country: str) -> list[Check]:
    found = [Check.ADDRESS if page.address else Check.NO_ADDRESS]
    if not page.country:
        return [*found, Check.NO_COUNTRY]
    return [*found, _vat_id(page), _vat(page, vendor_country)]


def _vat_id(page: OrganisationPage) -> Check:
    try:
        return Check.VAT_ID if read_vat_id(page.country, page.vat_id) else Check.NO_VAT_ID
    except ValueError:
        return Check.WRONG_VAT_ID


def _vat(page: OrganisationPage, vendor_country: str) -> Check:
    if page.country == vendor_country:
        return Check.DOMESTIC
    if page.country not in EU:
        return Check.OUTSIDE_EU
    return Check.EU_BUSINESS if page.vat_id else Check.EU_WITHOUT_VAT_ID
