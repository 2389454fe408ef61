"""The licenses of a project: requested by customers and partners, added and confirmed by staff, at a price seen before.

What is asked for is checked on a page of its own, which shows what the domain would charge; only then is it done.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.derivations import why_charge
from autossa.domain.lines import Line
from autossa.domain.rights import Action
from autossa.operations import licenses
from autossa.operations.errors import OperationError, Refused
from autossa.portal.licenses.forms import LicenseForm
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import project_ask_context, render_tab
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, seen_of
from autossa.queries.billing.settlements import ExplainedSettlement
from autossa.queries.licenses.addition_page import AdditionPage, addition_page
from autossa.queries.licenses.previews import Addition, preview_confirmation
from autossa.queries.projects.page import LicenseRow, ProjectPage, Tab, project_page
from autossa.wording import refusals

Done = Callable[[dict[str, Any], AdditionPage], None]


@page(Scope.PROJECT, Action.VIEW_PROJECT)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """The license lines."""

    def more(page: ProjectPage) -> dict[str, Any]:
        return {"requested": sum(row.line.is_requested for row in page.licenses)}

    return render_tab(request, "project_licenses", Tab.LICENSES, "licenses/overview", more)


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def request_one(request: ProjectRequest, project_id: str) -> HttpResponse:
    """A customer or partner enters a license: it waits for the vendor."""

    def done(given: dict[str, Any], page: AdditionPage) -> None:
        licenses.request(**_new(request, given), origin=page.origin)
        messages.success(request, _("Requested. It becomes active and billable once the vendor confirms it."))

    return _enter(request, "request", done)


@page(Scope.PROJECT, Action.ADD_LICENSES, methods=FORM)
def add(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Staff enters a license with the order it stands on: it counts at once."""

    def done(given: dict[str, Any], _page: AdditionPage) -> None:
        licenses.add(**_new(request, given), order_reference=given["order_reference"])
        messages.success(request, _("Added. It counts from today."))

    return _enter(request, "add", done)


@page(Scope.PROJECT, Action.ADD_LICENSES, methods=FORM)
def confirm(request: ProjectRequest, project_id: str, requested: int) -> HttpResponse:
    """Staff confirms what was requested, at the price that is shown."""
    project = request.project
    found = preview_confirmation(project.id, today(), requested)
    if found is None:
        if request.method == "POST":  # sent twice, or somebody else was quicker
            messages.warning(request, _("This license is no longer waiting for a confirmation."))
            return redirect_to_licenses(request)
        raise Http404
    if request.method == "POST" and found.refusal is None:
        try:
            ctx = action_context(request, lambda: preview_confirmation(project.id, today(), requested))
            licenses.confirm(project=project.id, line=requested, ctx=ctx)
        except Refused as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("Confirmed."))
        return redirect_to_licenses(request)
    return _check(request, "confirm", found)


def redirect_to_licenses(request: ProjectRequest) -> HttpResponseRedirect:
    """To the licenses of the project."""
    return HttpResponseRedirect(reverse("project_licenses", args=[request.project.public_id]))


def row_of(
    request: ProjectRequest, number: int, fits: Callable[[Line], bool]
) -> tuple[LicenseRow | None, ProjectPage | None]:
    """A line that fits, of the project that the permission was checked on, and its page."""
    page = project_page(request.project.public_id, today(), tabs=frozenset({Tab.LICENSES}))
    rows = page.licenses if page else ()
    return next((row for row in rows if row.line.number == number and fits(row.line)), None), page


def stale_form(request: ProjectRequest) -> HttpResponse:
    """Sent twice, or somebody else was quicker; an address that never was one is not there."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, _("This license has changed in the meantime. Check it below."))
    return redirect_to_licenses(request)


def _enter(request: ProjectRequest, act: str, done: Done) -> HttpResponse:
    """Select, check, do."""
    step = request.POST.get("step", "")
    form = _form(request, step)
    page = addition_page(request.project, request.account, today(), form.asked())
    # Also before the last step: back from where it was done, the browser sends the check page's form again.
    if page.was_entered:
        return _sent_twice(request, act)
    form.offer(page)
    found = page.addition
    if found is not None and form.is_valid():
        may_do = act == "request" or found.refusal is None
        agreed = act == "request" or request.POST.get("seen") == seen_of(found)
        if not (step == "do" and may_do and agreed):
            return _check(request, act, found, form=form, changed=step == "do" and may_do)
        if (answer := _do(request, act, form, lambda: done(form.cleaned_data, page))) is not None:
            return answer
    context = {**project_ask_context(request, "project_licenses"), "act": act, "form": form, "types": page.types}
    return render(request, "portal/licenses/enter.html", context)


def _do(request: ProjectRequest, act: str, form: LicenseForm, done: Callable[[], None]) -> HttpResponse | None:
    """The answer when it is done, or was done by the same form before; None with the error in the form."""
    try:
        done()
    except Refused as error:
        show_error(form, error)
    except OperationError as error:
        if addition_page(request.project, request.account, today(), form.asked()).was_entered:
            return _sent_twice(request, act)
        show_error(form, error)
    else:
        return redirect_to_licenses(request)
    return None


def _sent_twice(request: ProjectRequest, act: str) -> HttpResponse:
    if act == "request":
        messages.success(request, _("Already requested: the form was sent twice, the request was made once."))
    else:
        messages.success(request, _("Already added: the form was sent twice, the license was added once."))
    return redirect_to_licenses(request)


def _form(request: ProjectRequest, step: str) -> LicenseForm:
    if request.method == "POST" and step != "change":
        return LicenseForm(request.POST)
    names = LicenseForm.base_fields if step == "change" else ()
    return LicenseForm(initial={name: request.POST.get(name, "") for name in names})


def _check(
    request: ProjectRequest, act: str, found: Addition, *, form: LicenseForm | None = None, changed: bool = False
) -> HttpResponse:
    around = project_ask_context(request, "project_licenses")
    with_billing = around["may"]["VIEW_BILLING"]
    context = {
        **around,
        "act": act,
        "form": form,
        "found": found,
        "now": found.now if with_billing else _without_balance(found.now),
        "is_covered": found.covered_until is not None and found.covered_until > today(),
        "refused": refusals.explain(found.refusal, found.ordered) if found.refusal else None,
        "can_do": act == "request" or found.refusal is None,
        "seen": seen_of(found),
        "changed": changed,
    }
    return render(request, "portal/licenses/check.html", context)


def _without_balance(price: ExplainedSettlement | None) -> ExplainedSettlement | None:
    """A price explained without a word of the balance, for readers who do not see it."""
    if price is None:
        return None
    parts = zip(price.lines, price.settlement.parts, strict=True)
    return replace(price, lines=tuple(replace(said, why=why_charge(part.charge)) for said, part in parts), why=None)


def _new(request: ProjectRequest, given: dict[str, Any]) -> dict[str, Any]:
    what = {name: given[name] for name in ("license_id", "license_type", "quantity")}
    return {**what, "project": request.project.id, "ctx": action_context(request)}
