"""The demo's doors: log in by one click, read the mails that were written to files, move the clock.

They are there only with the demo's own database on this machine: everywhere else their addresses answer 404.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from autossa.operations.accounts.language import set_language
from autossa.portal.accounts.demo import is_demo
from autossa.portal.web.clock import now
from autossa.portal.web.middleware import DEMO_LOG_IN
from autossa.portal.web.page import POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import account_of, safe_next
from autossa.queries.vendor.mails import count_written, written_mail, written_mails
from autossa.wording.formats import whole
from autossa.workbench import demo_clock
from autossa.workbench.demo_people import PEOPLE, DemoPerson

_NEWEST = 100
STEPS: dict[str, Callable[[datetime], demo_clock.Moved]] = {
    "day": lambda moment: demo_clock.move(days=1, now=moment),
    "week": lambda moment: demo_clock.move(days=7, now=moment),
    "charge": lambda moment: demo_clock.move_to_next_charge(now=moment),
}


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
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="demo", reauthenticated=True)
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


@page(Scope.PUBLIC, methods=POST)
def move_clock(request: HttpRequest) -> HttpResponse:
    """A day, a week, or to the next charge; then back to the page one came from."""
    step = request.POST.get("step", "")
    if step not in STEPS or account_of(request) is None:
        raise Http404
    _only_in_the_demo(request)
    try:
        moved = STEPS[step](now())
    except demo_clock.ClockMoving:
        messages.warning(request, _("The clock of the demo is being moved already. Please wait a moment."))
    else:
        messages.success(request, _said(moved))
    return HttpResponseRedirect(safe_next(request))


def _said(moved: demo_clock.Moved) -> str:
    """3 days later: 2 periods booked, 1 e-mail sent."""
    said = [
        ngettext("%(count)s period booked", "%(count)s periods booked", moved.periods)
        % {"count": whole(moved.periods)},
        ngettext("%(count)s e-mail sent", "%(count)s e-mails sent", moved.mails) % {"count": whole(moved.mails)},
    ]
    if moved.parked:
        parked = ngettext("%(count)s project parked", "%(count)s projects parked", moved.parked)
        said.append(parked % {"count": whole(moved.parked)})
    later = ngettext("%(count)s day later: %(done)s.", "%(count)s days later: %(done)s.", moved.days)
    return later % {"count": whole(moved.days), "done": ", ".join(said)}


def _only_in_the_demo(request: HttpRequest) -> None:
    if not is_demo(request):
        raise Http404


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)
