"""Licenses are requested by customers and partners, several at once, or added by staff: at a price seen before.

What is asked for is checked on a page of its own, which shows what the domain would charge; only then is it done.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.domain.rights import Action
from autossa.operations import licenses
from autossa.operations.context import ChangedSinceShown
from autossa.operations.days import WrongDay
from autossa.operations.errors import OperationError, Refused
from autossa.portal.licenses.check import check_context
from autossa.portal.licenses.forms import AddedLicenseForm, LicenseLines
from autossa.portal.licenses.views import redirect_to_licenses
from autossa.portal.web.clock import today
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, seen_of
from autossa.queries.licenses.addition_page import AdditionPage, addition_page

Done = Callable[[AdditionPage], None]


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def request_some(request: ProjectRequest, project_id: str) -> HttpResponse:
    """A customer or partner enters licenses: they wait for the vendor."""
    lines = LicenseLines(_sent(request), most=licenses.MAX_AT_ONCE)
    asked = lines.asked()

    def done(page: AdditionPage) -> None:
        licenses.request_all(project=request.project.id, asked=asked, origin=page.origin, ctx=action_context(request))
        said = ngettext(
            "Requested. It becomes active and billable once the vendor confirms it.",
            "Requested. They become active and billable once the vendor confirms them.",
            len(asked),
        )
        messages.success(request, said)

    return _enter(request, "request", lines, done)


@page(Scope.PROJECT, Action.ADD_LICENSES, methods=FORM)
def add(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Staff enters a license with the order it stands on: it counts at once."""
    lines = LicenseLines(_sent(request), AddedLicenseForm)

    def done(_shown: AdditionPage) -> None:
        ctx = action_context(request, lambda: _page(request, lines).additions)
        (asked,) = lines.asked()
        reference = lines.forms[0].cleaned_data["order_reference"]
        licenses.add(project=request.project.id, ctx=ctx, order_reference=reference, **asked._asdict())
        messages.success(request, _("Added. It counts from today."))

    return _enter(request, "add", lines, done)


def _sent(request: ProjectRequest) -> Any:
    return request.POST or None


def _enter(request: ProjectRequest, act: str, lines: LicenseLines, done: Done) -> HttpResponse:
    """Select, check, do."""
    step = request.POST.get("step", "")
    page = _page(request, lines)
    # Also before the last step: back from where it was done, the browser sends the check page's form again.
    if page.was_entered:
        return _sent_twice(request, act)
    lines.offer(page)
    found = page.additions
    if found is not None and lines.is_valid():
        may_do = act == "request" or found.refusal is None
        if not (request.method == "POST" and step == "do" and may_do):
            context = {**check_context(request, act, found), "seen": seen_of(found), "lines": lines}
            return render(request, "portal/licenses/check/check.html", context)
        if (answer := _do(request, act, lines, lambda: done(page))) is not None:
            return answer
    context = {**project_ask_context(request, "project_licenses"), "act": act, "lines": lines, "types": page.types}
    context["form"] = lines  # what is said above it
    return render(request, "portal/licenses/enter.html", context)


def _page(request: ProjectRequest, lines: LicenseLines) -> AdditionPage:
    return addition_page(request.project, request.account, today(), lines.asked(), suggest=2 * len(lines))


def _do(request: ProjectRequest, act: str, lines: LicenseLines, done: Callable[[], None]) -> HttpResponse | None:
    """The answer when it is done, or was done by the same form before; None with the error in the form."""
    try:
        done()
    except Refused as error:
        lines.show_error(error)
    except OperationError as error:
        if _page(request, lines).was_entered:
            return _sent_twice(request, act)
        if isinstance(error, ChangedSinceShown | WrongDay):
            raise
        lines.show_error(error)
    else:
        return redirect_to_licenses(request)
    return None


def _sent_twice(request: ProjectRequest, act: str) -> HttpResponse:
    if act == "request":
        messages.success(request, _("Already requested: the form was sent twice, the request was made once."))
    else:
        messages.success(request, _("Already added: the form was sent twice, the license was added once."))
    return redirect_to_licenses(request)
