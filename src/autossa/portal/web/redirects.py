"""Where a form leads back to: only ever to a page of this portal."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest) -> str:
    """The page to go back to, when it is one of this portal."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(back)
    return parts.path + (f"?{parts.query}" if parts.query else "")
