"""What waits for a second person: write-offs and refunds, approved or declined by somebody who did not propose them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.billing.payments import refunds, write_offs
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound, OperationError
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404
from autossa.queries.billing.payments.waiting import waiting_decisions

MOST = 100


@page(Scope.VENDOR, Action.CORRECT)
def overview(request: VendorRequest) -> HttpResponse:
    """Proposals, the oldest first: as many as somebody decides on in a day."""
    rows = waiting_decisions(request.account.user, MOST + 1)
    context = {"rows": rows[:MOST], "has_more": len(rows) > MOST, "most": MOST}
    return render(request, "portal/billing/payments/waiting.html", context)


@page(Scope.VENDOR, Action.CORRECT, methods=POST)
def decide_write_off(request: VendorRequest, write_off_id: str) -> HttpResponse:
    """Approve or decline that something is given up."""
    key = key_or_404("wof", write_off_id)

    def approve(ctx: ActionContext) -> None:
        write_offs.approve(write_off=key, ctx=ctx)

    def decline(ctx: ActionContext) -> None:
        write_offs.decline(write_off=key, ctx=ctx)

    return _decide(request, approve, decline, _("Written off."))


@page(Scope.VENDOR, Action.CORRECT, methods=POST)
def decide_refund(request: VendorRequest, refund_id: str) -> HttpResponse:
    """Approve or decline that credit is paid out."""
    key: UUID = key_or_404("ref", refund_id)

    def approve(ctx: ActionContext) -> None:
        refunds.approve(refund=key, ctx=ctx)

    def decline(ctx: ActionContext) -> None:
        refunds.decline(refund=key, ctx=ctx)

    return _decide(request, approve, decline, _("Approved. The transfer is made with the next file for the bank."))


def _decide(
    request: VendorRequest,
    approve: Callable[[ActionContext], None],
    decline: Callable[[ActionContext], None],
    said: str,
) -> HttpResponse:
    """As the button says. What was decided meanwhile is no error of whoever pressed it."""
    word = request.POST.get("answer")
    deed = approve if word == "approve" else decline if word == "decline" else None
    if deed is not None:
        try:
            deed(action_context(request))
        except (NotFound, OperationError) as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, said if word == "approve" else _("Declined."))
    return HttpResponseRedirect(reverse("payments_waiting"))
