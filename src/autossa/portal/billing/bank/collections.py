"""Direct debits for finance: what is collected when, what is left out, files made, sent and taken back; refunds."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.rights import Action
from autossa.operations.billing.bank import collecting, files, refunding
from autossa.operations.errors import Invalid
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404
from autossa.queries.billing.bank.order_files import order_file
from autossa.queries.billing.bank.overview import collections_page


@page(Scope.VENDOR, Action.KEEP_BOOKS)
def overview(request: VendorRequest) -> HttpResponse:
    """Everything of the day."""
    return render(request, "portal/billing/bank/collections.html", {"found": collections_page(today())})


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=POST)
def make_file(request: VendorRequest) -> HttpResponse:
    """The file of a day and scheme."""
    try:
        day, scheme = date.fromisoformat(request.POST.get("day", "")), Scheme(request.POST.get("scheme", ""))
    except ValueError:
        return _back()
    return _done(
        request,
        lambda: collecting.make_file(day=day, scheme=scheme, ctx=action_context(request)),
        _("File created. Download it, hand it to the bank, then mark it as sent."),
    )


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=POST)
def make_refunds(request: VendorRequest) -> HttpResponse:
    """The file of all approved refunds."""
    return _done(
        request,
        lambda: refunding.make_refund_file(ctx=action_context(request)),
        _("File created. Download it, hand it to the bank, then mark it as sent."),
    )


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=POST)
def retry(request: VendorRequest, claim_id: str) -> HttpResponse:
    """A returned document may be collected once more."""
    key = key_or_404("inv", claim_id)
    return _done(
        request,
        lambda: collecting.allow_retry(document=key, ctx=action_context(request)),
        _("Released: it is in the list again, and the payer is informed of the new day."),
    )


@page(Scope.VENDOR, Action.KEEP_BOOKS)
def download(request: VendorRequest, bank_file_id: str) -> HttpResponse:
    """The file as it was made; nobody on the way keeps it."""
    key = key_or_404("bor", bank_file_id)
    try:
        content = files.content_of(order=key, ctx=action_context(request))
    except files.BankFileDamaged as error:
        messages.error(request, error_text(error))
        return _back()
    found = order_file(key)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name if found else bank_file_id}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/xml", headers=headers)


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=POST)
def sent(request: VendorRequest, bank_file_id: str) -> HttpResponse:
    """The bank has it."""
    key = key_or_404("bor", bank_file_id)
    return _done(
        request, lambda: files.mark_sent(order=key, ctx=action_context(request)), _("Marked as sent to the bank.")
    )


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=POST)
def take_back(request: VendorRequest, bank_file_id: str) -> HttpResponse:
    """The bank never gets it."""
    key = key_or_404("bor", bank_file_id)
    return _done(
        request,
        lambda: files.take_back(order=key, ctx=action_context(request)),
        _("Discarded: what was in it is in the list again."),
    )


def _done(request: VendorRequest, act: Callable[[], UUID | None], said: str) -> HttpResponse:
    try:
        act()
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, said)
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("collections"))
