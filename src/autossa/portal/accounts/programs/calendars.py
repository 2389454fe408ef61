"""Calendar addresses: one's own, shown once when created, revoked at once; and the calendars themselves."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.documents.accounts.calendars import CONTENT_TYPE, calendar_file
from autossa.domain.rights import Action
from autossa.operations.accounts import calendars
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.portal.web.clock import now, today
from autossa.portal.web.forms import error_text
from autossa.portal.web.frames import Parent, project_ask_context
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, ProjectRequest, action_context, key_or_404
from autossa.queries.accounts.calendars import feeds_of


@page(Scope.CREDENTIALS)
def overview(request: AccountRequest) -> HttpResponse:
    """One's own addresses."""
    return render(request, "portal/accounts/calendars/overview.html", {"rows": feeds_of(request.account.user)})


@page(Scope.CREDENTIALS, methods=POST)
def create(request: AccountRequest) -> HttpResponse:
    """An address for all projects; the answer shows it, once."""
    try:
        secret = _made(request, None)
    except Invalid as error:
        messages.error(request, error_text(error))
        return HttpResponseRedirect(reverse("calendars"))
    context = {"address": _address(secret), "parent": Parent(reverse("calendars"), _("Calendars"))}
    return render(request, "portal/accounts/calendars/created.html", context)


@page(Scope.PROJECT, Action.VIEW_PROJECT, methods=FORM)
def create_for_project(request: ProjectRequest, project_id: str) -> HttpResponse:
    """An address for one project; the answer to the form shows it, once."""
    context = project_ask_context(request, "project")
    if request.method == "POST":
        try:
            secret = _made(request, request.project.id)
        except Invalid as error:
            messages.error(request, error_text(error))
        else:
            return render(request, "portal/accounts/calendars/created.html", {**context, "address": _address(secret)})
    return render(request, "portal/accounts/calendars/of_project.html", context)


@page(Scope.CREDENTIALS, methods=POST)
def revoke(request: AccountRequest, calendar_id: str) -> HttpResponse:
    """Revoke one's own address."""
    key = key_or_404("cal", calendar_id)
    calendars.revoke(calendar=key, user=request.account.user, ctx=action_context(request))
    messages.success(request, _("Address revoked. It no longer works."))
    return HttpResponseRedirect(reverse("calendars"))


@page(Scope.PUBLIC)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar, for whoever has its address."""
    moment = now()
    try:
        found = calendars.read(secret=secret, ctx=ActionContext(SYSTEM, today(), moment))
    except NotFound:
        raise Http404 from None
    response = HttpResponse(calendar_file(found, moment), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="autossa.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _made(request: AccountRequest, project: UUID | None) -> str:
    return calendars.create(user=request.account.user, project=project, ctx=action_context(request))


def _address(secret: str) -> str:
    return f"{settings.BASE_URL}{reverse('calendar_feed', args=[secret])}"
