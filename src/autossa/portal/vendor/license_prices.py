"""License prices in the catalogue: what each license type costs on each price list, as dated versions."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import license_prices
from autossa.portal.ui.tables_export import Cell, csv_response
from autossa.portal.vendor.catalogue import VersionForm, catalogue_context, is_checked, tab_parent
from autossa.portal.vendor.withdrawals import Kept, ask, coming
from autossa.portal.web.clock import today
from autossa.portal.web.forms import show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404
from autossa.queries.vendor import license_prices as queries


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def overview(request: VendorRequest) -> HttpResponse:
    """A table for each price list, a row for each license type."""
    lists = queries.license_prices(today())
    context = {**catalogue_context(request, "license_prices"), "lists": lists}
    return render(request, "portal/vendor/license_prices/overview.html", context)


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def exported(request: VendorRequest) -> StreamingHttpResponse:
    """All versions as CSV, those that were withdrawn too."""
    return csv_response("license-prices.csv", _rows())


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add(request: VendorRequest, list_id: str, type_id: str) -> HttpResponse:
    """A new price of a license type on a list from a day on: asked, checked, added."""
    row = queries.find_license_price(list_id, type_id, today())
    if row is None:
        raise Http404
    form = VersionForm(request.POST or None, versions=row.versions)
    form.fields["value"].label = _("Price of a unit in %(currency)s") % {"currency": row.currency}
    form.fields["value"].help_text = _("Net, paid once")
    checked = is_checked(request, form)
    if checked and request.POST.get("step") == "add":
        given = form.cleaned_data
        try:
            license_prices.set_license_price(
                price_list=key_or_404("plt", list_id), code=row.code, price=given["value"],
                starts_on=given["starts_on"], ctx=action_context(request),
            )  # fmt: skip
        except Invalid as error:
            show_error(form, error)
            checked = False
        else:
            messages.success(request, _("Price saved."))
            return HttpResponseRedirect(reverse("license_prices"))
    context: dict[str, Any] = {"form": form, "row": row, "checked": checked, "parent": tab_parent("license_prices")}
    return render(request, "portal/vendor/license_prices/add.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def withdraw(request: VendorRequest, list_id: str, type_id: str, first_day: str) -> HttpResponse:
    """Withdraw a price that has not begun."""
    row = queries.find_license_price(list_id, type_id, today())
    if row is None:
        raise Http404
    version, key = coming(row.versions, first_day), key_or_404("plt", list_id)
    kept = Kept(
        version.starts_on, tab_parent("license_prices"), reverse("add_license_price", args=[list_id, type_id]),
        gettext_lazy("Price of a unit"), version.value, row.currency,
    )  # fmt: skip
    return ask(
        request,
        kept,
        lambda reason: license_prices.withdraw_license_price(
            price_list=key, code=row.code, starts_on=version.starts_on, reason=reason, ctx=action_context(request)
        ),
    )


def _rows() -> Iterator[list[Cell]]:
    yield [_("Price list"), _("License type"), _("Currency"), _("Price"), _("From"), _("Withdrawn on")]
    for row in queries.list_license_prices():
        yield [
            row["price_list"], row["license_type"], row["currency"], Decimal(row["price"]), row["starts_on"],
            row["withdrawn_on"],
        ]  # fmt: skip
