"""All payments, for staff: searched, narrowed, the newest first."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.portal.ui.fields import SearchField
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest
from autossa.queries.access import staff_may
from autossa.queries.billing.payments.listing import Asked, Which, list_payments

WHICH = {
    Which.ALL: gettext_lazy("All"),
    Which.UNASSIGNED: gettext_lazy("Not assigned yet"),
    Which.ON_ACCOUNT: gettext_lazy("With credit left"),
    Which.RETURNED: gettext_lazy("Returned"),
}


class PaymentsForm(forms.Form):
    """What the list is narrowed to."""

    q = SearchField(label=gettext_lazy("Search"))
    state = forms.ChoiceField(label=gettext_lazy("Status"), choices=[*WHICH.items()], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        search = self.fields["q"]
        search.help_text = _("Payer, amount, reference, sender or number of an invoice")
        search.widget.attrs["placeholder"] = search.help_text

    def asked(self, after: str) -> Asked:
        """What is asked for; what makes no sense is not."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return Asked(given.get("q") or "", Which(given.get("state") or Which.ALL), after)


@page(Scope.VENDOR, Action.VIEW_BILLING)
def everything(request: VendorRequest) -> HttpResponse:
    """All payments of the installation."""
    form = PaymentsForm(request.GET)
    asked = form.asked(request.GET.get("after", ""))
    found = list_payments(asked)
    query = {name: form.data[name] for name in form.fields if form.data.get(name)}
    more = urlencode({**query, "after": found.next_after}) if found.next_after else ""
    context = {"form": form, "asked": asked, "found": found, "query": urlencode(query), "more": more}
    may = staff_may(request.account, Action.CORRECT)
    return render(request, "portal/billing/payments/list.html", {**context, "may_decide": may})
