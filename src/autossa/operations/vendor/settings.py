"""What the vendor sets for the whole portal: look, logo, time zone, how to pay; and the daily run started by hand."""

import re
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.runs import renewals, schedule
from autossa.operations.validation import read_text
from autossa.queries.runs.due import count_due
from autossa.store import models

LONGEST_NAME = 100
LONGEST_PAYING = 1000
LARGEST_LOGO = 200_000
"""In bytes."""
AT_ONCE = 1000
"""Up to how many projects a run by hand is done at once; more are left to the worker."""
DAILY_RUN = "daily_run"

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


def set_look(*, name: str, accent: str, ctx: ActionContext) -> None:
    """The portal's name, and its colour such as "#0b5d73"; empty ones follow the environment again. Raises Invalid."""
    name, accent = name.strip(), accent.strip().lower()
    if len(name) > LONGEST_NAME or any(ord(letter) < 32 for letter in name):
        raise Invalid(f"a name is one line of at most {LONGEST_NAME} letters")
    if accent and not _COLOUR.fullmatch(accent):
        raise Invalid('a colour is written such as "#0b5d73"')
    _save({"name": name, "accent": accent}, ctx, {"name": name, "accent": accent})


def set_logo(*, data: bytes, ctx: ActionContext) -> None:
    """The portal's logo. Raises Invalid for what is too large, or no PNG, JPEG or WebP by its own bytes."""
    if len(data) > LARGEST_LOGO:
        raise Invalid(f"a logo has at most {LARGEST_LOGO} bytes")
    kind = kind_of(data)
    if kind is None:
        raise Invalid("a logo is a PNG, JPEG or WebP picture")
    _save({"logo": data, "logo_type": kind}, ctx, {"logo": kind, "bytes": len(data)})


def remove_logo(*, ctx: ActionContext) -> None:
    """Show the shipped mark again."""
    _save({"logo": b"", "logo_type": ""}, ctx, {"logo": ""})


def set_time_zone(*, zone: str, ctx: ActionContext) -> None:
    """In which zone days are days, such as "Europe/Berlin"; "" follows the environment again. Raises Invalid."""
    if zone and zone not in time_zones():
        raise Invalid('a time zone has a name such as "Europe/Berlin"')
    _save({"time_zone": zone}, ctx, {"time_zone": zone})


def set_how_to_pay(*, text: str, ctx: ActionContext) -> None:
    """How ordered credits are paid, such as bank details: several lines; "" says nothing. Raises Invalid."""
    text = read_text(text.replace("\r\n", "\n"), "how to pay", LONGEST_PAYING, required=False)
    _save({"how_to_pay": text}, ctx, {"how_to_pay": text})


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


def run_now(*, ctx: ActionContext) -> renewals.Report | None:
    """Do the daily run by hand: at once, or by the worker (None) when it is long."""
    due = count_due(ctx.today)
    with transaction.atomic():
        record_activity(ctx, "start_run", details={"projects": due})
        if due > AT_ONCE:
            schedule.again(DAILY_RUN, ctx.today)
            return None
    return renewals.run(ctx=ctx)


def _save(values: dict[str, Any], ctx: ActionContext, details: dict[str, Any]) -> None:
    with transaction.atomic():
        models.VendorSettings.objects.update_or_create(only=True, defaults={**values, "changed_at": ctx.now})
        record_activity(ctx, "set_vendor", details=details)
