"""What the vendor has set for the whole portal; what is empty follows the environment's settings."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, ProgrammingError
from django.db.models.functions import Length

from autossa.store import models


@dataclass(frozen=True, slots=True)
class Look:
    """Name, colour, logo and time zone as pages and mails show them; `own` says which the vendor has set here.

    `logo` changes when the logo does, and is empty without one. A zone is a name such as "Europe/Berlin".
    `how_to_pay` says how ordered credits are paid, in lines; empty where nothing is set.
    """

    name: str
    accent: str
    logo: str = ""
    own_name: str = ""
    own_accent: str = ""
    changed_at: datetime | None = None
    time_zone: str = ""
    own_time_zone: str = ""
    how_to_pay: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture, and what it is."""

    data: bytes
    content_type: str


def look() -> Look:
    """How the portal looks, in one small query; where the database does not answer, as the environment says."""
    try:
        return _with_defaults(_read())
    except DatabaseError:  # the page that tells of it must not fail for it
        return default_look()


def default_look() -> Look:
    """What the environment says alone."""
    return _with_defaults(Look("", ""))


def zone() -> ZoneInfo:
    """The zone in which days are days, in one small query; the environment's where the vendor has set none.

    A database that is away is no reason to count days elsewhere and book on them: DatabaseError goes on to the caller.
    """
    try:
        own = models.VendorSettings.objects.values_list("time_zone", flat=True).first()
    except ProgrammingError:  # before `autossa init` there is no table
        own = None
    return ZoneInfo(own or settings.TIME_ZONE)


def logo() -> Logo | None:
    """The vendor's logo, None without one."""
    row = models.VendorSettings.objects.only("logo", "logo_type").first()
    return Logo(bytes(row.logo), row.logo_type) if row is not None and row.logo else None


def _read() -> Look:
    row = models.VendorSettings.objects.annotate(size=Length("logo")).defer("logo").first()
    if row is None:
        return Look("", "")
    version = f"{row.changed_at.timestamp():.0f}-{row.size}" if row.logo_type else ""
    return Look(
        row.name,
        row.accent,
        version,
        row.name,
        row.accent,
        row.changed_at,
        row.time_zone,
        row.time_zone,
        row.how_to_pay,
    )


def _with_defaults(found: Look) -> Look:
    return replace(
        found,
        name=found.name or settings.VENDOR_NAME,
        accent=found.accent or settings.VENDOR_ACCENT,
        time_zone=found.time_zone or settings.TIME_ZONE,
    )
