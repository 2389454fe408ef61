"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from autossa import __version__
from autossa.portal import themes
from autossa.portal.clock import today


def portal(_: HttpRequest) -> dict[str, Any]:
    """The vendor, the languages, the day, and which version of the theme to load."""
    return {
        "vendor_name": settings.VENDOR_NAME,
        "is_demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "theme_version": themes.version(settings.VENDOR_ACCENT),
        "today": today(),
        "version": __version__,
    }
