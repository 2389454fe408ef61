"""What every page shows around its content."""

from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from autossa import __version__
from autossa.portal.web import themes
from autossa.portal.web.clock import now, today
from autossa.portal.web.requests import account_of, chosen_of
from autossa.queries.organisations.lookup import names_of
from autossa.queries.vendor.settings import Look, default_look, look


def portal(request: HttpRequest) -> dict[str, Any]:
    """The vendor, the languages, the day, which version of the theme to load, and who is signed in."""
    shown = look_of(request)
    return {
        **_whoever(request),
        "vendor_name": shown.name,
        "vendor_logo": shown.logo,
        "has_terms": shown.has_terms,
        "imprint_url": settings.IMPRINT_URL,
        "is_demo": settings.DEMO,
        "mails_wait": settings.MAILS_WAIT,
        "cards_offered": bool(settings.CARD_GATEWAY),
        "languages": settings.LANGUAGES,
        "theme_version": themes.version(shown.accent),
        "today": today(),
        "portal_version": __version__,
    }


def look_of(request: HttpRequest) -> Look:
    """What the vendor has set, as the middleware read it; a request that was refused before has not come so far."""
    found: Look | None = getattr(request, "look", None)
    if found is not None:
        return found
    return default_look() if getattr(request, "without_database", False) else look()


def _whoever(request: HttpRequest) -> dict[str, Any]:
    """The account, its organisations for the switcher, and for whom staff acts."""
    account = account_of(request)
    if account is None:
        return {"account": None}
    keys = [member.organisation for member in account.person.members]
    acting_for = account.person.acting_for
    names = names_of([*keys, *([acting_for] if acting_for else [])])
    return {
        "account": account,
        "account_organisations": [(str(key), name) for key, name in names.items() if key in keys],
        "account_chosen": str(chosen_of(request) or ""),
        "acting_for": names.get(acting_for) if acting_for else None,
        "acting_minutes": _minutes_until(account.acting_until) if account.acting_until else None,
    }


def _minutes_until(end: datetime) -> int:
    """Whole minutes, the one that has begun included."""
    return max(1, ceil((end - now()).total_seconds() / 60))
