"""Links of e-mails: their secret goes into the session at once, and the address that the browser keeps has none.

What a link is for is done by the form of the page that follows, so that nothing happens when a program opens it.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from autossa.queries.one_time_secrets import digest

_KEPT = "links"  # of the session: the secrets of links that were followed, by what their addresses call them
_MOST = 5
_LETTERS = 16


class ResetTokens(PasswordResetTokenGenerator):
    """Links to a new password: over with the password, the address, the last log-in of then, and with a block."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.ended_at}"


def keep(request: HttpRequest, page: str, secret: str) -> HttpResponse:
    """Keep the secret of a link for this session, and go to the page whose address names it without giving it away.

    Each link has an address of its own: with two of them open, each page stays about its own.
    """
    link = digest(secret).hex()[:_LETTERS]
    others = {name: value for name, value in _kept(request).items() if name != link}
    newest = list(others.items())[1 - _MOST :]
    request.session[_KEPT] = {**dict(newest), link: secret}
    return HttpResponseRedirect(reverse(page, args=[link]))


def kept(request: HttpRequest, link: str) -> str:
    """The secret of a link that was followed in this session, else nothing, which is nobody's secret."""
    return str(_kept(request).get(link, ""))


def forget(request: HttpRequest, secret: str) -> None:
    """The link was good once: its secret is needed no longer."""
    left = {name: value for name, value in _kept(request).items() if value != secret}
    if left != _kept(request):
        request.session[_KEPT] = left


def log_out_and_keep(request: HttpRequest) -> None:
    """End the session but for the links that were followed in it: they are for whoever opened them."""
    links = _kept(request)
    logout(request)
    request.session[_KEPT] = dict(links)


def _kept(request: HttpRequest) -> Mapping[str, str]:
    found = request.session.get(_KEPT)
    return found if isinstance(found, dict) else {}
