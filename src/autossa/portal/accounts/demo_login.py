"""The demo's doors: log in by one click, and read the mails that were written to files.

Both are there only with the demo's own database on this machine: everywhere else their addresses answer 404.
"""

from ipaddress import ip_address
from pathlib import Path

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from autossa.operations.accounts.language import set_language
from autossa.portal.web.middleware import DEMO_LOG_IN, address_of
from autossa.portal.web.page import POST, page
from autossa.portal.web.permissions import Scope
from autossa.queries.vendor.mails import count_written, written_mail, written_mails
from autossa.workbench.demo_people import PEOPLE, DemoPerson

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
_NEWEST = 100


def is_demo(request: HttpRequest) -> bool:
    """The demo's own database, asked from this very machine under a name of this machine, through no proxy."""
    return (
        bool(settings.DEMO)
        and _is_loopback(address_of(request))
        and _is_loopback_host(request.get_host())
        and not any(request.META.get(name) for name in _FORWARDED)
        and _is_demo_database()
    )


def cards(request: HttpRequest) -> tuple[DemoPerson, ...]:
    """Who can be entered as, on the login page; nobody outside the demo."""
    if not is_demo(request):
        return ()
    there = set(get_user_model().objects.filter(email__in=[p.email for p in PEOPLE]).values_list("email", flat=True))
    return tuple(person for person in PEOPLE if person.email in there)


@page(Scope.PUBLIC, methods=POST)
def enter(request: HttpRequest) -> HttpResponse:
    """Log in as one of the demo's people; no password and no second factor, for this session only."""
    wanted = next((p for p in cards(request) if p.email == request.POST.get("person")), None)
    if wanted is None:
        raise Http404
    logout(request)
    user = get_user_model().objects.get(email=wanted.email)
    set_language(user=user.pk, language=(get_language() or "en")[:2])  # a demo is read in the visitor's language
    request.session[DEMO_LOG_IN] = True
    get_adapter(request).login(request, user)
    return HttpResponseRedirect(reverse("home"))


@page(Scope.PUBLIC)
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that were written, newest first."""
    _only_in_the_demo(request)
    context = {"mails": written_mails(_folder(), _NEWEST), "total": count_written(_folder())}
    return render(request, "portal/accounts/demo/mails.html", context)


@page(Scope.PUBLIC)
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail's text."""
    _only_in_the_demo(request)
    found = written_mail(_folder(), name)
    if found is None:
        raise Http404
    return render(request, "portal/accounts/demo/mail.html", {"mail": found})


def _only_in_the_demo(request: HttpRequest) -> None:
    if not is_demo(request):
        raise Http404


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _is_demo_database() -> bool:
    """A server on this machine's socket, as the embedded one is, that holds the demo's people."""
    if not str(connection.settings_dict["HOST"]).startswith("/"):
        return False
    return get_user_model().objects.filter(email=PEOPLE[0].email).exists()


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_loopback_host(host: str) -> bool:
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name == "localhost" or _is_loopback(name.strip("[]"))
