"""A payer selects what to pay by card, goes to the gateway's page, and comes back from it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from autossa.domain.amounts import Money
from autossa.domain.rights import Action
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.orders.checkouts import asking, opening
from autossa.operations.orders.checkouts.gateway import CardsNotOffered, CardsRefused, CardsUnavailable
from autossa.portal.web.clock import now, today
from autossa.portal.web.forms import error_text
from autossa.portal.web.frames import ask_context, page_context
from autossa.portal.web.page import FORM, POST, READ, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, ProjectRequest, action_context, key_or_404
from autossa.queries.billing.checkouts.pages import find_checkout, pay_pages
from autossa.wording.languages import current


@page(Scope.ORGANISATION, Action.EDIT_BILLING, methods=FORM)
def claims(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """What is open, each to be selected; and the button that leads to the payment page."""
    if not settings.CARD_GATEWAY:
        raise Http404
    if request.method == "POST":
        return _pay(request)
    pages = pay_pages(request.organisation.id, today())
    context = {**page_context(request, "organisation_invoices"), "pages": pages}
    return render(request, "portal/billing/checkouts/pay.html", context)


@page(Scope.ORGANISATION, Action.EDIT_BILLING, methods=READ)
def back(request: OrganisationRequest, organisation_id: str, checkout_id: str) -> HttpResponse:
    """Back from the payment page: the gateway is asked what became of it, whatever the address says."""
    is_unsure, ctx = False, ActionContext(SYSTEM, today(), now())
    try:
        asking.ask(checkout=key_or_404("chk", checkout_id), payer=request.organisation.id, ctx=ctx)
    except (CardsUnavailable, CardsRefused, CardsNotOffered):
        is_unsure = True
    found = find_checkout(request.organisation.id, checkout_id)
    context = {**ask_context(request, "organisation_invoices"), "found": found, "is_unsure": is_unsure}
    return render(request, "portal/billing/checkouts/back.html", context)


@page(Scope.PROJECT, Action.EDIT_BILLING, methods=POST)
def order(request: ProjectRequest, project_id: str, order_id: str) -> HttpResponse:
    """An order that waits for its payment is paid."""
    key, ctx = request.project.id, action_context(request)
    return _to_gateway(
        request,
        lambda: opening.pay_order(order=order_id, project=key, language=current(), ctx=ctx),
        reverse("project_orders", args=[project_id]),
    )


def _pay(request: OrganisationRequest) -> HttpResponse:
    """Everything that was open in a currency, or what was selected of it: at the amounts that were shown."""
    which = "everything" if request.POST.get("which") == "everything" else "claims"
    wanted = dict(_shown(request.POST.getlist(which)))
    here = reverse("pay_by_card", args=[request.organisation.public_id])
    if not wanted:
        messages.error(request, error_text(opening.NothingToPay(most=opening.MOST_CLAIMS)))
        return HttpResponseRedirect(here)
    return _to_gateway(
        request,
        lambda: opening.pay_claims(
            checkout=key_or_404("chk", request.POST.get("checkout", "")),
            payer=request.organisation.id,
            currency=request.POST.get("currency", "")[:3],
            claims=wanted,
            amount=sum(wanted.values()),
            language=current(),
            ctx=action_context(request),
        ),
        here,
    )


def _to_gateway(
    request: OrganisationRequest | ProjectRequest, pay: Callable[[], str], back_to: str
) -> HttpResponseRedirect:
    try:
        return HttpResponseRedirect(pay())
    except Invalid as error:
        messages.error(request, error_text(error))
        return HttpResponseRedirect(back_to)


def _shown(texts: list[str]) -> Iterator[tuple[UUID, Money]]:
    """Each is the id of a claim and what was open of it; what is neither is passed over."""
    for text in texts[: opening.MOST_CLAIMS + 1]:
        key, _, amount = text.partition(".")
        if amount.isascii() and amount.isdigit() and len(amount) < len(str(2**60)):
            with suppress(ValueError):
                yield UUID(key), int(amount)
