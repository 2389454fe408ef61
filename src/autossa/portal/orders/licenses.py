"""Licenses are ordered, or a quote for them is made: select, check, do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import NotFound, OperationError
from autossa.operations.orders import licenses as orders
from autossa.operations.orders import making
from autossa.operations.vendor.terms.acceptances import Agreed
from autossa.portal.orders.forms import Lines, PayForm, Together
from autossa.portal.web.clock import today
from autossa.portal.web.context import look_of
from autossa.portal.web.forms import OrderTermsForm, error_text, show_error, terms_asked
from autossa.portal.web.frames import actions_on, project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, key_or_404
from autossa.queries.identifiers import quote_name
from autossa.queries.orders.order_page import LicenseOrderPage, license_order_page
from autossa.queries.orders.orders import find_license_order
from autossa.wording import refusals


@page(Scope.PROJECT, Action.PREPARE_QUOTES, methods=FORM)
def order(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Select licenses and who pays; the next page shows what they cost, and orders them or makes a quote."""
    step = request.POST.get("step", "")
    sent = request.POST or None
    lines, form = Lines(sent), _pay_form(request, step)
    found = _page(request, lines, form)
    lines.offer(found)
    form.offer(found.payers)
    is_right = lines.is_judged and bool(lines.wanted()) and form.is_bound and form.is_valid()
    if is_right and found.refusal is not None:
        form.add_error(None, refusals.explain(found.refusal).text)
    elif is_right and found.offer is not None:
        asked = terms_asked(form.chosen())
        terms = OrderTermsForm(request.POST if step == "order" else None, asked=asked)
        if not (_is_same(request, found) and (step == "quote" or (step == "order" and terms.is_valid()))):
            context = {**_check(request, lines, form, found), "terms_form": terms, "asked": asked}
            return render(request, "portal/orders/check_licenses.html", context)
        do = {"order": _place, "quote": _quote}[step]
        if (answer := do(request, lines, form, found, terms.agreed)) is not None:
            return answer
    context = {**_around(request), "lines": lines, "pay": form, "form": Together(lines, form), "page": found}
    return render(request, "portal/orders/order_licenses.html", context)


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=FORM)
def withdraw(request: ProjectRequest, project_id: str, license_order_id: str) -> HttpResponse:
    """Take an order back while it is open."""
    found = find_license_order(license_order_id)
    if found is None or found.project_key != request.project.id:
        raise Http404
    if request.method == "POST":
        try:
            orders.withdraw(order=found.key, project=request.project.id, ctx=action_context(request))
        except NotFound as error:
            messages.warning(request, error_text(error))
        else:
            messages.success(request, _("Withdrawn: nothing is to be paid."))
        return to_orders(request)
    if found.state != "open":
        raise Http404
    context = {**_around(request), "order": found}
    return render(request, "portal/orders/withdraw_licenses.html", context)


def to_orders(request: ProjectRequest) -> HttpResponseRedirect:
    """To the orders and quotes of the project."""
    return HttpResponseRedirect(reverse("project_orders", args=[request.project.public_id]))


def _around(request: ProjectRequest) -> dict[str, Any]:
    return project_ask_context(request, "project_orders")


def _pay_form(request: HttpRequest, step: str) -> PayForm:
    is_judged = request.method == "POST" and not (step in ("change", "more") or step.startswith("drop-"))
    if is_judged:
        return PayForm(request.POST)
    return PayForm(initial={name: request.POST[name] for name in PayForm.base_fields if name in request.POST})


def _page(request: ProjectRequest, lines: Lines, form: PayForm) -> LicenseOrderPage:
    return license_order_page(request.project.id, request.account.user, today(), lines.wanted(), form.chosen())


def _is_same(request: HttpRequest, found: LicenseOrderPage) -> bool:
    """What was shown is what it costs."""
    return found.offer is not None and request.POST.get("gross") == str(found.offer.priced.gross)


def _check(request: ProjectRequest, lines: Lines, form: PayForm, found: LicenseOrderPage) -> dict[str, Any]:
    return {
        **_around(request),
        "lines": lines,
        "pay": form,
        "page": found,
        "offer": found.offer,
        "changed": request.POST.get("step") in ("order", "quote") and not _is_same(request, found),
        "how_to_pay": look_of(request).how_to_pay,
        "may_order": Action.EDIT_BILLING in actions_on(request) and found.unverified is None,
    }


def _place(
    request: ProjectRequest, lines: Lines, form: PayForm, found: LicenseOrderPage, terms: Agreed
) -> HttpResponse | None:
    """The answer when they are ordered; None with the error in the form."""
    if Action.EDIT_BILLING not in actions_on(request):
        raise Http404
    try:
        is_new = orders.place(
            order=key_or_404("lor", request.POST.get("order", "")),
            project=request.project.id,
            wanted=lines.wanted(),
            payer=UUID(form.cleaned_data["payer"]),
            gross=int(request.POST["gross"]),
            terms=terms,
            order_number=form.cleaned_data["order_number"],
            ctx=action_context(request),
        )
    except OperationError as error:
        show_error(form, error)
        return None
    if not is_new:
        messages.success(request, _("Already ordered: the form was sent twice, the order was placed once."))
    elif found.offer is not None and found.offer.booking == "on_issue":
        messages.success(request, _("Ordered. The licenses were added; the invoice is due as usual."))
    else:
        messages.success(request, _("Ordered. The licenses are added when the payment has arrived."))
    return to_orders(request)


def _quote(
    request: ProjectRequest, lines: Lines, form: PayForm, _found: LicenseOrderPage, _terms: Agreed
) -> HttpResponse | None:
    """The answer when a quote was made; None with the error in the form."""
    try:
        key = making.quote_licenses(
            project=request.project.id,
            wanted=lines.wanted(),
            payer=UUID(form.cleaned_data["payer"]),
            order_number=form.cleaned_data["order_number"],
            ctx=action_context(request),
        )
    except OperationError as error:
        show_error(form, error)
        return None
    return to_quote(request, key)


def to_quote(request: ProjectRequest, key: UUID) -> HttpResponseRedirect:
    """To a quote that was just made."""
    messages.success(request, _("Quote made."))
    return HttpResponseRedirect(reverse("quote", args=[request.project.public_id, quote_name(key)]))
