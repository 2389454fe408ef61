"""What the vendor sets for the whole portal: look, logo, time zone, how to pay, devices."""

import re
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction

from autossa.documents.billing.design import MOST_PIXELS, NotAPicture, read_picture
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.validation import read_line, read_text
from autossa.store import models

MAX_NAME = 100
MAX_HOW_TO_PAY = 1000
MOST_DAYS, MOST_LOST = 3650, 1000
MAX_LOGO = 200_000
"""In bytes."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


class VendorNameInvalid(Invalid):
    """A name is one line of at most {most} characters."""

    field = "name"


class ColourInvalid(Invalid):
    """A colour is # and six digits, such as "#0b5d73"."""

    field = "accent"


class LogoTooLarge(Invalid):
    """A logo has at most {most} bytes."""

    field = "logo"


class LogoNotPicture(Invalid):
    """A logo is a PNG, JPEG or WebP picture."""

    field = "logo"


class LogoBroken(Invalid):
    """A logo can be read to its end, and has at most {most} million pixels."""

    field = "logo"


class TimeZoneUnknown(Invalid):
    """A time zone has a name such as "Europe/Berlin"."""

    field = "time_zone"


class DaysInvalid(Invalid):
    """A number of days is from 1 to {most}."""


class LostInvalid(Invalid):
    """The number of lost devices within a year is from 0 to {most}."""

    field = "lost_a_year"


def save_settings(
    *,
    name: str | None = None,
    accent: str | None = None,
    logo: bytes | None = None,
    time_zone: str | None = None,
    how_to_pay: str | None = None,
    trial_days: int | None = None,
    lost_a_year: int | None = None,
    file_days: int | None = None,
    ctx: ActionContext,
) -> None:
    """Set what is given, all of it or nothing; "" follows the environment again, None leaves it as it is.

    `name` and `accent` (such as "#0b5d73") are how the portal looks, `logo` the bytes of a picture, `time_zone` (such
    as "Europe/Berlin") says in which zone days are days, `how_to_pay` in lines how ordered credits are paid.
    A trial lasts `trial_days`, a license file is fresh for `file_days`, `lost_a_year` devices of a project can be lost
    within a year. Raises VendorNameInvalid, ColourInvalid, LogoTooLarge, LogoNotPicture, LogoBroken, TimeZoneUnknown,
    DaysInvalid, LostInvalid, or as `read_text`.
    """
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = _name(name)
    if accent is not None:
        values["accent"] = _colour(accent)
    if time_zone is not None:
        values["time_zone"] = _time_zone(time_zone)
    if how_to_pay is not None:
        lines = how_to_pay.replace("\r\n", "\n")
        values["how_to_pay"] = read_text(lines, "how to pay", MAX_HOW_TO_PAY, required=False, field="how_to_pay")
    values |= _of_devices(trial_days, lost_a_year, file_days)
    details = dict(values)
    if logo is not None:
        kind = _kind_of_logo(logo)
        values |= {"logo": logo, "logo_type": kind}
        details |= {"logo": kind, "bytes": len(logo)}
    _save(values, ctx, details)


def remove_logo(*, ctx: ActionContext) -> None:
    """Show the shipped mark again."""
    _save({"logo": b"", "logo_type": ""}, ctx, {"logo": ""})


@cache
def time_zones() -> frozenset[str]:
    """The names of all zones; not "localtime", which is another one on each machine."""
    return frozenset(available_timezones() - {"localtime"})


def kind_of(data: bytes) -> str | None:
    """What a picture is by its first and last bytes, whatever its name says; None for anything else.

    SVG is none of them: it may hold scripts.
    """
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and data.rstrip(b"\0")[-8:-4] == b"IEND":
        return "image/png"
    if data.startswith(_JPEG) and data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and int.from_bytes(data[4:8], "little") + 8 == len(data):
        return "image/webp"
    return None


def _name(given: str) -> str:
    name = given.strip()
    if len(name) > MAX_NAME or any(ord(letter) < 32 for letter in name):
        raise VendorNameInvalid(most=MAX_NAME)
    return read_line(name, "the name", MAX_NAME, required=False, field="name")


def _colour(given: str) -> str:
    accent = given.strip().lower()
    if accent and not _COLOUR.fullmatch(accent):
        raise ColourInvalid
    return accent


def _time_zone(zone: str) -> str:
    if zone and zone not in time_zones():
        raise TimeZoneUnknown
    return zone


def _of_devices(trial_days: int | None, lost_a_year: int | None, file_days: int | None) -> dict[str, int]:
    found = {}
    for name, days in (("trial_days", trial_days), ("file_days", file_days)):
        if days is not None:
            if not 1 <= days <= MOST_DAYS:
                raise DaysInvalid(most=MOST_DAYS)
            found[name] = days
    if lost_a_year is not None:
        if not 0 <= lost_a_year <= MOST_LOST:
            raise LostInvalid(most=MOST_LOST)
        found["lost_a_year"] = lost_a_year
    return found


def _kind_of_logo(data: bytes) -> str:
    """What the picture is by its own bytes."""
    if len(data) > MAX_LOGO:
        raise LogoTooLarge(most=MAX_LOGO)
    kind = kind_of(data)
    if kind is None:
        raise LogoNotPicture
    try:
        read_picture(data)
    except NotAPicture:
        raise LogoBroken(most=MOST_PIXELS // 1_000_000) from None
    return kind


def _save(values: dict[str, Any], ctx: ActionContext, details: dict[str, Any]) -> None:
    with transaction.atomic():
        record_activity(ctx, "set_vendor", details=details)  # on a day of the zone that holds so far
        models.VendorSettings.objects.update_or_create(only=True, defaults={**values, "changed_at": ctx.now})
