"""The vendor's finance: orders of licenses are booked when their payment has come, or declined; who is trusted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.orders.orders import Booking
from autossa.domain.rights import Action
from autossa.operations.billing.orders import terms
from autossa.operations.errors import NotFound, OperationError
from autossa.operations.orders import licenses as orders
from autossa.portal.orders.forms import BookingForm
from autossa.portal.web.clock import today
from autossa.portal.web.forms import PaidForm, ReasonForm, set_choices, show_error
from autossa.portal.web.frames import Parent, ask_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, VendorRequest, action_context, seen_of
from autossa.queries.credits.order_terms import booking_page
from autossa.queries.orders.orders import LicenseOrder, find_license_order
from autossa.wording.glossary import BOOKING
from autossa.wording.refusals import explain_error


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def book(request: VendorRequest, license_order_id: str) -> HttpResponse:
    """The payment has come: when, then the licenses are added."""
    found = _open(license_order_id)
    if found is None:
        return _decided(request)
    form = PaidForm(request.POST or None, initial={"paid_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            ctx = action_context(request, lambda: find_license_order(license_order_id))
            orders.book(order=found.key, paid_on=form.cleaned_data["paid_on"], ctx=ctx)
        except NotFound:
            return _decided(request)
        except OperationError as error:
            show_error(form, error)
        else:
            said = _("Booked: the licenses were added to %(project)s.") % {"project": found.project_name}
            messages.success(request, said)
            return HttpResponseRedirect(reverse("orders"))
    context = {**_around(), "order": found, "form": form, "seen": seen_of(found)}
    return render(request, "portal/orders/book_licenses.html", context)


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def decline(request: VendorRequest, license_order_id: str) -> HttpResponse:
    """It will not be booked: say why."""
    found = _open(license_order_id)
    if found is None:
        return _decided(request)
    told = _("Whoever ordered and pays gets it by e-mail and sees it on the page of orders and quotes.")
    form = ReasonForm(request.POST or None, help_text=told)
    if request.method == "POST" and form.is_valid():
        try:
            ctx = action_context(request, lambda: find_license_order(license_order_id))
            orders.decline(order=found.key, reason=form.cleaned_data["reason"], ctx=ctx)
        except NotFound:
            return _decided(request)
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Declined. We e-mailed whoever ordered and pays."))
            return HttpResponseRedirect(reverse("orders"))
    context = {**_around(), "order": found, "form": form, "seen": seen_of(found)}
    return render(request, "portal/orders/decline_licenses.html", context)


@page(Scope.ORGANISATION, Action.CORRECT, methods=FORM)
def set_booking(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Whether orders that an organisation pays wait for their payment."""
    key = request.organisation.id
    found = booking_page(key, today())
    form = BookingForm(request.POST or None, initial={"booking": found.booking.value})
    set_choices(form, "booking", BOOKING.items())
    if request.method == "POST" and form.is_valid():
        try:
            ctx = action_context(request, lambda: booking_page(key, today()))
            booking, reason = Booking(form.cleaned_data["booking"]), form.cleaned_data["reason"]
            terms.set_booking(organisation=key, booking=booking, reason=reason, ctx=ctx)
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect_to(request, "organisation_orders")
    context = {
        **ask_context(request, "organisation_orders"),
        "form": form,
        "terms": found.terms,
        "seen": seen_of(found),
    }
    return render(request, "portal/orders/booking.html", context)


def _around() -> dict[str, Any]:
    return {"parent": Parent(reverse("orders"), _("Orders"))}


def _open(license_order_id: str) -> LicenseOrder | None:
    found = find_license_order(license_order_id)
    return found if found is not None and found.state == "open" else None


def _decided(request: HttpRequest) -> HttpResponse:
    """Sent twice, or somebody else was quicker; an address that never was one is not there."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, explain_error("order_decided", {}, ""))
    return HttpResponseRedirect(reverse("orders"))
