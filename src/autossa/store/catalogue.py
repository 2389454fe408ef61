"""License types by code, as they are sold on a day."""

from datetime import date
from uuid import UUID

from autossa.domain.licenses import LicenseType
from autossa.domain.lines import Ssa
from autossa.store import models
from autossa.store.exact import fraction


class UnknownLicenseType(LookupError):
    """There is no such license type, or it has no rate on the day; the message says which."""


def license_type_id(code: str) -> UUID:
    """The row of a license type. Raises UnknownLicenseType."""
    found = models.LicenseType.objects.filter(code=code).values_list("id", flat=True).first()
    if found is None:
        raise UnknownLicenseType(f"there is no license type {code}")
    return found


def type_on(code: str, day: date) -> LicenseType:
    """A license type with the rate in force on a day. Raises UnknownLicenseType."""
    in_force = models.LicenseRate.objects.in_force(day).filter(license_type_id=license_type_id(code))
    found = in_force.select_related("license_type").first()
    if found is None:
        raise UnknownLicenseType(f"license type {code} has no rate on {day}")
    return LicenseType(fraction(found.ssc_per_year), Ssa(found.license_type.ssa))
