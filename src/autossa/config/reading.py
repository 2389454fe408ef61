"""Settings from the environment: each is read by its kind, and refused with its name and what would do.

Raises ImproperlyConfigured, never another error.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

from autossa.domain.texts import find_unseen, plain_spaces

T = TypeVar("T")

_TEN_YEARS = 3650
_A_DAY = 86_400
_LETTERS, _DIGITS = 2, 10
_YES, _NO = ("true", "1", "yes", "on"), ("false", "0", "no", "off")
OURS = ("AUTOSSA_", "DATABASE_")

NAMES = {
    "ALLOWED_HOSTS", "ARTIFACTS_ENDPOINT", "ARTIFACTS_REGION", "ARTIFACTS_URL", "ARTIFACT_LIMIT_MB", "BASE_URL",
    "BEHIND_PROXY", "CARDS_KEY", "CARDS_PAGES", "CARDS_URL", "CARDS_WEBHOOK_SECRET", "CLOCK_DAYS", "DEMO",
    "DOCUMENTS_ENDPOINT", "DOCUMENTS_REGION", "DOCUMENTS_URL", "HOME", "HTTPS", "IMPRINT_URL", "KEEP_ADDRESSES_DAYS",
    "KEEP_DELIVERIES_DAYS", "KEEP_DEVICES_DAYS", "KEEP_MAILS_DAYS", "KEEP_SESSIONS_DAYS", "LOG_FORMAT",
    "MAILS_TOO_OLD_DAYS", "MAIL_FROM", "POSTGRES_BIN", "PRIVACY_URL", "REPLICA_BEHIND_SECONDS", "RUN_FLOOR",
    "RUN_PERIODS", "RUN_TOLERANCE", "SECOND_FACTOR", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SIGNING_KEY", "SMTP_URL",
    "STATIC_ROOT", "TERMS_URL", "TIME_ZONE", "TODAY", "TOKEN", "UPLOAD_FOLDER", "VENDOR_ACCENT", "VENDOR_COUNTRY",
    "VENDOR_NAME", "WATCH_TOKEN", "WEBHOOK_TARGETS",
}  # fmt: skip
"""What an installation may set, each after `AUTOSSA_`."""


def given(name: str, default: str = "") -> str:
    """The value as it stands in the environment; an empty one is as none."""
    return os.environ.get(name) or default


def check_quotes() -> None:
    """Some programs hand over files of settings with the quotes that others take away."""
    for name, value in os.environ.items():
        if name.startswith(OURS) and len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
            raise ImproperlyConfigured(f"{name} has quotes around it: write the value without them")


def unknown() -> Iterator[str]:
    """Names in the environment that look like ours and are none, with the one that may be meant."""
    for name in sorted(os.environ):
        if name.startswith("AUTOSSA_") and name.removeprefix("AUTOSSA_") not in NAMES:
            close = get_close_matches(name, [f"AUTOSSA_{one}" for one in NAMES], n=1, cutoff=0.8)
            yield f"{name} is no setting" + (f"; {close[0]} is one" if close else "")


def flag(name: str, *, default: bool) -> bool:
    """Yes or no; anything else is a typing mistake, and no `no`."""
    text = given(name, "true" if default else "false").strip().lower()
    if text not in _YES + _NO:
        raise ImproperlyConfigured(f'{name} is true or false, not "{text}"')
    return text in _YES


def number(name: str, default: int, wanted: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`; `wanted` says so in words."""
    text = given(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and least <= int(text) <= most):
        raise ImproperlyConfigured(f'{name} is {wanted}, not "{text}"')
    return int(text)


def days(name: str, default: int) -> timedelta:
    """A number of days that somebody set, at least one."""
    return timedelta(days=number(name, default, f"a whole number of days from 1 to {_TEN_YEARS}", 1, _TEN_YEARS))


def count(name: str, default: int, most: int = 100_000_000) -> int:
    """A whole number that somebody set, from 0 on."""
    return number(name, default, f"a whole number from 0 to {most}", 0, most)


def seconds(name: str, default: int) -> int:
    """A number of seconds that somebody set, up to a day."""
    return number(name, default, f"a whole number of seconds up to {_A_DAY}", 0, _A_DAY)


def line(name: str, default: str) -> str:
    """A text of one line that people will read, cleaned as any other."""
    text = plain_spaces(given(name, default))
    if found := find_unseen(text, breaks=""):
        raise ImproperlyConfigured(f"{name} has a character that cannot be shown: {found[1]}, at position {found[0]}")
    return text


def choice(name: str, default: str, known: tuple[str, ...]) -> str:
    """One of a few words."""
    text = given(name, default)
    if text not in known:
        raise ImproperlyConfigured(f'{name} is one of {", ".join(known)}, not "{text}"')
    return text


def items(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Several, separated by commas."""
    return [one.strip() for one in given(name, ",".join(default)).split(",") if one.strip()]


def zone(name: str, default: str) -> str:
    """The name of a time zone."""
    text = given(name, default)
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f'{name} is a time zone such as Europe/Berlin, not "{text}"') from None
    return text


def day(name: str) -> str:
    """A day such as 2026-01-31, or none."""
    text = given(name)
    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError:
        raise ImproperlyConfigured(f'{name} is a day such as 2026-01-31, not "{text}"') from None


def parsed(name: str, text: str, read: Callable[[str], T]) -> T:
    """What `read` makes of a text; what it says against it comes after the name. It repeats no secret."""
    try:
        return read(text)
    except ValueError as error:
        said = str(error)
        raise ImproperlyConfigured(said if said.startswith(name) else f"{name}: {said}") from None


def country(name: str, default: str) -> str:
    """Two letters, as in ISO 3166."""
    text = given(name, default)
    if not (len(text) == _LETTERS and text.isascii() and text.isalpha() and text.isupper()):
        raise ImproperlyConfigured(f'{name} is a country by its two letters, such as DE, not "{text}"')
    return text
