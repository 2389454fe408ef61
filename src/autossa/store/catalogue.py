"""License types by code, and the rate in force on a day."""

from datetime import date
from fractions import Fraction
from uuid import UUID

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


def rate_on(code: str, day: date) -> Fraction:
    """The rate of a license type in force on a day, SSC per unit and year. Raises UnknownLicenseType."""
    rate = models.LicenseRate.objects.in_force(day).filter(license_type_id=license_type_id(code)).first()
    if rate is None:
        raise UnknownLicenseType(f"license type {code} has no rate on {day}")
    return fraction(rate.ssc_per_year)
