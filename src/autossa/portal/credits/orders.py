"""Credits are ordered by who pays, and booked by the vendor's finance once the payment is there."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.amounts import Ssc
from autossa.domain.orders.orders import Booking
from autossa.domain.rights import Action
from autossa.operations.credits import orders
from autossa.operations.errors import Invalid, NotFound, OperationError
from autossa.portal.ui.fields import SscField
from autossa.portal.web.clock import today
from autossa.portal.web.context import look_of
from autossa.portal.web.forms import (
    LateChoiceField,
    OrderTermsForm,
    PaidForm,
    ReasonForm,
    offer_choices,
    show_error,
    terms_asked,
)
from autossa.portal.web.frames import Parent, project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, VendorRequest, action_context, key_or_404, seen_of
from autossa.queries.credits.order_page import OrderPage, order_page
from autossa.queries.credits.orders import Order, find_order, open_orders, past_orders
from autossa.queries.orders.orders import license_orders
from autossa.wording import refusals
from autossa.wording.refusals import explain_error


class TopUpForm(forms.Form):
    """How much, and who pays."""

    ssc = SscField(
        label=gettext_lazy("Credits (SSC)"),
        help_text=gettext_lazy("two decimals at most, such as 250 or 99.50"),
        least=1,
        most=orders.MAX_SSC,
    )
    payer = LateChoiceField(label=gettext_lazy("Who pays"), widget=forms.RadioSelect)

    def asked(self) -> tuple[Ssc | None, UUID | None]:
        """How much and who pays, as far as the form alone can tell; None for what is not filled in, or wrongly."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return given.get("ssc"), _key(given.get("payer", ""))

    def offer(self, payers: tuple[tuple[UUID, str], ...]) -> None:
        """Who may pay, the first unless another was selected; anybody else is a mistake in the form."""
        offer_choices(self, "payer", [(str(key), name) for key, name in payers])
        if payers:
            self.initial.setdefault("payer", str(payers[0][0]))


# ---------------------------------------------------------------- customers and partners


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=FORM)
def top_up(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Order credits: how much, who pays, check, order."""
    step = request.POST.get("step", "")
    form = _form(request, step)
    ssc, payer = form.asked()
    terms = _terms(request, payer) if payer else None
    page = order_page(request.project.id, request.account.user, today(), ssc=ssc, payer=payer)
    form.offer(page.payers)
    context = {**project_ask_context(request, "project_credits"), "form": form, "page": page}
    if form.is_bound and form.is_valid():
        if page.refusal is not None:
            form.add_error(None, refusals.explain(page.refusal).text)
        elif page.unverified is not None:
            form.add_error(None, explain_error("order_not_verified", {"name": page.unverified}, ""))
        elif page.offer is None:  # the project went meanwhile
            raise Http404
        elif (
            terms is not None
            and step == "do"
            and request.POST.get("gross") == str(page.offer.quote.gross)
            and terms.is_valid()
        ):
            if (answer := _place(request, form, page, terms)) is not None:
                return answer
        else:
            changed = step == "do" and request.POST.get("gross") != str(page.offer.quote.gross)
            context |= {"offer": page.offer, "changed": changed, "how_to_pay": look_of(request).how_to_pay}
            context |= {"terms_form": terms, "asked": terms.asked if terms else None}
    name = "check_order" if "offer" in context else "top_up"
    return render(request, f"portal/credits/orders/{name}.html", context)


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
    return render(
        request,
        "portal/credits/orders/withdraw.html",
        {**project_ask_context(request, "project_credits"), "order": found},
    )


def _form(request: ProjectRequest, step: str) -> TopUpForm:
    if request.method == "POST" and step != "change":
        return TopUpForm(request.POST)
    if step == "change":
        return TopUpForm(initial={name: request.POST[name] for name in TopUpForm.base_fields if name in request.POST})
    ssc = TopUpForm.base_fields["ssc"]
    return TopUpForm(initial={"ssc": cast(SscField, ssc).prefilled(request.GET.get("ssc", ""))})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _terms(request: ProjectRequest, payer: UUID) -> OrderTermsForm:
    """What the payer agrees to; read from what was sent once the order is to be placed."""
    given = request.POST if request.POST.get("step") == "do" else None
    return OrderTermsForm(given, asked=terms_asked(payer))


def _place(request: ProjectRequest, form: TopUpForm, page: OrderPage, terms: OrderTermsForm) -> HttpResponse | None:
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
            terms=terms.agreed,
        )
    except OperationError as error:
        show_error(form, error)
        return None
    if is_new and page.booking is Booking.ON_ISSUE:
        messages.success(request, _("Ordered. The credits were added; the invoice is due as usual."))
    elif is_new:
        messages.success(request, _("Ordered. The credits are booked when the payment has arrived."))
    else:
        messages.success(request, _("Already ordered: the form was sent twice, the order was placed once."))
    return _to_credits(request)


# ---------------------------------------------------------------- the vendor's finance


@page(Scope.VENDOR, Action.CORRECT)
def overview(request: VendorRequest) -> HttpResponse:
    """What waits for its payment, oldest first; or what was decided, newest first."""
    is_past = request.GET.get("show") == "past"
    found = (past_orders if is_past else open_orders)(request.GET.get("after", ""))
    context = {"found": found, "licenses": license_orders(is_past=is_past), "is_past": is_past}
    return render(request, "portal/credits/orders/orders.html", context)


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def book(request: VendorRequest, order_id: str) -> HttpResponse:
    """The payment has come: when."""
    found = _open(order_id)
    if found is None:
        return _decided(request, "orders")
    form = PaidForm(request.POST or None, initial={"paid_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            ctx = action_context(request, lambda: find_order(order_id))
            orders.book(order=found.key, paid_on=form.cleaned_data["paid_on"], ctx=ctx)
        except NotFound:
            return _decided(request, "orders")
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(
                request,
                _("Booked: the credits were added to the balance of %(project)s.") % {"project": found.project_name},
            )
            return HttpResponseRedirect(reverse("orders"))
    context = {**_around(), "order": found, "form": form, "seen": seen_of(found)}
    return render(request, "portal/credits/orders/book.html", context)


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def decline(request: VendorRequest, order_id: str) -> HttpResponse:
    """It will not be booked: say why."""
    found = _open(order_id)
    if found is None:
        return _decided(request, "orders")
    told = _("Whoever ordered and pays gets it by e-mail and sees it on the project's credits page.")
    form = ReasonForm(request.POST or None, help_text=told)
    if request.method == "POST" and form.is_valid():
        try:
            ctx = action_context(request, lambda: find_order(order_id))
            orders.decline(order=found.key, reason=form.cleaned_data["reason"], ctx=ctx)
        except NotFound:
            return _decided(request, "orders")
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Declined. We e-mailed whoever ordered and pays."))
            return HttpResponseRedirect(reverse("orders"))
    context = {**_around(), "order": found, "form": form, "seen": seen_of(found)}
    return render(request, "portal/credits/orders/decline.html", context)


def _around() -> dict[str, Any]:
    """Below the list of orders."""
    return {"parent": Parent(reverse("orders"), _("Orders"))}


def _open(order_id: str) -> Order | None:
    found = find_order(order_id)
    return found if found is not None and found.state == "open" else None


def _decided(request: HttpRequest, name: str, *args: str) -> HttpResponse:
    """Sent twice, or somebody else was quicker; an address that never was one is not there."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, explain_error("order_decided", {}, ""))
    return HttpResponseRedirect(reverse(name, args=args))


def _to_credits(request: ProjectRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("project_credits", args=[request.project.public_id]))
