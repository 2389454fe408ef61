"""What the vendor has set about devices: how long a trial lasts, how many may be lost, how long a file is fresh."""

from dataclasses import dataclass

from autossa.domain.devices.devices import FILE_DAYS, LOST_A_YEAR, TRIAL_DAYS
from autossa.store import models


@dataclass(frozen=True, slots=True)
class DeviceTerms:
    """Days of a trial, lost devices of a project within a year, days of a license file."""

    trial_days: int = TRIAL_DAYS
    lost_a_year: int = LOST_A_YEAR
    file_days: int = FILE_DAYS


def device_terms() -> DeviceTerms:
    """As the vendor has set them, else as they are shipped."""
    row = models.VendorSettings.objects.values_list("trial_days", "lost_a_year", "file_days").first()
    return DeviceTerms() if row is None else DeviceTerms(*row)
