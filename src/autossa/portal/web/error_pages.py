"""Pages for when something is not there or went wrong. They ask the database nothing."""

import sys
from typing import cast

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from autossa.operations.security_log import note
from autossa.portal.web.requests import PortalRequest, account_of, address_of, path_of

_RETRY_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense."""
    text = _("The request could not be understood. Go back and try again, or start from the projects.")
    return _problem(request, 400, _("This did not work"), text)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403: also for a form that came from another page."""
    account = account_of(request)
    note("form_refused", user=account.user if account else None, address=address_of(request), path=path_of(request))
    text = _("The form was sent from a page that is too old or from elsewhere. Open the page again and resend it.")
    return _problem(request, 403, _("This is not allowed"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing for whoever asks."""
    text = _(
        "There is nothing at this address, or you have no access to it. Check the address, or start from the projects."
    )
    return _problem(request, 404, _("Nothing found here"), text)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than any form here has; nothing of it was read."""
    text = _("This is too large to be sent. Make the file or the text smaller, then try again.")
    return _problem(request, 413, _("This is too large"), text)


def too_often(request: HttpRequest, text: str) -> HttpResponse:
    """429: somebody did this too often; `text` says what, and when it is possible again."""
    return _problem(request, 429, _("Too many attempts"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 while the database is away. A page that reads nothing: no session, no name, no message."""
    cast(PortalRequest, request).account = None
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        text = _("The portal is restarting or very busy. Nothing was changed. Try again in a moment.")
        response = _plain(503, _("Back in a moment"), text)
        response["Retry-After"] = str(_RETRY_SECONDS)
        return response
    text = _("Something went wrong on our side. Nothing was changed. Try again in a moment; if it stays so, tell us.")
    return _plain(500, _("Something went wrong"), text)


def _plain(status: int, title: str, text: str) -> HttpResponse:
    """Without a request, so that nothing of it is read while the page is made."""
    body = render_to_string("portal/layouts/plain.html", {"code": status, "title": title, "text": text})
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})


def _problem(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "portal/layouts/error.html", {"code": status, "title": title, "text": text}, status=status)
