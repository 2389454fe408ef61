"""Devices: how one went, how an activation on it ended, what the activity log says of them and of releases."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.wording.formats import day, until, whole
from autossa.wording.languages import translate

DEPARTURE: dict[str, Promise] = {
    "removed": gettext_lazy("Removed on"),
    "lost": gettext_lazy("Lost, written off on"),
}
ENDING: dict[str, Promise] = {
    "released": gettext_lazy("released from the device"),
    "moved": gettext_lazy("moved to another device"),
    "lost": gettext_lazy("device written off"),
    "changed": gettext_lazy("quantity changed"),
}
_ABOUT = ("device", "product", "serial", "kid")
_DAYS = ("as_of", "day", "supported_until")


def handled(details: Mapping[str, Any], language: str = "") -> Iterator[str]:
    """Which device, what on it, which release and file, in this order; nothing of a row that is about none of them."""
    if not any(details.get(name) for name in _ABOUT):
        return
    yield from _device(details, language)
    yield from _licenses(details, language)
    yield from _release(details, language)
    if serial := details.get("serial"):
        yield translate("serial %(number)s", language) % {"number": serial}
    yield from (str(details[name]) for name in ("file", "kid") if details.get(name))
    yield from (day(date.fromisoformat(details[name]), language) for name in _DAYS if details.get(name))
    if ends_on := details.get("ends_on"):
        yield until(date.fromisoformat(ends_on), language)


def _device(details: Mapping[str, Any], language: str) -> Iterator[str]:
    if name := details.get("device"):
        yield f"{name} ({details['hardware_id']})" if details.get("hardware_id") else str(name)
    if before := details.get("before"):
        yield translate("formerly %(name)s", language) % {"name": before}
    if master := details.get("master"):
        yield translate("standby of %(device)s", language) % {"device": master}


def _licenses(details: Mapping[str, Any], language: str) -> Iterator[str]:
    if code := details.get("license"):
        yield _amount(details.get("quantity"), code, language)
    many = details.get("licenses")
    if isinstance(many, dict):
        yield from (_amount(number, code, language) for code, number in many.items())
    if to := details.get("to"):
        yield translate("to %(device)s", language) % {"device": to}


def _amount(number: object, code: object, language: str) -> str:
    return f"{whole(number, language)} × {code}" if isinstance(number, int) else str(code)


def _release(details: Mapping[str, Any], language: str) -> Iterator[str]:
    if product := details.get("product"):
        version = details.get("version") or details.get("major")
        yield f"{product} {version}" if version else str(product)
    if branch := details.get("branch"):
        yield translate("branch %(name)s", language) % {"name": branch}
    types = details.get("types")
    if isinstance(types, list):
        yield from map(str, types)
