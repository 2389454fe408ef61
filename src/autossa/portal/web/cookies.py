"""Every cookie that the portal sets, and for how long: what the page on privacy says."""

from typing import NamedTuple

from django.conf import settings

DEVICE_DAYS = 400  # browsers keep a cookie no longer
_DAY = 24 * 3600


class Cookie(NamedTuple):
    """A cookie that the portal sets, and for how many days at most."""

    name: str
    days: int


def cookies() -> dict[str, Cookie]:
    """Every cookie that the portal sets."""
    return {
        "session": Cookie(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_AGE // _DAY),
        "csrf": Cookie(settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_AGE // _DAY),
        "device": Cookie(settings.DEVICE_COOKIE_NAME, DEVICE_DAYS),
        "language": Cookie(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_COOKIE_AGE // _DAY),
    }
