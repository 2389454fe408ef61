"""Credits are ordered by who pays, and booked by the vendor's finance once the payment is there."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.refusals import Refusal
from autossa.domain.rights import Action
from autossa.operations.credits import orders
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.portal.ui.fields import SscField
from autossa.portal.web.clock import today
from autossa.portal.web.context import look_of
from autossa.portal.web.forms import ReasonForm, set_choices
from autossa.portal.web.frames import project_frame
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, VendorRequest, action_context, key_or_404
from autossa.queries.credits.orders import (
    Order,
    find_order,
    offer_top_up,
    open_orders,
    open_orders_of,
    past_orders,
    possible_payers,
)
from autossa.wording import refusals

_SSC = SscField(least=1, most=orders.MAX_SSC)


class TopUpForm(forms.Form):
    """How much, and who pays."""

    ssc = _SSC
    payer = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, payers: tuple[tuple[UUID, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "payer", [(str(key), name) for key, name in payers])


# ---------------------------------------------------------------- customers and partners


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=FORM)
def top_up(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Order credits: how much, who pays, check, order."""
    project, step = request.project, request.POST.get("step", "")
    payers = possible_payers(project.id, request.account.user, today())
    form = _form(request, step, payers)
    context = {**project_frame(request, ""), "form": form, "payers": payers, "open_orders": open_orders_of(project.id)}
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        offer = offer_top_up(project.id, today(), given["ssc"], UUID(given["payer"]))
        if isinstance(offer, Refusal):
            form.add_error(None, refusals.explain(offer).text)
        elif offer is None:
            raise Http404
        elif step == "do" and request.POST.get("gross") == str(offer.quote.gross):
            if (answer := _place(request, form)) is not None:
                return answer
        else:
            name = next(name for key, name in payers if str(key) == given["payer"])
            context |= {
                "offer": offer,
                "payer": name,
                "changed": step == "do",
                "how_to_pay": look_of(request).how_to_pay,
            }
    return render(request, "portal/credits/orders/top_up.html", context)


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=FORM)
def withdraw(request: ProjectRequest, project_id: str, order_id: str) -> HttpResponse:
    """Take an order back while it is open."""
    project = request.project
    found = _open(order_id)
    if found is None or found.project != project.public_id:
        return _decided(request, "project_credits", project.public_id)
    if request.method == "POST":
        try:
            orders.withdraw(order=found.key, project=project.id, ctx=action_context(request))
        except NotFound:
            return _decided(request, "project_credits", project.public_id)
        messages.success(request, _("Withdrawn: nothing is to be paid."))
        return _to_credits(request)
    return render(request, "portal/credits/orders/withdraw.html", {**project_frame(request, ""), "order": found})


def _form(request: HttpRequest, step: str, payers: tuple[tuple[UUID, str], ...]) -> TopUpForm:
    if request.method == "POST" and step != "change":
        return TopUpForm(request.POST, payers=payers)
    first = str(payers[0][0]) if payers else ""
    if step == "change":
        filled = {"ssc": request.POST.get("ssc", ""), "payer": request.POST.get("payer", first)}
    else:
        filled = {"ssc": _SSC.prefilled(request.GET.get("ssc", "")), "payer": first}
    return TopUpForm(initial=filled, payers=payers)


def _place(request: ProjectRequest, form: TopUpForm) -> HttpResponse | None:
    """The answer when it is ordered; None with the error in the form."""
    project, given = request.project, form.cleaned_data
    try:
        is_new = orders.place(
            order=key_or_404("ord", request.POST.get("order", "")),
            project=project.id,
            ssc=given["ssc"],
            payer=UUID(given["payer"]),
            gross=int(request.POST["gross"]),
            ctx=action_context(request),
        )
    except Refused as error:
        form.add_error(None, refusals.explain(error.refusal).text)
        return None
    except (Invalid, NotFound):
        form.add_error(None, _("This did not work: something has changed meanwhile. Look again."))
        return None
    if is_new:
        messages.success(request, _("Ordered. The credits are booked when the payment has arrived."))
    else:
        messages.success(request, _("Ordered already: the form was sent twice, the order is there once."))
    return _to_credits(request)


# ---------------------------------------------------------------- the vendor's finance


@page(Scope.VENDOR, Action.CORRECT)
def overview(request: VendorRequest) -> HttpResponse:
    """What waits for its payment, oldest first; or what was decided, newest first."""
    is_past = request.GET.get("show") == "past"
    found = (past_orders if is_past else open_orders)(request.GET.get("after", ""))
    return render(request, "portal/credits/orders/orders.html", {"found": found, "is_past": is_past})


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def book(request: VendorRequest, order_id: str) -> HttpResponse:
    """The payment has come."""
    found = _open(order_id)
    if found is None:
        return _decided(request, "orders")
    if request.method == "POST":
        try:
            orders.book(order=found.key, ctx=action_context(request))
        except NotFound:
            return _decided(request, "orders")
        except Invalid:
            messages.error(request, _("This did not work: something has changed meanwhile. Look again."))
        else:
            messages.success(
                request, _("Booked: the credits are on the balance of %(project)s.") % {"project": found.project_name}
            )
        return HttpResponseRedirect(reverse("orders"))
    return render(request, "portal/credits/orders/book.html", {"order": found})


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def decline(request: VendorRequest, order_id: str) -> HttpResponse:
    """It will not be booked: say why."""
    found = _open(order_id)
    if found is None:
        return _decided(request, "orders")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            orders.decline(order=found.key, reason=form.cleaned_data["reason"], ctx=action_context(request))
        except NotFound:
            return _decided(request, "orders")
        except Invalid:
            form.add_error("reason", _("Use letters, digits and signs that can be seen."))
        else:
            messages.success(request, _("Declined. We e-mailed whoever ordered and pays."))
            return HttpResponseRedirect(reverse("orders"))
    return render(request, "portal/credits/orders/decline.html", {"order": found, "form": form})


def _open(order_id: str) -> Order | None:
    found = find_order(order_id)
    return found if found is not None and found.state == "open" else None


def _decided(request: HttpRequest, name: str, *args: str) -> HttpResponse:
    """Sent twice, or somebody else was quicker; an address that never was one is not there."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, _("This order is not open any more: it was decided meanwhile."))
    return HttpResponseRedirect(reverse(name, args=args))


def _to_credits(request: ProjectRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("project_credits", args=[request.project.public_id]))
