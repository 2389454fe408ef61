"""What the vendor has set for the whole portal; what is empty follows the environment's settings."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection

from autossa.store import models


@dataclass(frozen=True, slots=True)
class Look:
    """Name, colour, logo and time zone as pages and mails show them; `own` says which the vendor has set here.

    The one name of the vendor is what it has set here, else that of its organisation, else the environment's.
    `logo` changes when the logo does, and is empty without one. A zone is a name such as "Europe/Berlin".
    `how_to_pay` says how ordered credits are paid, in lines; empty where nothing is set. `has_terms` says that
    there are terms to be read, in force or former.
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
    has_terms: bool = False


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
    return _with_defaults(Look("", "", has_terms=bool(settings.TERMS_URL)))


def zone() -> ZoneInfo:
    """The zone in which days are days, in one small query; the environment's where the vendor has set none.

    A database that is away is no reason to count days elsewhere and book on them: DatabaseError goes on to the caller.
    """
    try:
        with connection.cursor() as cursor:  # asked with every request
            cursor.execute("SELECT time_zone FROM vendor_settings LIMIT 1")
            own = (cursor.fetchone() or ("",))[0]
    except ProgrammingError:  # before `autossa init` there is no table
        own = None
    return ZoneInfo(own or settings.TIME_ZONE)


def logo() -> Logo | None:
    """The vendor's logo, None without one."""
    row = models.VendorSettings.objects.only("logo", "logo_type").first()
    return Logo(bytes(row.logo), row.logo_type) if row is not None and row.logo else None


_READ = """
SELECT coalesce(s.name, ''), coalesce(s.accent, ''), coalesce(s.time_zone, ''), coalesce(s.how_to_pay, ''),
    s.changed_at, CASE WHEN s.logo_type <> '' THEN length(s.logo) END,
    coalesce((SELECT name FROM organisations WHERE kind = 'vendor'), ''),
    (SELECT bool_or(languages <> '{}' AND withdrawn_on IS NULL) FROM terms_versions)
FROM (SELECT 1) AS once
LEFT JOIN vendor_settings s ON true
"""


def _read() -> Look:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        name, accent, time_zone, how_to_pay, changed_at, logo, vendor, has_terms = cursor.fetchone()
    return Look(
        name=name or vendor,
        accent=accent,
        logo=f"{changed_at.timestamp():.0f}-{logo}" if logo is not None else "",
        own_name=name,
        own_accent=accent,
        changed_at=changed_at,
        time_zone=time_zone,
        own_time_zone=time_zone,
        how_to_pay=how_to_pay,
        has_terms=bool(settings.TERMS_URL) if has_terms is None else has_terms,
    )


def _with_defaults(found: Look) -> Look:
    return replace(
        found,
        name=found.name or settings.VENDOR_NAME,
        accent=found.accent or settings.VENDOR_ACCENT,
        time_zone=found.time_zone or settings.TIME_ZONE,
    )
