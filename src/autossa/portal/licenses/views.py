"""The licenses of a project: requested by customers and partners, added and confirmed by staff, at a price seen before.

What is asked for is checked on a page of its own, which shows what the domain would charge; only then is it done.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.derivations import why_charge
from autossa.domain.lines import Line
from autossa.domain.refusals import Refusal
from autossa.domain.rights import Action, Standing
from autossa.operations import licenses
from autossa.operations.errors import OperationError, Refused
from autossa.portal.ui.fields import WholeField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import set_choices
from autossa.portal.web.frames import project_frame, render_tab
from autossa.portal.web.page import FORM, Cache, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context
from autossa.queries.access import project_standings
from autossa.queries.billing.settlements import Priced
from autossa.queries.credits.orders import ordered_against
from autossa.queries.licenses.previews import (
    Addition,
    Type,
    free_license_id,
    has_license,
    license_types,
    preview_addition,
    preview_confirmation,
    was_entered,
)
from autossa.queries.projects.page import LicenseRow, ProjectPage, Tab, project_page
from autossa.wording import refusals

MOST = 1_000_000
_OF_CUSTOMER = {Standing.OWNER, Standing.MANAGER, Standing.ACTING}


class LicenseForm(forms.Form):
    """Which type, how many, under which id; staff names the order it stands on."""

    license_type = forms.ChoiceField(widget=forms.RadioSelect)
    quantity = WholeField(least=1, most=MOST)
    license_id = forms.CharField(max_length=100)
    order_reference = forms.CharField(max_length=100, required=False)

    def __init__(self, *args: Any, types: tuple[Type, ...], is_taken: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_taken, self.taken = is_taken, ""
        set_choices(self, "license_type", [(type.code, type.name) for type in types])

    def clean_license_id(self) -> str:
        """An id that is free and can be shown."""
        found = str(self.cleaned_data["license_id"])
        if not found.isprintable():
            raise forms.ValidationError(_("Use letters, digits and signs that can be seen."))
        if self.is_taken(found):
            self.taken = found
            raise forms.ValidationError(_("The project has a license with this id already. Choose another one."))
        return found

    def clean_order_reference(self) -> str:
        """A text that can be shown."""
        found = str(self.cleaned_data["order_reference"])
        if not found.isprintable():
            raise forms.ValidationError(_("Use letters, digits and signs that can be seen."))
        return found


@page(Scope.PROJECT, Action.VIEW_PROJECT, cache=Cache.REVALIDATE)
def overview(request: ProjectRequest, project_id: str) -> HttpResponse:
    """The license lines."""

    def more(page: ProjectPage) -> dict[str, Any]:
        return {"requested": sum(row.line.is_requested for row in page.licenses)}

    return render_tab(request, "project_licenses", Tab.LICENSES, "licenses/overview", more)


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def request_one(request: ProjectRequest, project_id: str) -> HttpResponse:
    """A customer or partner enters a license: it waits for the vendor."""

    def done(given: dict[str, Any]) -> None:
        licenses.request(**_new(request, given), origin=_origin(request))
        messages.success(request, _("Requested. It becomes active and billable once the vendor confirms it."))

    return _enter(request, "request", done)


@page(Scope.PROJECT, Action.ADD_LICENSES, methods=FORM)
def add(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Staff enters a license with the order it stands on: it counts at once."""

    def done(given: dict[str, Any]) -> None:
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
            messages.warning(request, _("This license is not waiting for a confirmation any more."))
            return back(request)
        raise Http404
    if request.method == "POST" and found.refusal is None and request.POST.get("seen") == seen(found):
        try:
            licenses.confirm(project=project.id, line=requested, ctx=action_context(request))
        except Refused as error:
            messages.error(request, refusals.explain(error.refusal).text)
        else:
            messages.success(request, _("Confirmed."))
        return back(request)
    return _check(request, "confirm", found, changed=request.method == "POST" and found.refusal is None)


def back(request: ProjectRequest) -> HttpResponseRedirect:
    """To the licenses of the project."""
    return HttpResponseRedirect(reverse("project_licenses", args=[request.project.public_id]))


def row_of(
    request: ProjectRequest, number: int, fits: Callable[[Line], bool]
) -> tuple[LicenseRow | None, ProjectPage | None]:
    """A line that fits, of the project that the permission was checked on, and its page."""
    page = project_page(request.project.public_id, today(), tabs=frozenset({Tab.LICENSES}))
    rows = page.licenses if page else ()
    return next((row for row in rows if row.line.number == number and fits(row.line)), None), page


def gone(request: ProjectRequest) -> HttpResponse:
    """Sent twice, or somebody else was quicker; an address that never was one is not there."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, _("This license has changed meanwhile. See below how it stands."))
    return back(request)


def seen(found: Addition) -> str:
    """The figures that somebody agrees to; when they are others by the time the form comes, they are shown again."""
    settlement = found.now.settlement if found.now else None
    gross = settlement.invoice.gross if settlement and settlement.invoice else 0
    return f"{settlement.ssc if settlement else 0} {gross} {found.currency}"


def _enter(request: ProjectRequest, act: str, done: Callable[[dict[str, Any]], None]) -> HttpResponse:
    """Choose, check, do."""
    project, step = request.project, request.POST.get("step", "")
    form = _form(request, step)
    # Also before the last step: back from where it was done, the browser sends the check page's form again.
    if form.is_bound and not form.is_valid() and _is_there(request, form.taken, form.cleaned_data):
        return _sent_twice(request, act)
    if request.method == "POST" and step != "change" and form.is_valid():
        given = form.cleaned_data
        found = preview_addition(
            project.id,
            today(),
            license_id=given["license_id"],
            license_type=given["license_type"],
            quantity=given["quantity"],
        )
        if found is None:
            raise Http404
        may_do = act == "request" or found.refusal is None
        agreed = act == "request" or request.POST.get("seen") == seen(found)
        if step == "do" and may_do and agreed:
            try:
                done(given)
            except Refused as error:
                form.add_error(None, refusals.explain(error.refusal).text)
            except OperationError:
                if _is_there(request, given["license_id"], given):
                    return _sent_twice(request, act)
                form.add_error(None, _("This did not work: something has changed meanwhile. Look again."))
            else:
                return back(request)
        else:
            return _check(request, act, found, form=form, changed=step == "do" and may_do)
    context = {**project_frame(request, ""), "act": act, "form": form, "types": license_types(today())}
    return render(request, "portal/licenses/enter.html", context)


def _is_there(request: ProjectRequest, license_id: str, given: dict[str, Any]) -> bool:
    """The form was sent before, by the same person, and what it asked for was not ended since."""
    if not license_id or not {"license_type", "quantity"} <= given.keys():
        return False
    what = {"license_id": license_id, "license_type": given["license_type"], "quantity": given["quantity"]}
    return was_entered(request.project.id, request.account.user, **what)


def _sent_twice(request: ProjectRequest, act: str) -> HttpResponse:
    if act == "request":
        messages.success(request, _("Requested already: the form was sent twice, the request is there once."))
    else:
        messages.success(request, _("Added already: the form was sent twice, the license is there once."))
    return back(request)


def _form(request: ProjectRequest, step: str) -> LicenseForm:
    project = request.project
    names = ("license_type", "quantity", "license_id", "order_reference")
    given: dict[str, Any] = {"types": license_types(today()), "is_taken": lambda code: has_license(project.id, code)}
    if request.method == "POST" and step != "change":
        return LicenseForm(request.POST, **given)
    filled = {name: request.POST.get(name, "") for name in names}
    return LicenseForm(initial=filled if step == "change" else {"license_id": free_license_id(project.id)}, **given)


def _check(
    request: ProjectRequest, act: str, found: Addition, *, form: LicenseForm | None = None, changed: bool = False
) -> HttpResponse:
    around = project_frame(request, "")
    with_billing = around["may"]["VIEW_BILLING"]
    name = next((type.name for type in license_types(today()) if type.code == found.line.license_type), "")
    context = {
        **around,
        "act": act,
        "form": form,
        "found": found,
        "type_name": name or found.line.license_type,
        "now": found.now if with_billing else _without_balance(found.now),
        "is_covered": found.covered_until is not None and found.covered_until > today(),
        "refused": _refused(request, found.refusal),
        "seen": seen(found),
        "changed": changed,
        "has_balance_pay_all": found.now is not None and not found.now.invoiced,
    }
    return render(request, "portal/licenses/check.html", context)


def _refused(request: ProjectRequest, refusal: Refusal | None) -> refusals.RefusalMessage | None:
    """Why it cannot be added today, with what is ordered already; None where it can."""
    if refusal is None:
        return None
    return refusals.explain(refusal, ordered_against(refusal, request.project.id))


def _without_balance(price: Priced | None) -> Priced | None:
    """A price explained without a word of the balance, for readers who do not see it."""
    if price is None:
        return None
    parts = zip(price.lines, price.settlement.parts, strict=True)
    return replace(price, lines=tuple(replace(said, why=why_charge(part.charge)) for said, part in parts), why=None)


def _new(request: ProjectRequest, given: dict[str, Any]) -> dict[str, Any]:
    project = request.project
    what = {name: given[name] for name in ("license_id", "license_type", "quantity")}
    return {**what, "project": project.id, "ctx": action_context(request)}


def _origin(request: ProjectRequest) -> str:
    project = request.project
    standings = project_standings(request.account, project, today())
    return "customer" if standings & _OF_CUSTOMER else "partner"
