"""A payment that was assigned to the wrong payer: say whose it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.billing.payments import moving
from autossa.operations.errors import OperationError
from autossa.portal.billing.payments.one import PayerForm, found_or_404, parent_of
from autossa.portal.web.forms import show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, seen_of
from autossa.queries.billing.payments.payment_page import find_payer
from autossa.queries.errors import Unknown


class RightPayerForm(PayerForm):
    """Whose it is, beside whose it was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].label = _("The right payer")


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
def move(request: VendorRequest, payment_id: str) -> HttpResponse:
    """It is of another payer: what it had paid is open again, and it pays what that one owes."""
    found = found_or_404(payment_id)
    form = RightPayerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            payer, ctx = find_payer(form.cleaned_data["payer"]), action_context(request, lambda: _shown(payment_id))
            moving.move(payment=found.key, payer=payer, ctx=ctx)
        except Unknown:
            form.add_error("payer", _("There is no payer with this number or name, or several have it."))
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Moved to its payer."))
            return HttpResponseRedirect(reverse("payment", args=[payment_id]))
    context = {"found": found, "payment": found.payment, "form": form, "parent": parent_of(payment_id, found)}
    return render(request, "portal/billing/payments/one/move.html", {**context, "seen": seen_of(_shown(payment_id))})


def _shown(payment_id: str) -> object:
    """Whose it is, what is moved, and what is open again then."""
    payment = found_or_404(payment_id).payment
    return payment.payer_id, payment.movable, payment.parts
