"""Staff adds a partner or a customer that does not come by itself, and invites its owner."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.billing.addresses import read_address
from autossa.domain.rights import Action, Kind
from autossa.operations.errors import Invalid
from autossa.operations.organisations import create
from autossa.portal.organisations.forms import EntryForm
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.organisations.duplicates import Duplicate, entered
from autossa.wording import languages


@page(Scope.VENDOR, Action.VERIFY_ORGANISATIONS, methods=FORM)
def enter(request: VendorRequest) -> HttpResponse:
    """A new organisation, verified by being entered."""
    initial = {"country": settings.VENDOR_COUNTRY, "language": languages.current(), "kind": request.GET.get("kind", "")}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            key = create.enter(new=_read(form), ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            found = entered(key)
            _say(request, form.cleaned_data, found.duplicates)
            return HttpResponseRedirect(reverse("organisation", args=[found.id]))
    context = {"form": form, "parent": Parent(reverse("staff_organisations"), _("Organisations"))}
    return render(request, "portal/organisations/staff/enter.html", context)


def _read(form: EntryForm) -> create.NewOrganisation:
    given = form.cleaned_data
    words = {name: given[name] for name in ("name", "number", "country", "vat_id", "owner", "language")}
    address = read_address(given["address"])
    return create.NewOrganisation(Kind(given["kind"]), vat=form.vat(), address=address, **words)


def _say(request: HttpRequest, given: dict[str, Any], duplicates: tuple[Duplicate, ...]) -> None:
    text = _("%(name)s added and verified. Invite its owner once you know who that is.")
    if given["owner"]:
        text = _("%(name)s added and verified. Invitation sent to its owner, %(owner)s.")
    messages.success(request, text % given)
    for row in duplicates:
        text = _("Possible duplicate: %(name)s, number %(number)s. Check whether it is the same company.")
        messages.warning(request, text % {"name": row.name, "number": row.number})
