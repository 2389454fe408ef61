"""How the vendor's books are kept: chart of accounts, the tax adviser's numbers, accounts of its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.books.charts import (
    DEFAULTS,
    FIRST_DEBTOR,
    LAST_DEBTOR,
    LEAST_CONSULTANT,
    MOST_CLIENT,
    MOST_CONSULTANT,
    Bookkeeping,
    Chart,
    Named,
)
from autossa.domain.rights import Action
from autossa.operations.billing.bookkeeping import keep_books
from autossa.operations.errors import Invalid
from autossa.portal.ui.fields import WholeField
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.billing.books.bookkeeping import read_bookkeeping
from autossa.wording.billing.books import NAMED_ACCOUNT

_MOST = 9999


class BookkeepingForm(forms.Form):
    """The numbers of the tax adviser, and an account for each purpose; empty ones are the chart's own."""

    chart = forms.ChoiceField(
        label=gettext_lazy("Chart of accounts"),
        choices=[(chart.value, chart.value) for chart in Chart],
        help_text=gettext_lazy("Decides which accounts are used where none is entered below."),
    )
    consultant = WholeField(
        least=LEAST_CONSULTANT, most=MOST_CONSULTANT, label=gettext_lazy("Number of the tax adviser (Beraternummer)")
    )
    client = WholeField(least=1, most=MOST_CLIENT, label=gettext_lazy("Client number (Mandantennummer)"))
    year_begins = WholeField(
        least=1,
        most=12,
        label=gettext_lazy("First month of the financial year"),
        help_text=gettext_lazy("1 is January."),
    )

    def __init__(self, *args: Any, kept: Bookkeeping, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(kept)
        super().__init__(*args, **kwargs)
        for named in Named:
            least, most = (FIRST_DEBTOR, LAST_DEBTOR) if named is Named.DEBTORS else (1, _MOST)
            field = WholeField(least=least, most=most, label=NAMED_ACCOUNT[named], required=False)
            field.widget.attrs["placeholder"] = " / ".join(f"{DEFAULTS[chart][named]:04d}" for chart in Chart)
            self.fields[named.value] = field

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields above the accounts."""
        return [self[name] for name in ("chart", "consultant", "client", "year_begins")]

    @property
    def accounts(self) -> list[forms.BoundField]:
        """A field for each account."""
        return [self[named.value] for named in Named]

    def given(self) -> dict[str, Any]:
        """What is to be saved."""
        cleaned = dict(self.cleaned_data)
        accounts = {named: number for named in Named if (number := cleaned.pop(named.value)) is not None}
        return {**cleaned, "chart": Chart(cleaned["chart"]), "accounts": accounts}


@page(Scope.VENDOR, Action.KEEP_BOOKS, methods=FORM)
def edit(request: VendorRequest) -> HttpResponse:
    """The accounts that exports name."""
    form = BookkeepingForm(request.POST or None, kept=read_bookkeeping())
    if request.method == "POST" and form.is_valid():
        try:
            keep_books(ctx=action_context(request), **form.given())
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. Exports use these accounts from now on."))
            return HttpResponseRedirect(reverse("books"))
    context = {"form": form, "parent": Parent(reverse("books"), _("Books"))}
    return render(request, "portal/billing/books/bookkeeping.html", context)


def _initial(kept: Bookkeeping) -> dict[str, Any]:
    accounts = {named.value: number for named, number in kept.accounts.items()}
    numbers = {"consultant": kept.consultant, "client": kept.client, "year_begins": kept.year_begins}
    return {"chart": kept.chart.value, **numbers, **accounts}
